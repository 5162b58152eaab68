"""The database itself refuses to change the log: it takes the entry that comes next, and nothing else.

Django's rebuild of a SQLite table drops triggers without a word, so they are made anew after every migration. Whoever
owns the database can drop them; what they do then, check_audit finds.
"""

import re
from typing import Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

TABLE = "reprisals_entry"
_SAYS = "The log is only ever added to."
_NEXT = f"(SELECT coalesce(max(number), 0) + 1 FROM {TABLE})"  # noqa: S608

# “INSERT OR REPLACE” deletes without a trigger's being asked: so the next number alone is let in.
SQLITE_TRIGGERS = {
    f"{TABLE}_never_changed": f"BEFORE UPDATE ON {TABLE} BEGIN SELECT RAISE(ABORT, '{_SAYS}'); END",
    f"{TABLE}_never_deleted": f"BEFORE DELETE ON {TABLE} BEGIN SELECT RAISE(ABORT, '{_SAYS}'); END",
    f"{TABLE}_in_order": f"BEFORE INSERT ON {TABLE} WHEN NEW.number IS NOT {_NEXT} "
    f"BEGIN SELECT RAISE(ABORT, '{_SAYS}'); END",
}
_REFUSE = f"""
    CREATE OR REPLACE FUNCTION {TABLE}_refuse() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION '{_SAYS}'; END $$
"""
_IN_ORDER = f"""
    CREATE OR REPLACE FUNCTION {TABLE}_in_order() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN IF NEW.number <> {_NEXT} THEN RAISE EXCEPTION '{_SAYS}'; END IF; RETURN NEW; END $$
"""
# What stands between the marks of a function, as PostgreSQL keeps it.
_BODIES = {text.split("$$")[1] for text in (_REFUSE, _IN_ORDER)}
POSTGRESQL_TRIGGERS = {
    f"{TABLE}_never_changed": f"BEFORE UPDATE OR DELETE OR TRUNCATE ON {TABLE} EXECUTE FUNCTION {TABLE}_refuse()",
    f"{TABLE}_in_order": f"BEFORE INSERT ON {TABLE} FOR EACH ROW EXECUTE FUNCTION {TABLE}_in_order()",
}
# How PostgreSQL writes them down again; a condition would stand between the table and what is called.
_KEPT = {
    f"{TABLE}_never_changed": re.compile(
        rf"BEFORE (?=.*UPDATE)(?=.*DELETE)(?=.*TRUNCATE)[A-Z ]+ ON \S*{TABLE} FOR EACH STATEMENT "
        rf"EXECUTE FUNCTION \S*{TABLE}_refuse\(\)$"
    ),
    f"{TABLE}_in_order": re.compile(
        rf"BEFORE INSERT ON \S*{TABLE} FOR EACH ROW EXECUTE FUNCTION \S*{TABLE}_in_order\(\)$"
    ),
}


def ensure(connection: BaseDatabaseWrapper) -> None:
    """Makes the triggers, in place of those of the same names."""
    with connection.cursor() as cursor:
        if TABLE not in connection.introspection.table_names(cursor):
            return
        if connection.vendor == "postgresql":
            cursor.execute(_REFUSE)
            cursor.execute(_IN_ORDER)
            for name, body in POSTGRESQL_TRIGGERS.items():
                cursor.execute(f"CREATE OR REPLACE TRIGGER {name} {body}")
            return
        for name, body in SQLITE_TRIGGERS.items():
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
            cursor.execute(f"CREATE TRIGGER {name} {body}")


def missing(connection: BaseDatabaseWrapper) -> set[str]:
    """The names of triggers that are not there, are switched off, or do something else than ours."""
    if connection.vendor == "postgresql":
        return set(POSTGRESQL_TRIGGERS) - _whole_on_postgresql(connection)
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", [TABLE])
        made = dict(cursor.fetchall())
    return {name for name, body in SQLITE_TRIGGERS.items() if made.get(name) != f"CREATE TRIGGER {name} {body}"}


def _whole_on_postgresql(connection: BaseDatabaseWrapper) -> set[str]:
    """Those that act on ordinary work, when they should, by a function that says what ours says."""
    asked = f"""
        SELECT tgname, pg_get_triggerdef(pg_trigger.oid), prosrc
        FROM pg_trigger JOIN pg_proc ON pg_proc.oid = tgfoid
        WHERE tgrelid = '{TABLE}'::regclass AND tgenabled IN ('O', 'A')
    """  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(asked)
        rows = cursor.fetchall()
    return {name for name, made, function in rows if name in _KEPT and _KEPT[name].search(made) and function in _BODIES}


def ensure_after_migrate(sender: Any, using: str, **kwargs: Any) -> None:
    ensure(connections[using])
