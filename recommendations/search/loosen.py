"""Where nothing was found: which one filter to take away, and how many recommendations there are without it."""

from dataclasses import fields

from .answer import answer
from .criteria import Criteria

ARRANGING = ("sort", "by")  # what takes nothing away


def without_one(criteria: Criteria) -> list[tuple[str, int]]:
    """Each filter, the words among them, without which something is found, with how many; most first.

    On SQL, one query for each filter that is asked for.
    """
    asked = [each.name for each in fields(criteria) if each.name not in ARRANGING and criteria.values(each.name)]
    counts = {name: answer(criteria.but(name)).count for name in asked}
    return sorted(((name, n) for name, n in counts.items() if n), key=lambda one: -one[1])
