"""The columns of the published recommendations as sets of bits, read from the database in one pass.

Each recommendation has a place: its number in the order “newest”. A value of a column is the set of places that have
it, so that to filter is to intersect, and to count is to intersect and count.
"""

from array import array
from collections import defaultdict
from collections.abc import Container
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import NamedTuple

from pyroaring import BitMap

from recommendations.models import (
    Assessment,
    Axis,
    Case,
    Recommendation,
    RecommendingState,
    Review,
    State,
    Tag,
    Theme,
)

from .criteria import NOT_RECORDED
from .find import REVIEW_ORDERS
from .keys import Places, keys_by

AT_ONCE = 10_000  # rows that are fetched together

Runs = list[tuple[int, int]]  # places from, to (without)


@dataclass
class Column:
    """One field: the places of each value, and what the value is called where it does not name itself."""

    values: dict[str, BitMap] = field(default_factory=dict)
    recorded: BitMap = field(default_factory=BitMap)
    names: dict[str, list[tuple[str, BitMap]]] = field(default_factory=dict)

    @classmethod
    def of(cls, places: dict[str, BitMap], names: dict[str, str] | None = None) -> "Column":
        """Of the places of each value; one that no place has is none."""
        values = {value: found for value, found in places.items() if found}
        named = {value: [(name, values[value])] for value, name in (names or {}).items() if value in values}
        return cls(values, BitMap.union(*values.values()) if values else BitMap(), named)

    @cached_property
    def only_names(self) -> dict[str, str]:
        """What those values are called that have one name alone."""
        return {value: names[0][0] for value, names in self.names.items() if len(names) == 1}

    def label(self, value: str, found: BitMap) -> str:
        """What a value is called among what was found: of several names of a slug, the first that occurs there."""
        return next((name for name, places in self.names.get(value, ()) if places.intersect(found)), value)


@dataclass(slots=True)
class Columns:
    """All of them, with the places of records and the orders in which they can be listed."""

    pks: "array[int]"
    places: Places
    everything: BitMap
    numbered: BitMap
    fields: dict[str, Column]
    orders: dict[str, Runs]

    @classmethod
    def read(cls) -> "Columns":
        """Reads them; the caller sees to it that all queries see the data of one moment."""
        keys = _keys_by_review()
        reviews = {order: _reviews(order, keys) for order in REVIEW_ORDERS}
        pks, runs = array("q"), {}
        for review in reviews["newest"]:
            runs[review.pk] = (len(pks), len(pks) + len(keys[review.pk]))
            pks += keys[review.pk]
        places = Places.of(pks)
        return cls(
            pks,
            places,
            BitMap(range(len(pks))),
            _numbered(places),
            {
                **_of_reviews(reviews["newest"], runs),
                **_of_themselves(places),
                **_of_senders(places),
                **_of_themes(places),
                "assessed": _judgements(places),
                "case": _cases(places, runs),
            },
            {order: [runs[review.pk] for review in listed] for order, listed in reviews.items()},
        )


def _keys_by_review() -> dict[int, "array[int]"]:
    """Of each review the keys of its recommendations in order, public or not."""
    keys: dict[int, array[int]] = defaultdict(partial(array, "q"))
    found = Recommendation.objects.order_by("review_id", "sort_key", "pk").values_list("review_id", "pk")
    for review, pk in found.iterator(chunk_size=AT_ONCE):
        keys[review].append(pk)
    return keys


class _Review(NamedTuple):
    """What the index needs of a review."""

    pk: int
    slug: str
    cycle: int
    iso3: str
    state: str


def _reviews(order: str, keys: Container[int]) -> list[_Review]:
    """The published reviews that have recommendations, in one of the orders."""
    rows = Review.objects.published().order_by(*REVIEW_ORDERS[order])
    found = map(_Review._make, rows.values_list("pk", "slug", "cycle", "state__iso3", "state__name"))
    return [review for review in found if review.pk in keys]


