"""The public columns, once, for every file that leaves the site. What is not listed here does not leave.

docs/columns.md is made to say the same; a test holds them together.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.urls import reverse

from exports.table import Cell, Column
from recommendations.models import (
    UN_CLASS,
    Axis,
    CountUnit,
    FollowUpAction,
    Review,
)

ANY_KEY = "any-key"


def permanent_address(record: Any) -> str:
    """The full address of a record's page."""
    return f"{settings.SITE_URL}{record.get_absolute_url()}"


def recommendation_address(review: str) -> str:
    """The address of a recommendation of a review, with ANY_KEY for its key, whose signs need no escaping."""
    return reverse("recommendations:recommendation", args=[review, ANY_KEY])


@dataclass(frozen=True, slots=True, eq=False)
class PositionWords:
    """What a file says of a position, as its source has it."""

    own_words: str = ""
    reason: str = ""
    taken_on: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class ReviewWords:
    """What the rows of a review share."""

    slug: str
    state: str
    state_name: str
    cycle: int
    session: int | None
    address: str  # of a recommendation, with ANY_KEY in the place of its key


@dataclass(frozen=True, slots=True, eq=False)
class Recommenders:
    """Who made a recommendation."""

    codes: tuple[str, ...] = ()  # ISO alpha-3
    names: tuple[str, ...] = ()  # as printed


@dataclass(frozen=True, slots=True, eq=False)
class Themes:
    """What a recommendation is about."""

    by_axis: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def of(self, axis: Axis) -> tuple[str, ...]:
        """The names of its themes of one axis, in the order of their vocabularies."""
        return self.by_axis.get(axis, ())


NO_POSITION, NO_RECOMMENDERS, NO_THEMES = PositionWords(), Recommenders(), Themes()


@dataclass(slots=True)
class RecommendationRow:
    """One recommendation with all that its row of a file says, as plain values gathered for many (downloads.py).

    What many rows share is one and the same object in all of them, of which files make their cells once.
    """

    pk: int
    review: ReviewWords
    key: str
    paragraph: str
    text: str
    language: str
    category: str  # of the position that counts
    action_category: int | None
    action_origin: str
    note: str
    recommenders: Recommenders = NO_RECOMMENDERS
    themes: Themes = NO_THEMES
    position: PositionWords = NO_POSITION  # the one that counts
    assessments: tuple[str, ...] = ()
    counted_in: str = CountUnit.PARAGRAPHS


def review_words(review: Review) -> ReviewWords:
    """Of a review with its State and session."""
    session = review.wg_session.number if review.wg_session else None
    address = settings.SITE_URL + recommendation_address(review.slug)
    return ReviewWords(review.slug, review.state.iso3, review.state.name, review.cycle, session, address)


def _themes(axis: Axis) -> Callable[[Themes], Cell]:
    return lambda themes: themes.of(axis)


def _itself(value: Cell) -> Cell:
    return value


RECOMMENDATION_COLUMNS = [
    Column("address", "Permanent address of the recommendation.", lambda r: r.review.address.replace(ANY_KEY, r.key)),
    Column("review", "Address part of the review, such as china-2024.", lambda r: r.slug, "review"),
    Column("state", "State under review, ISO alpha-3.", lambda r: r.state, "review"),
    Column("state_name", "State under review, the UN's short name.", lambda r: r.state_name, "review"),
    Column("cycle", "UPR cycle.", lambda r: r.cycle, "review"),
    Column(
        "session",
        "Session of the UPR Working Group; empty if not recorded.",
        lambda r: r.session,
        "review",
    ),
    Column(
        "paragraph",
        "Paragraph of the Working Group report; empty if not recorded.",
        _itself,
        "paragraph",
    ),
    Column(
        "counted_in",
        "The unit in which it counts: paragraphs of the UN report, or rows of UPR Info. Never add the two up.",
        _itself,
        "counted_in",
    ),
    Column("text", "What was asked.", lambda r: r.text),
    Column("language", "Language of the text.", _itself, "language"),
    Column(
        "recommenders",
        "Recommending States, ISO alpha-3, joined by semicolons; empty if not recorded.",
        lambda r: r.codes,
        "recommenders",
    ),
    Column(
        "recommender_names",
        "Recommending States by the names that the source prints.",
        lambda r: r.names,
        "recommenders",
    ),
    Column(
        "position",
        "Category of the position that counts; the page “About and method” lists them.",
        _itself,
        "category",
    ),
    Column("un_class", "The UN's class: supported, noted or pending.", lambda c: UN_CLASS[c].value, "category"),
    Column("position_own_words", "The State's own words, where recorded.", lambda p: p.own_words, "position"),
    Column("position_reason", "The reason that the State gave, where recorded.", lambda p: p.reason, "position"),
    Column("position_taken_on", "When the position was taken: day, month or year.", lambda p: p.taken_on, "position"),
    Column("position_source", "Where the position is recorded.", lambda p: p.source, "position"),
    Column(
        "action_category",
        "UPR Info's action category, 1 to 5; empty if not recorded.",
        _itself,
        "action_category",
    ),
    Column(
        "action_origin",
        "Who gave the action category: imported, suggested or confirmed.",
        _itself,
        "action_origin",
    ),
    Column("themes", "Themes, joined by semicolons.", _themes(Axis.THEME), "themes"),
    Column("affected", "Affected persons, joined by semicolons.", _themes(Axis.AFFECTED), "themes"),
    Column("instruments", "International instruments, joined by semicolons.", _themes(Axis.INSTRUMENT), "themes"),
    Column("sdgs", "Sustainable Development Goals, joined by semicolons.", _themes(Axis.SDG), "themes"),
    Column("territories", "Territories, joined by semicolons.", _themes(Axis.TERRITORY), "themes"),
    Column(
        "assessments",
        "Judgements by organisations, each with the organisation, joined by semicolons.",
        _itself,
        "assessments",
    ),
    Column("note", "What a reader must know of this record.", _itself, "note"),
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
