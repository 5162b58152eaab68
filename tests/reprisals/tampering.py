"""What somebody does to the log who owns the database."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from reprisals.audit import guard


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
