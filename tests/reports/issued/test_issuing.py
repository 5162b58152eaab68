"""An issued paper is frozen: what it is, that nothing changes it, and that it ends with what it used."""

import hashlib
import io
import json
import zipfile

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from reports import guard
from reports.checks import papers_are_guarded
from reports.draft import Length
from reports.handing_out import Blocked, blocked_at_sight, content_of, opened, why_blocked
from reports.issuing import NotIssued, issue
from reports.models import ReadRecord, Report, ReportFile
from reprisals import publication
from reprisals.audit import Action, entries_of
from reprisals.models import Basis, Person, PublicIncident
from reprisals.models.vault import RoomShut
from tests.records import a_recommendation, a_review
from tests.reprisals.records import a_basis, a_person, an_incident, published, without_roles

from .papers import draft_of

pytestmark = pytest.mark.django_db
NAME = "Zebulon Whistlethorpe"


@pytest.fixture
def shown(people):
    """A published incident that names somebody, by their consent."""
    made = an_incident(people[0])
    a_basis(made, person=a_person(made, name=NAME, visibility="name"))
    published(made, *people)
    return made


def issued(asked, by, formats=("docx",), **more):
    return issue(draft_of(asked, by, **more), by, formats)


def stored() -> bytes:
    """All rows of papers, as they lie in the database."""
    rows = [row for model in (Report, ReportFile, ReadRecord) for row in model.objects.values_list()]
    return b" ".join(
        bytes(one) if isinstance(one, memoryview | bytes) else str(one).encode() for r in rows for one in r
    )


