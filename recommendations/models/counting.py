"""Counting from a date of which perhaps only the month or the year is known."""

import calendar
import datetime
from typing import NamedTuple

from .partial_date import PartialDate


class Counted(NamedTuple):
    """A date that was counted; whether it is certain, or may lie later."""

    on: PartialDate
    is_certain: bool


def count(start: PartialDate, offset: int, unit: str) -> Counted | None:
    """The date so many days, weeks or months after another (below zero: before), never more precise than that one.

    Where it can fall into several months or years, it is the earliest of them, so that nobody is late, and not certain.
    None where there is no such date: before the year 1, after the year 9999.
    """
    try:
        first, last = (_moved(day, offset, unit) for day in (start.earliest, start.latest))
    except (OverflowError, ValueError):
        return None
    length = len(start)
    on = PartialDate(first.isoformat()[:length])
    return Counted(on, last.isoformat()[:length] == on)


def _moved(day: datetime.date, offset: int, unit: str) -> datetime.date:
    if unit == "months":
        month = day.year * 12 + day.month - 1 + offset
        year, month = month // 12, month % 12 + 1
        return datetime.date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
    return day + datetime.timedelta(days=offset * (7 if unit == "weeks" else 1))
