"""One recommendation with all that its page shows, as plain values.

Five small queries, and one more for each thing that few have; what many share is remembered until the data change.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connection, models
from django.db.models import Prefetch

from recommendations.languages import comma
from recommendations.models import (
    ActionCategory,
    Assessment,
    AssessmentCitation,
    Case,
    Category,
    FollowUpAction,
    ImportRun,
    Organisation,
    PartialDate,
    Reading,
    Recommendation,
    RecommendationCitation,
    RecommendationPosition,
    RecommendationText,
    RecommendingState,
    Review,
    Source,
    State,
    Tag,
    Theme,
    reference_name,
)
from recommendations.models.position import path_of
from recommendations.models.remembering import remembered
from recommendations.models.source import LANGUAGES
from recommendations.plain_rows import plain_rows

POSITIONS = dict(Category.choices)
ACTIONS = dict(ActionCategory.choices)
ACTION_ORIGINS = dict(Recommendation.ActionOrigin.choices)
TAG_ORIGINS = dict(Tag.Origin.choices)


class Rows(list[Any]):
    """Rows that are at hand, asked for as Django's are."""

    def all(self) -> "Rows":
        return self


@dataclass(frozen=True, slots=True)
class ReviewShown:
    """A published review, as the pages of its recommendations name it."""

    pk: int
    slug: str
    title: str
    address: str


@dataclass(frozen=True, slots=True)
class Made:
    """A State that made the recommendation."""

    state: State
    own_words: str


@dataclass(frozen=True, slots=True)
class Tagged:
    """A theme, with its vocabulary at hand, and who gave it where that is not the source."""

    theme: Theme
    theme_id: int
    given_by: str

    def __str__(self) -> str:
        return reference_name(self.theme.name)


@dataclass(slots=True)
class Whole:
    """What is read of a recommendation; named as in the model, so that what is said of one can be said of the other."""

    review: ReviewShown
    pk: int
    key: str
    paragraph: str
    text: str
    language: str
    position: str
    action_category: int | None
    action_origin: str
    parent_id: int | None
    note: str
    has: dict[str, bool]  # of what few have (FEW)
    recommenders: Rows
    tags: Rows
    path: list[RecommendationPosition]
    readings: Rows

    @property
    def get_language_display(self) -> str:
        return str(dict(LANGUAGES)[self.language])

    @property
    def label(self) -> str:
        return self.paragraph or str(Recommendation(paragraph="").label)

    def __str__(self) -> str:
        return f"{self.review.title}{comma()}{self.label}"

    def texts(self) -> list[RecommendationText]:
        return self._few("texts", RecommendationText.objects.select_related("source"))

    def citations(self) -> list[RecommendationCitation]:
        return self._few("citations", RecommendationCitation.objects.select_related("source"))

    def assessments(self) -> list[Assessment]:
        citations = Prefetch("citations", AssessmentCitation.objects.select_related("source"))
        return self._few("assessments", Assessment.objects.select_related("organisation").prefetch_related(citations))

    def parts(self) -> list[Recommendation]:
        return self._few("parts", Recommendation.objects.all(), "parent")

    def follow_up(self) -> list[FollowUpAction]:
        return self._few("follow_up", FollowUpAction.objects.filter(published_at__isnull=False), "recommendations")

    def cases(self) -> list[Case]:
        return self._few("cases", Case.objects.filter(published_at__isnull=False), "recommendations")

    def parent(self) -> Recommendation | None:
        """The paragraph of which this is a part, of the same review."""
        if not self.parent_id:
            return None
        found = Recommendation.objects.select_related("review__state", "review__wg_session")
        return found.filter(pk=self.parent_id, review=self.review.pk).first()

    def _few(self, name: str, rows: Any, by: str = "recommendation") -> list[Any]:
        return list(rows.filter(**{by: self.pk})) if self.has[name] else []


# What few have: whether there is any is asked together with the recommendation itself.
FEW: dict[str, tuple[type[models.Model], str]] = {
    "texts": (RecommendationText, "recommendation_id"),
    "citations": (RecommendationCitation, "recommendation_id"),
    "assessments": (Assessment, "recommendation_id"),
    "parts": (Recommendation, "parent_id"),
    "follow_up": (FollowUpAction.recommendations.through, "recommendation_id"),
    "cases": (Case.recommendations.through, "recommendation_id"),
}
COLUMNS = (
    *("id", "key", "paragraph", "text", "language", "position", "action_category", "action_origin"),
    *("parent_id", "note"),
)


