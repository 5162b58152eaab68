"""The log: what comes into it, what never does, and that nothing in it can be changed."""

import datetime
import logging
import os

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import DatabaseError, connection, transaction
from django.db.models import ProtectedError
from django.utils import timezone

from reprisals import audit, publication
from reprisals.audit import guard
from reprisals.audit.checking import check
from reprisals.models import Basis, Entry, Incident, Person, PublicIncident, Step

from .records import a_basis, a_person, an_incident, nobody_in, published
from .tampering import tampering, unguard

pytestmark = pytest.mark.django_db


@pytest.fixture
def witness(settings, tmp_path):
    settings.AUDIT_WITNESS = str(tmp_path / "logs" / "witness")
    return tmp_path / "logs" / "witness"


def written(incident: Incident) -> list[tuple[str, str]]:
    """What the log says of an incident: action and what about, in order."""
    of_it = Entry.objects.filter(subject=incident.audit_mark.hex)
    return list(of_it.order_by("number").values_list("action", "about"))


def noted_and_rolled_back(incident: Incident) -> None:
    """A change that is noted, and then not made."""
    with transaction.atomic():
        audit.note(audit.Action.CHANGED, None, incident)
        transaction.set_rollback(True)


# What an entry holds


def test_an_entry_says_who_did_what_to_which_fields_of_what(people, incident):
    audit.note(audit.Action.CHANGED, people[0], incident, ["title", "Person.name", "title"], about="person")
    entry = Entry.objects.get()
    assert (entry.number, entry.action, entry.by) == (1, "changed", people[0])
    assert (entry.subject, entry.about, entry.fields) == (incident.audit_mark.hex, "person", "title,Person.name")
    assert abs(entry.taken_at - timezone.now()) < datetime.timedelta(minutes=1)
    assert entry.previous == ""
    audit.note(audit.Action.SIGN_IN_FAILED, None, about="user 12")
    later = Entry.objects.get(number=2)
    assert (later.by, later.subject, later.previous) == (None, "", entry.digest)


def test_an_entry_without_somebody_signed_in_is_of_nobody():
    audit.note(audit.Action.SIGN_IN_FAILED, AnonymousUser())
    assert Entry.objects.get().by is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"fields": ["Hidden teapots were found."]},
        {"fields": ["title=Teapots"]},
        {"fields": ["title,name"]},
        {"fields": [""]},
        {"fields": ["x" * 101]},
        {"about": "Quillon Tarbuckle, in the corridor"},
        {"about": "Térésa"},
        {"about": "teapots\n"},
        {"about": "x" * 61},
        {"about": " "},
    ],
)
def test_what_can_be_no_name_is_refused(incident, wrong):
    with pytest.raises(ValueError, match="The log takes"):
        audit.note(audit.Action.CHANGED, None, incident, **wrong)
    assert not Entry.objects.exists()


def test_a_reference_does_not_come_into_the_log(incident):
    with pytest.raises(ValueError, match="never content"):
        audit.note(audit.Action.EXPORTED, None, incident, about=f"incident {incident.reference}")


def test_a_single_name_is_one_name(incident):
    audit.note(audit.Action.CHANGED, None, incident, "title")
    assert Entry.objects.get().fields == "title"


def test_an_unknown_action_is_refused():
    with pytest.raises(ValueError, match="teapot"):
        audit.note("teapot", None)


# As one with what it notes


def test_an_entry_goes_with_what_it_notes(people, incident):
    noted_and_rolled_back(incident)
    assert not Entry.objects.exists()
    audit.note(audit.Action.CHANGED, people[0], incident)
    assert Entry.objects.get().number == 1


def test_what_cannot_be_noted_is_not_done(people, incident, monkeypatch):
    version = publication.submit(incident, people[0])

    def full(*args):
        raise OSError("no room")

    monkeypatch.setattr("reprisals.audit.noting._wait_for_our_turn", full)
    with pytest.raises(OSError), transaction.atomic():
        publication.approve(version, people[1])
    version.refresh_from_db()
    assert version.state == "in_review"


def test_somebody_who_stands_in_the_log_is_not_deleted(people):
    audit.note(audit.Action.SIGNED_IN, people[0])
    with pytest.raises(ProtectedError):
        people[0].delete()


# Views


def test_the_same_view_is_noted_once_in_ten_minutes(people, incident, monkeypatch):
    now = timezone.now()
    for minutes, so_far in ((0, 1), (5, 1), (9, 1), (11, 2), (12, 2)):
        monkeypatch.setattr(timezone, "now", lambda at=now + datetime.timedelta(minutes=minutes): at)
        audit.note_view(people[0], incident)
        assert Entry.objects.count() == so_far


