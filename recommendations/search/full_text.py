"""Which recommendations hold the words of a query, on either database."""

from dataclasses import dataclass

from django.db import connection
from django.db.models import Q
from django.db.models.expressions import RawSQL

from .schema import FTS, TABLE
from .spellings import Asked, Query, Words

LONGEST_QUERY = 300


@dataclass(frozen=True, slots=True)
class _Language:
    """How a database writes what is to be found."""

    sql: str
    keys: str  # all at once, as one text: a third of the time that as many rows take
    together: str  # between two words of a phrase
    phrase: str
    both: str
    either: str
    but_not: str

    def words(self, words: Words) -> str:
        return self.phrase.format(self.together.join(words))

    def any_of(self, parts: list[str]) -> str:
        return "(" + f" {self.either} ".join(parts) + ")"

    def all_of(self, parts: list[str]) -> str:
        return "(" + f" {self.both} ".join(parts) + ")"

    def asked(self, asked: Asked) -> str:
        """One thing that is asked for, in any of its spellings."""
        ways = [self.all_of([self.words(phrase) for phrase in asked.phrases])]
        for spelling in asked.spellings:
            way = self.words(spelling.words)
            if spelling.within:
                way = f"({way} {self.but_not} {self.any_of([self.words(name) for name in sorted(spelling.within)])})"
            ways.append(way)
        return self.any_of(ways)

    def found(self, query: str) -> Q:
        return Q(pk__in=RawSQL(self.sql, [query]))  # noqa: S611

    def keys_of(self, query: str) -> list[int]:
        with connection.cursor() as cursor:
            cursor.execute(self.keys, [query])
            (found,) = cursor.fetchone()
        return list(map(int, found.split(","))) if found else []


_POSTGRESQL = _Language(
    f"SELECT id FROM {TABLE} WHERE search_vector @@ to_tsquery('simple', %s)",  # noqa: S608
    f"SELECT string_agg(id::text, ',') FROM {TABLE} WHERE search_vector @@ to_tsquery('simple', %s)",  # noqa: S608
    together=" <-> ",
    phrase="({})",
    both="&",
    either="|",
    but_not="& !",
)
_SQLITE = _Language(
    f"SELECT rowid FROM {FTS} WHERE {FTS} MATCH %s",  # noqa: S608
    f"SELECT group_concat(rowid) FROM {FTS} WHERE {FTS} MATCH %s",  # noqa: S608
    together=" ",
    phrase='"{}"',
    both="AND",
    either="OR",
    but_not="NOT",
)


def holds(query: Query) -> Q:
    """Recommendations in which every word and phrase of the query occurs, in any spelling, and none that it rules out.

    All of them for an empty query; none for a query of nothing but signs ("?!").
    """
    if query.is_empty:
        return Q()
    if not query.asked and not query.ruled_out:
        return Q(pk__in=[])
    asked, ruled_out = _in_the_language(query)
    language = _language()
    found = language.found(asked) if asked else Q()
    return found & ~language.found(ruled_out) if ruled_out else found


def keys_of(query: Query) -> tuple[list[int] | None, list[int]]:
    """The keys of the recommendations that hold what a query asks for, public or not, and of what it rules out.

    None instead of the first where it only rules out.
    """
    asked, ruled_out = _in_the_language(query)
    language = _language()
    return (language.keys_of(asked) if asked else None), (language.keys_of(ruled_out) if ruled_out else [])


def _language() -> _Language:
    return _POSTGRESQL if connection.vendor == "postgresql" else _SQLITE


def _in_the_language(query: Query) -> tuple[str, str]:
    """What is asked for and what is ruled out, as the database writes it; empty where there is none."""
    language = _language()
    asked = language.all_of([language.asked(one) for one in query.asked]) if query.asked else ""
    return asked, language.any_of([language.asked(one) for one in query.ruled_out]) if query.ruled_out else ""
