"""The triggers that move the version of the public data, in each database.

SQLite asks for each row, PostgreSQL once for each statement, and moves the version once in a transaction. They stand
aside for migrations, in which SQLite rebuilds tables: meanwhile the version is unknown, and nothing is kept.
"""

import hashlib
from typing import Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils import timezone

from recommendations.models.data_version import DataVersion
from recommendations.models.row_triggers import done_at_once

from .public_rows import Model, columns, is_public, tables

TABLE = DataVersion._meta.db_table
PREFIX = "data_version_"


_MOVED = "1, lower(hex(randomblob(16))), strftime('%s', 'now')"
# The conflict clause of whoever writes would replace “OR REPLACE”; it leaves this one alone.
_OVER = "ON CONFLICT (id) DO UPDATE SET token = excluded.token, moved_at = excluded.moved_at"


@done_at_once
def at_once(table: str, new: str) -> dict[str, str]:
    """What asks once whether the public can see any of very many new rows, as PostgreSQL asks for each statement."""
    model = next((model for model in tables() if model._meta.db_table == table), None)
    if model is None:
        return {}
    seen = f"EXISTS (SELECT 1 FROM {table} n WHERE {new} AND {is_public(model, 'n')})"  # noqa: S608
    work = f"INSERT INTO {TABLE} (id, token, moved_at) SELECT {_MOVED} WHERE {seen} {_OVER}"
    return {_sqlite_triggers(model)[f"{PREFIX}{table}_insert"]: work}


def sqlite_triggers() -> dict[str, str]:
    """The statement that makes each trigger, by its name."""
    return {name: statement for model in tables() for name, statement in _sqlite_triggers(model).items()}


def _sqlite_triggers(model: Model) -> dict[str, str]:
    move = f"INSERT INTO {TABLE} (id, token, moved_at) VALUES ({_MOVED}) {_OVER};"  # noqa: S608
    table = model._meta.db_table
    differs = " OR ".join(f"NEW.{column} IS NOT OLD.{column}" for column in columns(model))
    when = {
        "INSERT": is_public(model, "NEW"),
        "DELETE": is_public(model, "OLD"),
        "UPDATE": f"({differs}) AND ({is_public(model, 'OLD')} OR {is_public(model, 'NEW')})",
    }
    names = {what: f"{PREFIX}{table}_{what.lower()}" for what in when}
    return {
        names[what]: f"CREATE TRIGGER {names[what]} AFTER {what} ON {table} WHEN {condition} BEGIN {move} END"
        for what, condition in when.items()
    }


MOVE = f"""
CREATE OR REPLACE FUNCTION {PREFIX}move() RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    random text := replace(gen_random_uuid()::text, '-', '');
    now bigint := extract(epoch FROM clock_timestamp());
    me bigint := pg_current_xact_id()::text::bigint;
BEGIN
    UPDATE {TABLE} SET token = random, moved_at = now, moved_by = me
        WHERE id = (SELECT id FROM {TABLE} ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED);
    IF NOT FOUND THEN
        INSERT INTO {TABLE} (token, moved_at, moved_by) VALUES (random, now, me);
    END IF;
END $$
"""  # noqa: S608
# A connection keeps the plan that it made while tables were nearly empty, which then reads a big one whole for each row
# of another: so functions of triggers look rows up in the indexes, however few there were.
BY_INDEX = "SET enable_seqscan = off SET jit = off"
# Numbers of transactions begin anew in a copy of the database: so one that moved it before this one began is another.
_HAS_MOVED = f"""EXISTS (SELECT 1 FROM {TABLE} WHERE moved_by = pg_current_xact_id()::text::bigint
        AND moved_at >= floor(extract(epoch FROM transaction_timestamp())))"""  # noqa: S608


def _postgresql_function(model: Model) -> str:
    new, old = is_public(model, "n"), is_public(model, "o")
    both = [", ".join(f"{row}.{column}" for column in columns(model)) for row in "no"]
    return f"""
CREATE OR REPLACE FUNCTION {PREFIX}{model._meta.db_table}() RETURNS trigger LANGUAGE plpgsql {BY_INDEX} AS $$
DECLARE
    moves boolean;
BEGIN
    IF {_HAS_MOVED} THEN
        RETURN NULL;
    END IF;
    IF TG_OP = 'INSERT' THEN
        moves := EXISTS (SELECT 1 FROM new_rows n WHERE {new});
    ELSIF TG_OP = 'DELETE' THEN
        moves := EXISTS (SELECT 1 FROM old_rows o WHERE {old});
    ELSE
        moves := EXISTS (SELECT 1 FROM new_rows n JOIN old_rows o ON o.id = n.id
            WHERE ROW({both[0]}) IS DISTINCT FROM ROW({both[1]}) AND ({new} OR {old}));
    END IF;
    IF moves THEN
        PERFORM {PREFIX}move();
    END IF;
    RETURN NULL;
END $$
"""  # noqa: S608


