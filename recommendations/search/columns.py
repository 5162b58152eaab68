"""The columns of the published recommendations as sets of bits, read from the database in one pass.

Each recommendation has a place: its number in the order “newest”. A value of a column is the set of places that have
it, so that to filter is to intersect, and to count is to intersect and count.
"""

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

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

AT_ONCE = 10_000  # rows that are fetched together

Runs = list[tuple[int, int]]  # places from, to (without)


@dataclass
class Column:
    """One field: the places of each value, and what the value is called where it does not name itself."""

    values: dict[str, BitMap] = field(default_factory=dict)
    recorded: BitMap = field(default_factory=BitMap)
    names: dict[str, list[tuple[str, BitMap]]] = field(default_factory=dict)

    @classmethod
    def of(cls, places: dict[str, list[int]], names: dict[str, str] | None = None) -> "Column":
        values = {value: _set(found) for value, found in places.items()}
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
    everything: BitMap
    numbered: BitMap
    fields: dict[str, Column]
    orders: dict[str, Runs]

    @classmethod
    def read(cls) -> "Columns":
        """Reads them; the caller sees to it that all queries see the data of one moment."""
        rows = _rows_by_review()
        reviews = {order: _reviews(order, rows) for order in REVIEW_ORDERS}
        runs, start = {}, 0
        for review in reviews["newest"]:
            runs[review.pk] = (start, start + len(rows[review.pk]))
            start = runs[review.pk][1]
        ordered = [row for review in reviews["newest"] for row in rows[review.pk]]
        pks = array("q", [pk for pk, *_ in ordered])
        place_of = {pk: place for place, pk in enumerate(pks)}
        return cls(
            pks,
            BitMap(range(len(pks))),
            _set([place for place, (_pk, _position, _action, paragraph) in enumerate(ordered) if paragraph]),
            {
                **_of_reviews(reviews["newest"], runs),
                **_of_themselves(ordered),
                **_of_senders(place_of),
                **_of_themes(place_of),
                "assessed": _judgements(place_of),
                "case": _cases(place_of, runs),
            },
            {order: [runs[review.pk] for review in listed] for order, listed in reviews.items()},
        )


def _set(places: Iterable[int]) -> BitMap:
    made = BitMap(places)
    made.run_optimize()
    made.shrink_to_fit()
    return made


def _rows_by_review() -> dict[int, list[tuple[Any, ...]]]:
    """Of each review its recommendations in order: key, position, action category, paragraph."""
    rows: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
    found = Recommendation.objects.published().order_by("review_id", "sort_key", "pk")
    columns = found.values_list("review_id", "pk", "position", "action_category", "paragraph")
    for review, *row in columns.iterator(chunk_size=AT_ONCE):
        rows[review].append(tuple(row))
    return rows


def _reviews(order: str, rows: dict[int, Any]) -> list[Review]:
    found = Review.objects.published().select_related("state").order_by(*REVIEW_ORDERS[order])
    return [review for review in found if review.pk in rows]


def _of_reviews(reviews: list[Review], runs: dict[int, tuple[int, int]]) -> dict[str, Column]:
    states: dict[str, list[int]] = defaultdict(list)
    cycles: dict[str, list[int]] = defaultdict(list)
    slugs: dict[str, list[int]] = defaultdict(list)
    names = {}
    for review in reviews:
        places = range(*runs[review.pk])
        names[review.state.iso3] = review.state.name
        for found, value in ((states, review.state.iso3), (cycles, str(review.cycle)), (slugs, review.slug)):
            found[value].extend(places)
    return {"state": Column.of(states, names), "cycle": Column.of(cycles), "review": Column.of(slugs)}


def _of_themselves(ordered: list[tuple[Any, ...]]) -> dict[str, Column]:
    positions: dict[str, list[int]] = defaultdict(list)
    actions: dict[str, list[int]] = defaultdict(list)
    for place, (_pk, position, action, _paragraph) in enumerate(ordered):
        positions[position].append(place)
        if action is not None:
            actions[str(action)].append(place)
    return {"position": Column.of(positions), "action": Column.of(actions)}


def _of_senders(place_of: dict[int, int]) -> dict[str, Column]:
    by_state = _places_by(RecommendingState.objects.all(), "state_id", place_of)
    states = State.objects.in_bulk(list(by_state))
    groups: dict[str, list[int]] = defaultdict(list)
    for pk, places in by_state.items():
        if group := states[pk].regional_group:
            groups[group].extend(places)
    by_code = {states[pk].iso3: places for pk, places in by_state.items()}
    names = {state.iso3: state.name for state in states.values()}
    return {
        "recommender": Column.of(by_code, names),
        "group": Column.of(groups, {group: group for group in groups}),
    }


def _of_themes(place_of: dict[int, int]) -> dict[str, Column]:
    by_theme = _places_by(Tag.objects.all(), "theme_id", place_of)
    columns = {axis.value: Column() for axis in (Axis.THEME, Axis.AFFECTED, Axis.TERRITORY, Axis.SDG)}
    themes = Theme.objects.order_by("name", "pk").values_list("pk", "vocabulary__axis", "slug", "name")
    for pk, axis, slug, name in themes:
        if axis in columns and pk in by_theme:
            column, places = columns[axis], _set(by_theme[pk])
            column.names.setdefault(slug, []).append((name, places))
            column.values[slug] = column.values.get(slug, BitMap()) | places
            column.recorded |= places
    return columns


def _judgements(place_of: dict[int, int]) -> Column:
    found = _places_by(Assessment.objects.filter(recommendation__isnull=False), "judgement", place_of)
    return Column.of(found, {value: value for value in found})


def _cases(place_of: dict[int, int], runs: dict[int, tuple[int, int]]) -> Column:
    """What each published case singles out, or rests on with a whole review."""
    cases = Case.objects.published()
    found: dict[str, list[int]] = defaultdict(list)
    for slug, pk in cases.filter(recommendations__isnull=False).values_list("slug", "recommendations"):
        found[slug] += [place_of[pk]] if pk in place_of else []
    for slug, pk in cases.filter(reviews__isnull=False).values_list("slug", "reviews"):
        found[slug] += range(*runs[pk]) if pk in runs else []
    return Column.of(found)


def _places_by(rows: Any, name: str, place_of: dict[int, int]) -> dict[Any, list[int]]:
    """The places of published recommendations by a column of rows that belong to them."""
    found: dict[Any, list[int]] = defaultdict(list)
    for value, pk in _pairs(rows, name):
        if (place := place_of.get(pk)) is not None:
            found[value].append(place)
    return found


def _pairs(rows: Any, name: str) -> Iterator[tuple[Any, int]]:
    pairs: Iterator[tuple[Any, int]] = (
        rows.order_by().values_list(name, "recommendation_id").iterator(chunk_size=AT_ONCE)
    )
    return pairs


def not_recorded(column: Column, among: BitMap) -> BitMap:
    """Of these places, those that have no value in a column."""
    return among - column.recorded


def chosen(column: Column, values: tuple[str, ...], everything: BitMap) -> BitMap:
    """The places that have any of these values."""
    sets = [column.values[value] for value in values if value in column.values]
    found = BitMap.union(*sets) if sets else BitMap()
    return found | not_recorded(column, everything) if NOT_RECORDED in values else found
