"""The full-text index in each database: an FTS5 table on SQLite, a tsvector column on PostgreSQL.

Both index the column search_words as it is. Django's rebuild of a SQLite table drops triggers without a
word, so they are looked for after every migration and made again.
"""

from typing import Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from recommendations.models.row_triggers import done_at_once

TABLE = "recommendations_recommendation"
FTS = "recommendations_recommendation_fts"

_DELETE = f"INSERT INTO {FTS}({FTS}, rowid, search_words) VALUES ('delete', old.id, old.search_words);"  # noqa: S608
_INSERT = f"INSERT INTO {FTS}(rowid, search_words) VALUES (new.id, new.search_words);"  # noqa: S608


@done_at_once
def at_once(table: str, new: str) -> dict[str, str]:
    """What indexes very many new rows in one statement."""
    name = f"{FTS}_insert"
    work = f"INSERT INTO {FTS}(rowid, search_words) SELECT n.id, n.search_words FROM {TABLE} n WHERE {new}"  # noqa: S608
    return {f"CREATE TRIGGER {name} {SQLITE_TRIGGERS[name]}": work} if table == TABLE else {}


SQLITE_TRIGGERS = {
    f"{FTS}_insert": f"AFTER INSERT ON {TABLE} BEGIN {_INSERT} END",
    f"{FTS}_delete": f"AFTER DELETE ON {TABLE} BEGIN {_DELETE} END",
    f"{FTS}_update": f"AFTER UPDATE OF search_words ON {TABLE} BEGIN {_DELETE} {_INSERT} END",
}


def ensure(connection: BaseDatabaseWrapper) -> None:
    """Makes what is missing of the index; where it had to be made, it is filled from the table."""
    with connection.cursor() as cursor:
        if TABLE not in connection.introspection.table_names(cursor):
            return
        if connection.vendor == "postgresql":
            columns = connection.introspection.get_table_description(cursor, TABLE)
            if "search_vector" not in {column.name for column in columns}:
                _make_postgresql(cursor)
        else:
            _ensure_sqlite(cursor)


def _make_postgresql(cursor: Any) -> None:
    cursor.execute(
        f"ALTER TABLE {TABLE} ADD COLUMN search_vector tsvector "
        "GENERATED ALWAYS AS (to_tsvector('simple'::regconfig, search_words)) STORED"
    )
    cursor.execute(f"CREATE INDEX {TABLE}_search ON {TABLE} USING gin (search_vector)")


def _ensure_sqlite(cursor: Any) -> None:
    cursor.execute("SELECT name FROM sqlite_master WHERE name LIKE %s", [f"{FTS}%"])
    there = {name for (name,) in cursor.fetchall()}
    if there.issuperset({FTS, *SQLITE_TRIGGERS}):
        return
    cursor.execute(
        f"CREATE VIRTUAL TABLE IF NOT EXISTS {FTS} USING fts5("
        f"search_words, content='{TABLE}', content_rowid='id', tokenize='ascii')"
    )
    for name, body in SQLITE_TRIGGERS.items():
        cursor.execute(f"CREATE TRIGGER IF NOT EXISTS {name} {body}")
    cursor.execute(f"INSERT INTO {FTS}({FTS}) VALUES ('rebuild')")  # noqa: S608


def ensure_after_migrate(sender: Any, using: str, **kwargs: Any) -> None:
    ensure(connections[using])
