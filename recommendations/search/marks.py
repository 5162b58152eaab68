"""Where a reader stands in an order, by the values that the order goes by: for pages that hold while data change.

What is at or before a mark is not found again, whatever was added, withdrawn or renumbered since; a number of rows to
skip would show some twice and others never.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import OrderBy, Q, QuerySet

from recommendations.models import Recommendation

from .criteria import Criteria
from .find import ORDERS, search

Value = str | int | None


@dataclass(frozen=True, slots=True)
class Mark:
    """The values of one recommendation by which an order goes, in its order; the last of them is its key."""

    sort: str
    values: tuple[Value, ...]

    @classmethod
    def at(cls, pk: int, sort: str) -> "Mark | None":
        """The mark of a published recommendation; None where there is none. One query."""
        paths = [column.path for column in columns_of(sort)]
        found = Recommendation.objects.published().filter(pk=pk).values_list(*paths).first()
        return cls(sort, tuple(found)) if found else None

    @classmethod
    def read(cls, sort: str, values: Sequence[Value]) -> "Mark":
        """A mark from its values; ValueError where no recommendation can have them."""
        columns = columns_of(sort)
        if len(values) != len(columns):
            raise ValueError("not the number of values by which this order goes")
        return cls(sort, tuple(values))

    @classmethod
    def of(cls, recommendation: Recommendation, sort: str) -> "Mark":
        """The mark of a recommendation with its review, session and State at hand."""
        return cls(sort, tuple(_value(recommendation, column.path.split("__")) for column in columns_of(sort)))

    @property
    def pk(self) -> int:
        return int(self.values[-1] or 0)

    @property
    def stands(self) -> bool:
        """Whether its recommendation is still published, and where it was. One query."""
        return Mark.at(self.pk, self.sort) == self


@dataclass(frozen=True, slots=True)
class SortColumn:
    """One column of an order. What is not recorded comes last."""

    path: str
    descending: bool

    def beyond(self, value: Value) -> Q:
        """What comes later by this column."""
        if value is None:
            return Q(pk__in=[])
        later = Q(**{f"{self.path}__{'lt' if self.descending else 'gt'}": value})
        return later | Q(**{f"{self.path}__isnull": True}) if self.can_be_empty else later

    def equal(self, value: Value) -> Q:
        return Q(**{f"{self.path}__isnull": True}) if value is None else Q(**{self.path: value})

    @property
    def can_be_empty(self) -> bool:
        return self.path in ("review__wg_session__number", "action_category")


def _value(record: Any, path: list[str]) -> Value:
    for name in path:
        record = None if record is None else getattr(record, name)
    value: Value = record
    return value


def columns_of(sort: str) -> list[SortColumn]:
    """The columns of an order."""
    return [_column(part) for part in ORDERS[sort]]


def _column(part: Any) -> SortColumn:
    if isinstance(part, OrderBy):
        return SortColumn(_name(part.expression), part.descending)
    return SortColumn(part.removeprefix("-"), part.startswith("-"))


def after(found: QuerySet[Recommendation], mark: Mark) -> QuerySet[Recommendation]:
    """Of what a search found, in the order of a mark, what comes after it."""
    rest = Q(pk__in=[])
    for column, value in reversed(list(zip(columns_of(mark.sort), mark.values, strict=True))):
        rest = column.beyond(value) | (column.equal(value) & rest)
    return found.filter(rest)


def keys_after(criteria: Criteria, mark: Mark | None, number: int) -> list[int]:
    """The keys of so many of what a search finds after a mark, or of the first ones, from SQL."""
    found = search(criteria)
    return list((after(found, mark) if mark else found).values_list("pk", flat=True)[:number])


def _name(expression: Any) -> str:
    name: str = expression.name
    return name
