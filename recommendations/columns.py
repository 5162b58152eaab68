"""The public columns, once, for every file that leaves the site. What is not listed here does not leave.

docs/columns.md is made to say the same; a test holds them together.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings

from exports.table import Cell, Column
from recommendations.models import (
    UN_CLASS,
    Axis,
    CountUnit,
    FollowUpAction,
    Recommendation,
    RecommendationPosition,
)


def permanent_address(record: Any) -> str:
    """The full address of a record's page."""
    return f"{settings.SITE_URL}{record.get_absolute_url()}"


@dataclass(slots=True)
class RecommendationRow:
    """One recommendation with all that its row of a file says, gathered for many at a time (downloads.py)."""

    recommendation: Recommendation
    recommenders: list[tuple[str, str]] = field(default_factory=list)  # ISO code, name as printed
    themes: dict[str, list[str]] = field(default_factory=dict)  # by axis
    position: RecommendationPosition | None = None  # the one that counts
    position_source: str = ""
    assessments: list[str] = field(default_factory=list)
    counted_in: str = CountUnit.PARAGRAPHS


def _of_position(name: str) -> Callable[[RecommendationRow], Cell]:
    return lambda r: getattr(r.position, name) if r.position else ""


def _themes(axis: Axis) -> Callable[[RecommendationRow], Cell]:
    return lambda r: list(r.themes.get(axis, ()))


RECOMMENDATION_COLUMNS = [
    Column("address", "Permanent address of the recommendation.", lambda r: permanent_address(r.recommendation)),
    Column("review", "Address part of the review, such as china-2024.", lambda r: r.recommendation.review.slug),
    Column("state", "State under review, ISO alpha-3.", lambda r: r.recommendation.review.state.iso3),
    Column("state_name", "State under review, the UN's short name.", lambda r: r.recommendation.review.state.name),
    Column("cycle", "UPR cycle.", lambda r: r.recommendation.review.cycle),
    Column(
        "session",
        "Session of the UPR Working Group; empty if not recorded.",
        lambda r: r.recommendation.review.wg_session.number if r.recommendation.review.wg_session else None,
    ),
    Column(
        "paragraph",
        "Paragraph of the Working Group report; empty if not recorded.",
        lambda r: r.recommendation.paragraph,
    ),
    Column(
        "counted_in",
        "The unit in which it counts: paragraphs of the UN report, or rows of UPR Info. Never add the two up.",
        lambda r: r.counted_in,
    ),
    Column("text", "What was asked.", lambda r: r.recommendation.text),
    Column("language", "Language of the text.", lambda r: r.recommendation.language),
    Column(
        "recommenders",
        "Recommending States, ISO alpha-3, joined by semicolons; empty if not recorded.",
        lambda r: [iso3 for iso3, _name in r.recommenders],
    ),
    Column(
        "recommender_names",
        "Recommending States by the names that the source prints.",
        lambda r: [name for _iso3, name in r.recommenders],
    ),
    Column(
        "position",
        "Category of the position that counts; the page “About and method” lists them.",
        lambda r: r.recommendation.position,
    ),
    Column(
        "un_class", "The UN's class: supported, noted or pending.", lambda r: UN_CLASS[r.recommendation.position].value
    ),
    Column("position_own_words", "The State's own words, where recorded.", _of_position("own_words")),
    Column("position_reason", "The reason that the State gave, where recorded.", _of_position("reason")),
    Column("position_taken_on", "When the position was taken: day, month or year.", _of_position("taken_on")),
    Column("position_source", "Where the position is recorded.", lambda r: r.position_source),
    Column(
        "action_category",
        "UPR Info's action category, 1 to 5; empty if not recorded.",
        lambda r: r.recommendation.action_category,
    ),
    Column(
        "action_origin",
        "Who gave the action category: imported, suggested or confirmed.",
        lambda r: r.recommendation.action_origin,
    ),
    Column("themes", "Themes, joined by semicolons.", _themes(Axis.THEME)),
    Column("affected", "Affected persons, joined by semicolons.", _themes(Axis.AFFECTED)),
    Column("instruments", "International instruments, joined by semicolons.", _themes(Axis.INSTRUMENT)),
    Column("sdgs", "Sustainable Development Goals, joined by semicolons.", _themes(Axis.SDG)),
    Column("territories", "Territories, joined by semicolons.", _themes(Axis.TERRITORY)),
    Column(
        "assessments",
        "Judgements by organisations, each with the organisation, joined by semicolons.",
        lambda r: r.assessments,
    ),
    Column("note", "What a reader must know of this record.", lambda r: r.recommendation.note),
]


def _last_event(action: FollowUpAction) -> str:
    event = action.last_event
    return event.status if event else ""


def _last_event_on(action: FollowUpAction) -> str:
    event = action.last_event
    return event.happened_on if event else ""


FOLLOW_UP_COLUMNS = [
    Column("address", "Permanent address of the follow-up action.", permanent_address),
    Column("kind", "Kind of action.", lambda a: a.kind),
    Column("title", "What is asked.", lambda a: a.title),
    Column(
        "state",
        "State concerned, ISO alpha-3; empty if not recorded.",
        lambda a: a.state.iso3 if a.state else "",
    ),
    Column("mechanism", "The body concerned.", lambda a: a.mechanism),
    Column("addressee", "Who is to act.", lambda a: a.addressee),
    Column("asked_by", "Who asked, where it is no organisation that is recorded.", lambda a: a.asked_by),
    Column("requested_on", "When it was asked for.", lambda a: a.requested_on),
    Column("due_on", "When it is due.", lambda a: a.due_on),
    Column("status", "The latest recorded step.", _last_event),
    Column("status_on", "Date of the latest recorded step.", _last_event_on),
    Column("summary", "What it is about.", lambda a: a.summary),
    Column(
        "reviews",
        "The published reviews that it follows, by their address parts.",
        lambda a: [review.slug for review in a.reviews.all() if review.is_published],
    ),
]
