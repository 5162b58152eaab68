"""The database itself refuses to change an issued paper, as it does with the log (`reprisals/audit/guard.py`).

Django's rebuild of a SQLite table drops triggers without a word, so they are made anew after every migration.
"""

from typing import Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

TABLES = ("reports_report", "reports_reportfile", "reports_readrecord", "reports_pack")
_SAYS = "An issued paper is never changed."
# “INSERT OR REPLACE” deletes without a trigger's being asked: so nothing is let in over a row that is there.
_TAKEN = {
    "reports_report": "id = NEW.id OR paper = NEW.paper",
    "reports_reportfile": "id = NEW.id OR (report_id = NEW.report_id AND format = NEW.format)",
    "reports_readrecord": "id = NEW.id OR (report_id = NEW.report_id AND model = NEW.model AND key = NEW.key)",
    "reports_pack": "id = NEW.id",
}


def triggers(vendor: str) -> dict[str, tuple[str, str]]:
    """By name, the table and the body of each trigger."""
    found: dict[str, tuple[str, str]] = {}
    for table in TABLES:
        if vendor == "postgresql":
            body = f"BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} EXECUTE FUNCTION reports_refuse()"
            found[f"{table}_never_changed"] = (table, body)
            continue
        refuse = f"BEGIN SELECT RAISE(ABORT, '{_SAYS}'); END"
        there = f"EXISTS (SELECT 1 FROM {table} WHERE {_TAKEN[table]})"  # noqa: S608 - all of it is ours
        found[f"{table}_never_changed"] = (table, f"BEFORE UPDATE ON {table} {refuse}")
        found[f"{table}_never_deleted"] = (table, f"BEFORE DELETE ON {table} {refuse}")
        found[f"{table}_never_replaced"] = (table, f"BEFORE INSERT ON {table} WHEN {there} {refuse}")
    return found


def ensure(connection: BaseDatabaseWrapper) -> None:
    """Makes the triggers, in place of those of the same names, on the tables that are there."""
    with connection.cursor() as cursor:
        there = set(connection.introspection.table_names(cursor))
        if connection.vendor == "postgresql":
            cursor.execute(
                "CREATE OR REPLACE FUNCTION reports_refuse() RETURNS trigger LANGUAGE plpgsql AS "
                f"$$ BEGIN RAISE EXCEPTION '{_SAYS}'; END $$"
            )
        for name, (table, body) in triggers(connection.vendor).items():
            if table in there and connection.vendor == "postgresql":
                cursor.execute(f"CREATE OR REPLACE TRIGGER {name} {body}")
            elif table in there:
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
                cursor.execute(f"CREATE TRIGGER {name} {body}")


def remove(connection: BaseDatabaseWrapper) -> None:
    """Takes the triggers away: for whoever empties a whole database, as tests do after each other."""
    with connection.cursor() as cursor:
        for name, (table, _body) in triggers(connection.vendor).items():
            of_table = f" ON {table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{of_table}")


def missing(connection: BaseDatabaseWrapper) -> set[str]:
    """The names of triggers that are not there, or are switched off."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'")
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        return set(triggers(connection.vendor)) - {name for (name,) in cursor.fetchall()}


def ensure_after_migrate(sender: Any, using: str, **kwargs: Any) -> None:
    ensure(connections[using])
