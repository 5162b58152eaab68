"""What comes: the dates of all sessions, reviews and follow-up actions together."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from recommendations.clocks import (
    Clock,
    StepDate,
    dates_of_action,
    dates_of_review,
    dates_of_session,
    with_sources,
)
from recommendations.models import ClockDate, ClockStep, FollowUpAction, PartialDate, Review, Session


@dataclass(frozen=True, slots=True)
class Entry:
    """One date in the calendar, of what it is; until: the last day or month of a session."""

    record: Review | Session | FollowUpAction
    date: StepDate
    until: PartialDate | None = None

    @property
    def kind(self) -> str:
        """session, review or follow-up."""
        return {Session: "session", Review: "review"}.get(type(self.record), "follow-up")

    @property
    def slug(self) -> str:
        """What it is of, as in its address: china-2024; hrc-56."""
        if isinstance(self.record, Session):
            return f"{'upr' if self.record.kind == Session.Kind.WG else 'hrc'}-{self.record.number}"
        return self.record.slug

    @property
    def title(self) -> str:
        """What it is of, in words."""
        if isinstance(self.record, Session):
            words = {"body": self.record.get_kind_display(), "number": self.record.number}
            return _("%(body)s, session %(number)s") % words
        if isinstance(self.record, Review):
            return _("Universal Periodic Review of %(review)s") % {"review": self.record}
        return self.record.title

    @property
    def name(self) -> str:
        """What it is: the session, or the step with what it is of."""
        if isinstance(self.record, Session) and self.date.step == "opens":
            return self.title
        return f"{self.date.name}: {self.title}"

    @property
    def address(self) -> str:
        """The page to read."""
        if isinstance(self.record, Session):
            return reverse("recommendations:calendar")
        return self.record.get_absolute_url()

    @property
    def is_over(self) -> bool:
        return self.date.happened_on is not None

    def lies_between(self, start: datetime.date, end: datetime.date) -> bool:
        """Whether some day that it can mean lies between these two, both included."""
        last = (self.until or self.date.on).latest
        return self.date.on.earliest <= end and last >= start


def all_entries(for_staff: bool = False) -> list[Entry]:
    """Every date of every session, published review and published action, the earliest first. Six queries.

    for_staff: with those that are not public; never for an answer to a visitor.
    """
    reviews, actions = Review.objects.all(), FollowUpAction.objects.all()
    if not for_staff:
        reviews, actions = reviews.published(), actions.published()
    steps, stated = list(ClockStep.objects.all()), _by_owner(ClockDate.objects.all())
    found = []
    for session in Session.objects.select_related("source").order_by("kind", "number"):
        found += _session_entries(session, steps, stated["session", session.pk])
    found += _review_entries(reviews.select_related("state", "wg_session", "hrc_session"), steps, stated)
    found += _action_entries(actions.select_related("state").prefetch_related("events"), steps, stated)
    return sorted(found, key=_order)


def entries_of(reviews: Sequence[Review], actions: Sequence[FollowUpAction]) -> list[Entry]:
    """Every date of these reviews, with their sessions loaded, and actions, with their events; the earliest first.

    Two queries.
    """
    sessions = {review.wg_session_id for review in reviews if review.wg_session_id}
    of_these = Q(review__in=reviews) | Q(session__in=sessions) | Q(follow_up__in=actions)
    steps, stated = list(ClockStep.objects.all()), _by_owner(ClockDate.objects.filter(of_these))
    return sorted([*_review_entries(reviews, steps, stated), *_action_entries(actions, steps, stated)], key=_order)


Stated = dict[tuple[str, int], list[ClockDate]]


def _by_owner(dates: Any) -> Stated:
    """Stated dates by the kind and key of what they are of."""
    found: Stated = defaultdict(list)
    for said in with_sources(dates):
        for owner in ("review", "session", "follow_up"):
            if pk := getattr(said, f"{owner}_id"):
                found[owner, pk].append(said)
    return found


def _review_entries(reviews: Iterable[Review], steps: Sequence[ClockStep], stated: Stated) -> list[Entry]:
    upr = [step for step in steps if step.clock == Clock.UPR_REVIEW]
    return [
        Entry(review, one)
        for review in reviews
        for one in dates_of_review(
            review, upr, [*stated["review", review.pk], *stated["session", review.wg_session_id or 0]]
        )
    ]


def _action_entries(actions: Iterable[FollowUpAction], steps: Sequence[ClockStep], stated: Stated) -> list[Entry]:
    return [
        Entry(action, one)
        for action in actions
        for one in dates_of_action(action, steps, stated["follow_up", action.pk])
    ]


def _order(entry: Entry) -> tuple[Any, ...]:
    rank = entry.date.rule.rank if entry.date.rule else 0
    return entry.date.on, entry.kind, entry.slug, rank, *entry.date.known_by


def _session_entries(session: Session, steps: Sequence[ClockStep], stated: Sequence[ClockDate]) -> list[Entry]:
    dates = dates_of_session(session, steps, stated)
    closes = next((one.on for one in dates if one.step == "closes"), None)
    return [
        Entry(session, one, closes if one.step == "opens" else None)
        for one in dates
        if one.step != "closes" or not any(other.step == "opens" for other in dates)
    ]


def upcoming(today: datetime.date, days: int, for_staff: bool = False) -> list[Entry]:
    """What lies between today and so many days later, as far as it is not over; the earliest first. Six queries.

    for_staff: with what is not public; never for an answer to a visitor.
    """
    end = today + datetime.timedelta(days=days)
    return [one for one in all_entries(for_staff) if not one.is_over and one.lies_between(today, end)]
