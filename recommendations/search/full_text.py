"""Which recommendations hold the words of a query, on either database."""

from django.db import connection
from django.db.models import Q
from django.db.models.expressions import RawSQL

from recommendations.words import exclusions, phrases

from .schema import FTS, TABLE

LONGEST_QUERY = 300


def _postgresql(asked: list[list[str]], operator: str) -> RawSQL:
    query = f" {operator} ".join("(" + " <-> ".join(phrase) + ")" for phrase in asked)
    return RawSQL(f"SELECT id FROM {TABLE} WHERE search_vector @@ to_tsquery('simple', %s)", [query])  # noqa: S608, S611


def _sqlite(asked: list[list[str]], operator: str) -> RawSQL:
    query = f" {operator} ".join('"' + " ".join(phrase) + '"' for phrase in asked)
    return RawSQL(f"SELECT rowid FROM {FTS} WHERE {FTS} MATCH %s", [query])  # noqa: S608, S611


def _all(asked: list[list[str]]) -> RawSQL:
    return _postgresql(asked, "&") if connection.vendor == "postgresql" else _sqlite(asked, "AND")


def _any(asked: list[list[str]]) -> RawSQL:
    return _postgresql(asked, "|") if connection.vendor == "postgresql" else _sqlite(asked, "OR")


def holds(query: str) -> Q:
    """Recommendations in which every word and phrase of the query occurs, and none that it rules out.

    All of them for an empty query; none for a query of nothing but signs ("?!").
    """
    if not query.strip():
        return Q()
    asked, ruled_out = phrases(query), exclusions(query)
    if not asked and not ruled_out:
        return Q(pk__in=[])
    found = Q(pk__in=_all(asked)) if asked else Q()
    return found & ~Q(pk__in=_any(ruled_out)) if ruled_out else found
