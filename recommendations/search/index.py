"""Answers from the columns in memory: the same as those from SQL, in a fraction of a millisecond.

An index is of one version of the data and never changes. It does not know the positions of another day (`as_of`).
"""

from collections import OrderedDict
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from functools import cached_property

from django.db import connection, transaction
from pyroaring import BitMap

from recommendations.models import DataVersion
from recommendations.models.data_version import Version

from .columns import Columns, Runs, chosen, not_recorded
from .criteria import NOT_RECORDED, Criteria
from .facets import FIELDS, Counted, Facet, facet_of
from .find import CONDITIONS
from .full_text import keys_of
from .marks import Mark, keys_after
from .spellings import Query

WORDS_KEPT = 500  # queries whose places are kept


@dataclass(slots=True)
class Index:
    """The columns of one version of the data."""

    version: Version
    columns: Columns
    _words: "OrderedDict[Query, BitMap]" = field(default_factory=OrderedDict)

    @classmethod
    def build(cls) -> "Index":
        """Reads the database as it is at one moment."""
        with one_moment():
            version = DataVersion.objects.read()
            columns = Columns.read()
        return cls(version, columns)

    def holding(self, query: Query) -> BitMap:
        """The places of what holds the words of a query, which the database looks up; kept for the next page."""
        found = self._words.get(query)
        if found is None:
            found = self._words[query] = self._look_up(query)
            if len(self._words) > WORDS_KEPT:
                self._words.popitem(last=False)
        return found

    def _look_up(self, query: Query) -> BitMap:
        everything, places = self.columns.everything, self.columns.places
        if not query.asked and not query.ruled_out:
            return everything if query.is_empty else BitMap()
        asked, ruled_out = keys_of(query)
        found = everything if asked is None else places.among(asked)
        return found - places.among(ruled_out) if ruled_out else found


@contextmanager
def _snapshot_of_sqlite() -> Iterator[None]:
    """All that is read inside is of one moment, and nobody who writes has to wait (as for Django's own transaction)."""
    with connection.cursor() as cursor:
        cursor.execute("BEGIN DEFERRED")
        try:
            yield
        finally:
            cursor.execute("COMMIT")


@contextmanager
def _snapshot_of_postgresql() -> Iterator[None]:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield


def one_moment() -> AbstractContextManager[None]:
    """All that is read inside is of one moment of the database."""
    if connection.in_atomic_block:  # only tests build within a transaction
        return nullcontext()
    return _snapshot_of_postgresql() if connection.vendor == "postgresql" else _snapshot_of_sqlite()


@dataclass(frozen=True)
class IndexAnswer:
    """What one search finds, from an index. The same face as `SqlAnswer`."""

    index: Index
    criteria: Criteria

    @staticmethod
    def can(criteria: Criteria) -> bool:
        """Whether an index knows what is asked."""
        return not criteria.as_of

    @cached_property
    def _conditions(self) -> dict[str, BitMap]:
        """The places that meet each condition of the search."""
        columns = self.index.columns
        asked = {name: self.criteria.values(name) for name in CONDITIONS}
        found = {
            name: chosen(columns.fields[name], values, columns.everything) for name, values in asked.items() if values
        }
        return found | ({"q": self.index.holding(self.criteria.query)} if self.criteria.q else {})

    def _meeting(self, leave_out: str = "") -> BitMap:
        """What meets all conditions but one."""
        sets = [places for name, places in self._conditions.items() if name != leave_out]
        return BitMap.intersection(*sets) if sets else self.index.columns.everything

    @cached_property
    def _found(self) -> BitMap:
        return self._meeting()

    @cached_property
    def count(self) -> int:
        return len(self._found)

    @cached_property
    def numbered(self) -> int:
        return self._found.intersection_cardinality(self.index.columns.numbered)

    def keys(self, start: int, stop: int) -> list[int]:
        """The keys of what was found from one place in the order to another (without)."""
        pks = self.index.columns.pks
        return [pks[place] for place in self._listed(start, stop)]

    def all_keys(self) -> Iterator[int]:
        """The keys of all that was found, in the order asked for."""
        return map(self.index.columns.pks.__getitem__, self._listed(0, self.count))

    def keys_after(self, mark: Mark | None, number: int) -> list[int]:
        """The keys of so many that come after a mark, or of the first ones.

        Where the recommendation of the mark has gone or moved, its place is not known here: SQL looks for the rest.
        """
        if mark is None:
            return self.keys(0, number)
        place = self.index.columns.places.get(mark.pk)
        if place is None or not mark.stands:
            return keys_after(self.criteria, mark, number)
        start = self._up_to(place)
        return self.keys(start, start + number)

    def _up_to(self, place: int) -> int:
        """How many of what was found come before a place in the order, or are at it."""
        if self.criteria.sort == "newest":
            return self._found.rank(place)
        runs = self.index.columns.orders[self.criteria.sort]
        if self.criteria.sort != "action":
            return _up_to_in_runs(self._found, runs, place)
        columns, before = self.index.columns, 0
        actions = columns.fields["action"]
        for value in [*sorted(actions.values, key=int), None]:
            having = actions.values[value] if value else not_recorded(actions, columns.everything)
            part = self._found & having
            if place in having:
                return before + _up_to_in_runs(part, runs, place)
            before += len(part)
        return before

    def _listed(self, start: int, stop: int) -> Iterator[int]:
        columns = self.index.columns
        if self.criteria.sort == "newest":
            yield from self._found[start:stop]
            return
        runs = columns.orders[self.criteria.sort]
        for part in self._by_action() if self.criteria.sort == "action" else [self._found]:
            yield from _in_runs(part, runs, start, stop)
            start, stop = max(start - len(part), 0), stop - len(part)
            if stop <= 0:
                return

    def _by_action(self) -> Iterator[BitMap]:
        actions = self.index.columns.fields["action"]
        for value in sorted(actions.values, key=int):
            yield self._found & actions.values[value]
        yield not_recorded(actions, self._found)

    def facets(self) -> list[Facet]:
        """The counts of every field, each as if its own filter were off."""
        return [facet_of(name, self.criteria.values(name), self._counts(name)) for name in FIELDS]

    def _counts(self, name: str) -> list[Counted]:
        found = self._meeting(leave_out=name) if name in self._conditions else self._found
        column = self.index.columns.fields[name]
        only = column.only_names
        common = found.intersection_cardinality
        counts = [
            Counted(value, only.get(value) or column.label(value, found), n)
            for value, places in column.values.items()
            if (n := common(places))
        ]
        without = len(found) - common(column.recorded)
        return [*counts, Counted(NOT_RECORDED, "", without)] if without else counts


def _up_to_in_runs(found: BitMap, runs: Runs, place: int) -> int:
    """Of what was found, how many come before a place, or are at it, where runs of places follow in an order."""
    before = 0
    for first, end in runs:
        if first <= place < end:
            return before + found.range_cardinality(first, place + 1)
        before += found.range_cardinality(first, end)
    return before


def _in_runs(found: BitMap, runs: Runs, start: int, stop: int) -> Iterator[int]:
    """Of what was found, the places from one number to another (without) where runs of places follow in an order."""
    before = 0
    for first, end in runs:
        n = found.range_cardinality(first, end)
        if n and before + n > start:
            at = found.rank(first - 1) if first else 0
            yield from found[at + max(start - before, 0) : at + min(stop - before, n)]
        before += n
        if before >= stop:
            return
