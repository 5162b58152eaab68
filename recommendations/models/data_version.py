"""The version of the public data: it moves when public data moves, and only then.

The database moves it itself, in the transaction of the change (recommendations/data_version/): whatever changes a
public row, changes the version that the next answer of every process begins with.
"""

from typing import NamedTuple

from django.db import connection, models


class Version(NamedTuple):
    """What the data are known by: a token that never comes again, and since when, in seconds since 1970."""

    token: str
    moved_at: int

    @property
    def is_known(self) -> bool:
        """False where the database does not watch over it, as in the middle of a migration: then nothing is kept."""
        return bool(self.token)


UNKNOWN = Version("", 0)


class DataVersionManager(models.Manager):
    def current(self) -> Version:
        """The version now. One query; unknown within a transaction, which may have changed what no version tells."""
        return UNKNOWN if connection.in_atomic_block else self.read()

    def read(self) -> Version:
        """The version that this transaction sees. One query."""
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT token, moved_at FROM {DataVersion._meta.db_table} ORDER BY id")  # noqa: S608
            rows = cursor.fetchall()
        if not rows or not all(token for token, _moved_at in rows):
            return UNKNOWN
        return Version("".join(token for token, _moved_at in rows), max(moved_at for _token, moved_at in rows))


class DataVersion(models.Model):
    """A part of the version. One row; on PostgreSQL a further one for each that ever wrote at the same time.

    So nobody who writes waits for another: each moves a row that no one else is moving.
    """

    token = models.CharField(max_length=32, blank=True, help_text="Random; another one after every change.")
    moved_at = models.BigIntegerField(help_text="When it moved last, in seconds since 1970.")
    moved_by = models.BigIntegerField(null=True, help_text="PostgreSQL's transaction, which moves it once.")

    objects = DataVersionManager()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.token
