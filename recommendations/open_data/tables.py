"""A table of the files: its columns, its key, what it leads to, and its rows, as far as the public can see them.

What the public can see is decided where the version of the data is (data_version/public_rows.py), and nowhere else.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.db.models import QuerySet

from exports.table import Cell
from recommendations.data_version.public_rows import is_public
from recommendations.models.partial_date import PartialDateField

AT_ONCE = 2000  # rows that are fetched together
NUMBER = ""  # the path of a column that numbers the rows of one record

Schema = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Field:
    """One column. path: from the table's model, as Django writes it. names: whose permanent names stand for keys."""

    name: str
    path: str
    help: str = ""
    names: str = ""


@dataclass(frozen=True, slots=True)
class Leads:
    """What columns lead to: the key of another table."""

    fields: tuple[str, ...]
    table: str
    to: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """One table, and one file."""

    name: str
    title: str
    model: type[models.Model]
    key: tuple[str, ...]
    fields: tuple[Field, ...]
    leads: tuple[Leads, ...] = ()
    order: tuple[str, ...] = field(default=())  # paths; by the key where there is none

    def rows(self, names: dict[str, dict[int, str]]) -> Iterator[list[Cell]]:
        """The rows that the public can see, in their order. names: permanent names by key, of what fields refer to."""
        paths = [one.path for one in self.fields if one.path]
        by_key = {one.name: one.path for one in self.fields}
        order = self.order or tuple(by_key[name] for name in self.key if by_key[name])
        found = public(self.model).order_by(*order, "pk").values_list(*paths)
        lookups = [names[one.names] if one.names else None for one in self.fields if one.path]
        told = (
            [lookup.get(value) if lookup is not None else value for lookup, value in zip(lookups, row, strict=True)]
            for row in found.iterator(chunk_size=AT_ONCE)
        )
        yield from self._numbered(told) if any(not one.path for one in self.fields) else told

    def _numbered(self, rows: Iterable[list[Any]]) -> Iterator[list[Cell]]:
        """The rows with their number within the record to which they belong, whose key stands before it."""
        place = next(n for n, one in enumerate(self.fields) if not one.path)
        of, number = None, 0
        for row in rows:
            number = number + 1 if row[:place] == of else 1
            of = row[:place]
            yield [*row[:place], number, *row[place:]]

    def schema(self) -> Schema:
        """The columns as the Table Schema of Frictionless tells them."""
        described: Schema = {"fields": [self._described(one) for one in self.fields], "primaryKey": list(self.key)}
        if self.leads:
            described["foreignKeys"] = [
                {"fields": list(one.fields), "reference": {"resource": one.table, "fields": list(one.to)}}
                for one in self.leads
            ]
        return described

    def _described(self, one: Field) -> Schema:
        kind, rules, help_text = kind_of(self.model, one)
        if one.name in self.key:
            rules = {"required": True, **rules}
        described: Schema = {"name": one.name, "type": kind, "description": one.help or help_text}
        return described | ({"constraints": rules} if rules else {})


def public(model: type[models.Model]) -> QuerySet:
    """The rows of a table that the public can see."""
    return model._base_manager.extra(where=[is_public(model, model._meta.db_table)])  # noqa: S610


def kind_of(model: type[models.Model], one: Field) -> tuple[str, Schema, str]:
    """The type of a column, what its values keep to, and what it holds."""
    if not one.path:
        return "integer", {"minimum": 1}, "Number of the row within its record, in the order of recording."
    if one.names:
        return "string", {}, ""
    column: Any = model
    for part in one.path.split("__"):
        column = getattr(column, "related_model", column)._meta.get_field(part)
    help_text = str(column.help_text)
    if isinstance(column, PartialDateField):
        return "string", {"pattern": r"\d{4}(-\d{2}(-\d{2})?)?"}, help_text
    if isinstance(column, models.IntegerField):
        return "integer", {}, help_text
    if isinstance(column, models.BooleanField):
        return "boolean", {}, help_text
    if isinstance(column, models.DateField):
        return "date", {}, help_text
    values = [value for value, _label in column.choices or () if value]
    return "string", {"enum": values} if values else {}, help_text
