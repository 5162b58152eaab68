"""The way of an incident to the public: versions of its page, and each step with who took it."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from .incident import Incident, PartOfIncident
from .one_way import OneWayKey
from .sealed import SealedText


class VersionState(models.TextChoices):
    IN_REVIEW = "in_review", _("In review")
    RETURNED = "returned", _("Returned to draft")
    APPROVED = "approved", _("Approved")
    PUBLISHED = "published", _("Published")
    REPLACED = "replaced", _("Replaced by a later version")
    WITHDRAWN = "withdrawn", _("Withdrawn")


OPEN = (VersionState.IN_REVIEW, VersionState.APPROVED)
SEEN_BY_TWO = (VersionState.APPROVED, VersionState.PUBLISHED, VersionState.REPLACED)


class Version(PartOfIncident):
    """The page of an incident as it was handed in for review: exactly this is approved, and exactly this published."""

    page = SealedText(_("page"))
    shown = SealedText(_("how each person stands on it"))
    comment = SealedText(_("why it was returned"))

    state = models.CharField(_("state"), max_length=10, choices=VersionState, default=VersionState.IN_REVIEW)
    submitted_at = models.DateTimeField(_("handed in"))
    submitted_by: Any = OneWayKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("handed in by")
    )
    approved_at = models.DateTimeField(_("approved"), null=True, blank=True)
    approved_by: Any = OneWayKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("approved by"),
    )
    embargo_until = models.DateTimeField(
        _("embargo until"), null=True, blank=True, help_text=_("Not published before. Empty means no embargo.")
    )

    class Meta(PartOfIncident.Meta):
        verbose_name = _("version of a page")
        verbose_name_plural = _("versions of pages")
        ordering = ["-submitted_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["incident"], condition=Q(state__in=OPEN), name="version_one_open_for_each_incident"
            ),
            models.UniqueConstraint(
                fields=["incident"],
                condition=Q(state=VersionState.PUBLISHED),
                name="version_one_published_for_each_incident",
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("submitted_by")),
                name="version_is_not_approved_by_who_handed_it_in",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=SEEN_BY_TWO) | Q(approved_by__isnull=False, approved_at__isnull=False),
                name="version_is_public_only_after_approval",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.incident_id and self.incident.reference}: {self.get_state_display()}"


class Step(models.Model):
    """One step on the way, and who took it: names of fields at most, never their values."""

    class Kind(models.TextChoices):
        EDITED = "edited", _("Edited")
        SUBMITTED = "submitted", _("Handed in for review")
        RETURNED = "returned", _("Returned to draft")
        APPROVED = "approved", _("Approved")
        PUBLISHED = "published", _("Published")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        EXPIRED = "expired", _("Taken down: the ground for publication has ended")
        CONSENT_WITHDRAWN = "consent_withdrawn", _("Consent withdrawn")

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(_("step"), max_length=20, choices=Kind)
    taken_at = models.DateTimeField(_("when"))
    taken_by = OneWayKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("by"),
        help_text=_("Empty for what happens by itself."),
    )

    class Meta:
        ordering = ["-taken_at", "-pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.get_kind_display())
