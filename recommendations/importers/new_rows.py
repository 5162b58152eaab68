"""New recommendations with all their parts, written as plain rows: an export of the whole UPR holds a million."""

from collections.abc import Sequence
from typing import Any

from recommendations.models import (
    Reading,
    Recommendation,
    RecommendationPosition,
    RecommendingState,
    Review,
    Tag,
    insert_rows,
    search_entry,
    sort_key,
)

from .building import POSITION, READING, Builder
from .grouping import Group

Row = tuple[Any, ...]

RECOMMENDATION = (
    *("review_id", "paragraph", "key", "sort_key", "text", "search_words"),
    *("position", "action_category", "action_origin"),
)
RECOMMENDER = ("state_id", "verbatim_name", "own_words")
TAG = ("theme_id", "origin")


class NewRows:
    """Gathers what is not recorded yet, of one review after the other, and writes it in bulk.

    The parts of a recommendation begin with its place among those gathered, until it has a key.
    """

    def __init__(self, builder: Builder) -> None:
        self.builder = builder
        self._begin()

    def _begin(self) -> None:
        self.reviews: set[int] = set()
        self.recommendations: list[Row] = []
        self.positions: list[Row] = []
        self.recommenders: list[Row] = []
        self.tags: list[Row] = []
        self.readings: list[Row] = []

    def __len__(self) -> int:
        return len(self.recommendations)

    def add(self, review: Review, groups: list[Group], taken: set[str]) -> None:
        """Gathers groups of a review. taken: the keys of the record, to which theirs come."""
        build = self.builder
        self.reviews.add(review.pk)
        for place, group in enumerate(groups, len(self)):
            self.recommendations.append(self._recommendation(review, group, taken))
            self.positions.append((place, *build.position_values(review, group)))
            self.recommenders += [
                (place, build.states[sender.iso3].pk, sender.name, sender.own_words)
                for sender in group.senders.values()
            ]
            self.tags += [(place, theme.pk, Tag.Origin.IMPORTED.value) for theme in build.themes(group)]
            self.readings += [(place, *said) for said in build.reading_values(group)]

    def write(self) -> Sequence[int]:
        """Writes all that was gathered; the keys of the recommendations in the database, in order."""
        made = Recommendation.objects.create_rows(RECOMMENDATION, self.recommendations)
        for model, names, rows in (
            (RecommendationPosition, POSITION, self.positions),
            (RecommendingState, RECOMMENDER, self.recommenders),
            (Tag, TAG, self.tags),
        ):
            model.objects.create_rows(("recommendation_id", *names), _of(made, rows))
        insert_rows(Reading, ("recommendation_id", *READING), _of(made, self.readings))
        self._begin()
        return made

    def _recommendation(self, review: Review, group: Group, taken: set[str]) -> Row:
        first = group.first
        free = _free_key(group.base_key, taken)
        key = first.paragraph or free
        return (
            *(review.pk, first.paragraph, key, sort_key(key), first.text),
            search_entry(first.text, first.paragraph, self.builder.places),
            *(group.category, first.action, Recommendation.ActionOrigin.IMPORTED.value if first.action else ""),
        )


def _of(made: Sequence[int], rows: list[Row]) -> list[Row]:
    """Parts, with the keys of their recommendations."""
    return [(made[row[0]], *row[1:]) for row in rows]


def _free_key(base: str, taken: set[str]) -> str:
    """The key itself, else with -2, -3 and so on; it is taken from now on."""
    key, number = base, 1
    while key in taken:
        number += 1
        key = f"{base}-{number}"
    taken.add(key)
    return key
