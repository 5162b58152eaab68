"""New rows in bulk, as plain values: without an instance, and each prepared only where its type asks for it.

The database checks and does all that it does for any other row: constraints, references, triggers. No signal is sent.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from functools import partial
from itertools import repeat
from typing import Any

from django.db import connection, models, transaction

from .row_triggers import once_for_all

# Of these types the database takes a value as it is; every other one is prepared by its field.
AS_IT_IS = {
    models.BooleanField,
    models.CharField,
    models.ForeignKey,
    models.PositiveIntegerField,
    models.PositiveSmallIntegerField,
    models.TextField,
}

# Of SQLite, while very many rows are written: 64 MB of pages (by default 2), and temporary files (2) in memory.
ROOM = {"cache_size": -64 * 1024, "temp_store": 2}

Row = Sequence[Any]


@contextmanager
def writing_many() -> Iterator[None]:
    """A transaction in which very many rows are written. Within another one it is no more than a part of that.

    SQLite keeps what is written in memory until the end: else it writes the same pages of indexes out and reads them in
    again and again, and what it needs to take a statement back goes through a file. PostgreSQL looks rows up that are
    referred to in the index, however few there are: else it reads all States for each row that names one.
    """
    outermost = not connection.in_atomic_block
    with _room() if outermost and connection.vendor == "sqlite" else nullcontext(), transaction.atomic():
        if outermost and connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL enable_seqscan = off")
        yield


@contextmanager
def _room() -> Iterator[None]:
    """Gives SQLite memory on this connection, for so long."""
    with connection.cursor() as cursor:
        before = {name: cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in ROOM}
        for name, value in ROOM.items():
            cursor.execute(f"PRAGMA {name} = {value}")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            for name, value in before.items():
                cursor.execute(f"PRAGMA {name} = {value}")
            cursor.execute("PRAGMA shrink_memory")


def insert_rows(model: type[models.Model], names: Sequence[str], rows: Sequence[Row]) -> Sequence[int]:
    """Inserts rows and returns their keys, in order. Every field that is not named has its default.

    names: the attributes of which each row holds the values (`review_id`, not `review`). Written by `COPY` on
    PostgreSQL, else by one prepared statement. Raises django.db.Error as any other insert does.
    """
    if not rows:
        return []
    with transaction.atomic(savepoint=False):
        keys = _keys(model, len(rows))
        by_name: dict[str, Any] = {field.attname: field for field in model._meta.concrete_fields}
        fields = [by_name[name] for name in names]
        others = [field for field in by_name.values() if field not in fields and not field.primary_key]
        columns: list[Iterable[Any]] = [keys, *map(_prepared, fields, zip(*rows, strict=True))]
        columns += [repeat(_prepare(field, field.get_default())) for field in others]
        named = [connection.ops.quote_name(field.column) for field in (by_name["id"], *fields, *others)]
        _write(model._meta.db_table, named, zip(*columns, strict=False), keys)  # defaults have no end
    return keys


def _prepare(field: models.Field, value: Any) -> Any:
    return field.get_db_prep_save(value, connection=connection)


def _prepared(field: models.Field, values: Iterable[Any]) -> Iterable[Any]:
    """The values of one column, as the database takes them."""
    return values if type(field) in AS_IT_IS else map(partial(_prepare, field), values)


def _keys(model: type[models.Model], count: int) -> Sequence[int]:
    """Keys that nobody else gets: of a sequence, or on SQLite, where one writes at a time, those after the last."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # OFFSET 0: the sequence is looked up once, not for each key.
            sequence = "(SELECT pg_get_serial_sequence(%s, 'id')::regclass AS name OFFSET 0)"
            cursor.execute(f"SELECT nextval(s.name) FROM {sequence} s, generate_series(1, %s)", [table, count])  # noqa: S608
            return [key for (key,) in cursor.fetchall()]
        # SQLite keeps here the last key that was ever given, and notes the new ones itself.
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        last = (cursor.fetchone() or (0,))[0]
        return range(last + 1, last + 1 + count)


def _write(table: str, columns: list[str], rows: Iterator[Any], keys: Sequence[int]) -> None:
    named = ", ".join(columns)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with connection.wrap_database_errors, cursor.copy(f"COPY {table} ({named}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            marks = ", ".join(["%s"] * len(columns))
            with once_for_all(cursor, table, keys[0], keys[-1]):
                cursor.executemany(f"INSERT INTO {table} ({named}) VALUES ({marks})", rows)  # type: ignore[arg-type]  # noqa: S608