def test_another_view_is_noted(people, incident):
    for by, of, about in (
        (people[0], incident, ""),
        (people[1], incident, ""),
        (people[0], an_incident(people[0]), ""),
        (people[0], incident, "page"),
    ):
        audit.note_view(by, of, about)
    assert Entry.objects.filter(action="viewed").count() == 4


def test_a_change_is_no_view(people, incident):
    audit.note(audit.Action.CHANGED, people[0], incident)
    audit.note_view(people[0], incident)
    assert written(incident) == [("changed", ""), ("viewed", "")]


# The way of an incident to the public


def test_each_step_is_noted(people, incident):
    writer, reviewer = people
    publication.record_edit(incident, writer, fields=["title"])
    version = publication.submit(incident, writer)
    publication.return_to_draft(version, reviewer, "Why?")
    published(incident, writer, reviewer)
    publication.withdraw(incident, reviewer)
    published(incident, writer, reviewer)
    publication.withdraw_page(incident.reference, reviewer)
    steps = ["submitted", "returned", "submitted", "approved", "published", "withdrawn"]
    steps += ["submitted", "approved", "published", "withdrawn"]
    assert written(incident) == [("changed", "edited"), *(("step_taken", step) for step in steps)]
    assert Entry.objects.get(number=1).fields == "title"
    by = list(Entry.objects.order_by("number").values_list("by__username", flat=True))
    assert by[:4] == ["writer", "writer", "reviewer", "writer"]
    assert len(by) == Step.objects.count()


def test_a_consent_taken_back_is_noted(people, incident):
    basis = a_basis(incident, person=a_person(incident))
    published(incident, *people)
    publication.withdraw_consent(basis, people[0])
    assert written(incident)[-2:] == [("step_taken", "consent_withdrawn"), ("step_taken", "withdrawn")]


def test_a_page_that_its_grounds_no_longer_bear_is_noted(people, incident):
    basis = a_basis(incident, person=a_person(incident))
    published(incident, *people)
    Basis.objects.filter(pk=basis.pk).update(scopes=["kept"])
    publication.recheck(incident, people[0])
    assert written(incident)[-1] == ("step_taken", "withdrawn")


def test_what_ends_by_itself_is_noted_as_of_nobody(people, incident):
    published(incident, *people)
    PublicIncident.objects.update(shown_until=timezone.localdate() - datetime.timedelta(days=1))
    assert publication.take_down_expired() == 1
    assert written(incident)[-1] == ("step_taken", "expired")
    assert Entry.objects.first().by is None


def test_a_page_shown_on_a_new_ground_meanwhile_stays(people, incident):
    published(incident, *people)
    row = PublicIncident.objects.get()
    assert not publication._take_down_if_expired(row, timezone.now())
    assert PublicIncident.objects.exists()


@pytest.mark.parametrize("how", ["withdrawn", "expired"])
def test_a_page_of_which_the_record_is_gone_is_noted(people, incident, how):
    published(incident, *people)
    Incident.objects.filter(pk=incident.pk).update(reference="22222ggggg")
    PublicIncident.objects.update(shown_until=timezone.localdate() - datetime.timedelta(days=1))
    if how == "expired":
        publication.take_down_expired()
    else:
        publication.withdraw_page(incident.reference, people[0])
    entry = Entry.objects.first()
    assert (entry.action, entry.about, entry.subject) == ("step_taken", how, "")
    assert not PublicIncident.objects.exists()


# What was purged


def test_a_purge_leaves_entries_that_lead_nowhere(people, witness, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        incident = an_incident(people[0], reference="qzqzqzqzqz")
        nobody_in(incident)
        Person(incident=incident, role="relative", name="Quillon Tarbuckle").save()
        other = an_incident(people[0])
        audit.note(audit.Action.CHANGED, people[0], other)
        audit.note_view(people[0], incident)
        publication.record_edit(incident, people[0], fields=["title", "Person.name"])
        pk = incident.pk
        publication.purge(incident, people[0])
    last = Entry.objects.first()
    assert (last.action, last.subject, last.about, last.by) == ("purged", "", "", people[0])
    assert Entry.objects.filter(subject=incident.audit_mark.hex).count() == 2
    assert list(Incident.objects.values_list("audit_mark", flat=True)) == [other.audit_mark]
    told = " ".join(str(value) for row in Entry.objects.values_list() for value in row) + witness.read_text()
    for word in (incident.reference, "eapot", "Tarbuckle", f"incident {pk}", f"#{pk}"):
        assert word not in told
    found = check()
    assert (found.entries, found.notes, found.problems) == (4, [], [])


def test_what_a_backup_brought_back_is_purged_of_nobody(people, incident):
    from reprisals.tombstones import bury

    bury(incident.reference, timezone.localdate())
    publication.purge_what_came_back()
    assert list(Entry.objects.values_list("action", "by", "subject")) == [("purged", None, "")]


def test_every_incident_has_a_mark_of_its_own_that_is_not_its_reference(people):
    marks = {an_incident(people[0]).audit_mark.hex for _n in range(3)}
    assert len(marks) == 3
    assert not marks & set(Incident.objects.values_list("reference", flat=True))


# The guard


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE reprisals_entry SET about = 'teapot' WHERE number = 1",
        "DELETE FROM reprisals_entry WHERE number = 2",
    ],
)
def test_the_database_refuses_to_change_the_log(people, statement):
    for _n in range(3):
        audit.note(audit.Action.SIGNED_IN, people[0])
    with pytest.raises(DatabaseError, match="only ever added to"), transaction.atomic():
        connection.cursor().execute(statement)
    assert check().problems == []
    with tampering():
        connection.cursor().execute(statement)
    assert check().problems != []


