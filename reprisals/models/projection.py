"""What the public may read of incidents: rows written at the moment of publication, from an allowlist.

Nothing here leads back to the private record. Only `publication.py` writes these rows.
"""

from datetime import date

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from recommendations.models import PartialDateField

from .vocabulary import ActKind, Confidence, EngagementKind, IncidentKind, PlaceKind, Status


class PublicIncidentQuerySet(models.QuerySet):
    def live(self, on: date) -> "PublicIncidentQuerySet":
        """What stands on a ground that holds on this day."""
        return self.filter(Q(shown_until__isnull=True) | Q(shown_until__gte=on))


class PublicIncident(models.Model):
    """The public page of an incident."""

    reference = models.CharField(max_length=10, unique=True)
    title = models.CharField(max_length=300)
    kind = models.CharField(max_length=12, choices=IncidentKind)
    began_on = PartialDateField()
    place_kind = models.CharField(max_length=9, choices=PlaceKind, blank=True)
    place = models.CharField(max_length=300, blank=True)
    state_iso3 = models.CharField(max_length=3, blank=True)
    confidence = models.CharField(max_length=12, choices=Confidence)
    status = models.CharField(max_length=12, choices=Status, blank=True)
    status_on = PartialDateField()
    page = models.JSONField()  # the whole page as it was approved; the columns beside it serve lists and filters
    published_on = models.DateField()
    shown_until = models.DateField(null=True, blank=True)

    objects = PublicIncidentQuerySet.as_manager()

    class Meta:
        verbose_name = _("published incident")
        ordering = ["-began_on", "reference"]
        default_permissions = ()

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("reprisals:incident", args=[self.reference])


class PublicAct(models.Model):
    """One act on a public page."""

    incident = models.ForeignKey(PublicIncident, on_delete=models.CASCADE, related_name="acts")
    kind = models.CharField(max_length=20, choices=ActKind)

    class Meta:
        ordering = ["pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.get_kind_display())


class PublicEngagement(models.Model):
    """One engagement with the UN on a public page."""

    incident = models.ForeignKey(PublicIncident, on_delete=models.CASCADE, related_name="engagements")
    kind = models.CharField(max_length=20, choices=EngagementKind)

    class Meta:
        ordering = ["pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.get_kind_display())


class PublicLink(models.Model):
    """One record of this site on which a published incident bears, by its address."""

    incident = models.ForeignKey(PublicIncident, on_delete=models.CASCADE, related_name="links")
    address = models.CharField(max_length=250, db_index=True)

    class Meta:
        ordering = ["address"]
        default_permissions = ()

    def __str__(self) -> str:
        return self.address


class PublicFile(models.Model):
    """One picture or document on a public page: the copy that was approved, byte for byte."""

    incident = models.ForeignKey(PublicIncident, on_delete=models.CASCADE, related_name="files")
    name = models.CharField(max_length=20)
    media_type = models.CharField(max_length=20)
    content = models.BinaryField()

    class Meta:
        ordering = ["pk"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["incident", "name"], name="public_file_once_by_name")]

    def __str__(self) -> str:
        return self.name
