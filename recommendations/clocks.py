"""Which dates a review, a session or a follow-up action has: stated by a source, recorded with it, or counted.

What is stated beats what is recorded, and that beats what is counted. Pure but for what they are given or load first.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from recommendations.languages import ENGLISH
from recommendations.models import (
    ClockDate,
    ClockStep,
    FollowUpAction,
    PartialDate,
    Review,
    Session,
    Source,
    StatusEvent,
    reference_name,
)
from recommendations.models.counting import count

Clock = ClockStep.Clock
CLOCK_OF_KIND = {
    FollowUpAction.Kind.TREATY_BODY_REVIEW: Clock.TREATY_BODY_REVIEW,
    FollowUpAction.Kind.SPECIAL_SESSION: Clock.SPECIAL_SESSION,
}


class Basis(Enum):
    """What a date rests on."""

    STATED = "stated"  # in a date that staff recorded for this step, with its source
    RECORDED = "recorded"  # in the record itself, such as the day of the review
    COUNTED = "counted"  # from another date, by the rule of the clock


@dataclass(frozen=True, slots=True)
class StepDate:
    """The date of one step.

    step: its short name, one and only within its clock. about: whether the date is an estimate, or known but vaguely.
    nth: 1, or 2 and so on where a step of an action has several dates. rule: the step of the clock, where there is one.
    """

    clock: str
    step: str
    name: str
    due_on: PartialDate | None
    happened_on: PartialDate | None
    basis: Basis
    about: bool = False
    nth: int = 1
    counted_from: "StepDate | None" = None
    rule: ClockStep | None = None
    stated: ClockDate | None = None
    own: "Own | None" = None

    @property
    def known_by(self) -> tuple[str, str, int]:
        """What tells it from the other dates of the same thing."""
        return self.clock, self.step, self.nth

    @property
    def on(self) -> PartialDate:
        """When it happened, else when it is due."""
        found = self.happened_on or self.due_on
        assert found  # noqa: S101 - a step without any date is not made
        return found

    @property
    def is_stated(self) -> bool:
        """Whether the record or a source says so; else it is counted."""
        return self.basis is not Basis.COUNTED

    @property
    def spoken(self) -> str:
        """23 January 2024; about June 2024."""
        return _("about %(date)s") % {"date": self.on.spoken} if self.about else self.on.spoken

    @property
    def source(self) -> Source | None:
        if self.stated:
            return self.stated.source
        return self.own.source if self.own else None

    @property
    def locator(self) -> str:
        return self.stated.locator if self.stated else ""

    @property
    def note(self) -> str:
        """What must be known to use it: the note of what was stated, the source of the rule of what was counted."""
        return reference_name(self._noted)

    @property
    def note_language(self) -> str:
        """The language in which the note is: that of the page, or English as it is recorded."""
        is_ours = self.note != self._noted or bool(self.own and self.own.is_ours)
        return get_language() or ENGLISH if is_ours else ENGLISH

    @property
    def _noted(self) -> str:
        if self.stated:
            return self.stated.note
        if self.own:
            return self.own.remark
        return self.rule.note if self.rule else ""

    @property
    def counted(self) -> str:
        """From what it is counted, in words: “about 7 months before Review in the Working Group, 23 January 2024”."""
        if self.counted_from is None or self.rule is None or self.rule.offset is None:
            return ""
        words = {"span": span(self.rule), "step": self.counted_from.name, "date": self.counted_from.spoken}
        if self.rule.offset < 0:
            return _("%(span)s before: %(step)s, %(date)s") % words
        return _("%(span)s after: %(step)s, %(date)s") % words


def span(rule: ClockStep) -> str:
    """How long after or before, in words: “about 7 months”."""
    n = abs(rule.offset or 0)
    texts = {
        ClockStep.Unit.DAYS: ngettext("%(n)d day", "%(n)d days", n),
        ClockStep.Unit.WEEKS: ngettext("%(n)d week", "%(n)d weeks", n),
        ClockStep.Unit.MONTHS: ngettext("%(n)d month", "%(n)d months", n),
    }
    text = texts[ClockStep.Unit(rule.unit)] % {"n": n}
    return _("about %(span)s") % {"span": text} if rule.is_estimate else text


@dataclass(frozen=True, slots=True)
class Own:
    """A date that the record itself holds."""

    on: PartialDate
    happened_on: PartialDate | None = None
    about: bool = False
    remark: str = ""
    is_ours: bool = False  # whether the remark is a text of ours, in the language of the page
    source: Source | None = None


class _Reading:
    """One clock, read for one thing."""

    def __init__(self, steps: Iterable[ClockStep], stated: Iterable[ClockDate], own: Mapping[str, Own]) -> None:
        self.rules = {step.slug: step for step in steps}
        self.own = own
        self.stated: dict[str, list[ClockDate]] = defaultdict(list)
        for said in stated:
            self.stated[said.step.slug].append(said)

    @cached_property
    def dates(self) -> list[StepDate]:
        """In the order of the clock."""
        return [found for slug in self.rules for found in self._of(slug, ())]

    def _of(self, slug: str, on_the_way: tuple[str, ...]) -> list[StepDate]:
        rule = self.rules.get(slug)
        if rule is None or slug in on_the_way:  # a circle tells no date; `problem_of` says so to staff
            return []
        if slug in self.stated:
            return [_as_stated(said, nth) for nth, said in enumerate(self.stated[slug], 1)]
        if slug in self.own:
            return [_as_recorded(rule, self.own[slug])]
        bases = self._of(rule.counted_from, (*on_the_way, slug)) if rule.counted_from else []
        counted = _as_counted(rule, max(bases, key=lambda base: base.on)) if bases else None
        return [counted] if counted else []


def _as_stated(said: ClockDate, nth: int) -> StepDate:
    due, happened = (PartialDate(text) if text else None for text in (said.due_on, said.happened_on))
    step = said.step
    return StepDate(
        step.clock, step.slug, reference_name(step.name), due, happened, Basis.STATED, nth=nth, rule=step, stated=said
    )


def _as_recorded(rule: ClockStep, own: Own) -> StepDate:
    dates = own.on, own.happened_on
    name = reference_name(rule.name)
    return StepDate(rule.clock, rule.slug, name, *dates, Basis.RECORDED, own.about, rule=rule, own=own)


def _as_counted(rule: ClockStep, base: StepDate) -> StepDate | None:
    found = count(base.on, rule.offset or 0, rule.unit)
    if found is None:
        return None
    about = rule.is_estimate or base.about or not found.is_certain
    name = reference_name(rule.name)
    return StepDate(rule.clock, rule.slug, name, found.on, None, Basis.COUNTED, about, counted_from=base, rule=rule)


# The dates of one thing. What is not given is loaded.


def dates_of_review(
    review: Review, steps: Sequence[ClockStep] | None = None, stated: Sequence[ClockDate] | None = None
) -> list[StepDate]:
    """The dates of a review, in the order of its clock.

    stated: the dates recorded for the review and for its Working Group session; those of the review count first.
    """
    if steps is None:
        steps = list(ClockStep.objects.filter(clock=Clock.UPR_REVIEW))
    if stated is None:
        of_it = Q(review=review) | (Q(session=review.wg_session_id) if review.wg_session_id else Q(pk__in=[]))
        stated = list(with_sources(ClockDate.objects.filter(of_it, step__clock=Clock.UPR_REVIEW)))
    stated = [said for said in stated if said.step.clock == Clock.UPR_REVIEW]
    of_review = [said for said in stated if said.review_id]
    known = {said.step_id for said in of_review}
    of_session = [said for said in stated if not said.review_id and said.step_id not in known]
    return _Reading(steps, [*of_review, *of_session], _own_of_review(review)).dates


def dates_of_session(
    session: Session, steps: Sequence[ClockStep] | None = None, stated: Sequence[ClockDate] | None = None
) -> list[StepDate]:
    """The dates of a session: when it opens and closes, and what its clock counts from that."""
    if steps is None:
        steps = list(ClockStep.objects.all())
    if stated is None:
        stated = list(with_sources(session.clock_dates))
    own = {
        step: Own(PartialDate(text), remark=session.checked, source=session.source)
        for step, text in (("opens", session.starts_on), ("closes", session.ends_on))
        if text
    }
    if session.kind == Session.Kind.WG:  # no clock counts from it: those of its reviews do
        opens = _Reading([ClockStep(slug=slug, name=_name(slug)) for slug in own], [], own).dates
        said = [one for one in stated if one.step.clock == Clock.UPR_REVIEW]
        return [*opens, *_Reading([one.step for one in said], said, {}).dates]
    clocks = {Clock.HRC_SESSION, *(said.step.clock for said in stated)}
    return _of_clocks(clocks, steps, stated, own)


def dates_of_action(
    action: FollowUpAction, steps: Sequence[ClockStep] | None = None, stated: Sequence[ClockDate] | None = None
) -> list[StepDate]:
    """When an action is due, and the dates of the clock of its kind and of every clock of which a date is stated."""
    if steps is None:
        steps = list(ClockStep.objects.all())
    if stated is None:
        stated = list(with_sources(action.clock_dates))
    clocks = {said.step.clock for said in stated}
    if action.kind in CLOCK_OF_KIND:
        clocks.add(CLOCK_OF_KIND[FollowUpAction.Kind(action.kind)])
    due = []
    if action.due_on:
        on, done = PartialDate(action.due_on), _done_on(action)
        due = [StepDate("", "due", _("Due"), on, done, Basis.RECORDED)]
    return [*due, *_of_clocks(clocks, steps, stated, {})]


def _of_clocks(
    clocks: Iterable[str], steps: Sequence[ClockStep], stated: Sequence[ClockDate], own: Mapping[str, Own]
) -> list[StepDate]:
    found = []
    for clock in sorted(clocks):
        rules = [step for step in steps if step.clock == clock]
        said = [one for one in stated if one.step.clock == clock]
        found += _Reading(rules, said, own if clock == Clock.HRC_SESSION else {}).dates
    return found


def _own_of_review(review: Review) -> dict[str, Own]:
    """Review and adoption: the day that is recorded, else the month of the session."""
    held = review.status in (Review.Status.HELD, Review.Status.ADOPTED)
    put_off = review.status in (Review.Status.POSTPONED, Review.Status.ABSENT)
    found = {
        "review": _own(review.reviewed_on, None if put_off else review.wg_session, held),
        "adoption": _own(review.adopted_on, review.hrc_session, review.status == Review.Status.ADOPTED),
    }
    return {step: own for step, own in found.items() if own}


def _own(day: str, session: Session | None, happened: bool) -> Own | None:
    if day:
        return Own(PartialDate(day), PartialDate(day) if happened else None)
    if session is None or not session.starts_on:
        return None
    month = PartialDate(session.starts_on[:7])
    about = bool(session.ends_on) and session.ends_on[:7] != month
    remark = _("Day not recorded: the month of %(session)s.") % {"session": session}
    return Own(month, month if happened else None, about, remark, is_ours=True)


def _done_on(action: FollowUpAction) -> PartialDate | None:
    done = [event.happened_on for event in action.events.all() if event.status == StatusEvent.Status.DONE]
    return PartialDate(min(done)) if done else None


def _name(step: str) -> str:
    return {"opens": _("Session opens"), "closes": _("Session closes")}[step]


def with_sources(dates: Any) -> QuerySet[ClockDate]:
    """Stated dates in the order of their clock, with step and source."""
    return dates.select_related("step", "source").order_by("step__rank", "pk")


def stated_first(dates: Iterable[StepDate]) -> list[StepDate]:
    """What is stated or recorded, then what is counted, each in its order."""
    return sorted(dates, key=lambda one: not one.is_stated)
