"""The clocks by which UN bodies run, as data that an office can change, and the dates that sources state for them."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from .follow_up import FollowUpAction
from .history import Tracked
from .partial_date import PartialDate, PartialDateField
from .reference_name import reference_name
from .review import Review
from .session import Session
from .source import Source


class ClockStep(Tracked):
    """One step of a clock: what it is called, and from which other step it is counted."""

    class Clock(models.TextChoices):
        UPR_REVIEW = "upr_review", _("Universal Periodic Review of a State")
        HRC_SESSION = "hrc_session", _("Session of the Human Rights Council")
        TREATY_BODY_REVIEW = "treaty_body_review", _("Treaty-body review")
        SPECIAL_SESSION = "special_session", _("Special session of the Human Rights Council")
        COMMUNICATION = "communication", _("Communication of special procedures")
        REPRISALS_REPORT = "reprisals_report", _("Secretary-General's report on reprisals")

    class Unit(models.TextChoices):
        DAYS = "days", _("days")
        WEEKS = "weeks", _("weeks")
        MONTHS = "months", _("months")

    clock = models.CharField(_("clock"), max_length=20, choices=Clock, help_text=_("Whose clock it is."))
    slug = models.SlugField(max_length=60, help_text=_("Short name within its clock, such as draft-recommendations."))
    name = models.CharField(_("name"), max_length=120, help_text=_("What it is called."))
    rank = models.PositiveSmallIntegerField(_("place"), default=0, help_text=_("Its place in the order of the steps."))
    counted_from = models.SlugField(
        _("counted from"),
        max_length=60,
        blank=True,
        help_text=_("Short name of the step of the same clock from which it is counted; empty if it is not counted."),
    )
    offset = models.SmallIntegerField(
        _("how long after"), null=True, blank=True, help_text=_("Below zero: before. Empty if it is not counted.")
    )
    unit = models.CharField(_("unit"), max_length=6, choices=Unit, blank=True, help_text=_("What is counted."))
    is_estimate = models.BooleanField(
        _("about"), default=True, help_text=_("Whether the rule gives only about when; the date is then set each time.")
    )
    note = models.CharField(
        _("source of the rule"),
        max_length=300,
        blank=True,
        help_text=_("The resolution or practice it rests on."),
    )

    class Meta:
        verbose_name = _("step of a clock")
        verbose_name_plural = _("steps of clocks")
        ordering = ["clock", "rank", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["clock", "slug"],
                name="clock_step_once",
                violation_error_message=_("This clock has a step of this short name already."),
            ),
            models.CheckConstraint(
                condition=Q(counted_from="", offset__isnull=True, unit="")
                | (~Q(counted_from="") & Q(offset__isnull=False) & ~Q(unit="")),
                name="clock_step_is_counted_whole_or_not",
                violation_error_message=_("Say from which step it is counted, how long, and in what unit; or none."),
            ),
            models.CheckConstraint(
                condition=~Q(counted_from=models.F("slug")),
                name="clock_step_is_not_counted_from_itself",
                violation_error_message=_("A step cannot be counted from itself."),
            ),
        ]

    def __str__(self) -> str:
        return f"{reference_name(self.name)} ({self.get_clock_display()})"

    def clean(self) -> None:
        others = ClockStep.objects.filter(clock=self.clock).exclude(pk=self.pk)
        if problem := problem_of(self, [*others, self]):
            raise ValidationError({"counted_from": problem})


def problem_of(step: ClockStep, steps: Iterable[ClockStep]) -> str:
    """Why no date of a step can be counted among these steps of its clock, in words; empty where one can."""
    by_slug = {one.slug: one for one in steps}
    way = [step]
    while origin := way[-1].counted_from:
        if origin not in by_slug:
            return gettext("“%(slug)s” is not the short name of a step of this clock.") % {"slug": origin}
        way.append(by_slug[origin])
        if way[-1] in way[:-1]:
            circle = " → ".join(one.name for one in way[way.index(way[-1]) :])
            return gettext("These steps are counted from each other in a circle: %(circle)s.") % {"circle": circle}
    return ""


class ClockDate(Tracked):
    """The date of one step for a review, a session or a follow-up action, as a source states it."""

    belongs_to = ["review", "session", "follow_up"]

    review = models.ForeignKey(Review, on_delete=models.CASCADE, null=True, blank=True, related_name="clock_dates")
    session = models.ForeignKey(Session, on_delete=models.CASCADE, null=True, blank=True, related_name="clock_dates")
    follow_up = models.ForeignKey(
        FollowUpAction, on_delete=models.CASCADE, null=True, blank=True, related_name="clock_dates"
    )
    step = models.ForeignKey(
        ClockStep, on_delete=models.PROTECT, related_name="dates", verbose_name=_("step"), help_text=_("Which step.")
    )
    due_on = PartialDateField(_("due on"), help_text=_("When it must be done, or is to be; empty means not recorded."))
    happened_on = PartialDateField(_("happened on"), help_text=_("When it was done; empty means not yet."))
    source = models.ForeignKey(
        Source,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("source"),
        help_text=_("Where it is stated; empty means not recorded."),
    )
    locator = models.CharField(
        _("place in the source"), max_length=100, blank=True, help_text=_("Paragraph or page, such as “para. 3”.")
    )
    note = models.CharField(_("note"), max_length=300, blank=True, help_text=_("What must be known to use it."))

    class Meta:
        verbose_name = _("date of a step")
        verbose_name_plural = _("dates of steps")
        ordering = ["step__rank", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(review__isnull=False, session__isnull=True, follow_up__isnull=True)
                | Q(review__isnull=True, session__isnull=False, follow_up__isnull=True)
                | Q(review__isnull=True, session__isnull=True, follow_up__isnull=False),
                name="clock_date_is_of_one_thing",
            ),
            models.CheckConstraint(
                condition=~Q(due_on="") | ~Q(happened_on=""),
                name="clock_date_has_a_date",
                violation_error_message=_("Say when it is due, or when it happened."),
            ),
            models.UniqueConstraint(fields=["review", "step"], name="clock_date_once_for_a_review"),
            models.UniqueConstraint(fields=["session", "step"], name="clock_date_once_for_a_session"),
        ]

    def __str__(self) -> str:
        return str(self.step)

    def clean(self) -> None:
        try:
            happened = PartialDate.read(self.happened_on) if self.happened_on else None
        except ValueError:  # which the field itself complains of
            return
        if happened and happened.is_future:
            text = gettext("“%(date)s” has not come yet: write it under “due on”.")
            raise ValidationError({"happened_on": text % {"date": happened.spoken}})


def clocks_of(record: Review | Session | FollowUpAction) -> list[str]:
    """The clocks of whose steps a record can have dates.

    A Working Group session has those that are stated for all of its reviews, such as the deadline for submissions.
    """
    clock = ClockStep.Clock
    if isinstance(record, Review) or (isinstance(record, Session) and record.kind == Session.Kind.WG):
        return [clock.UPR_REVIEW]
    if isinstance(record, Session):
        return [clock.HRC_SESSION, clock.REPRISALS_REPORT]
    return [one for one in clock if one not in (clock.UPR_REVIEW, clock.HRC_SESSION)]
