"""How fast a file comes in: python -m tests.benchmarks.bench_import FILE…

Imports each file with `--publish` into a fresh database of the kind that DATABASE_URL names (its own is not touched).
Beside it, with Python's sqlite3 and nothing else, the rows that came of it are written into five tables of their main
columns, with an index each; on SQLite also into all tables of ours, with their indexes and triggers. Seconds are those
of the machine; what counts are the ratios within one run. The processor is that of the command and its children; a
PostgreSQL server's own is not in it, but in the clock.
"""

import json
import os
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import django

PLAIN = {
    "recommendations_recommendation": ("id", "review_id", "key", "text", "position", "action_category", "search_words"),
    "recommendations_recommendationposition": ("recommendation_id", "category", "source_id"),
    "recommendations_recommendingstate": ("recommendation_id", "state_id", "verbatim_name"),
    "recommendations_tag": ("recommendation_id", "theme_id"),
    "recommendations_reading": ("recommendation_id", "run_id", "place", "sender", "category", "values"),
}


@contextmanager
def fresh(url: str) -> Iterator[str]:
    """The address of a new database of the same kind, migrated; it is gone afterwards."""
    if not url.startswith("postgres"):
        with tempfile.TemporaryDirectory() as folder:
            yield migrated(f"sqlite:///{folder}/db.sqlite3")
        return
    import psycopg

    name = f"bench_import_{uuid.uuid4().hex[:8]}"
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")  # type: ignore[call-overload]
        try:
            yield migrated(urlsplit(url)._replace(path=f"/{name}").geturl())
        finally:
            server.execute(f"DROP DATABASE {name}")  # type: ignore[call-overload]


def migrated(url: str) -> str:
    manage(url, "migrate", "--verbosity", "0")
    return url


def manage(url: str, *command: str) -> str:
    ran = subprocess.run(
        [sys.executable, "manage.py", *command],
        env=os.environ | {"DATABASE_URL": url},
        capture_output=True,
        text=True,
        check=False,
    )
    if ran.returncode:
        sys.exit(ran.stderr)
    return ran.stdout


def spent() -> tuple[float, float]:
    """Seconds of the clock, and of the processor in this process and its children so far."""
    of = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return time.perf_counter(), sum(each.ru_utime + each.ru_stime for each in of)


def since(start: tuple[float, float]) -> tuple[float, float]:
    clock, processor = spent()
    return clock - start[0], processor - start[1]


def what_came(url: str) -> dict[str, list[tuple[Any, ...]]]:
    """The rows of the plain tables, as the import wrote them."""
    os.environ["DATABASE_URL"] = url
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "upr_tracker.settings")
    django.setup()
    from django.apps import apps
    from django.db import connections

    models = {model._meta.db_table: model for model in apps.get_app_config("recommendations").get_models()}
    found = {}
    for table, names in PLAIN.items():
        rows = models[table]._base_manager.order_by("pk").values_list(*names)
        found[table] = [tuple(json.dumps(cell) if isinstance(cell, dict) else cell for cell in row) for row in rows]
    connections.close_all()
    return found


def plainly(tables: dict[str, list[tuple[Any, ...]]]) -> tuple[float, float]:
    """What it takes to write these rows into a SQLite file with an index each, in one transaction."""
    with tempfile.TemporaryDirectory() as folder:
        start = spent()
        database = sqlite3.connect(Path(folder) / "plain.sqlite3")
        database.execute("PRAGMA journal_mode = WAL")
        for table, rows in tables.items():
            columns = ", ".join(f'"{name}"' for name in PLAIN[table])
            database.execute(f"CREATE TABLE {table} ({columns})")
            database.execute(f"CREATE INDEX {table}_index ON {table} ({PLAIN[table][0]})")
            marks = ", ".join("?" * len(PLAIN[table]))
            database.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)
        database.commit()
        database.close()
        return since(start)


def in_all_tables(url: str) -> tuple[float, float]:
    """What it takes to write all that came into a fresh SQLite database of ours, row by row as its triggers ask."""
    with fresh("sqlite://") as other:
        source, database = (sqlite3.connect(each.removeprefix("sqlite:///")) for each in (url, other))
        database.executescript("PRAGMA synchronous = NORMAL; PRAGMA cache_size = -65536; PRAGMA temp_store = MEMORY")
        rows: dict[str, list[tuple[Any, ...]]] = {}
        for (table,) in source.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE 'recommendations_%'"
            " AND name NOT LIKE '%_fts%' AND name NOT IN ('recommendations_dataversion', 'recommendations_removal')"
        ):
            (last,) = database.execute(f"SELECT max(rowid) FROM {table}").fetchone()
            rows[table] = source.execute(f"SELECT * FROM {table} WHERE rowid > ?", [last or 0]).fetchall()
        start = spent()
        for table, new in rows.items():
            if new:
                database.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(new[0]))})", new)
        database.commit()
        took = since(start)
        source.close()
        database.close()
    return took


def main() -> None:
    """Prints a line for each file and way."""
    if not sys.argv[1:]:
        sys.exit(__doc__)
    print(f"{'file':24} {'rows':>8} {'way':14} {'clock s':>8} {'cpu s':>7} {'rows/s':>8} {'rows/cpu s':>10}")
    for file in sys.argv[1:]:
        # A process of its own for each, as settings are read once.
        subprocess.run([sys.executable, "-m", __spec__.name, "--one", file], check=True)


def one(file: str) -> None:
    with fresh(os.environ.get("DATABASE_URL", "sqlite://")) as url:
        start = spent()
        said = json.loads(manage(url, "import_recommendations", file, "--publish", "--json"))
        took = {"the import": since(start)}
        took["plain sqlite3"] = plainly(what_came(url))
        if url.startswith("sqlite"):
            took["all tables"] = in_all_tables(url)
    rows = sum(review["rows"] for review in said["reviews"])
    for way, (clock, processor) in took.items():
        speeds = f"{rows / clock:8.0f} {rows / processor:10.0f}"
        print(f"{Path(file).name[:24]:24} {rows:8} {way:14} {clock:8.2f} {processor:7.2f} {speeds}", flush=True)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        one(sys.argv[2])
    else:
        main()
