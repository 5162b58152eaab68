"""Takes what was deleted out of the files of the database, where deleting alone leaves it until it is overwritten."""

from django.apps import apps
from django.db import connection, transaction


def scrub_after_commit() -> None:
    """Once the deletion is committed, rewrites what held it."""
    transaction.on_commit(scrub)


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
        tables = [model._meta.db_table for model in apps.get_app_config("reprisals").get_models()]
        for table in (*tables, "django_admin_log"):
            cursor.execute(f"VACUUM (FULL) {connection.ops.quote_name(table)}")
        cursor.execute("CHECKPOINT")