def text_of(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        return parts.read("word/document.xml").decode()


# What is kept


def test_a_paper_is_kept_with_its_files_its_hash_and_what_it_read(asked, editor):
    one = a_recommendation(a_review(), paragraph="28.5")
    report = issued(asked, editor)
    file = report.files.get()
    assert file.sha256 == hashlib.sha256(content_of(file, editor)).hexdigest()
    assert [(read.model, read.address) for read in report.read.all()] == [
        ("recommendations.recommendation", one.get_absolute_url())
    ]
    assert (report.session, report.sections, report.issued_by) == ("hrc-56", ["Teapots in the Council"], editor)
    assert report.filters == {"kind": "teapots", "session": "hrc-56", "language": "en"}
    assert not report.is_sealed


def test_a_person_of_staff_stands_in_no_file(asked, editor):
    content = content_of(issued(asked, editor).files.get(), editor)
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        everything = " ".join(parts.read(name).decode("utf-8", "replace") for name in parts.namelist())
    assert "Friends of Teapots" in everything
    for word in ("Quimby", "Paperwright", "paper-editor"):
        assert word not in everything


# What is refused


@pytest.mark.parametrize(
    ("more", "formats", "says"),
    [
        ({"length": Length(words=11, limit=10)}, ("docx",), "11 words"),
        ({"unsourced": ("Teapots are many.",)}, ("docx",), "Teapots are many."),
        ({}, (), "Choose at least one format"),
        ({}, ("csv",), "not made in that format"),
    ],
)
def test_what_must_not_leave_is_not_issued(asked, editor, more, formats, says):
    with pytest.raises(NotIssued, match=says):
        issued(asked, editor, formats, **more)
    assert not Report.objects.exists()


def test_a_paper_over_a_limit_that_only_warns_is_issued(asked, editor):
    assert issued(asked, editor, length=Length(words=11, limit=10, refuses=False))


def test_a_claim_without_a_source_leaves_with_a_reason(asked, editor):
    report = issue(draft_of(asked, editor, unsourced=("Teapots are many.",)), editor, ["docx"], why="Counted by us.")
    assert report.note == "Counted by us."


def test_who_may_not_make_papers_issues_none(asked, db):
    for somebody in (AnonymousUser(), without_roles("nobody")):
        with pytest.raises(PermissionDenied):
            issued(asked, somebody)


def test_a_file_that_names_somebody_of_staff_is_refused(asked, editor, monkeypatch):
    draft = draft_of(asked, editor)
    object.__setattr__(draft.document, "author", "Quimby Paperwright")
    with pytest.raises(NotIssued, match="somebody of staff"):
        issue(draft, editor, ["docx"], why="I insist.")


def test_a_withheld_name_in_a_public_paper_is_told_to_those_who_work_on_it_alone(asked, editor, people):
    hidden = an_incident(people[0])
    a_person(hidden, name="Invent a better teapot")
    a_recommendation(a_review())
    with pytest.raises(NotIssued, match=hidden.reference):
        issued(asked, people[0])
    assert issued(asked, editor)  # learns nothing; but it is written down
    assert [entry.by for entry in entries_of(hidden).filter(action=Action.PAPER_NAMES)] == [editor]


# Frozen


STATEMENTS = [
    "UPDATE reports_report SET title = 'x'",
    "DELETE FROM reports_readrecord",
    "DELETE FROM reports_reportfile",
    "UPDATE reports_reportfile SET sha256 = 'x'",
    "UPDATE reports_readrecord SET digest = 'x'",
    "DELETE FROM reports_report",
]


@pytest.mark.parametrize("statement", STATEMENTS)
def test_the_database_refuses_to_change_a_paper(asked, editor, statement):
    a_recommendation(a_review())
    issued(asked, editor)
    before = stored()
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert stored() == before


@pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite replaces rows without a word")
def test_a_row_is_not_replaced(asked, editor):
    issued(asked, editor)
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("INSERT OR REPLACE INTO reports_report SELECT * FROM reports_report")


def test_nothing_that_guards_papers_is_missing(db):
    assert guard.missing(connection) == set()
    assert papers_are_guarded(None, ["default"]) == []
    guard.remove(connection)
    assert len(guard.missing(connection)) == len(guard.triggers(connection.vendor))
    assert [one.id for one in papers_are_guarded(None, ["default"])] == ["reports.W001"]
    guard.ensure(connection)
    assert guard.missing(connection) == set()


# It ends with what it used


def test_what_a_paper_took_from_an_incident_lies_encrypted(asked, editor, shown):
    report = issued(asked, editor)
    file = report.files.get()
    assert NAME in text_of(content_of(file, editor))
    assert (report.is_sealed, report.key_parts, report.sections) == (True, 1, [])
    assert [read["key"] for read in opened(report)["read"]] == [shown.reference]
    for word in (NAME, shown.reference, "Teapots hidden from speakers", "PK\x03\x04"):
        assert word.encode() not in stored(), word


def test_a_withdrawn_incident_blocks_the_papers_that_used_it(asked, editor, shown, people):
    report = issued(asked, editor)
    publication.withdraw(shown, people[1])
    with pytest.raises(Blocked, match="no longer public"):
        content_of(report.files.get(), editor)
    assert blocked_at_sight([report]) == {report.paper}


def test_what_the_page_no_longer_says_blocks_a_paper_that_says_it(asked, editor, shown, people):
    """Withdrawn, and published anew without the name: the paper has it still."""
    report = issued(asked, editor)
    publication.withdraw_consent(Basis.objects.get(incident=shown), people[0])
    a_basis(shown, person=shown_person(shown), scopes=["site"], given_on=timezone.localdate())
    published(shown, *people)
    assert NAME not in str(PublicIncident.objects.get().page)
    with pytest.raises(Blocked, match="no longer says"):
        content_of(report.files.get(), editor)
    assert issued(asked, editor).files.get()


def shown_person(incident):
    person = Person.objects.get(incident=incident)
    person.incident, person.visibility = incident, "role"
    person.save()
    return person


def test_what_the_page_newly_says_blocks_nothing(asked, editor, shown, people):
    report = issued(asked, editor)
    page = PublicIncident.objects.get()
    page.page = {
        **page.page,
        "timeline": [{"on": "2022", "what": "safe", "text": "Safe.", "source": None, "place": ""}],
    }
    page.save()
    assert why_blocked(report) == []


def test_purging_an_incident_makes_the_papers_that_used_it_unreadable(asked, editor, shown, people):
    other = an_incident(people[0], public_title="Kettles, too")
    a_basis(other, "nobody")
    published(other, *people)
    report = issued(asked, editor)
    assert report.key_parts == 2
    publication.purge(shown, people[0])
    with pytest.raises(Blocked, match="destroyed"):
        content_of(report.files.get(), editor)
    with pytest.raises(Blocked, match="destroyed"):
        opened(report)
    assert Report.objects.get() == report  # that there was one stays


def test_a_paper_of_the_room_needs_it_open(asked, editor, shown, settings):
    report = issued(asked, editor)
    settings.ROOM_PASSPHRASE, settings.FIELD_ENCRYPTION_KEYS = "", []
    with pytest.raises(RoomShut):
        content_of(report.files.get(), editor)
    assert json.dumps(report.filters)  # what is not of the room is read all the same


def test_an_incident_withdrawn_while_a_paper_was_drafted_is_not_issued(asked, editor, shown, people):
    draft = draft_of(asked, editor)
    publication.withdraw(shown, people[1])
    with pytest.raises(NotIssued, match="anew"):
        issue(draft, editor, ["docx"])
    assert not Report.objects.exists()
