"""The triggers that note when a row that the public can see goes away: deleted, withdrawn, or moved out of sight.

What changes and stays is of no concern here. Whoever deletes or withdraws by whatever path is noted, in the same
transaction; files that were made before are not handed out any more (open_data/).
"""

import hashlib
from typing import Any

from django.db import connections, models
from django.db.backends.base.base import BaseDatabaseWrapper

from recommendations.models.removal import Removal

from .public_rows import BY_THEMSELVES, ONLY_IF, REFERRED_TO, Model, is_public, tables
from .triggers import BY_INDEX

TABLE = Removal._meta.db_table
PREFIX = "removal_"
NOTE = "INSERT INTO {table} (id, times) VALUES (1, 1) ON CONFLICT (id) DO UPDATE SET times = times + 1"


def deciding(model: Model) -> list[str]:
    """The columns by which a row can move out of sight: what it belongs to, and what says that it is public."""
    said = f"{BY_THEMSELVES.get(model, '')} {ONLY_IF.get(model, '')}"
    fields = [field for field in model._meta.concrete_fields if not field.primary_key]
    return [
        f'"{field.column}"'
        for field in fields
        if isinstance(field, models.ForeignKey) or field.column == "published_at" or f".{field.column}" in said
    ]


def left_alone(model: Model, old: str, new: str) -> str:
    """That a row no longer refers to something that is public as long as something public does, such as a source."""
    fields = [f'"{field.column}"' for field in model._meta.concrete_fields if field.related_model in REFERRED_TO]
    others = [f"({old}.{one} IS NOT NULL AND {old}.{one} IS DISTINCT FROM {new}.{one})" for one in fields]
    return " OR ".join(others) or "1 = 0"


def sqlite_triggers() -> dict[str, str]:
    """The statement that makes each trigger, by its name."""
    note = f"{NOTE.format(table=TABLE)};"
    found = {}
    for model in tables():
        table, old = model._meta.db_table, is_public(model, "OLD")
        columns = ", ".join(deciding(model))
        left = left_alone(model, "OLD", "NEW").replace("IS DISTINCT FROM", "IS NOT")  # as older ones of SQLite say it
        gone = f"{old} AND ({left} OR NOT ({is_public(model, 'NEW')}))"
        when = {"DELETE": old} | ({f"UPDATE OF {columns}": gone} if columns else {})
        for what, condition in when.items():
            name = f"{PREFIX}{table}_{what.split()[0].lower()}"
            found[name] = f"CREATE TRIGGER {name} AFTER {what} ON {table} WHEN {condition} BEGIN {note} END"
    return found


def _postgresql_function(model: Model) -> str:
    columns = deciding(model)
    old, new = is_public(model, "o"), is_public(model, "n")
    differ = " OR ".join(f"n.{column} IS DISTINCT FROM o.{column}" for column in columns) or "false"
    return f"""
CREATE OR REPLACE FUNCTION {PREFIX}{model._meta.db_table}() RETURNS trigger LANGUAGE plpgsql {BY_INDEX} AS $$
DECLARE
    gone boolean;
BEGIN
    IF TG_OP = 'DELETE' THEN
        gone := EXISTS (SELECT 1 FROM old_rows o WHERE {old});
    ELSE
        gone := EXISTS (SELECT 1 FROM new_rows n JOIN old_rows o ON o.id = n.id
            WHERE ({differ}) AND {old} AND ({left_alone(model, "o", "n")} OR NOT ({new})));
    END IF;
    IF gone THEN
        INSERT INTO {TABLE} (times, moved_by) VALUES (1, pg_current_xact_id()::text::bigint)
            ON CONFLICT (moved_by) DO UPDATE SET times = {TABLE}.times + 1;
    END IF;
    RETURN NULL;
END $$
"""  # noqa: S608


def postgresql_statements() -> list[str]:
    """All that makes the functions and triggers, in order."""
    found = []
    for model in tables():
        table = model._meta.db_table
        found.append(_postgresql_function(model))
        for what, rows in (
            ("DELETE", "OLD TABLE AS old_rows"),
            ("UPDATE", "NEW TABLE AS new_rows OLD TABLE AS old_rows"),
        ):
            found.append(
                f"CREATE OR REPLACE TRIGGER {PREFIX}{what.lower()} AFTER {what} ON {table} REFERENCING {rows}"
                f" FOR EACH STATEMENT EXECUTE FUNCTION {PREFIX}{table}()"
            )
    return found


def ensure(connection: BaseDatabaseWrapper) -> None:
    """Makes the triggers anew where any is missing, and notes a removal then: meanwhile nobody watched."""
    with connection.cursor() as cursor:
        if TABLE not in connection.introspection.table_names(cursor) or not _is_missing(cursor):
            return
        stand_aside(connection)
        postgresql = connection.vendor == "postgresql"
        for statement in postgresql_statements() if postgresql else sqlite_triggers().values():
            cursor.execute(statement)
        if postgresql:
            cursor.execute(f"COMMENT ON TABLE {TABLE} IS '{_digest()}'")
        note = "INSERT INTO {table} (times) VALUES (1)" if postgresql else NOTE
        cursor.execute(note.format(table=TABLE))


def _digest() -> str:
    return hashlib.sha256("".join(postgresql_statements()).encode()).hexdigest()


def _is_missing(cursor: Any) -> bool:
    if cursor.db.vendor == "postgresql":
        cursor.execute(
            "SELECT count(*), obj_description(to_regclass(%s), 'pg_class') FROM pg_trigger"
            " WHERE tgname IN (%s, %s) AND tgenabled <> 'D'",
            [TABLE, f"{PREFIX}delete", f"{PREFIX}update"],
        )
        return cursor.fetchone() != (2 * len(tables()), _digest())
    cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE %s", [f"{PREFIX}%"])
    return dict(cursor.fetchall()) != sqlite_triggers()


def stand_aside(connection: BaseDatabaseWrapper) -> None:
    """Takes the triggers away, as while migrations run; they are made anew after that, which is noted."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT tgname, tgrelid::regclass::text FROM pg_trigger WHERE tgname IN (%s, %s)",
                [f"{PREFIX}delete", f"{PREFIX}update"],
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
