"""A process of its own on a database of its own: an incident is published, edited, withdrawn and purged.

After each step it looks for the words of the incident in the files of the database, and prints what it found as JSON.
Run by test_gone.py, with DATABASE_URL and TOMBSTONES.
"""

import io
import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from django.contrib.admin.models import LogEntry
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import setup_test_environment
from django.urls import reverse

from reprisals import publication
from reprisals.evidence import store
from reprisals.models import PublicIncident, Testimony, vault
from reprisals.models.incident import Incident
from tests.reprisals.admin_forms import edit, prefix
from tests.reprisals.gone_words import REFERENCE, WORDS
from tests.reprisals.records import (
    a_basis,
    a_person,
    an_incident,
    approved,
    evidence_of,
    nobody_in,
    published,
    two_people,
)


def files() -> Iterator[tuple[str, bytes]]:
    """Everything that is stored: the files of SQLite; on PostgreSQL those of all tables and indexes, and all rows."""
    if connection.vendor == "sqlite":
        name = Path(str(connection.settings_dict["NAME"]))
        yield from ((path.name, path.read_bytes()) for path in sorted(name.parent.glob(f"{name.name}*")))
        return
    with connection.cursor() as cursor:
        cursor.execute("CHECKPOINT")
        cursor.execute(
            "SELECT c.relname, pg_read_binary_file(pg_relation_filepath(c.oid)) FROM pg_class c"
            " WHERE c.relkind IN ('r', 'i', 't') AND pg_relation_filepath(c.oid) IS NOT NULL"
        )
        yield from ((name, bytes(content)) for name, content in cursor.fetchall())
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT t::text FROM {connection.ops.quote_name(table)} t")
            yield f"rows of {table}", "\n".join(row for (row,) in cursor.fetchall()).encode()
        cursor.execute("SELECT s::text FROM pg_stats s WHERE schemaname = 'public'")
        yield "pg_stats", "\n".join(row for (row,) in cursor.fetchall()).encode()


def found() -> dict[str, list[str]]:
    """Where each word, and the reference, is stored now."""
    stored = list(files())
    words = WORDS | {"reference": REFERENCE}
    return {
        what: where
        for what, word in words.items()
        if (where := [name for name, content in stored if word.encode() in content])
    }


def found_after_the_next_day(*but: str) -> dict[str, list[str]]:
    """On PostgreSQL somebody who still reads keeps what was deleted in the files, until take_down runs again."""
    if connection.vendor == "postgresql":
        for _day in range(12):
            call_command("take_down", stdout=io.StringIO())
            if not set(found()) - set(but):
                break
            time.sleep(2)
    return found()


def story() -> dict[str, dict[str, list[str]]]:
    writer, reviewer = two_people()
    texts = {"public_title": WORDS["title"], "public_summary": WORDS["summary"], "account": WORDS["account"]}
    incident = an_incident(writer, reference=REFERENCE, **texts)
    a_basis(incident, person=a_person(incident, name=WORDS["name"], visibility="name"))
    nobody_in(incident)
    evidence_of(incident, writer, caption=WORDS["caption"], shows=WORDS["what it shows"])
    shown = published(incident, writer, reviewer)
    told = {"published": found()}

    client = Client()
    client.force_login(writer)
    file = f"{shown.get_absolute_url()}files/{shown.page['files'][0]['name']}"
    for address in (shown.get_absolute_url(), file, "/reprisals/", reverse("admin:reprisals_incident_changelist")):
        assert client.get(address).status_code == 200
    changes = {"public_title": WORDS["second title"], "account": WORDS["edited account"]}
    page = reverse("admin:reprisals_incident_change", args=[incident.pk])
    rows = prefix(client.get(page), Testimony)
    added = {f"{rows}-TOTAL_FORMS": "1", f"{rows}-0-text": WORDS["testimony"]}
    assert edit(client, page, **changes, **added).status_code == 302
    incident = Incident.objects.get(reference=REFERENCE)
    assert incident.account == WORDS["edited account"]
    assert Testimony.objects.filter(incident=incident).count() == 1
    assert LogEntry.objects.filter(object_repr=REFERENCE).exists()
    publication.publish(approved(incident, writer, reviewer), reviewer)
    told["published anew"] = found()

    step = reverse("admin:reprisals_incident_publication", args=[incident.pk])
    assert client.post(step, {"withdraw": "1"}).status_code == 302
    assert not PublicIncident.objects.exists()
    assert client.get(file).status_code == 404
    told["withdrawn"] = found_after_the_next_day("reference")

    step = reverse("admin:reprisals_incident_purge", args=[incident.pk])
    assert client.post(step, {"reference": REFERENCE}).status_code == 302
    assert not Incident.objects.exists()
    assert not list(store.files())
    assert not getattr(cache, "_cache", {})
    told["purged"] = found_after_the_next_day()
    return told


def main() -> None:
    """On an empty database; Django is set up already."""
    vault.STRETCH = 2**4
    setup_test_environment()
    call_command("migrate", verbosity=0)
    json.dump(story(), sys.stdout)
