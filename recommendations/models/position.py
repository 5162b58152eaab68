"""What a State says to a recommendation: seven categories in three classes of the United Nations, and dated rows."""

from collections.abc import Iterable

from django.db import models
from django.db.models import Case, Q, When
from django.utils.translation import gettext_lazy as _

from .history import Tracked, TrackedQuerySet
from .partial_date import PartialDate, PartialDateField
from .source import Source


class UNClass(models.TextChoices):
    """The UN's own classes since HRC resolution 5/1, paragraph 32: a recommendation is supported or noted."""

    SUPPORTED = "supported", _("Supported")
    NOTED = "noted", _("Noted")
    PENDING = "pending", _("No position yet")


class Category(models.TextChoices):
    """What the State's own words amount to."""

    ACCEPTED = "accepted", _("Accepted")
    ACCEPTED_BEING_IMPLEMENTED = "accepted_being_implemented", _("Accepted, being implemented")
    ACCEPTED_ALREADY_IMPLEMENTED = "accepted_already_implemented", _("Accepted, already implemented")
    PARTIALLY_ACCEPTED = "partially_accepted", _("Partially accepted")
    NOTED = "noted", _("Noted")
    REJECTED = "rejected", _("Rejected")
    PENDING = "pending", _("Pending: no position yet")


CATEGORIES: list[str] = list(Category.values)

UN_CLASS: dict[str, UNClass] = {
    Category.ACCEPTED: UNClass.SUPPORTED,
    Category.ACCEPTED_BEING_IMPLEMENTED: UNClass.SUPPORTED,
    Category.ACCEPTED_ALREADY_IMPLEMENTED: UNClass.SUPPORTED,
    Category.PARTIALLY_ACCEPTED: UNClass.NOTED,
    Category.NOTED: UNClass.NOTED,
    Category.REJECTED: UNClass.NOTED,
    Category.PENDING: UNClass.PENDING,
}

MEANING = {
    Category.ACCEPTED: _("The State takes it on."),
    Category.ACCEPTED_BEING_IMPLEMENTED: _("The State takes it on, and says that it is doing so already."),
    Category.ACCEPTED_ALREADY_IMPLEMENTED: _(
        "The State takes it on, and says that it has done so already. That is the State's word, not a finding."
    ),
    Category.PARTIALLY_ACCEPTED: _("The State takes on a part of it. The UN counts it as noted."),
    Category.NOTED: _("The State takes note of it and does not take it on."),
    Category.REJECTED: _(
        "The State says in words of its own that it does not accept it. The rules know no such answer: "
        "the UN counts it as noted."
    ),
    Category.PENDING: _(
        "The State has not answered yet, or will examine it. "
        "Without an answer by the adoption, the UN counts it as noted."
    ),
}


def agree(one: str, other: str) -> bool:
    """Whether two categories agree: sources that know only the UN's classes agree with any finer answer."""
    return UN_CLASS[one] == UN_CLASS[other]


class PositionQuerySet(TrackedQuerySet):
    def that_count(self) -> "PositionQuerySet":
        """The one that counts first: settled by staff, then final before provisional, later before earlier."""
        settled_first = Case(When(settled_because="", then=1), default=0)
        return self.order_by(settled_first, "-is_final", "-taken_on", "-pk")

    def by(self, date: PartialDate) -> "PositionQuerySet":
        """Those surely taken by the end of a day, month or year: "March 2020" is not known to be by 15 March 2020.

        Positions without a date are not known to be of any time.
        """
        day = date.latest.isoformat()
        unsure = {part for part in (day[:4], day[:7]) if PartialDate(part).latest > date.latest}
        return self.filter(taken_on__gt="", taken_on__lte=day).exclude(taken_on__in=unsure)


class RecommendationPosition(Tracked):
    """What the State said to a recommendation at a time. The latest final one counts."""

    belongs_to = ["recommendation"]

    class Stage(models.TextChoices):
        REVIEW = "review", _("At the review")
        ADDENDUM = "addendum", _("In the addendum")
        ADOPTION = "adoption", _("At the adoption")
        NOT_RECORDED = "", _("Not recorded")

    recommendation = models.ForeignKey(
        "recommendations.Recommendation", on_delete=models.CASCADE, related_name="positions"
    )
    category = models.CharField(
        _("position"), max_length=30, choices=Category, help_text=_("What the State's words amount to.")
    )
    own_words = models.CharField(
        _("State's own words"),
        max_length=300,
        blank=True,
        help_text=_("As the source prints them: “Not accepted”."),
    )
    reason = models.TextField(_("reason"), blank=True, help_text=_("The reason that the State gave, in its words."))
    taken_on = PartialDateField(_("taken on"), help_text=_("Day, month or year; empty means not recorded."))
    stage = models.CharField(_("stage"), max_length=10, choices=Stage, blank=True, help_text=_("When in the review."))
    is_final = models.BooleanField(
        _("final"), default=True, help_text=_("A position is provisional until the outcome is adopted.")
    )
    source = models.ForeignKey(
        Source,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Where it is recorded; empty means not recorded."),
    )
    locator = models.CharField(
        _("place in the source"),
        max_length=100,
        blank=True,
        help_text=_("Paragraph or page, such as “para. 3”."),
    )

    settled_because = models.TextField(
        _("settled because"),
        blank=True,
        help_text=_("Why staff let this position count where documents disagree; shown with it. Else empty."),
    )

    counts = False  # see Recommendation.path

    objects = PositionQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = _("position")
        verbose_name_plural = _("positions")
        ordering = ["taken_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(category__in=Category.values), name="position_category_is_known"),
        ]

    def __str__(self) -> str:
        return str(self.get_category_display())

    def save(self, *args: object, **kwargs: object) -> None:
        super().save(*args, **kwargs)  # type: ignore[arg-type]
        self.recommendation.refresh_position()

    def delete(self, *args: object, **kwargs: object) -> tuple[int, dict[str, int]]:
        done = super().delete(*args, **kwargs)  # type: ignore[arg-type]
        self.recommendation.refresh_position()
        return done


def path_of(positions: Iterable[RecommendationPosition]) -> list[RecommendationPosition]:
    """Positions as they were taken, those without a date last; `counts` marks the one that counts.

    By the rule of that_count(), over rows that are at hand.
    """
    rows = sorted(positions, key=lambda p: (not p.taken_on, p.taken_on, p.pk))
    last = max(rows, key=lambda p: (bool(p.settled_because), p.is_final, p.taken_on, p.pk), default=None)
    for row in rows:
        row.counts = row is last
    return rows
