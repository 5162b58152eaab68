"""A random log, and anything at all done to it: `check` names every row that it was done to."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reprisals.audit.checking import check
from reprisals.models import Entry

from .tampering import COLUMNS, OTHER, a_log, change, contents, named, recompute, renumber, swap, tampering, undone

pytestmark = pytest.mark.django_db


WAYS = ["change", "delete", "swap", "renumber", "insert", "cut", "recompute one", "recompute all", "forge chain"]


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def tampered(people, seen, data):
    """One random log, one random alteration: `check` names every row that it was done to."""
    with undone():
        seen.unlink(missing_ok=True)
        length = data.draw(st.integers(2, 12), "length")
        a_log(people, length)
        assert check().problems == []
        assert check().notes == []
        number, other = data.draw(st.permutations(range(1, length + 1)), "rows")[:2]
        with tampering():
            done = TAMPER[data.draw(st.sampled_from(WAYS), "way")](data, length, number, other)
        assert done <= named(check())


def _change(data: Any, length: int, number: int, other: int) -> set[int]:
    column = data.draw(st.sampled_from(COLUMNS), "column")
    before = contents(number)[column]
    value = OTHER[column] if before != OTHER[column] else contents(other)[column]
    change(number, **{column: value})
    return {number} if contents(number)[column] != before else set()


def _delete(data: Any, length: int, number: int, other: int) -> set[int]:
    Entry.objects.filter(number__in=[number, other]).delete()
    return {number, other}


def _swap(data: Any, length: int, number: int, other: int) -> set[int]:
    swap(number, other)
    return {number, other}


def _renumber(data: Any, length: int, number: int, other: int) -> set[int]:
    renumber(number, data.draw(st.integers(length + 1, length + 40), "to"))
    return {number}


def _insert(data: Any, length: int, number: int, other: int) -> set[int]:
    """A row between others: those behind it move up by one, with or without a chain made anew."""
    for place in range(length, number - 1, -1):
        renumber(place, place + 1)
    row = Entry.objects.get(number=number + 1)
    row.number, row.about = number, "forged"
    row.save(force_insert=True)
    if data.draw(st.booleans(), "recomputed"):
        recompute(number)
    return {number}


def _cut(data: Any, length: int, number: int, other: int) -> set[int]:
    Entry.objects.filter(number__gte=number).delete()
    return set(range(number, length + 1))


def _recompute_one(data: Any, length: int, number: int, other: int) -> set[int]:
    done = _change_content(data, number)
    recompute(number, chained=False)
    return done


def _recompute_all(data: Any, length: int, number: int, other: int) -> set[int]:
    done = _change_content(data, number)
    recompute(number)
    return done


def _forge_chain(data: Any, length: int, number: int, other: int) -> set[int]:
    """A row is deleted, those behind it move down, and the chain is made anew."""
    Entry.objects.filter(number=number).delete()
    for place in range(number + 1, length + 1):
        renumber(place, place - 1)
    if number < length:
        row = Entry.objects.get(number=number)
        before = Entry.objects.filter(number=number - 1).values_list("digest", flat=True).first()
        change(row.number, previous=before or "")
        recompute(number)
    return {number}


def _change_content(data: Any, number: int) -> set[int]:
    column = data.draw(st.sampled_from(["taken_at", "action", "subject", "about"]), "column")
    change(number, **{column: OTHER[column] if column != "about" else "forged"})
    before = Entry.objects.get(number=number)
    before.seal()
    return {number} if before.digest != contents(number)["digest"] else set()


TAMPER: dict[str, Callable[[Any, int, int, int], set[int]]] = {
    "change": _change,
    "delete": _delete,
    "swap": _swap,
    "renumber": _renumber,
    "insert": _insert,
    "cut": _cut,
    "recompute one": _recompute_one,
    "recompute all": _recompute_all,
    "forge chain": _forge_chain,
}


def test_whatever_is_done_to_any_row_is_found_and_named(people, seen):
    tampered(people, seen)
