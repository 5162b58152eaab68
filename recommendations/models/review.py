"""Reviews of States, what was announced of their outcome, and voluntary pledges."""

from typing import Any

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from recommendations.languages import comma

from .history import Tracked
from .partial_date import PartialDateField
from .position import CATEGORIES
from .publication import Published
from .session import Session
from .source import Citation, Source
from .state import State


class Review(Published):
    """The Universal Periodic Review of one State in one cycle."""

    class Status(models.TextChoices):
        SCHEDULED = "scheduled", _("Scheduled")
        HELD = "held", _("Held")
        POSTPONED = "postponed", _("Postponed")
        ABSENT = "absent", _("State absent")
        ADOPTED = "adopted", _("Outcome adopted")

    state = models.ForeignKey(
        State,
        on_delete=models.PROTECT,
        related_name="reviews",
        verbose_name=_("State under review"),
        help_text=_("Whose human-rights record is examined."),
    )
    cycle = models.PositiveSmallIntegerField(
        _("cycle"),
        validators=[MinValueValidator(1)],
        help_text=_("UPR cycle. A postponed review keeps its cycle, whatever the session."),
    )
    slug = models.SlugField(
        max_length=120,
        unique=True,
        blank=True,
        help_text=_("Part of its address, such as china-2024. Leave empty to make it; leave it once published."),
    )
    status = models.CharField(
        _("status"), max_length=10, choices=Status, blank=True, help_text=_("Empty means not recorded.")
    )
    wg_session = models.ForeignKey(
        Session,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="reviews",
        limit_choices_to={"kind": Session.Kind.WG},
        verbose_name=_("Working Group session"),
        help_text=_("The session at which the State was reviewed."),
    )
    hrc_session = models.ForeignKey(
        Session,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="adoptions",
        limit_choices_to={"kind": Session.Kind.HRC},
        verbose_name=_("Human Rights Council session"),
        help_text=_("The session at which the outcome was adopted."),
    )
    reviewed_on = PartialDateField(_("reviewed on"), help_text=_("Day of the review; empty means not recorded."))
    adopted_on = PartialDateField(_("adopted on"), help_text=_("Day of the adoption; empty means not recorded."))
    report = models.ForeignKey(
        Source,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Working Group report"),
        help_text=_("Lists the recommendations."),
    )
    addendum = models.ForeignKey(
        Source,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("addendum"),
        help_text=_("The State's answers."),
    )
    hrc_report = models.ForeignKey(
        Source,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("report of the HRC session"),
        help_text=_("Holds the replies at the adoption."),
    )
    decision = models.ForeignKey(
        Source,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decision"),
        help_text=_("The decision by which the Council adopted the outcome."),
    )
    note = models.TextField(_("note"), blank=True, help_text=_("Shown on its page: what a reader must know."))

    class Meta:
        ordering = ["-cycle", "state__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["state", "cycle"],
                name="review_one_per_state_and_cycle",
                violation_error_message=_("This State's review of this cycle is recorded already."),
            ),
            models.CheckConstraint(condition=Q(cycle__gte=1), name="review_cycle_from_one"),
            models.CheckConstraint(condition=~Q(slug=""), name="review_has_an_address"),
        ]

    def __str__(self) -> str:
        return f"{self.state}{comma()}{self.when}"

    @property
    def when(self) -> str:
        """The year of the review, else its cycle."""
        year = self.reviewed_on[:4] or (self.wg_session.year if self.wg_session else None)
        return str(year) if year else str(_("cycle %(cycle)s") % {"cycle": self.cycle})

    def clean(self) -> None:
        if self.state_id and self.cycle:
            self.slug = self.slug or self.default_slug()

    def save(self, *args: object, **kwargs: object) -> None:
        self.clean()
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    def default_slug(self) -> str:
        """china-2024: State and year of the Working Group session.

        china-cycle-8 without a dated session, or where another cycle's review of that year has the address.
        """
        year = self.wg_session.year if self.wg_session else None
        slug = f"{self.state.slug}-{year}"
        if year and not Review.objects.filter(slug=slug).exclude(pk=self.pk).exists():
            return slug
        return f"{self.state.slug}-cycle-{self.cycle}"

    def get_absolute_url(self) -> str:
        return reverse("recommendations:review", args=[self.slug])

    @property
    def documents(self) -> list[tuple[str, Source]]:
        """Its documents with what they are, in the order in which they appear."""
        named = [
            (_("Working Group report"), self.report),
            (_("Addendum: the State's answers"), self.addendum),
            (_("Report of the Council's session"), self.hrc_report),
            (_("Decision"), self.decision),
        ]
        return [(str(name), source) for name, source in named if source]


