"""The log of who looked at what and who changed it: rows that are only ever added, each chained to the one before.

An entry holds names of fields and machine words, never a value; no address of a visitor; and of an incident only its
random mark, which leads nowhere once the incident is purged.
"""

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .one_way import OneWayKey

# What a digest is taken over, in this order, as text: the digest of the entry before comes last.
DIGESTED = ("number", "taken_at", "action", "by", "subject", "about", "fields", "previous")
WRITTEN_TIME = "%Y-%m-%d %H:%M:%S.%f"  # UTC, to the microsecond, which is how exact both databases are


class Action(models.TextChoices):
    """What was done. Codes stay; new ones are added at will."""

    VIEWED = "viewed", _("Viewed")
    CHANGED = "changed", _("Changed")
    EXPORTED = "exported", _("Exported")
    STEP_TAKEN = "step_taken", _("Step taken")
    EVIDENCE_ADDED = "evidence_added", _("Evidence added")
    EVIDENCE_READ = "evidence_read", _("Evidence read")
    EVIDENCE_REMOVED = "evidence_removed", _("Evidence removed")
    SIGNED_IN = "signed_in", _("Signed in")
    SIGN_IN_FAILED = "sign_in_failed", _("Sign-in failed")
    SIGNED_OUT = "signed_out", _("Signed out")
    STEPPED_UP = "stepped_up", _("Identity confirmed again")
    PASSWORD_CHANGED = "password_changed", _("Password changed")
    FACTOR_ADDED = "factor_added", _("Second factor added")
    FACTOR_REMOVED = "factor_removed", _("Second factor removed")
    HELPED = "helped", _("Helped somebody to sign in again")
    ROLE_GIVEN = "role_given", _("Role given")
    ROLE_TAKEN = "role_taken", _("Role taken away")
    PURGED = "purged", _("Purged")
    PAPER_NAMES = "paper_names", _("A public paper holds the name of somebody who is withheld")


def digest_of(columns: Iterable[str | None]) -> str:
    """SHA-256, in hex, over the columns of DIGESTED as text: as a JSON array, which no two rows share."""
    written = json.dumps(list(columns), separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()


class Entry(models.Model):
    """One thing that was done. `audit.note` alone writes it; the database refuses to change or delete it."""

    number = models.PositiveBigIntegerField(_("number"), primary_key=True)  # 1, 2, 3… without gaps
    taken_at = models.DateTimeField(_("when"), db_index=True)
    action = models.CharField(_("action"), max_length=20, choices=Action)
    by: Any = OneWayKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("person"),
        help_text=_("Empty for what happens by itself."),
    )
    subject = models.CharField(_("mark of the incident"), max_length=32, blank=True, db_index=True)
    about = models.CharField(_("about"), max_length=60, blank=True)
    fields = models.TextField(_("fields"), blank=True)  # names, joined by commas
    previous = models.CharField(_("digest of the entry before"), max_length=64, blank=True)
    digest = models.CharField(_("digest"), max_length=64)

    class Meta:
        verbose_name = _("entry of the log")
        verbose_name_plural = _("entries of the log")
        ordering = ["-number"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.number} {self.action}"

    def seal(self) -> None:
        """Sets the digest over all other columns."""
        self.digest = digest_of(self._written(name) for name in DIGESTED)

    def _written(self, name: str) -> str | None:
        if name == "taken_at":
            return self.taken_at.strftime(WRITTEN_TIME)
        value = self.by_id if name == "by" else getattr(self, name)
        return None if value is None else str(value)
