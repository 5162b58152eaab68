"""Where nothing was found: which one filter to take away, or to keep, and how many recommendations there are then."""

from dataclasses import fields

from .answer import answer
from .criteria import Criteria

ARRANGING = ("sort", "by")  # what takes nothing away


def without_one(criteria: Criteria) -> list[tuple[str, int]]:
    """Each filter, the words among them, without which something is found, with how many; most first.

    On SQL, one query for each filter that is asked for.
    """
    return _counted({name: criteria.but(name) for name in _asked(criteria)})


def with_one(criteria: Criteria) -> list[tuple[str, int]]:
    """Each filter with which alone something is found, with how many; most first. On SQL, one query for each."""
    return _counted({name: Criteria().but(name, *criteria.values(name)) for name in _asked(criteria)})


def _asked(criteria: Criteria) -> list[str]:
    return [each.name for each in fields(criteria) if each.name not in ARRANGING and criteria.values(each.name)]


def _counted(searches: dict[str, Criteria]) -> list[tuple[str, int]]:
    counts = {name: answer(criteria).count for name, criteria in searches.items()}
    return sorted(((name, n) for name, n in counts.items() if n), key=lambda one: -one[1])
