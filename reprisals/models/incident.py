"""What happened: the incident, its acts, the engagement with the UN behind it, and what came of it. All private."""

import secrets
import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from recommendations.models import PartialDateField, Review, Session, Source, State, Theme

from .data_key import DataKey
from .one_way import OneWayKey
from .sealed import Sealed, SealedText
from .vault import new_data_key
from .vocabulary import (
    ActKind,
    Confidence,
    EngagementKind,
    IncidentKind,
    Novelty,
    PlaceKind,
    ResponseKind,
    Status,
)

# No vowels, so that no words arise; nothing that is mistaken for something else.
_SIGNS = "23456789bcdfghjkmnpqrstvwxz"


def random_reference() -> str:
    """A reference that says nothing of how many incidents there are, or of when one was recorded."""
    return "".join(secrets.choice(_SIGNS) for _n in range(10))


class ShownDate(models.TextChoices):
    DAY = "day", _("To the day")
    MONTH = "month", _("Month and year")
    YEAR = "year", _("Year only")
    NONE = "none", _("Not at all")


class ShownPlace(models.TextChoices):
    LOCALITY = "locality", _("Locality, territory and country")
    TERRITORY = "territory", _("Territory and country")
    COUNTRY = "country", _("Country only")
    NONE = "none", _("Not at all")


class Incident(Sealed):
    """Intimidation or reprisal against people who cooperate with the UN (HRC resolution 12/2, paragraph 1)."""

    title = SealedText(_("working title"), _("For staff only."))
    account = SealedText(_("account"), _("What happened, for staff only."), long=True)
    locality = SealedText(_("locality"), _("Town, building or room. Shown only if “place on the page” says so."))
    confidence_reason = SealedText(_("why so sure"), _("On what the judgement rests. For staff only."), long=True)
    public_title = SealedText(_("public title"), _("The title of the public page. Name nobody who is withheld."))
    public_summary = SealedText(
        _("public summary"),
        _("The text of the public page, paragraphs divided by an empty line. Name nobody who is withheld."),
        long=True,
    )
    public_confidence = SealedText(_("public reason"), _("Why so sure, as the page may say it."), long=True)

    reference = models.CharField(_("reference"), max_length=10, unique=True, default=random_reference, editable=False)
    audit_mark = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)  # all that the log holds of it
    data_key: Any = models.OneToOneField(DataKey, on_delete=models.PROTECT, related_name="+", editable=False)
    kind = models.CharField(
        _("kind"),
        max_length=12,
        choices=IncidentKind,
        help_text=_("Intimidation deters, a reprisal punishes afterwards, obstruction keeps people out."),
    )
    began_on = PartialDateField(_("began on"), help_text=_("Day, month or year; empty means not recorded."))
    ended_on = PartialDateField(_("ended on"), help_text=_("Empty means that it goes on, or is not recorded."))
    shown_date = models.CharField(
        _("dates on the page"),
        max_length=5,
        choices=ShownDate,
        default=ShownDate.MONTH,
        help_text=_("How exact the dates of what happened are on the public page."),
    )
    place_kind = models.CharField(
        _("where"), max_length=9, choices=PlaceKind, blank=True, help_text=_("Sort of place.")
    )
    country = OneWayKey(
        State,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("country"),
        help_text=_("Where it happened."),
    )
    state = OneWayKey(
        State,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("State concerned"),
        help_text=_("Whose conduct is alleged."),
    )
    territory = OneWayKey(
        Theme,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        limit_choices_to={"vocabulary__axis": "territory"},
        verbose_name=_("territory"),
        help_text=_("A part of the country, where that matters."),
    )
    shown_place = models.CharField(
        _("place on the page"),
        max_length=9,
        choices=ShownPlace,
        default=ShownPlace.COUNTRY,
        help_text=_("How exact the place is on the public page."),
    )
    confidence = models.CharField(
        _("how sure"), max_length=12, choices=Confidence, default=Confidence.REPORTED, help_text=_("With its reason.")
    )
    created_at = models.DateTimeField(_("recorded"), auto_now_add=True)
    created_by = OneWayKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("recorded by"),
    )

    class Meta:
        verbose_name = _("incident")
        ordering = ["-created_at", "-pk"]
        default_permissions = ()  # the room opens by role (access.py), and by nothing else
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_on="") | Q(ended_on__gte=F("began_on")) | Q(began_on__startswith=F("ended_on")),
                name="incident_does_not_end_before_it_begins",
                violation_error_message=_("It ends before it begins."),
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.data_key_id is None:
            self.data_key = new_data_key("incident")
        super().save(*args, **kwargs)


