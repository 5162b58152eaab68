"""Takes what was deleted out of the files of the database, where deleting alone leaves it until it is overwritten."""

import time
from typing import Any

from django.apps import apps
from django.db import connection, transaction

from .models import Entry

PATIENCE = 10.0  # seconds
# Who still reads the database as it was before this transaction: rewriting a table keeps what they may yet ask for.
_READERS = """
    SELECT EXISTS (SELECT FROM pg_stat_progress_analyze WHERE datname = current_database()) OR EXISTS (
        SELECT FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
        AND age(backend_xmin) >= age(%s::xid)
    )
"""


def scrub_after_commit() -> None:
    """Once the deletion is committed, rewrites what held it."""
    transaction.on_commit(scrub, robust=True)  # what is withdrawn is withdrawn, whatever becomes of this


def scrub() -> None:
    """On SQLite, whose pages are overwritten on deletion (secure_delete), empties the write-ahead log into the file.

    On PostgreSQL, rewrites the tables of the room; its write-ahead log and copies made elsewhere keep what was written
    there until they are recycled, so that what must never be found is encrypted before it is written.
    """
    if connection.in_atomic_block:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            return
        _wait_for_readers(cursor)
        models = set(apps.get_app_config("reprisals").get_models()) - {Entry}  # of which nothing is ever deleted
        tables = sorted(model._meta.db_table for model in models)
        for table in (*tables, "django_admin_log"):
            # Rewriting keeps what anybody on the server may yet ask for, in whatever database they write; taking out
            # first asks those of this database alone.
            for how in ("", "(FULL) "):
                cursor.execute(f"VACUUM {how}{connection.ops.quote_name(table)}")
        cursor.execute("SELECT pg_has_role(current_user, 'pg_checkpoint', 'member')")
        if cursor.fetchone()[0]:  # else old files, emptied already, go with the next checkpoint by itself
            cursor.execute("CHECKPOINT")


def _wait_for_readers(cursor: Any) -> None:
    """Waits until those are done who began before now; not for ever."""
    cursor.execute("SELECT txid_current()::text")
    now, end = cursor.fetchone()[0], time.monotonic() + PATIENCE
    while time.monotonic() < end:
        cursor.execute(_READERS, [str(int(now) % 2**32)])
        if not cursor.fetchone()[0]:
            return
        time.sleep(0.1)