@pytest.mark.parametrize("number", [1, 2, 5])
def test_the_database_takes_the_next_number_alone(people, number):
    for _n in range(2):
        audit.note(audit.Action.SIGNED_IN, people[0])
    values = {"number": number, "taken_at": timezone.now(), "action": "viewed", "digest": "0" * 64}
    with pytest.raises(DatabaseError), transaction.atomic():
        Entry(**values).save(force_insert=True)
    assert Entry.objects.count() == 2


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL has no such statement")
def test_sqlite_does_not_replace_a_row(people):
    audit.note(audit.Action.SIGNED_IN, people[0])
    with pytest.raises(DatabaseError, match="only ever added to"), transaction.atomic():
        connection.cursor().execute("INSERT OR REPLACE INTO reprisals_entry SELECT * FROM reprisals_entry")


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no such statement")
def test_postgresql_does_not_truncate(people):
    audit.note(audit.Action.SIGNED_IN, people[0])
    connection.cursor().execute("SET CONSTRAINTS ALL IMMEDIATE")
    with pytest.raises(DatabaseError, match="only ever added to"), transaction.atomic():
        connection.cursor().execute("TRUNCATE reprisals_entry")


def test_the_guard_stands_after_a_migration():
    assert guard.missing(connection) == set()
    unguard()
    assert len(guard.missing(connection)) > 1
    guard.ensure(connection)
    guard.ensure(connection)
    assert guard.missing(connection) == set()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite's tables are rebuilt")
def test_a_rebuilt_table_is_guarded_anew(people):
    audit.note(audit.Action.SIGNED_IN, people[0])
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE rebuilt AS SELECT * FROM reprisals_entry")
        cursor.execute("DROP TABLE reprisals_entry")
        cursor.execute("ALTER TABLE rebuilt RENAME TO reprisals_entry")
    assert guard.missing(connection) == set(guard.SQLITE_TRIGGERS)
    guard.ensure_after_migrate(sender=None, using="default")
    assert guard.missing(connection) == set()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("time", [1, 2])
def test_tests_with_real_transactions_leave_an_empty_log_and_its_guard(time):
    assert not Entry.objects.exists()
    assert guard.missing(connection) == set()
    audit.note(audit.Action.SIGNED_IN, None)


# The witness


def test_the_witness_holds_number_and_digest_of_what_is_committed(
    people, incident, witness, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        audit.note(audit.Action.CHANGED, people[0], incident, ["title"])
        noted_and_rolled_back(incident)
        assert not witness.exists()
    assert witness.read_text() == f"1 {Entry.objects.get().digest}\n"
    assert witness.stat().st_mode & 0o077 == 0
    with django_capture_on_commit_callbacks(execute=True):
        audit.note(audit.Action.SIGNED_OUT, people[0])
    assert len(witness.read_text().splitlines()) == 2


def test_an_entry_is_kept_where_the_witness_cannot_be_written(
    people, settings, tmp_path, caplog, django_capture_on_commit_callbacks
):
    settings.AUDIT_WITNESS = str(tmp_path)  # a folder
    with caplog.at_level(logging.ERROR), django_capture_on_commit_callbacks(execute=True):
        audit.note(audit.Action.SIGNED_IN, people[0])
    assert Entry.objects.count() == 1
    assert "Entry 1 of the log could not be written to its witness" in caplog.text
    assert "writer" not in caplog.text.split("Traceback")[0]


def test_a_line_that_is_written_in_part_is_told(
    people, witness, caplog, monkeypatch, django_capture_on_commit_callbacks
):
    write = os.write
    monkeypatch.setattr(os, "write", lambda file, line: write(file, line[:-5]))
    with django_capture_on_commit_callbacks(execute=True):
        audit.note(audit.Action.SIGNED_IN, people[0])
    assert "could not be written to its witness" in caplog.text
    assert check().notes == ["Entry 1 is not in the witness.", "1 lines of the witness cannot be read."]