def postgresql_statements() -> list[str]:
    """All that makes the functions and triggers, in order."""
    found = [MOVE]
    for model in tables():
        table = model._meta.db_table
        found.append(_postgresql_function(model))
        for what, rows in {
            "INSERT": "NEW TABLE AS new_rows",
            "DELETE": "OLD TABLE AS old_rows",
            "UPDATE": "NEW TABLE AS new_rows OLD TABLE AS old_rows",
        }.items():
            found.append(
                f"CREATE OR REPLACE TRIGGER {PREFIX}{what.lower()} AFTER {what} ON {table} REFERENCING {rows}"
                f" FOR EACH STATEMENT EXECUTE FUNCTION {PREFIX}{table}()"
            )
    return found


def ensure(connection: BaseDatabaseWrapper) -> None:
    """Makes what is missing or of another release; where anything was, the version moves: it watched over nothing."""
    with connection.cursor() as cursor:
        if TABLE not in connection.introspection.table_names(cursor):
            return
        postgresql = connection.vendor == "postgresql"
        if (_ensure_postgresql if postgresql else _ensure_sqlite)(cursor):
            _move(cursor)


def missing(connection: BaseDatabaseWrapper) -> set[str]:
    """The names of triggers that are not there; on PostgreSQL with their tables, and also if switched off."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT tgname || ' ' || tgrelid::regclass FROM pg_trigger WHERE tgname LIKE %s AND tgenabled <> 'D'",
                [f"{PREFIX}%"],
            )
            wanted = {
                f"{PREFIX}{what} {model._meta.db_table}"
                for model in tables()
                for what in ("insert", "update", "delete")
            }
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
            wanted = set(sqlite_triggers())
        return wanted - {name for (name,) in cursor.fetchall()}


def _ensure_sqlite(cursor: Any) -> bool:
    cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE %s", [f"{PREFIX}%"])
    there, wanted = dict(cursor.fetchall()), sqlite_triggers()
    if there == wanted:
        return False
    for name in there:
        cursor.execute(f"DROP TRIGGER {name}")
    for statement in wanted.values():
        cursor.execute(statement)
    return True


def _ensure_postgresql(cursor: Any) -> bool:
    statements = postgresql_statements()
    digest = hashlib.sha256("".join(statements).encode()).hexdigest()
    cursor.execute("SELECT obj_description(to_regprocedure(%s), 'pg_proc')", [f"{PREFIX}move()"])
    if cursor.fetchone() == (digest,) and not missing(cursor.db):
        return False
    for statement in statements:
        cursor.execute(statement)
    cursor.execute(f"COMMENT ON FUNCTION {PREFIX}move() IS '{digest}'")
    return True


def _move(cursor: Any) -> None:
    if cursor.db.vendor == "postgresql":
        cursor.execute(f"DELETE FROM {TABLE} WHERE token = ''")  # noqa: S608
        cursor.execute(f"SELECT {PREFIX}move()")
        return
    cursor.execute(f"DELETE FROM {TABLE}")  # noqa: S608
    now = int(timezone.now().timestamp())
    cursor.execute(
        f"INSERT INTO {TABLE} (id, token, moved_at) VALUES (1, lower(hex(randomblob(16))), %s)",  # noqa: S608
        [now],
    )


def stand_aside(connection: BaseDatabaseWrapper) -> None:
    """Takes the triggers away, and says so: until they are made again the version is unknown."""
    with connection.cursor() as cursor:
        if TABLE not in connection.introspection.table_names(cursor):
            return
        cursor.execute(f"UPDATE {TABLE} SET token = ''")  # noqa: S608
        if connection.vendor == "postgresql":
            cursor.execute(f"DROP FUNCTION IF EXISTS {PREFIX}move()")
            cursor.execute(
                "SELECT tgname, tgrelid::regclass::text FROM pg_trigger WHERE tgname LIKE %s", [f"{PREFIX}%"]
            )
            for name, table in cursor.fetchall():
                cursor.execute(f"DROP TRIGGER {name} ON {table}")
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE %s", [f"{PREFIX}%"])
            for (name,) in cursor.fetchall():
                cursor.execute(f"DROP TRIGGER {name}")


def stand_aside_before_migrate(sender: Any, using: str, plan: Any = (), **kwargs: Any) -> None:
    if plan:
        stand_aside(connections[using])


def ensure_after_migrate(sender: Any, using: str, **kwargs: Any) -> None:
    ensure(connections[using])
