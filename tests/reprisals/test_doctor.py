"""What doctor finds: originals that have changed, are missing or belong to nothing, and what else is not whole."""

import io
import json
import os

import pytest
from django.core.checks import run_checks
from django.core.management import CommandError, call_command

from reprisals import doctor, publication
from reprisals.audit.role_changes import note_roles
from reprisals.evidence import custody, store
from reprisals.models import Evidence
from reprisals.roles import StaffRole, give_roles

from .evidence_files import jpeg, png
from .records import CUSTODIAN, OFFICER, a_person_of_staff, log_the_roles_of
from .test_evidence_custody import SPOILING, spoil, stored

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def their_roles_are_logged(people):
    log_the_roles_of(*people)


def test_doctor_finds_a_role_that_nobody_gave(people):
    """Somebody who can write to the database puts an account into a group, or hides that a role was taken."""
    eve = a_person_of_staff("eve", CUSTODIAN, OFFICER)
    log_the_roles_of(eve)
    assert doctor.findings() == []
    note_roles(eve, people[0], StaffRole.values, [OFFICER.value])
    mallory = a_person_of_staff("mallory", CUSTODIAN)
    found = [("roles", f"user {eve.pk}"), ("roles", f"user {mallory.pk}")]
    assert [(one.check, one.about) for one in doctor.findings()] == found
    give_roles(eve, [OFFICER])
    give_roles(mallory, [])
    assert doctor.findings() == []


@pytest.mark.parametrize("how", SPOILING)
@pytest.mark.parametrize("is_open", [True, False], ids=["open", "shut"])
def test_doctor_finds_an_original_that_has_changed_also_without_keys(incident, people, settings, how, is_open):
    made = custody.receive(incident, people[0], "teapots.jpg", jpeg())
    assert doctor.findings() == []
    SPOILING[how](made)
    if not is_open:
        settings.ROOM_PASSPHRASE = ""
        settings.FIELD_ENCRYPTION_KEYS = []
    found = [(one.check, one.about) for one in doctor.findings()]
    assert ("originals", f"evidence {made.pk}") in found
    assert (("inside", f"evidence {made.pk}") in found) == is_open


def test_doctor_finds_what_was_put_in_with_its_own_name(incident, people):
    """Somebody who can write to the database and to the folder, but has no keys."""
    made = custody.receive(incident, people[0], "teapots.jpg", jpeg())
    other = custody.receive(incident, people[0], "kettles.png", png())
    Evidence.objects.filter(pk=other.pk).delete()
    Evidence.objects.filter(pk=made.pk).update(stored=other.stored)
    stored(made)
    store.path_of(made.stored).unlink()
    found = [
        ("exchanged", f"evidence {made.pk}"),
        ("vanished", f"evidence {other.pk}"),
        ("inside", f"evidence {made.pk}"),
    ]
    assert [(one.check, one.about) for one in doctor.findings()] == found


def test_doctor_finds_two_pieces_that_were_exchanged_with_all_that_is_known_of_them(incident, people):
    """Somebody who can write to the database alone: each row is whole, and says of itself what the other said."""
    one, other = (custody.receive(incident, people[0], "teapots", raw) for raw in (jpeg(), png()))
    Evidence.objects.filter(pk=one.pk).update(stored="0" * 64)
    Evidence.objects.filter(pk=other.pk).update(stored=one.stored, sealed=one.sealed)
    Evidence.objects.filter(pk=one.pk).update(stored=other.stored, sealed=other.sealed)
    found = [("exchanged", f"evidence {piece.pk}") for piece in (one, other)]
    assert [(said.check, said.about) for said in doctor.findings()] == found


def test_doctor_finds_a_piece_that_the_log_did_not_see(incident, people):
    """Somebody who can write to the database copies a row, as if the file had been taken in twice."""
    made = custody.receive(incident, people[0], "teapots", jpeg())
    Evidence.objects.filter(pk=made.pk).update(stored="0" * 64)
    added = Evidence.objects.create(incident=incident, stored=made.stored)
    found = {(said.check, said.about) for said in doctor.findings()}
    assert {("exchanged", f"evidence {made.pk}"), ("unlogged", f"evidence {added.pk}")} <= found


