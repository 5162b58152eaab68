"""All that is recorded of one record, for printing: its fields, then its parts, kind by kind."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from recommendations.models import Tracked

from .records import parts_of
from .spoken import spoken_value


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a record: the names of its fields that are filled in, each with its value."""

    kind: str
    lines: list[tuple[str, str]]


def sheet(record: Tracked) -> tuple[list[tuple[str, str]], list[Part]]:
    """The fields of a record, empty ones as "not recorded", and its parts with what is filled in."""
    lines = [(_name(field), spoken_value(record, field)) for field in _fields(record)]
    for links in type(record)._meta.many_to_many:
        through: Any = links.remote_field.through
        if through._meta.auto_created:
            named = "; ".join(map(str, getattr(record, links.name).all()))
            lines.append((_name(links), named or _("none")))
    parts = [
        Part(str(part._meta.verbose_name), _filled(one, name))
        for part, name in parts_of(type(record))
        for one in part._base_manager.filter(**{name: record.pk}).order_by("pk")
    ]
    return lines, parts


def _fields(record: Any) -> list[Any]:
    return [f for f in record._meta.fields if not f.primary_key and f.name not in ("search_words", "sort_key")]


def _filled(part: Any, owner: str) -> list[tuple[str, str]]:
    fields = [f for f in _fields(part) if f.name not in part.belongs_to and getattr(part, f.attname) not in (None, "")]
    return [(_name(field), spoken_value(part, field)) for field in fields if field.name != owner]


def _name(field: Any) -> str:
    return str(field.verbose_name)
