"""What one search finds: from the index where there is one of this very version of the data, else from SQL."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from recommendations.models.remembering import version_read

from .criteria import Criteria
from .facets import Facet, counted
from .find import search
from .index import IndexAnswer
from .keeping import keeper
from .marks import Mark, keys_after

SOME = 10_000  # keys that are fetched together


class Answer(Protocol):
    """The one face of both."""

    @property
    def criteria(self) -> Criteria: ...

    @property
    def count(self) -> int:
        """How many recommendations it found."""

    @property
    def numbered(self) -> int:
        """How many of them are known by their paragraph of the UN report."""

    def keys(self, start: int, stop: int) -> list[int]:
        """The keys of those from one number to another (without), in the order asked for."""

    def all_keys(self) -> Iterator[int]:
        """The keys of all, in the order asked for."""

    def keys_after(self, mark: Mark | None, number: int) -> list[int]:
        """The keys of so many that come after a mark in the order asked for, or of the first ones."""

    def facets(self) -> list[Facet]:
        """The counts of every field, each as if its own filter were off."""


@dataclass(frozen=True)
class SqlAnswer:
    """What one search finds, from the database."""

    criteria: Criteria

    @cached_property
    def count(self) -> int:
        return search(self.criteria).order_by().count()

    @cached_property
    def numbered(self) -> int:
        return search(self.criteria).numbered().order_by().count()  # type: ignore[attr-defined]

    def keys(self, start: int, stop: int) -> list[int]:
        return list(search(self.criteria).values_list("pk", flat=True)[start:stop])

    def all_keys(self) -> Iterator[int]:
        yield from search(self.criteria).values_list("pk", flat=True).iterator(chunk_size=SOME)

    def keys_after(self, mark: Mark | None, number: int) -> list[int]:
        return keys_after(self.criteria, mark, number)

    def facets(self) -> list[Facet]:
        return counted(self.criteria)


def answer(criteria: Criteria) -> Answer:
    """What a search finds, in whichever way is at hand: both say the same."""
    index = keeper.index_of(version_read()) if IndexAnswer.can(criteria) else None
    return IndexAnswer(index, criteria) if index else SqlAnswer(criteria)


def facets(criteria: Criteria) -> list[Facet]:
    """How many recommendations each further choice would leave, in every field."""
    return answer(criteria).facets()
