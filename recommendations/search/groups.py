"""What a search finds, in groups: by a State, the position, a theme or the cycle.

What belongs to several groups stands in each. Groups come from the counts of the facet, so that each can be asked for
by its filter; where the field is filtered, by the chosen values alone.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from django.db.models import Case, F, IntegerField, Value, When

from recommendations.models import Axis, Theme

from .answer import Answer, SqlAnswer
from .criteria import NOT_RECORDED, Criteria
from .facets import FIELDS, Facet, FacetValue
from .find import ORDERS, search
from .index import IndexAnswer

# The fields by which it can be grouped, and the column that says to which group a recommendation belongs.
COLUMNS = {
    "state": "review__state__iso3",
    "recommender": "recommenders__state__iso3",
    "position": "position",
    "theme": "tags__theme_id",
    "cycle": "review__cycle",
}
GROUPINGS = MappingProxyType({name: FIELDS[name].title for name in COLUMNS})

Part = tuple[FacetValue, int, int]  # of a group, those from one number to another (without)


@dataclass(frozen=True, slots=True)
class Members:
    """Some of the members of a group, by their keys; `start` is the number of the first, from nought."""

    group: FacetValue
    start: int
    keys: list[int]


def groups_of(facets: Iterable[Facet], by: str) -> list[FacetValue]:
    """The groups of what was found, in the order of their facet, each with the number of its members."""
    facet = next(facet for facet in facets if facet.name == by)
    return [value for value in facet.chosen or facet.values if value.count]


def members(found: Answer, groups: Iterable[FacetValue], start: int, stop: int) -> list[Members]:
    """All members in a row, group by group: those from one number to another. On SQL, three queries at most."""
    parts = list(_parts(groups, start, stop))
    if isinstance(found, SqlAnswer):
        return [Members(group, first, keys) for (group, first, _), keys in zip(parts, _sql(found, parts), strict=True)]
    return [Members(group, first, narrowed(found, group).keys(first, end)) for group, first, end in parts]


def narrowed(found: Answer, group: FacetValue) -> Answer:
    """What was found and belongs to a group."""
    criteria = found.criteria.but(found.criteria.by, group.value)
    return IndexAnswer(found.index, criteria) if isinstance(found, IndexAnswer) else SqlAnswer(criteria)


def _parts(groups: Iterable[FacetValue], start: int, stop: int) -> Iterator[Part]:
    before = 0
    for group in groups:
        first, end = max(start - before, 0), min(stop - before, group.count)
        if first < end:
            yield group, first, end
        before += group.count


def _sql(found: SqlAnswer, parts: list[Part]) -> Iterator[list[int]]:
    """The keys of each part: one query for all that are named, one for what is not recorded, which comes last."""
    named = [part for part in parts if part[0].value != NOT_RECORDED]
    keys = iter(_named(found.criteria, named) if named else [])
    for group, first, end in parts:
        if group.value == NOT_RECORDED:
            yield narrowed(found, group).keys(first, end)
        else:
            yield [next(keys) for _ in range(first, end)]


def _named(criteria: Criteria, parts: list[Part]) -> list[int]:
    first = parts[0][1]
    stop = first + sum(end - start for _group, start, end in parts)
    values = _values(criteria.by, parts)
    rank = Case(*(When(member__in=each, then=Value(n)) for n, each in enumerate(values)), output_field=IntegerField())
    column = "position_then" if criteria.by == "position" and criteria.as_of else COLUMNS[criteria.by]
    found = search(criteria).annotate(member=F(column)).filter(member__in=[value for each in values for value in each])
    ordered = found.annotate(rank=rank).order_by("rank", *ORDERS[criteria.sort])
    return [pk for _rank, pk in ordered.values_list("rank", "pk").distinct()[first:stop]]


def _values(by: str, parts: list[Part]) -> list[list[Any]]:
    """What the column of each group holds: of a theme, the keys of those of every vocabulary that share its slug."""
    if by != "theme":
        return [[group.value] for group, *_ in parts]
    keys: dict[str, list[Any]] = {group.value: [] for group, *_ in parts}
    themes = Theme.objects.filter(vocabulary__axis=Axis.THEME, slug__in=keys)
    for slug, pk in themes.values_list("slug", "pk"):
        keys[slug].append(pk)
    return [*keys.values()]
