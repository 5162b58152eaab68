"""When records were first recorded and last changed, by their history; never what they said then."""

from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Max, Min, QuerySet


class Recorded(NamedTuple):
    """The first and the last moment at which a record was written."""

    first: datetime
    last: datetime


def recorded(history: QuerySet[Any], of: str = "id") -> dict[int, Recorded]:
    """These moments of each record of which there are history rows; of: the field that says of which. One query."""
    rows = history.order_by().values_list(of).annotate(first=Min("history_date"), last=Max("history_date"))
    return {pk: Recorded(first, last) for pk, first, last in rows if pk is not None}


def recorded_in(history: QuerySet[Any], *fields: str) -> dict[int, Recorded]:
    """The same, where only a change of these fields counts: those that a reader sees. One query.

    A link to a record that is not public leaves a history row, too, of which no public answer may tell.
    """
    found: dict[int, Recorded] = {}
    last: dict[int, tuple[Any, ...]] = {}
    for pk, date, *values in history.order_by("history_id").values_list("id", "history_date", *fields):
        if pk not in found:
            found[pk] = Recorded(date, date)
        elif last[pk] != tuple(values):
            found[pk] = found[pk]._replace(last=date)
        last[pk] = tuple(values)
    return found
