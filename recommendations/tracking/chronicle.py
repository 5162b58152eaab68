"""The history of one record with its parts, in words: who did what, when, together with what."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import User
from django.db import models
from django.utils.translation import gettext as _

from recommendations.models import Change, Tracked

from .records import parts_of
from .spoken import spoken_value

TOGETHER = timedelta(seconds=2)  # what one person saves at once takes no longer


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that changed: a field of the record or of a part, or a part that came or went."""

    what: str
    before: str = ""
    after: str = ""


@dataclass(slots=True)
class Moment:
    """All that somebody changed of the record at once."""

    at: datetime
    who: User | None
    change: Change | None
    reason: str
    lines: list[Line] = field(default_factory=list)


def chronicle(record: Tracked) -> list[Moment]:
    """The history of a record and its parts, latest first."""
    moments: list[Moment] = []
    for row, before in _rows(record):
        lines = list(_lines(row, before, of_a_part=not isinstance(record, row.instance_type)))
        if not lines:
            continue
        last = moments[-1] if moments else None
        if last and _is_of(last, row):
            last.lines += lines
        else:
            moments.append(Moment(row.history_date, row.history_user, row.change, _reason(row), lines))
    return moments[::-1]


def _reason(row: Any) -> str:
    return row.history_change_reason or ""


def _is_of(moment: Moment, row: Any) -> bool:
    same = (moment.change, moment.who, moment.reason) == (row.change, row.history_user, _reason(row))
    return same and row.history_date - moment.at < TOGETHER


def _rows(record: Any) -> list[tuple[Any, Any]]:
    """The history rows of a record and its parts, oldest first, each with the one before it of the same thing."""
    found = list(_with_people(record.history.all()))
    for part, name in parts_of(type(record)):
        found += _with_people(part.history.filter(**{name: record.pk}))
    found.sort(key=lambda row: (row.history_date, row.instance_type is not type(record), row.history_id))
    last: dict[tuple[Any, int], Any] = {}
    pairs = []
    for row in found:
        key = (row.instance_type, row.id)
        pairs.append((row, last.get(key)))
        last[key] = row
    return pairs


def _with_people(rows: Any) -> Any:
    return rows.select_related("history_user", "change")


def _lines(row: Any, before: Any, of_a_part: bool) -> Iterator[Line]:
    kind = str(row.instance_type._meta.verbose_name)
    if row.history_type == "-":
        yield Line(_("%(kind)s removed") % {"kind": kind} if of_a_part else _("removed"), before=_name(row))
    elif before is None or row.history_type == "+":
        yield Line(_("%(kind)s added") % {"kind": kind} if of_a_part else _("recorded"), after=_name(row))
    else:
        for name, was, now in _differences(row, before):
            what = f"{kind} “{_name(row)}”: {name}" if of_a_part else name
            yield Line(what, was, now)


def _differences(row: Any, before: Any) -> Iterator[tuple[str, str, str]]:
    for tracked in row.tracked_fields:
        if getattr(row, tracked.attname) != getattr(before, tracked.attname):
            yield str(tracked.verbose_name), spoken_value(before, tracked), spoken_value(row, tracked)
    for links in row._history_m2m_fields:
        was, now = _linked(before, links), _linked(row, links)
        if was != now:
            yield str(links.verbose_name), was, now


def _name(row: Any) -> str:
    """What the record was called then, as far as what it refers to is still there."""
    try:
        return str(row.instance)
    except models.ObjectDoesNotExist:
        return _("something that was removed since")


def _linked(row: Any, links: Any) -> str:
    other = links.m2m_reverse_field_name()
    rows = getattr(row, links.name).select_related(other)
    return "; ".join(sorted(str(getattr(link, other)) for link in rows)) or _("none")
