"""A table to be written: named columns, rows as they come, and what the file says of itself."""

import re
import string
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any

# What spreadsheets take for the start of a formula (OWASP, "CSV Injection").
_FORMULA = re.compile(r"\s*[=+\-@\t\r]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")

_SAFE = frozenset(string.ascii_letters + string.digits)  # no formula begins with one of these

TOGETHER = 250  # rows that are handed on together

Cell = str | int | float | bool | list[str] | tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name in the file, what it holds, and how it is taken from a record.

    of: the attribute of a record that it is taken from, where many records have the same one, so that a file can make
    its cell once for all of them. It must be hashable, and equal ones must give the same cell.
    """

    name: str
    help: str
    value: Callable[[Any], Cell]
    of: str = ""

    def cell(self, record: Any) -> Cell:
        """What it holds for one record."""
        return self.value(getattr(record, self.of) if self.of else record)


@dataclass(frozen=True, slots=True)
class Table:
    """Columns and records. Every row also says what was filtered and when it was exported."""

    name: str
    columns: list[Column]
    records: Iterable[Any]
    count: int
    filtered: str
    address: str
    exported_at: datetime
    notes: dict[str, str] = field(default_factory=dict)

    @property
    def header(self) -> list[str]:
        return [*(column.name for column in self.columns), *self.of_every_row]

    @property
    def of_every_row(self) -> dict[str, str]:
        """The last columns, which hold the same in every row."""
        return {"filtered_by": self.filtered, "exported_at": self.timestamp}

    def rows(self) -> Iterator[list[Cell]]:
        """The values of each record in the order of the header."""
        last: list[Cell] = list(self.of_every_row.values())
        for record in self.records:
            yield [column.cell(record) for column in self.columns] + last

    def pieces(self) -> Iterator[list[Any]]:
        """The records some at a time: to send each row by itself takes longer than to write it."""
        records = iter(self.records)
        while piece := list(islice(records, TOGETHER)):
            yield piece

    @property
    def timestamp(self) -> str:
        return self.exported_at.isoformat(timespec="seconds")


def plain(cell: Cell) -> str:
    """A cell as text: lists joined by semicolons, nothing for what is not recorded, no control characters."""
    if cell is None:
        return ""
    if isinstance(cell, list | tuple):
        cell = "; ".join(cell)
    text = str(cell)
    return text if text.isprintable() else _CONTROL.sub("", text)


def neutral(cell: Cell) -> str | int | float:
    """A cell that no spreadsheet takes for a formula: text that begins like one gets an apostrophe in front."""
    if type(cell) is list or type(cell) is tuple:
        cell = "; ".join(cell)
    if type(cell) is str and (not cell or (cell[0] in _SAFE and cell.isprintable())):
        return cell  # as nearly all are
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return cell
    text = plain(cell)
    return f"'{text}" if _FORMULA.match(text) else text