def _numbered(places: Places) -> BitMap:
    """Those that have a paragraph."""
    return places.among(Recommendation.objects.exclude(paragraph="").order_by().values_list("pk", flat=True).iterator())


def _of_reviews(reviews: list[_Review], runs: dict[int, tuple[int, int]]) -> dict[str, Column]:
    states: dict[str, BitMap] = defaultdict(BitMap)
    cycles: dict[str, BitMap] = defaultdict(BitMap)
    slugs: dict[str, BitMap] = {}
    names = {}
    for review in reviews:
        slugs[review.slug] = places = BitMap(range(*runs[review.pk]))
        states[review.iso3] |= places
        cycles[str(review.cycle)] |= places
        names[review.iso3] = review.state
    return {"state": Column.of(states, names), "cycle": Column.of(cycles), "review": Column.of(slugs)}


def _of_themselves(places: Places) -> dict[str, Column]:
    positions = keys_by(Recommendation.objects.all(), "position", "pk")
    actions = keys_by(Recommendation.objects.filter(action_category__isnull=False), "action_category", "pk")
    return {
        "position": Column.of({position: places.among(keys) for position, keys in positions}),
        "action": Column.of({str(action): places.among(keys) for action, keys in actions}),
    }


def _of_senders(places: Places) -> dict[str, Column]:
    states = State.objects.in_bulk()
    by_code: dict[str, BitMap] = {}
    groups: dict[str, BitMap] = defaultdict(BitMap)
    for pk, keys in keys_by(RecommendingState.objects.all(), "state_id"):
        by_code[states[pk].iso3] = found = places.among(keys)
        if group := states[pk].regional_group:
            groups[group] |= found
    names = {state.iso3: state.name for state in states.values()}
    return {
        "recommender": Column.of(by_code, names),
        "group": Column.of(groups, {group: group for group in groups}),
    }


def _of_themes(places: Places) -> dict[str, Column]:
    by_theme = {theme: places.among(keys) for theme, keys in keys_by(Tag.objects.all(), "theme_id")}
    columns = {axis.value: Column() for axis in (Axis.THEME, Axis.AFFECTED, Axis.TERRITORY, Axis.SDG)}
    themes = Theme.objects.order_by("name", "pk").values_list("pk", "vocabulary__axis", "slug", "name")
    for pk, axis, slug, name in themes:
        if axis in columns and (found := by_theme.get(pk)):
            column = columns[axis]
            column.names.setdefault(slug, []).append((name, found))
            column.values[slug] = column.values.get(slug, BitMap()) | found
            column.recorded |= found
    return columns


def _judgements(places: Places) -> Column:
    judged = keys_by(Assessment.objects.filter(recommendation__isnull=False), "judgement")
    found = {judgement: places.among(keys) for judgement, keys in judged}
    return Column.of(found, {value: value for value in found})


def _cases(places: Places, runs: dict[int, tuple[int, int]]) -> Column:
    """What each published case singles out, or rests on with a whole review."""
    cases = Case.objects.published()
    singled_out = keys_by(cases.filter(recommendations__isnull=False), "slug", "recommendations")
    found = defaultdict(BitMap, {slug: places.among(keys) for slug, keys in singled_out})
    for slug, pk in cases.filter(reviews__isnull=False).values_list("slug", "reviews"):
        found[slug] |= BitMap(range(*runs[pk])) if pk in runs else BitMap()
    return Column.of(found)


def not_recorded(column: Column, among: BitMap) -> BitMap:
    """Of these places, those that have no value in a column."""
    return among - column.recorded


def chosen(column: Column, values: tuple[str, ...], everything: BitMap) -> BitMap:
    """The places that have any of these values."""
    sets = [column.values[value] for value in values if value in column.values]
    found = BitMap.union(*sets) if sets else BitMap()
    return found | not_recorded(column, everything) if NOT_RECORDED in values else found
