"""What the public record holds for a paper: of a case, or of reviews, on a day. Published records alone.

Incidents come through `reprisals.public`, and nothing else of the guarded room is read here.
"""

import datetime
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Count, F, Prefetch, Q, QuerySet
from django.utils import timezone

from recommendations.agenda import Entry
from recommendations.analysis import RecordedTally, Shares, acceptance_by_action, recorded_tallies
from recommendations.clocks import dates_of_action, dates_of_review, with_sources
from recommendations.models import (
    AnnouncedTally,
    Assessment,
    Category,
    ClockDate,
    ClockStep,
    CountUnit,
    Demand,
    FollowUpAction,
    PartialDate,
    Recommendation,
    Review,
    Statement,
    StateStance,
    StatusEvent,
)
from reprisals.models.projection import PublicIncident
from reprisals.public import incidents_of

from .asked import Asked

AHEAD = datetime.timedelta(days=3 * 365)  # how far the dates to come reach
Action = tuple[int | None, int, int]


@dataclass(frozen=True)
class Figures:
    """The figures of one review: as announced, or where nothing was announced as recorded."""

    review: Review
    announced: AnnouncedTally | None
    recorded: RecordedTally | None = None

    @property
    def counts(self) -> dict[str, int]:
        if self.announced:
            return self.announced.counts
        return self.recorded.counts if self.recorded else {}

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def unit(self) -> str:
        known = self.announced or self.recorded
        return str(known.unit) if known else ""

    @property
    def shares(self) -> Shares:
        return Shares(self.counts, self.total)


