"""How long the database may work on one statement of a public page."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import OperationalError, connection

STEPS = 20_000  # of SQLite's machine, after which the clock is read: some milliseconds
WAIT = 30  # seconds that whoever asked too much is asked to wait


class TakesTooLong(Exception):
    """A statement was stopped."""


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Stops a statement inside that takes longer; on SQLite, all of them together. Raises TakesTooLong."""
    connection.ensure_connection()
    try:
        with _postgresql(seconds) if connection.vendor == "postgresql" else _sqlite(seconds):
            yield
    except OperationalError as error:
        if str(error) == "interrupted" or getattr(error.__cause__, "sqlstate", "") == "57014":  # query_canceled
            raise TakesTooLong from error
        raise


@contextmanager
def _sqlite(seconds: float) -> Iterator[None]:
    until = time.monotonic() + seconds
    database = connection.connection
    database.set_progress_handler(lambda: time.monotonic() > until, STEPS)
    try:
        yield
    finally:
        database.set_progress_handler(None, 0)


@contextmanager
def _postgresql(seconds: float) -> Iterator[None]:
    _set(f"{round(seconds * 1000)}")
    try:
        yield
    finally:
        if connection.connection and not connection.connection.closed and not connection.needs_rollback:
            _set("0")


def _set(milliseconds: str) -> None:
    """Told to the connection itself: a setting is no query of a page, and is in no page's budget."""
    connection.connection.execute("SELECT set_config('statement_timeout', %s, false)", [milliseconds])
