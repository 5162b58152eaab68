"""Which recommendations hold the words of a query, on either database."""

from django.db import connection
from django.db.models import Q
from django.db.models.expressions import RawSQL

from recommendations.words import phrases

from .schema import FTS, TABLE

LONGEST_QUERY = 300


def _postgresql(asked: list[list[str]]) -> RawSQL:
    query = " & ".join("(" + " <-> ".join(phrase) + ")" for phrase in asked)
    return RawSQL(f"SELECT id FROM {TABLE} WHERE search_vector @@ to_tsquery('simple', %s)", [query])  # noqa: S608, S611


def _sqlite(asked: list[list[str]]) -> RawSQL:
    query = " AND ".join('"' + " ".join(phrase) + '"' for phrase in asked)
    return RawSQL(f"SELECT rowid FROM {FTS} WHERE {FTS} MATCH %s", [query])  # noqa: S608, S611


def holds(query: str) -> Q:
    """Recommendations in which every word and phrase of the query occurs; all of them for an empty query.

    A query of nothing but signs ("?!") finds nothing.
    """
    if not query.strip():
        return Q()
    asked = phrases(query)
    if not asked:
        return Q(pk__in=[])
    return Q(pk__in=_postgresql(asked) if connection.vendor == "postgresql" else _sqlite(asked))
