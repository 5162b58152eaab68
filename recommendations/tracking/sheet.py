"""All that is recorded of one record, for printing: its fields, then its parts, kind by kind; today, or as it was."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _

from recommendations.models import Tracked

from .records import parts_of
from .spoken import spoken_value


@dataclass(frozen=True, slots=True)
class Line:
    """One field in words, and what it says today where that is something else."""

    name: str
    value: str
    today: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a record with its fields that are filled in, and whether it is there today."""

    kind: str
    lines: list[Line]
    is_there: bool = True


@dataclass(frozen=True, slots=True)
class Sheet:
    """A record with its parts. As it was at a moment: who wrote it last before, and how many parts came since."""

    lines: list[Line]
    parts: list[Part]
    last: Any = None
    came_since: list[tuple[str, int]] = field(default_factory=list)

    @property
    def is_as_today(self) -> bool:
        lines = [*self.lines, *(line for part in self.parts for line in part.lines)]
        return not self.came_since and all(part.is_there for part in self.parts) and not any(x.today for x in lines)


def sheet(record: Tracked) -> Sheet:
    """The fields of a record, empty ones as "not recorded", and its parts with what is filled in."""
    lines = [Line(_name(one), spoken_value(record, one)) for one in _fields(record)]
    lines += [Line(_name(links), _linked(getattr(record, links.name).all())) for links in _links(record)]
    parts = [
        Part(str(part._meta.verbose_name), _filled(part, one, one, owner))
        for part, owner in parts_of(type(record))
        for one in part._base_manager.filter(**{owner: record.pk}).order_by("pk")
    ]
    return Sheet(lines, parts)


def sheet_at(record: Any, moment: datetime) -> Sheet | None:
    """The same as it was recorded at a moment, from the kept history; None where nothing of it was recorded then.

    What it says today stands beside what it said then. A constant number of queries for each kind of part, and one
    for each record that a field refers to.
    """
    then = record.history.filter(history_date__lte=moment).select_related("history_user").order_by("history_id").last()
    if then is None or then.history_type == "-":
        return None
    lines = [_line(one, then, record) for one in _fields(record)]
    lines += [_link_line(links, then, record) for links in _links(record)]
    parts, came = [], []
    for part, owner in parts_of(type(record)):
        there = {one.pk: one for one in part._base_manager.filter(**{owner: record.pk})}
        rows = {row.id: row for row in _rows_at(part, owner, record.pk, moment)}
        kind = str(part._meta.verbose_name)
        parts += [
            Part(kind, _filled(part, rows[pk], there.get(pk), owner), is_there=pk in there) for pk in sorted(rows)
        ]
        if new := there.keys() - rows.keys():
            came.append((kind, len(new)))
    return Sheet(lines, parts, then, came)


def history_begins(record: Any) -> datetime | None:
    """When the kept history of a record begins: not before the record itself, sometimes after it."""
    first: datetime | None = record.history.order_by("history_id").values_list("history_date", flat=True).first()
    return first


def _rows_at(part: Any, owner: str, pk: int, moment: datetime) -> Any:
    """The rows of history that hold the parts of a record as they were at a moment."""
    past = part.history.filter(history_date__lte=moment)
    ever = past.filter(**{owner: pk}).values("id")
    last = past.filter(id=OuterRef("id")).order_by("-history_id").values("history_id")[:1]
    return past.filter(id__in=ever, history_id=Subquery(last), **{owner: pk}).exclude(history_type="-")


def _line(one: Any, then: Any, now: Any) -> Line:
    """A field as it was, and as it is where that differs."""
    if getattr(then, one.attname) == getattr(now, one.attname):
        return Line(_name(one), spoken_value(now, one))
    return Line(_name(one), spoken_value(then, one), spoken_value(now, one))


def _link_line(links: Any, then: Any, now: Any) -> Line:
    key = links.m2m_reverse_field_name()
    kept = getattr(then, links.name).values_list(key, flat=True)
    was = _linked(links.related_model._base_manager.filter(pk__in=list(kept)))
    today = _linked(links.related_model._base_manager.filter(pk__in=getattr(now, links.name).values("pk")))
    return Line(_name(links), was, "" if was == today else today)


def _linked(records: Any) -> str:
    """The names of records, with what their names are made of."""
    refers = [one.name for one in records.model._meta.fields if one.many_to_one]
    return "; ".join(map(str, records.select_related(*refers))) or _("none")


def _links(record: Any) -> list[Any]:
    return [links for links in type(record)._meta.many_to_many if links.remote_field.through._meta.auto_created]


def _fields(record: Any) -> list[Any]:
    return [f for f in record._meta.fields if not f.primary_key and f.name not in ("search_words", "sort_key")]


def _filled(part: Any, then: Any, now: Any, owner: str) -> list[Line]:
    """The fields of a part that are filled in, or that are today."""
    found = []
    for one in _fields(part):
        if one.name == owner or one.name in part.belongs_to:
            continue
        values = {getattr(row, one.attname) for row in (then, now or then)}
        if values - {None, ""}:
            found.append(_line(one, then, now or then))
    return found


def _name(one: Any) -> str:
    return str(one.verbose_name)
