"""Files that bear an incident out, the copies that the public may get of them, and who had which when. All private.

An original is a file in the store (`reprisals/evidence/store.py`), encrypted with the key of its incident.
"""

import json
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .incident import PartOfIncident, random_reference
from .one_way import OneWayKey
from .sealed import SealedText


class Evidence(PartOfIncident):
    """One file as it was received, with who collected it, where, when and how."""

    name = SealedText(_("name of the file"), _("As it was given. Encrypted."))
    shows = SealedText(_("what it shows"), _("For staff only. Encrypted."), long=True)
    collected_by = SealedText(_("collected by"), _("Who took or found it. Encrypted."))
    collected_where = SealedText(_("where"), _("Where it was taken or found. Encrypted."))
    collected_on = SealedText(_("when"), _("23 January 2024, January 2024 or 2024. Encrypted."))
    collected_how = SealedText(_("how"), _("How it was made and how it came to us. Encrypted."), long=True)
    note = SealedText(_("note"), _("For staff only. Encrypted."), long=True)
    caption = SealedText(_("caption"), _("What the page says below it. Name nobody who is withheld."))
    alternative = SealedText(
        _("text in place of it"),
        _("What is to be seen, for those who cannot see it. Name nobody who is withheld."),
        long=True,
    )
    kind = SealedText(_("kind"))
    size = SealedText(_("size"))
    pages = SealedText(_("pages"))
    sha256 = SealedText(_("SHA-256 of the original"))

    # The SHA-256 of what is stored, which is encrypted: that of the original would confirm to whoever has a copy of it
    # that we have it, too.
    stored = models.CharField(_("stored as"), max_length=64, blank=True, editable=False)
    shown = models.BooleanField(
        _("on the page"), default=False, help_text=_("Whether the public page shows a copy of it.")
    )
    removed_at = models.DateTimeField(_("removed"), null=True, blank=True, editable=False)

    class Meta(PartOfIncident.Meta):
        verbose_name = _("piece of evidence")
        verbose_name_plural = _("evidence")
        default_permissions = ()  # whoever sees the incident sees it
        constraints = [
            models.UniqueConstraint(fields=["stored"], condition=~Q(stored=""), name="evidence_stored_once"),
            models.CheckConstraint(
                condition=Q(removed_at__isnull=True) | Q(stored="", shown=False), name="evidence_removed_is_gone"
            ),
        ]


class EvidenceCopy(PartOfIncident):
    """What the public would get of a piece of evidence: made anew from it, encrypted until it is published."""

    facts = SealedText(_("what it is"))
    boxes = SealedText(_("black boxes"))

    evidence = models.OneToOneField(Evidence, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(_("name"), max_length=20, unique=True, editable=False)
    content = models.BinaryField(editable=False)

    class Meta(PartOfIncident.Meta):
        verbose_name = _("public copy")
        verbose_name_plural = _("public copies")
        default_permissions = ()

    @property
    def said(self) -> dict[str, Any]:
        """SHA-256, media type, size in bytes, width, height and pages."""
        return dict(json.loads(self.facts or "{}"))


def random_name(media_type: str) -> str:
    """A name for a public copy, which says nothing but what kind of file it is."""
    return random_reference() + {"image/jpeg": ".jpg", "application/pdf": ".pdf"}[media_type]


class CustodyEvent(PartOfIncident):
    """One thing that was done with an original, when, and by whom. Written once, never changed."""

    class What(models.TextChoices):
        RECEIVED = "received", _("Taken in")
        DESCRIBED = "described", _("Described anew")
        READ = "read", _("Original read")
        COPIED = "copied", _("Public copy made")
        VERIFIED = "verified", _("Verified: as it was taken in")
        FOUND_CHANGED = "changed", _("Verified: not as it was taken in")
        REMOVED = "removed", _("Removed")

    note = SealedText(_("note"), _("Encrypted."), long=True)

    evidence = models.ForeignKey(Evidence, on_delete=models.CASCADE, related_name="+")
    what = models.CharField(_("what"), max_length=9, choices=What)
    at = models.DateTimeField(_("when"))
    by: Any = OneWayKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("by")
    )

    class Meta(PartOfIncident.Meta):
        verbose_name = _("custody event")
        default_permissions = ()

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise ValueError("What was done with evidence is never written anew.")
        super().save(*args, **kwargs)
