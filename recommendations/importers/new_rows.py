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

RECOMMENDATION = (
    *("review_id", "paragraph", "key", "sort_key", "text", "search_words"),
    *("position", "action_category", "action_origin"),
)
RECOMMENDER = ("recommendation_id", "state_id", "verbatim_name", "own_words")
TAG = ("recommendation_id", "theme_id", "origin")


class NewRows:
    """Writes groups that are not recorded yet of one review. taken: the keys of the record, to which theirs come."""

    def __init__(self, builder: Builder, review: Review, taken: set[str]) -> None:
        self.builder, self.review, self.taken = builder, review, taken

    def write(self, groups: list[Group]) -> Sequence[int]:
        """The keys of the recommendations in the database, in the order of the groups."""
        build, review = self.builder, self.review
        made = Recommendation.objects.create_rows(RECOMMENDATION, [self._recommendation(group) for group in groups])
        pairs = list(zip(made, groups, strict=True))
        RecommendationPosition.objects.create_rows(
            ("recommendation_id", *POSITION), [(pk, *build.position_values(review, group)) for pk, group in pairs]
        )
        RecommendingState.objects.create_rows(
            RECOMMENDER,
            [
                (pk, build.states[sender.iso3].pk, sender.name, sender.own_words)
                for pk, group in pairs
                for sender in group.senders.values()
            ],
        )
        Tag.objects.create_rows(
            TAG, [(pk, theme.pk, Tag.Origin.IMPORTED.value) for pk, group in pairs for theme in build.themes(group)]
        )
        insert_rows(
            Reading,
            ("recommendation_id", *READING),
            [(pk, *said) for pk, group in pairs for said in build.reading_values(group)],
        )
        return made

    def _recommendation(self, group: Group) -> tuple[Any, ...]:
        first = group.first
        free = _free_key(group.base_key, self.taken)
        key = first.paragraph or free
        return (
            *(self.review.pk, first.paragraph, key, sort_key(key), first.text),
            search_entry(first.text, first.paragraph, self.builder.places),
            *(group.category, first.action, Recommendation.ActionOrigin.IMPORTED.value if first.action else ""),
        )


def _free_key(base: str, taken: set[str]) -> str:
    """The key itself, else with -2, -3 and so on; it is taken from now on."""
    key, number = base, 1
    while key in taken:
        number += 1
        key = f"{base}-{number}"
    taken.add(key)
    return key
