"""The log as it lies in the database, read as text: whatever was written into a column, it can be judged."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from django.db.models import Func, TextField

from reprisals.models import Entry
from reprisals.models.audit import DIGESTED, digest_of

AT_ONCE = 1000  # rows in memory


class AsText(Func):
    """A column as text, the same on both databases."""

    output_field = TextField()
    template = "CAST(%(expressions)s AS text)"


class TimeAsText(AsText):
    """A time as text, in UTC."""

    def as_postgresql(self, compiler: Any, connection: Any, **more: Any) -> Any:
        utc = "to_char(%(expressions)s AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')"
        return self.as_sql(compiler, connection, template=utc, **more)


class Row(NamedTuple):
    """One row of the log; each column as text, None where it is NULL."""

    number: str | None
    taken_at: str | None
    action: str | None
    by: str | None
    subject: str | None
    about: str | None
    fields: str | None
    previous: str | None
    digest: str | None

    @property
    def place(self) -> int:
        """The number of the row; 0 where it is none."""
        number = self.number or ""
        return int(number) if number.isascii() and number.isdecimal() else 0

    @property
    def computed(self) -> str:
        """The digest of what stands in the row."""
        return digest_of(self[: len(DIGESTED)])

    @property
    def is_whole(self) -> bool:
        """Whether the row is what its digest says."""
        return self.digest == self.computed

    def follows(self, before: "Row") -> bool:
        """Whether this row was written after the other, as far as what each of them lost still tells it.

        A row that is not whole is named by itself: here it counts as what it was before a digest in it was changed.
        """
        if self.previous == before.digest:
            return True
        ends = {before.digest, before.computed}
        return self.previous in ends or any(self._replace(previous=end).is_whole for end in ends)


def rows() -> Iterator[Row]:
    """All rows in the order of their numbers. DatabaseError where a column holds what cannot be read at all."""
    columns = [TimeAsText(name) if name == "taken_at" else AsText(name) for name in (*DIGESTED, "digest")]
    for found in Entry.objects.order_by("number").values_list(*columns).iterator(chunk_size=AT_ONCE):
        row = Row(*found)
        # SQLite leaves microseconds out where there are none.
        yield row if "." in (row.taken_at or ".") else row._replace(taken_at=f"{row.taken_at}.000000")