class PartOfIncident(Sealed):
    """A row that belongs to an incident and is sealed with its key. Nothing leads from the incident to it by itself."""

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="+")

    class Meta:
        abstract = True
        ordering = ["pk"]
        default_permissions = ()

    @property
    def data_key(self) -> DataKey:
        return self.incident.data_key


class Act(PartOfIncident):
    """One thing that was done."""

    note = SealedText(_("note"), _("For staff only."), long=True)

    kind = models.CharField(_("act"), max_length=20, choices=ActKind, help_text=_("What was done."))
    happened_on = PartialDateField(_("date"), help_text=_("Empty means not recorded."))

    class Meta(PartOfIncident.Meta):
        verbose_name = _("act")
        constraints = [
            models.UniqueConstraint(
                fields=["incident", "kind", "happened_on"],
                name="act_once_for_each_date",
                violation_error_message=_("This act is recorded for this date already."),
            )
        ]


class Engagement(PartOfIncident):
    """The cooperation with the UN for which people were deterred or punished."""

    note = SealedText(_("note"), _("What they did or wanted to do. For staff only."), long=True)

    kind = models.CharField(_("with whom"), max_length=20, choices=EngagementKind, help_text=_("The body of the UN."))
    review = OneWayKey(
        Review,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("review"),
        help_text=_("The review, where it was one."),
    )
    session = OneWayKey(
        Session,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("session"),
        help_text=_("The session, where it was one."),
    )
    mechanism = models.CharField(
        _("mechanism"), max_length=120, blank=True, help_text=_("Its name, such as CERD. Shown on the page.")
    )

    class Meta(PartOfIncident.Meta):
        verbose_name = _("engagement with the UN")
        verbose_name_plural = _("engagement with the UN")


class Development(PartOfIncident):
    """What became of it, or of the people, as of a date."""

    text = SealedText(_("what happened"), _("In a sentence. Shown on the page if “on the page” is ticked."), long=True)

    status = models.CharField(_("status"), max_length=12, choices=Status, help_text=_("As of this date."))
    happened_on = PartialDateField(_("date"), help_text=_("Empty means not recorded."))
    source = OneWayKey(
        Source, on_delete=models.PROTECT, null=True, blank=True, related_name="+", help_text=_("Where it is written.")
    )
    shown = models.BooleanField(_("on the page"), default=False, help_text=_("Whether the public page tells it."))

    class Meta(PartOfIncident.Meta):
        verbose_name = _("development")
        ordering = ["happened_on", "pk"]


class Response(PartOfIncident):
    """What the UN or a State did about it."""

    text = SealedText(_("what was said"), _("In our words. Shown on the page from “public from” on."), long=True)

    kind = models.CharField(_("kind"), max_length=16, choices=ResponseKind, help_text=_("Who did what."))
    happened_on = PartialDateField(_("date"), help_text=_("Of the letter, report or statement."))
    source = OneWayKey(
        Source, on_delete=models.PROTECT, null=True, blank=True, related_name="+", help_text=_("Symbol or page.")
    )
    locator = models.CharField(_("paragraph"), max_length=100, blank=True, help_text=_("Such as “para. 18”."))
    novelty = models.CharField(
        _("new or follow-up"),
        max_length=10,
        choices=Novelty,
        blank=True,
        help_text=_("As the Secretary-General's report takes it."),
    )
    public_from = models.DateField(
        _("public from"),
        null=True,
        blank=True,
        help_text=_("Communications are confidential, usually for 60 days. Empty means: never on the page."),
    )

    class Meta(PartOfIncident.Meta):
        verbose_name = _("response")
        ordering = ["happened_on", "pk"]


class IncidentCitation(PartOfIncident):
    """A document on which the record rests."""

    note = SealedText(_("note"), _("For staff only."), long=True)

    source = OneWayKey(Source, on_delete=models.PROTECT, related_name="+", help_text=_("The document or page."))
    locator = models.CharField(_("place in the source"), max_length=100, blank=True, help_text=_("Paragraph or page."))
    shown = models.BooleanField(
        _("on the page"),
        default=False,
        help_text=_("A source may name people whom the page withholds: read it again before."),
    )

    class Meta(PartOfIncident.Meta):
        verbose_name = _("citation")


class IncidentLink(PartOfIncident):
    """A recommendation, follow-up action or advocacy case on which the incident bears, by its address on this site."""

    address = models.CharField(
        _("address"),
        max_length=250,
        help_text=_("Of a recommendation, follow-up action or case of this site: /recommendations/china-2024/28.5/."),
    )

    class Meta(PartOfIncident.Meta):
        verbose_name = _("link to the record")
        verbose_name_plural = _("links to the record")
        constraints = [
            models.UniqueConstraint(fields=["incident", "address"], name="incident_link_once"),
        ]