class Record:
    """Loads what a paper asks for, each kind of record in a constant number of queries."""

    def __init__(self, asked: Asked) -> None:
        self.asked = asked
        self.on = PartialDate(asked.on.isoformat())

    def had_by(self, date: str) -> bool:
        """Whether something with this date was there on the paper's day; what has no date is taken to have been."""
        return not date or PartialDate(date).earliest <= self.asked.on

    @cached_property
    def reviews(self) -> list[Review]:
        """The reviews that it speaks of, oldest first: those that were asked for, else those of the case or State."""
        found = Review.objects.published().select_related(
            "state", "wg_session", "hrc_session", "report", "addendum", "hrc_report", "decision"
        )
        if self.asked.reviews:
            found = found.filter(pk__in=[review.pk for review in self.asked.reviews])
        elif self.asked.case:
            found = found.filter(cases=self.asked.case)
        else:
            found = found.filter(state=self.asked.state)
        return sorted(found, key=lambda review: (review.cycle, review.slug))

    @cached_property
    def main(self) -> Review:
        """The review that the paper is about: the one adopted at its session, else the latest with a figure.

        Raises LookupError where there is none.
        """
        at_session = [review for review in self.reviews if review.hrc_session_id == self.asked.session.pk]
        held = [review for review in self.reviews if self._figures_of(review).total]
        found = at_session or held or self.reviews
        if not found:
            raise LookupError
        return found[-1]

    # Figures

    @cached_property
    def _announced(self) -> dict[int, list[AnnouncedTally]]:
        found: dict[int, list[AnnouncedTally]] = {}
        tallies = AnnouncedTally.objects.filter(review__in=self.reviews).select_related("source")
        reviews = {review.pk: review for review in self.reviews}
        for tally in tallies:
            tally.review = reviews[tally.review_id]
            found.setdefault(tally.review_id, []).append(tally)
        return found

    @cached_property
    def recorded(self) -> dict[tuple[int, str], RecordedTally]:
        return recorded_tallies(self.reviews)

    def _figures_of(self, review: Review) -> Figures:
        """What was announced last, in paragraphs before rows; where nothing was, what whole files came to."""
        last = [review.hrc_report_id, review.addendum_id, review.report_id]

        def rank(tally: AnnouncedTally) -> tuple[bool, int, int]:
            by = last.index(tally.source_id) if tally.source_id in last else len(last)
            return tally.unit != CountUnit.PARAGRAPHS, by, tally.pk

        announced = [one for one in self._announced.get(review.pk, []) if self.had_by(one.source.issued_on)]
        if announced:
            return Figures(review, min(announced, key=rank))
        whole = [self.recorded[review.pk, str(unit)] for unit in CountUnit]
        return Figures(review, None, next((one for one in whole if one.complete and one.total), None))

    @cached_property
    def figures(self) -> list[Figures]:
        """Of each review that has any, oldest first."""
        return [found for review in self.reviews if (found := self._figures_of(review)).total]

    @property
    def figures_of_main(self) -> Figures:
        return self._figures_of(self.main)

    @cached_property
    def is_whole(self) -> bool:
        """Whether the recommendations of the main review are all recorded, not only some of them."""
        return any(self.recorded[self.main.pk, str(unit)].complete for unit in CountUnit)

    @cached_property
    def by_action(self) -> list[Action]:
        """Asked and supported by action category, where the whole review is recorded with categories."""
        if not self.is_whole:
            return []
        rows = acceptance_by_action(Recommendation.objects.filter(review=self.main))
        return rows if any(action for action, asked, _supported in rows if asked) else []

    # Recommendations and what organisations say of them

    @cached_property
    def singled_out(self) -> list[Recommendation]:
        """The recommendations that the case singles out, with what organisations judge of them."""
        if not self.asked.case:
            return []
        found = self.asked.case.recommendations.published().filter(review__in=self.reviews)
        return list(_with_judgements(found))

    def most_asked(self, positions: tuple[str, ...], most: int) -> list[Recommendation]:
        """Of the main review, where it is recorded whole: those with these positions, first what most States made."""
        if not self.is_whole:
            return []
        found = Recommendation.objects.filter(review=self.main, position__in=positions, parent=None)
        found = found.annotate(senders=Count("recommenders")).order_by(
            "-senders", F("action_category").desc(nulls_last=True), "sort_key"
        )
        return list(_with_judgements(found)[:most])

    @cached_property
    def not_accepted_count(self) -> int:
        """How many recommendations of the main review, recorded whole, are noted or rejected."""
        positions = (Category.NOTED, Category.REJECTED)
        return Recommendation.objects.filter(review=self.main, position__in=positions, parent=None).count()

    @cached_property
    def implementation(self) -> dict[str, int]:
        """How many recommendations of the main review are judged in each way, by judgement."""
        rows = Assessment.objects.filter(recommendation__review=self.main).order_by()
        counted = rows.values_list("judgement").annotate(n=Count("recommendation", distinct=True))
        return dict(counted)

    @cached_property
    def assessments(self) -> list[Assessment]:
        """What organisations judge of a review's recommendations together: of the main one, then back from the last."""
        rows = Assessment.objects.filter(review__in=self.reviews)
        rows = rows.select_related("organisation", "review__state", "review__wg_session").prefetch_related(
            "citations__source"
        )
        there = [one for one in rows if self.had_by(one.assessed_on)]
        back = {review.pk: n for n, review in enumerate([self.main, *reversed(self.reviews)], 1)} | {self.main.pk: 0}
        return sorted(there, key=lambda one: (back[one.review_id or 0], one.organisation.name, one.assessed_on, one.pk))

    # Follow-up

    @cached_property
    def actions(self) -> list[FollowUpAction]:
        """What was asked for after the reviews; of a case, what it presses for."""
        found = FollowUpAction.objects.published()
        if self.asked.case:
            found = found.filter(cases=self.asked.case)
        else:
            found = found.filter(Q(reviews__in=self.reviews) | Q(recommendations__review__in=self.reviews)).distinct()
        found = found.select_related("state").prefetch_related(
            Prefetch("events", StatusEvent.objects.select_related("source")),
            Prefetch("stances", StateStance.objects.select_related("state", "source")),
            "citations__source",
            "requested_by",
        )
        return [action for action in found if self.had_by(action.requested_on)]

    def last_event(self, action: FollowUpAction) -> StatusEvent | None:
        """The latest step that was taken by the paper's day."""
        there = [event for event in action.events.all() if self.had_by(event.happened_on)]
        return max(there, key=lambda event: (event.happened_on, event.pk), default=None)

    @cached_property
    def statements(self) -> list[Statement]:
        found = Statement.objects.published()
        if self.asked.case:
            found = found.filter(cases=self.asked.case)
        else:
            found = found.filter(reviews__in=self.reviews).distinct()
        found = found.prefetch_related(
            Prefetch("demands", Demand.objects.order_by("rank", "pk")),
            "signatures__organisation",
            "citations__source",
        )
        return [one for one in found.order_by("-issued_on", "title") if self.had_by(one.issued_on)]

    # Incidents and dates

    @cached_property
    def incidents(self) -> list[PublicIncident]:
        """Published incidents that bear on the case or the reviews, as the public may see them today."""
        addresses = [review.get_absolute_url() for review in self.reviews]
        if self.asked.case:
            addresses.insert(0, self.asked.case.get_absolute_url())
        today = timezone.localdate()
        found = {one.pk: one for address in addresses for one in incidents_of(address, today)}
        there = [one for one in found.values() if self.had_by(one.began_on)]
        return sorted(there, key=lambda one: (not one.began_on, one.began_on, one.reference))

    @cached_property
    def dates(self) -> list[Entry]:
        """The dates to come of reviews and follow-up actions, the earliest first."""
        steps = list(ClockStep.objects.all())
        upr = [step for step in steps if step.clock == ClockStep.Clock.UPR_REVIEW]
        stated = list(with_sources(ClockDate.objects.all()))
        found = []
        for review in self.reviews:
            of_it = [one for one in stated if one.review_id == review.pk]
            of_it += [one for one in stated if one.session_id and one.session_id == review.wg_session_id]
            found += [Entry(review, one) for one in dates_of_review(review, upr, of_it)]
        for action in self.actions:
            of_it = [one for one in stated if one.follow_up_id == action.pk]
            found += [Entry(action, one) for one in dates_of_action(action, steps, of_it)]
        to_come = [one for one in found if not one.is_over and one.lies_between(self.asked.on, self.asked.on + AHEAD)]
        return sorted(to_come, key=lambda one: (one.date.on, one.slug, one.date.step))


def _with_judgements(found: Any) -> QuerySet[Recommendation]:
    judged = Assessment.objects.select_related("organisation").prefetch_related("citations__source")
    return found.for_list().prefetch_related(Prefetch("assessments", judged), "citations__source", "positions__source")