def test_doctor_finds_what_was_made_to_seem_removed_or_was_never_there(incident, people):
    """Somebody who can write to the database and to the folder takes two pieces away; a third is removed openly."""
    marked, deleted, removed = (
        custody.receive(incident, people[0], "teapots", raw) for raw in (jpeg(), png(), jpeg(size=(9, 9)))
    )
    for piece in (marked, deleted):
        store.path_of(piece.stored).unlink()
    Evidence.objects.filter(pk=marked.pk).update(stored="", removed_at=incident.created_at)
    Evidence.objects.filter(pk=deleted.pk).delete()
    custody.remove(removed, people[0], "It is a kettle")
    gone = [("vanished", f"evidence {piece.pk}") for piece in (marked, deleted)]
    assert [(one.check, one.about) for one in doctor.findings() if one.check == "vanished"] == gone


def test_doctor_says_nothing_of_what_was_purged(incident, people):
    custody.receive(incident, people[0], "teapots.jpg", jpeg())
    publication.purge(incident, people[0])
    assert [one for one in doctor.findings() if one.check == "vanished"] == []


def test_doctor_finds_files_to_which_no_record_leads(incident, people, evidence_folder):
    name = store.keep([b"tea"])
    (evidence_folder / "teapots.jpg").write_bytes(b"tea")
    assert doctor.findings() == []  # perhaps just being written
    for path in store.files():
        os.utime(path, (0, 0))
    assert {one.about for one in doctor.findings()} == {name, "teapots.jpg"}


def test_doctor_finds_a_folder_that_others_look_into_or_that_is_handed_out(incident, people, evidence_folder, settings):
    custody.receive(incident, people[0], "teapots.jpg", jpeg())
    evidence_folder.chmod(0o755)
    assert [one.check for one in doctor.findings()] == ["folder"]
    evidence_folder.chmod(0o700)
    settings.STATIC_ROOT = str(evidence_folder.parent)
    (found,) = doctor.findings()
    assert "handed out" in found.message


def test_the_site_does_not_start_where_originals_would_be_handed_out(settings):
    settings.EVIDENCE_DIR, settings.SECOND_FACTOR_REQUIRED = f"{settings.STATICFILES_DIRS[0]}/evidence", True
    assert [found.id for found in run_checks(tags=["security"])] == ["reprisals.E001"]


def test_doctor_finds_references_of_the_purged_that_cannot_be_read(db, tombstones):
    tombstones.write_bytes(b"\xff\xfe")
    assert [one.check for one in doctor.findings()] == ["tombstones"]


def test_doctor_finds_tables_of_another_version(db, monkeypatch):
    monkeypatch.setattr(doctor.MigrationExecutor, "migration_plan", lambda *args: [("reprisals.0099_tea", False)])
    assert [(one.check, one.about) for one in doctor.findings()] == [("migrations", "reprisals.0099_tea")]


def run(**options) -> str:
    out = io.StringIO()
    call_command("doctor", stdout=out, **options)
    return out.getvalue()


def test_the_command_says_that_all_is_well(incident, people, settings):
    custody.receive(incident, people[0], "teapots.jpg", jpeg())
    assert run() == "All is well. Originals of evidence, all there and unchanged: 1 (looked into each).\n"
    assert json.loads(run(json=True)) == {"room": "open", "originals": 1, "problems": []}
    settings.ROOM_PASSPHRASE, settings.FIELD_ENCRYPTION_KEYS = "", []
    assert "not looked into any" in run()


def test_the_command_fails_and_tells_nothing_confidential(incident, people, capsys):
    made = custody.receive(incident, people[0], "teapots.jpg", jpeg(), shows="Teapots of Quillon")
    spoil(made)
    out = io.StringIO()
    with pytest.raises(CommandError) as failed:
        call_command("doctor", json=True, stdout=out)
    assert {one["about"] for one in json.loads(out.getvalue())["problems"]} == {f"evidence {made.pk}"}
    said = f"{failed.value}{out.getvalue()}"
    for secret in ("teapots", "Quillon", incident.reference, made.sha256):
        assert secret not in said