def _query() -> str:
    there = [
        f"EXISTS (SELECT 1 FROM {model._meta.db_table} few WHERE few.{column} = r.id)"  # noqa: S608
        for model, column in FEW.values()
    ]
    table = Recommendation._meta.db_table
    columns = ", ".join([*(f"r.{name}" for name in COLUMNS), *there])
    return f"SELECT {columns} FROM {table} r WHERE r.review_id = %s AND r.key = %s"  # noqa: S608


QUERY = _query()


def whole(slug: str, key: str) -> Whole | None:
    """The recommendation of this key in a published review; None where there is none."""
    review = _review(slug)
    if review is None:
        return None
    with connection.cursor() as cursor:
        cursor.execute(QUERY, [review.pk, key])
        row = cursor.fetchone()
    if row is None:
        return None
    pk, has = row[0], dict(zip(FEW, map(bool, row[len(COLUMNS) :]), strict=True))
    plain = dict(zip(COLUMNS, row, strict=False))
    del plain["id"]
    return Whole(
        review=review,
        pk=pk,
        has=has,
        recommenders=_made(pk),
        tags=_tagged(pk),
        path=_path(pk),
        readings=_readings(pk),
        **plain,
    )


@remembered
def _review(slug: str) -> ReviewShown | None:
    found = Review.objects.published().select_related("state", "wg_session").filter(slug=slug).first()
    return ReviewShown(found.pk, found.slug, str(found), found.get_absolute_url()) if found else None


@remembered
def _at_hand(model: type[models.Model]) -> dict[int, Any]:
    """The records of a kind that were read already, by key."""
    return {}


def _records(model: type[models.Model], keys: Iterable[int | None]) -> dict[int, Any]:
    """These records of a kind that many share, in at most one query."""
    known = _at_hand(model)
    if missing := {key for key in keys if key} - known.keys():
        known.update(model._default_manager.in_bulk(list(missing)))
    return known


@remembered
def _themes() -> dict[int, tuple[int, Theme]]:
    """All themes by key, each with its number in the order in which they are shown."""
    ordered = Theme.objects.order_by("vocabulary__axis", "vocabulary__slug", "rank", "name")
    return {theme.pk: (number, theme) for number, theme in enumerate(ordered.select_related("vocabulary"))}


def _made(pk: int) -> Rows:
    rows = plain_rows(RecommendingState, ("state_id", "own_words"), "recommendation_id", [pk])
    states = _records(State, [state for state, _own_words in rows])
    return Rows(Made(states[state], own_words) for state, own_words in rows)


def _tagged(pk: int) -> Rows:
    rows = plain_rows(Tag, ("theme_id", "origin", "organisation_id"), "recommendation_id", [pk])
    themes = _themes() if rows else {}
    organisations = _records(Organisation, [by for _theme, _origin, by in rows])
    rows.sort(key=lambda row: themes[row[0]][0])
    return Rows(
        Tagged(themes[theme][1], theme, str(organisations[by]) if by else _given_by(origin))
        for theme, origin, by in rows
    )


def _given_by(origin: str) -> str:
    return "" if origin == Tag.Origin.IMPORTED else str(TAG_ORIGINS[origin])


POSITION = (
    *("id", "category", "own_words", "reason", "taken_on", "stage", "is_final", "source_id", "locator"),
    "settled_because",
)


def _path(pk: int) -> list[RecommendationPosition]:
    """Its positions as `Recommendation.path` has them."""
    rows = plain_rows(RecommendationPosition, POSITION, "recommendation_id", [pk])
    path = [RecommendationPosition(**dict(zip(POSITION, values, strict=True))) for values in rows]
    sources = _records(Source, [position.source_id for position in path])
    for position in path:
        position.taken_on = PartialDate(position.taken_on) if position.taken_on else ""
        position.source = sources[position.source_id] if position.source_id else None
    return path_of(path)


READING = ("id", "format", "place", "category", "run_id", "is_current")


def _readings(pk: int) -> Rows:
    """Its current readings, in the order of their places."""
    columns = (*READING, connection.ops.quote_name("values"))
    rows = plain_rows(Reading, columns, "recommendation_id", [pk])
    made = [Reading(**dict(zip(READING, plain, strict=True)), values=json.loads(values)) for *plain, values in rows]
    current = [reading for reading in made if reading.is_current]
    runs = _records(ImportRun, [reading.run_id for reading in current])
    for reading in current:
        reading.run = runs[reading.run_id]
    return Rows(sorted(current, key=lambda reading: reading.place))
