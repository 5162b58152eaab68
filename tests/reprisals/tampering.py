"""A log of every sort, what somebody does to it who owns the database, and what a check says of that."""

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction

from reprisals import audit
from reprisals.audit import guard, witness
from reprisals.audit.findings import Findings
from reprisals.models import Entry
from reprisals.models.audit import DIGESTED

from .records import an_incident


def unguard() -> None:
    """Takes away the triggers that refuse changes."""
    with connection.cursor() as cursor:
        for name in guard.POSTGRESQL_TRIGGERS if connection.vendor == "postgresql" else guard.SQLITE_TRIGGERS:
            of_table = f" ON {guard.TABLE}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{of_table}")


@contextmanager
def tampering() -> Iterator[None]:
    """The log without what guards it, and with it again afterwards."""
    unguard()
    yield
    guard.ensure(connection)


COLUMNS = [*DIGESTED[1:], "digest"]


def a_log(people: Any, length: int = 9) -> None:
    """Entries of every sort, of which no two are alike, and their witness."""
    incidents = [an_incident(people[0]) for _n in range(2)]
    for n in range(length):
        action = audit.Action.values[n % len(audit.Action.values)]
        about = f"teapot {n}"
        audit.note(action, [*people, None][n % 3], [*incidents, None][n % 3], ["title", "account"][: n % 3], about)
    remember()


def remember() -> None:
    """The witness as it would be if all had been committed."""
    for row in Entry.objects.order_by("number"):
        witness.write_down(row.number, row.digest)


def change(number: int, **columns: Any) -> None:
    Entry.objects.filter(number=number).update(**columns)


def recompute(first: int, chained: bool = True) -> None:
    """Digests made anew as the site would make them: of one row, or from it to the end."""
    previous = None
    for row in Entry.objects.filter(number__gte=first).order_by("number"):
        row.previous = row.previous if previous is None else previous
        row.seal()
        change(row.number, previous=row.previous, digest=row.digest)
        previous = row.digest
        if not chained:
            return


def contents(number: int) -> dict[str, Any]:
    return Entry.objects.filter(number=number).values(*COLUMNS).get()


def swap(one: int, other: int, *columns: str) -> None:
    first, second = contents(one), contents(other)
    change(one, **{name: second[name] for name in columns or COLUMNS})
    change(other, **{name: first[name] for name in columns or COLUMNS})


def renumber(number: int, to: int) -> None:
    Entry.objects.filter(number=number).update(number=to)


def named(found: Findings) -> set[int]:
    """All numbers that the problems name."""
    return {n for p in found.problems for first, last in p.entries for n in range(first, last + 1)}


def said(found: Findings) -> list[str]:
    return [problem.message for problem in found.problems]


@contextmanager
def undone() -> Iterator[None]:
    """What is done inside is rolled back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


OTHER = {
    "taken_at": datetime.datetime(2020, 2, 2, tzinfo=datetime.UTC),
    "action": "teapot",
    "by": None,
    "subject": "0" * 32,
    "about": "",
    "fields": "account",
    "previous": "0" * 64,
    "digest": "0" * 64,
}
