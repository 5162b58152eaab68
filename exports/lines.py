"""The rows of a table as lines of text, in any format that joins the cells of a row by one sign."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import groupby
from operator import attrgetter
from typing import Any

from .remembered import Remembered
from .table import Cell, Column, Table

Finish = Callable[[str, Cell], str]  # the text of a cell, by the name of its column and what it holds
Some = list[Any]  # records of a table


def lines(table: Table, finish: Finish, between: str, last: Mapping[str, str]) -> Iterator[Iterable[str]]:
    """The rows as lines, without line ends, some together.

    Cells that are the same in many rows are made once, and those beside one another that come from one thing are
    joined once. last: columns that come behind and hold the same in every row.
    """
    groups = [_cells(of, list(columns), finish, between) for of, columns in groupby(table.columns, _of)]
    ends = [finish(name, value) for name, value in last.items()]
    for records in table.pieces():
        cells = [*(group(records) for group in groups), *([end] * len(records) for end in ends)]
        yield map(between.join, zip(*cells, strict=True))


def _of(column: Column) -> str:
    return column.of


def _cells(of: str, columns: list[Column], finish: Finish, between: str) -> Callable[[Some], Iterable[str]]:
    """What makes, of some records, the text of these columns for each."""

    def joined(thing: Any) -> str:
        return between.join([finish(column.name, column.value(thing)) for column in columns])

    if not of:
        return lambda records: map(joined, records)
    made, thing = Remembered(joined), attrgetter(of)
    return lambda records: map(made.__getitem__, map(thing, records))
