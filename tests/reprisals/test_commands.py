"""The commands of the room, and what they print for scripts."""

import datetime
import io
import json

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from reprisals import publication
from reprisals.models import Incident, PublicIncident
from reprisals.tombstones import buried, bury

from .records import a_basis, a_person, an_incident, nobody_in, published

pytestmark = pytest.mark.django_db


def run(command: str, **options: object) -> str:
    out = io.StringIO()
    call_command(command, stdout=out, **options)
    return out.getvalue()


@pytest.fixture
def ended(people, incident) -> PublicIncident:
    a_basis(incident, person=a_person(incident), valid_until=timezone.localdate())
    shown = published(incident, *people)
    PublicIncident.objects.update(shown_until=timezone.localdate() - datetime.timedelta(days=1))
    return shown


def test_take_down_removes_what_has_ended_and_leaves_the_rest(people, ended):
    other = an_incident(people[0])
    nobody_in(other, valid_until=timezone.localdate())
    stays = published(other, *people)
    assert json.loads(run("take_down", json=True)) == {"taken_down": 1, "purged_again": 0, "problems": []}
    assert list(PublicIncident.objects.all()) == [stays]
    assert run("take_down") == "0 pages taken down, 0 incidents purged again.\n"


def test_take_down_purges_what_a_backup_brought_back(people, incident):
    published(incident, *people)
    bury(incident.reference, timezone.localdate())
    assert json.loads(run("take_down", json=True))["purged_again"] == 1
    assert not Incident.objects.exists()
    assert not PublicIncident.objects.exists()


def test_take_down_needs_no_keys(settings, ended):
    settings.ROOM_PASSPHRASE, settings.FIELD_ENCRYPTION_KEYS = "", []
    assert json.loads(run("take_down", json=True))["taken_down"] == 1


def test_take_down_says_in_json_what_it_could_not_read(settings, tmp_path, ended):
    settings.TOMBSTONES = str(tmp_path)
    out = io.StringIO()
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("take_down", json=True, stdout=out)
    told = json.loads(out.getvalue())
    assert (told["taken_down"], told["purged_again"]) == (1, 0)
    assert str(tmp_path) in told["problems"][0]
    assert not PublicIncident.objects.exists()


def test_rewrap_keys_says_how_many(people, incident):
    an_incident(people[0])
    assert run("rewrap_keys") == "2 data keys are wrapped anew.\n"
    assert json.loads(run("rewrap_keys", json=True)) == {"wrapped": 2, "problems": []}
    assert Incident.objects.first().title == "The teapot affair"


def test_rewrap_keys_says_in_json_why_not(settings, incident):
    settings.ROOM_PASSPHRASE, settings.FIELD_ENCRYPTION_KEYS = "another passphrase", []
    out = io.StringIO()
    with pytest.raises(CommandError, match="other keys"):
        call_command("rewrap_keys", json=True, stdout=out)
    told = json.loads(out.getvalue())
    assert told["wrapped"] == 0
    assert "other keys" in told["problems"][0]


def test_what_is_purged_is_written_down_outside_of_the_database(people, incident, tombstones):
    publication.purge(incident, people[0])
    assert buried() == {incident.reference}
    assert tombstones.read_text() == f"{incident.reference} {timezone.localdate().isoformat()}\n"
    assert tombstones.stat().st_mode & 0o077 == 0


def test_nothing_is_purged_that_cannot_be_written_down(settings, tmp_path, people, incident):
    settings.TOMBSTONES = str(tmp_path)
    with pytest.raises(OSError):
        publication.purge(incident, people[0])
    assert Incident.objects.exists()
