"""What is withdrawn or purged is gone from the files of the database, not only from its answers.

In a process of its own with a database of its own: that of the tests is in memory, or rolls back. The write-ahead log
of PostgreSQL, and copies made elsewhere, are out of reach (reprisals/scrub.py says so): for them all is encrypted.
"""

import json
import os
import subprocess
import sys
import uuid
from urllib.parse import urlsplit

import pytest
from django.conf import settings as site

from tests.upr_tracker.test_floors import ROOT

from .gone_words import REFERENCE, SEALED


@pytest.fixture(scope="module")
def database(tmp_path_factory, django_db_setup, django_db_blocker):
    """The address of an empty database, of the kind that the tests run on."""
    if site.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        yield f"sqlite:///{tmp_path_factory.mktemp('gone') / 'db.sqlite3'}"
        return
    import psycopg
    from django.db import connection

    name = f"gone_{uuid.uuid4().hex}"
    with django_db_blocker.unblock(), connection._nodb_cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
        with psycopg.connect(os.environ["DATABASE_URL"]) as elsewhere:
            elsewhere.execute("SELECT txid_current()")  # somebody writes in another database all the while
            yield urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()
        cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="module")
def story(database, tmp_path_factory):
    """Where the words of the incident were found after each step, and the file of what was purged."""
    tombstones = tmp_path_factory.mktemp("tombstones") / "tombstones"
    environment = os.environ | {"DATABASE_URL": database, "TOMBSTONES": str(tombstones)}
    environment["EVIDENCE_DIR"] = str(tmp_path_factory.mktemp("evidence"))
    environment["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    tell = "import django; django.setup(); from tests.reprisals.gone_story import main; main()"
    call = [sys.executable, "-c", tell]
    done = subprocess.run(call, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=240)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout) | {"tombstones": tombstones.read_text(encoding="ascii")}


def test_what_is_public_is_found_where_we_look(story):
    assert {"title", "summary", "name", "caption", "reference"} == set(story["published"])
    assert {"second title", "summary", "name", "caption", "reference"} <= set(story["published anew"])


def test_what_is_sealed_is_never_readable(story):
    for step in ("published", "published anew", "withdrawn", "purged"):
        assert not SEALED & set(story[step]), step


def test_withdrawing_alone_takes_the_public_texts_out_of_the_files(story):
    assert set(story["withdrawn"]) == {"reference"}  # of the record that staff keep


def test_purged_is_nowhere_but_among_the_tombstones(story):
    assert story["purged"] == {}
    assert story["tombstones"].startswith(f"{REFERENCE} ")
