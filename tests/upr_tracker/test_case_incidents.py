"""The incidents of the case file: public record alone, in the room and on its pages."""

import json
import subprocess

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from reprisals import publication
from reprisals.access import visible_to
from reprisals.models import Incident, PublicIncident, StaffRole, Version
from reprisals.roles import roles_of
from reprisals.tombstones import bury
from tests.reprisals.records import a_person_of_staff
from upr_tracker.casefile.load import CHINA_2024, load_case_file, load_case_incidents

from .test_case_file import command, demo


@pytest.fixture(autouse=True)
def tombstones(settings, tmp_path):
    settings.TOMBSTONES = str(tmp_path / "tombstones")


@pytest.fixture
def case(db):
    case = load_case_file()
    assert load_case_incidents() == ""
    return case


def test_four_incidents_are_public_on_pages_of_their_own_and_of_the_case(client, case):
    assert PublicIncident.objects.count() == 4
    page = client.get(case.get_absolute_url()).content.decode()
    for incident in PublicIncident.objects.all():
        assert client.get(incident.get_absolute_url()).status_code == 200
        assert incident.get_absolute_url() in page
    assert page.index("Detention and death of Cao Shunli") < page.index('id="timeline"')
    assert "Detention and death of Cao Shunli" in page[page.index('id="timeline"') :]


def test_each_has_a_source_and_was_read_by_a_second_person(case):
    for incident in PublicIncident.objects.all():
        assert incident.page["citations"]
    for version in Version.objects.all():
        assert version.approved_by_id not in {None, version.submitted_by_id}


def test_nobody_signs_in_as_those_who_wrote_the_case_file(client, case):
    for person in User.objects.filter(username__startswith="case-file-"):
        assert (person.is_active, person.is_staff, person.has_usable_password()) == (False, False, False)


def test_an_entry_that_was_changed_since_it_was_read_is_not_loaded(db, tmp_path):
    load_case_file()
    changed = tmp_path / "case.toml"
    changed.write_text(CHINA_2024.read_text().replace("She died in hospital", "She was killed in hospital"))
    with pytest.raises(ValueError, match="“Cao Shunli” has been changed since it was read"):
        load_case_incidents(changed)
    assert not Incident.objects.exists()


def test_loading_again_changes_nothing(case):
    before = list(Version.objects.values())
    assert load_case_incidents() == ""
    assert list(Version.objects.values()) == before


def test_what_was_withdrawn_or_purged_here_stays_so(case):
    boss = a_person_of_staff("boss")
    first, second = Incident.objects.order_by("pk")[:2]
    publication.withdraw(first, boss)
    publication.purge(second, boss)
    assert load_case_incidents() == ""
    assert PublicIncident.objects.count() == 2
    assert Incident.objects.count() == 3


def test_what_was_buried_elsewhere_is_not_loaded(db):
    load_case_file()
    bury("h5mhtbcm5s", timezone.localdate())
    load_case_incidents()
    assert not Incident.objects.filter(reference="h5mhtbcm5s").exists()
    assert Incident.objects.count() == 3


def test_a_shut_room_says_why_and_the_rest_is_there(settings, client, db):
    settings.ROOM_PASSPHRASE, settings.FIELD_ENCRYPTION_KEYS = "", []
    case = load_case_file()
    assert load_case_incidents()
    assert client.get(case.get_absolute_url()).status_code == 200
    assert not Incident.objects.exists()


def test_the_first_start_opens_the_room_with_a_passphrase_of_its_own_and_the_next_says_why_it_is_shut(tmp_path):
    call, how = command(tmp_path, "--json", "--no-serve")
    how["env"]["TOMBSTONES"] = str(tmp_path / "tombstones")
    first, second = (
        json.loads(subprocess.run(call, **how, capture_output=True, timeout=120, check=True).stdout) for _n in range(2)
    )
    assert len(first["passphrase"]) >= 20
    assert first["room"] == "open"
    assert second["passphrase"] is None
    assert second["room"] == "open"  # nothing new had to be written
    how["env"]["ROOM_PASSPHRASE"] = "another passphrase than that"
    call = [call[0], "manage.py", "rewrap_keys", "--json"]
    refused = subprocess.run(call, **how, capture_output=True, timeout=120)
    assert refused.returncode == 1
    assert "other keys or another passphrase" in json.loads(refused.stdout)["problems"][0]
    how["env"]["ROOM_PASSPHRASE"] = first["passphrase"]
    done = subprocess.run(call, **how, capture_output=True, timeout=120, check=True)
    assert json.loads(done.stdout) == {"wrapped": 4, "problems": []}


def test_the_demo_account_has_all_roles_and_works_on_the_incidents(db):
    demo("--no-serve", "--json")
    account = User.objects.get(username="demo")
    assert roles_of(account) == set(StaffRole.values)
    assert visible_to(account).count() == 4
