"""What the public may see of a case: loaded once, for its page, its timeline and what changed since a day."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch
from django.utils import timezone

from recommendations.agenda import Entry, entries_of
from recommendations.languages import permanent
from recommendations.models import (
    Assessment,
    AssessmentCitation,
    Case,
    FollowUpAction,
    FollowUpCitation,
    PartialDate,
    Recommendation,
    Review,
    ReviewCitation,
    Source,
    Statement,
    StatementCitation,
    StateStance,
    StatusEvent,
)
from reprisals.models.projection import PublicIncident
from reprisals.public import incidents_of


@dataclass(frozen=True, slots=True)
class Stood:
    """How many States stood in each way on an action, in one way of showing it and on one date."""

    action: FollowUpAction
    kind: str
    on: str
    counts: dict[str, int]  # by stance
    source: Source | None  # where all of them are recorded, if that is one document


@dataclass(frozen=True, slots=True)
class Gathered:
    """All of a case that is public, each with what its page and timeline show of it."""

    case: Case
    reviews: list[Review]
    actions: list[FollowUpAction]
    statements: list[Statement]
    recommendations: list[Recommendation]
    findings: list[Assessment]
    stood: list[Stood]
    dates: list[Entry]
    incidents: list[PublicIncident]


def gather(case: Case) -> Gathered:
    """Everything public of a case, in a constant number of queries."""
    documents = ("report", "addendum", "hrc_report", "decision")
    reviews = list(
        case.reviews.published()
        .select_related("state", "wg_session", "hrc_session", *documents)
        .prefetch_related(_with_sources("citations", ReviewCitation))
        .order_by("cycle", "state__name")
    )
    actions = list(
        case.follow_up.published().prefetch_related(
            _with_sources("events", StatusEvent), _with_sources("citations", FollowUpCitation)
        )
    )
    statements = list(
        case.statements.published().prefetch_related(
            _with_sources("citations", StatementCitation),
            Prefetch("demands__follow_up", FollowUpAction.objects.published().prefetch_related("events")),
        )
    )
    recommendations = list(case.recommendations.published().for_list())
    incidents = incidents_of(permanent(case.get_absolute_url()), timezone.localdate())
    return Gathered(
        case,
        reviews,
        actions,
        statements,
        recommendations,
        _findings(reviews, recommendations),
        _stood(actions),
        entries_of(reviews, actions),
        sorted(incidents, key=lambda one: (not one.began_on, one.began_on, one.reference)),
    )


def surely_by(date: str, day: PartialDate) -> bool:
    """Whether something of this date had surely happened by the end of a day: "July 2024" is not by 4 July 2024."""
    return bool(date) and PartialDate(date).latest <= day.latest


def _with_sources(name: str, model: Any) -> Prefetch:
    return Prefetch(name, model.objects.select_related("source"))


def _findings(reviews: list[Review], recommendations: list[Recommendation]) -> list[Assessment]:
    """What organisations found of the reviews of a case, and of the recommendations that it singles out."""
    found = Assessment.objects.filter(review__in=reviews) | Assessment.objects.filter(
        recommendation__in=recommendations
    )
    related = ("organisation", "review__state", "review__wg_session", "recommendation__review__state")
    return list(
        found.select_related(*related, "recommendation__review__wg_session")
        .prefetch_related(_with_sources("citations", AssessmentCitation))
        .order_by("assessed_on", "pk")
    )


def _stood(actions: list[FollowUpAction]) -> list[Stood]:
    by_pk = {action.pk: action for action in actions}
    rows = StateStance.objects.filter(follow_up__in=by_pk).select_related("source")
    groups: dict[tuple[int, str, str], list[StateStance]] = defaultdict(list)
    for row in rows.order_by("follow_up", "kind", "taken_on", "pk"):
        groups[row.follow_up_id, row.kind, row.taken_on].append(row)
    return [
        Stood(by_pk[pk], kind, on, Counter(row.stance for row in of), _one_source(of))
        for (pk, kind, on), of in groups.items()
    ]


def _one_source(rows: list[StateStance]) -> Source | None:
    sources = {row.source for row in rows}
    return sources.pop() if len(sources) == 1 else None