class ReviewCitation(Citation):
    belongs_to = ["review"]

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="citations")


class CountUnit(models.TextChoices):
    """What a figure counts. Figures are compared only within a unit, and never added up across units."""

    PARAGRAPHS = "paragraphs", _("numbered paragraphs of the UN report")
    ROWS = "rows", _("rows of UPR Info's database, one per recommending State")


def _count_field(label: Any) -> models.PositiveIntegerField:
    return models.PositiveIntegerField(
        label, null=True, blank=True, help_text=_("Leave empty where the source gives no such number.")
    )


class AnnouncedTally(Tracked):
    """The figures that a source announces for a review: facts about it, whether or not its text is recorded."""

    belongs_to = ["review"]

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="announced_tallies")
    unit = models.CharField(
        _("unit"),
        max_length=10,
        choices=CountUnit,
        default=CountUnit.PARAGRAPHS,
        help_text=_("What is counted."),
    )
    total = models.PositiveIntegerField(_("total"), help_text=_("All recommendations, in this unit."))
    accepted = _count_field(_("accepted"))
    accepted_being_implemented = _count_field(_("accepted, being implemented"))
    accepted_already_implemented = _count_field(_("accepted, already implemented"))
    partially_accepted = _count_field(_("partially accepted"))
    noted = _count_field(_("noted"))
    rejected = _count_field(_("rejected"))
    pending = _count_field(_("pending"))
    source = models.ForeignKey(
        Source,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("Who announced these figures, and where."),
    )
    locator = models.CharField(
        _("place in the source"),
        max_length=100,
        blank=True,
        help_text=_("Paragraph or page, such as “para. 3”."),
    )
    note = models.TextField(_("note"), blank=True, help_text=_("How the source counts, where that must be known."))

    class Meta:
        verbose_name = _("announced tally")
        verbose_name_plural = _("announced tallies")
        ordering = ["review", "unit", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["review", "unit", "source"],
                name="tally_once_per_review_unit_and_source",
                violation_error_message=_("This source's tally in this unit is recorded already."),
            ),
            models.CheckConstraint(
                condition=Q(
                    total=sum(
                        (Coalesce(F(category), 0) for category in CATEGORIES[1:]),
                        Coalesce(F(CATEGORIES[0]), 0),
                    )
                ),
                name="tally_adds_up_to_its_total",
                violation_error_message=_("The numbers do not add up to the total."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.review}: {self.total} {self.get_unit_display()}"

    @property
    def counts(self) -> dict[str, int]:
        """The announced number of each category that the source gives."""
        return {c: n for c in CATEGORIES if (n := getattr(self, c)) is not None}


class Pledge(Tracked):
    """A voluntary commitment that the State under review made at its review."""

    belongs_to = ["review"]

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="pledges")
    paragraph = models.CharField(
        _("paragraph"), max_length=20, blank=True, help_text=_("Paragraph of the report that records it.")
    )
    text = models.TextField(_("text"), help_text=_("The commitment, in the State's words."))
    source = models.ForeignKey(
        Source,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Where it is recorded; empty means not recorded."),
    )

    class Meta:
        ordering = ["review", "pk"]

    def __str__(self) -> str:
        return self.text[:80]
