"""What every list of the API can be asked beside its filters: which fields, how many at once, and from where on."""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.core import signing
from django.http import QueryDict
from django.utils.translation import gettext as _

from recommendations.addresses import FOREIGN, twice, unknown_filter
from recommendations.api.answering import Refused

FIELDS, LIMIT, CURSOR = "fields", "limit", "cursor"
OWN = (FIELDS, LIMIT, CURSOR)
AT_ONCE = 50  # records, where nobody says how many
MOST_AT_ONCE = 200
LONGEST_CURSOR = 1000  # signs
_signer = signing.Signer(sep=".", salt="recommendations.api.cursor")


@dataclass(frozen=True, slots=True)
class Asked:
    """fields: the names of those that are wanted, None for all. after: the values from which on, None for the start."""

    fields: frozenset[str] | None
    limit: int
    after: tuple[Any, ...] | None
    question: str  # by which a cursor is known to be of these filters

    @classmethod
    def read(cls, query: QueryDict, known_fields: Collection[str], path: str) -> "Asked":
        """From the parameters and the path of an address; Refused where it asks for something unknown."""
        problems = [twice(name) for name in OWN if len(query.getlist(name)) > 1]
        question = _question(query, path)
        fields = read_fields(query, known_fields, problems)
        limit = _limit(str(query.get(LIMIT, AT_ONCE)), problems)
        after = _after(str(query[CURSOR]), question, problems) if CURSOR in query else None
        if problems:
            raise Refused(problems)
        return cls(fields, limit, after, question)

    def cursor(self, values: Collection[Any]) -> str:
        """What leads on after a record, by the values that the order goes by."""
        return _signer.sign_object([self.question, *values])


def filters_of(query: QueryDict) -> QueryDict:
    """What is left for the filters."""
    rest = query.copy()
    for name in OWN:
        rest.pop(name, None)
    return rest


def refuse_unknown(query: QueryDict, known: Collection[str] = ()) -> None:
    """Refuses an address with a parameter that is not among these."""
    names = [name for name in query if name not in known and not name.startswith(FOREIGN)]
    if names:
        raise Refused([unknown_filter(name) for name in names])


def read_fields(query: QueryDict, known: Collection[str], problems: list[str]) -> frozenset[str] | None:
    """The names of `?fields=text,position`; adds to the problems those that no record has."""
    if FIELDS not in query:
        return None
    names = [name.strip() for name in str(query[FIELDS]).split(",")]
    said = _("“%(name)s” is not a field of these records.")
    problems += [said % {"name": name[:100]} for name in dict.fromkeys(names) if name not in known]
    return frozenset(names)


def _limit(given: str, problems: list[str]) -> int:
    if given.isascii() and given.isdigit() and len(given) <= len(str(MOST_AT_ONCE)) and 1 <= int(given) <= MOST_AT_ONCE:
        return int(given)
    said = _("“%(value)s” is not a limit: give a number from 1 to %(most)s.")
    problems.append(said % {"value": given[:100], "most": MOST_AT_ONCE})
    return AT_ONCE


def _after(given: str, question: str, problems: list[str]) -> tuple[Any, ...] | None:
    try:
        of, *values = _signer.unsign_object(given) if len(given) <= LONGEST_CURSOR else [""]
    except (signing.BadSignature, ValueError):
        of, values = "", []
    if not of:
        problems.append(_("This cursor is none of this site: take the address in “next” as it is, or begin anew."))
    elif of != question:
        problems.append(_("This cursor is of another search: take the address in “next” as it is, or begin anew."))
    return tuple(values)


def _question(query: QueryDict, path: str) -> str:
    """A digest of the list, the filters and the order: what a cursor leads on in."""
    asked = sorted((name, value) for name, values in filters_of(query).lists() for value in values)
    asked = [pair for pair in asked if not pair[0].startswith(FOREIGN)]
    return hashlib.sha256(repr((path, asked)).encode()).hexdigest()[:16]
