"""Rows with given keys, by hand: to put a query of a thousand keys together takes longer than to answer it."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection, models
from django.db.models.expressions import RawSQL

_HERE = "/* keys */"


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

    The query, of values, is put together once, and asked again and again. by: its field that holds the keys.
    """

    def __init__(self, found: models.QuerySet[Any, Any], by: str = "recommendation") -> None:
        here = RawSQL(_HERE, [])  # noqa: S611
        self.sql, self.params = found.filter(**{f"{by}__in": here}).query.sql_with_params()

    def of(self, keys: Iterable[int]) -> list[Any]:
        """Those of these keys; there must be one at least. One query."""
        with connection.cursor() as cursor:
            cursor.execute(self.sql.replace(_HERE, _listed(keys)), self.params)
            found: list[Any] = cursor.fetchall()
        return found


def among(keys: Iterable[int]) -> RawSQL:
    """Keys as one piece of a query, for `filter(pk__in=among(keys))`; there must be one at least."""
    return RawSQL(_listed(keys), [])  # noqa: S611


def _listed(keys: Iterable[int]) -> str:
    return ", ".join([str(int(key)) for key in keys])
