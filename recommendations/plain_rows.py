"""Rows with given keys, by hand: to put a query of a thousand keys together takes longer than to answer it."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection, models
from django.db.models.expressions import RawSQL

_KEYS = object()  # stands for them among the parameters of a query
_EACH = {"sqlite": "SELECT value FROM json_each(%s)", "postgresql": "SELECT unnest(%s::bigint[])"}


def plain_rows(model: type[models.Model], columns: Sequence[str], among: str, keys: Iterable[int]) -> list[Any]:
    """The rows as tuples of these columns, in the order in which they were recorded. One query."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {', '.join(columns)} FROM {model._meta.db_table} WHERE {among} IN ({_listed(keys)}) ORDER BY id"  # noqa: S608
        )
        found: list[Any] = cursor.fetchall()
    return found


class RowsOf:
    """The rows of a query that belong to given keys, as plain tuples of what the database gives.

    The query, of values, is put together once, and asked again and again in the same words: SQLite keeps the last 128
    statements of a connection ready, which take 20 MB where each holds a thousand keys. by: its field of the keys.
    """

    def __init__(self, found: models.QuerySet[Any, Any], by: str = "recommendation") -> None:
        here = RawSQL(_EACH[connection.vendor], [_KEYS])  # noqa: S611
        self.sql, self.params = found.filter(**{f"{by}__in": here}).query.sql_with_params()

    def of(self, keys: Iterable[int]) -> list[Any]:
        """Those of these keys. One query."""
        given = "[{}]" if connection.vendor == "sqlite" else "{{{}}}"
        params = [given.format(_listed(keys)) if param is _KEYS else param for param in self.params]
        with connection.cursor() as cursor:
            cursor.execute(self.sql, params)
            found: list[Any] = cursor.fetchall()
        return found


def among(keys: Iterable[int]) -> RawSQL:
    """Keys as one piece of a query, for `filter(pk__in=among(keys))`; there must be one at least."""
    return RawSQL(_listed(keys), [])  # noqa: S611


def _listed(keys: Iterable[int]) -> str:
    return ", ".join([str(int(key)) for key in keys])
