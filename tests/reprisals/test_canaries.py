"""A mark in every private field comes out nowhere: not on a page, in a file, a log, a mail or a list of changes."""

import io
import logging
import zipfile

import pytest
from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission, User
from django.core import mail
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils.log import AdminEmailHandler

from exports import docx_file
from recommendations.models import Case, Organisation, Review, Source, State, Statement
from recommendations.models import Session as CouncilSession
from reports.asked import Asked
from reports.kinds import KINDS
from reprisals import publication
from reprisals.access import join
from reprisals.models import CaseRole

from .addresses import EDITED, NOW, REVIEW, SHOWN, answer, answers, freeze, of, questions, the_record
from .admin_forms import edit
from .canaries import Marks, a_marked_desk, a_marked_draft, mark_what_is_private, to_be_marked
from .evidence_files import MARK
from .records import a_person_of_staff, published
from .visibility import PRIVATE, fields
from .visibility import SHOWN as CAN_BE_SHOWN

pytestmark = pytest.mark.django_db


@pytest.fixture
def marks(people, monkeypatch):
    """A record in which each private field is marked: of a page in review, of two published ones, and of the desk."""
    freeze(monkeypatch)
    the_record(*people)
    made = Marks()
    made.draft = a_marked_draft(made, people[0])
    publication.submit(made.draft, people[0])
    mark_what_is_private(of(EDITED), made)
    published(of(EDITED), *people)
    mark_what_is_private(of(SHOWN), made, "shown")
    a_marked_desk(made)
    made.of[MARK] = "Evidence.original of shown"  # in what the photograph of the record says of itself
    made.sealed.add(MARK)
    return made


def everything_sent(asked) -> dict[str, bytes]:
    return {str(question): repr(said).encode() for question, said in answers(asked).items()}


# Nothing without a declaration


def test_each_field_says_who_may_see_it():
    declared = {name: PRIVATE.get(name, set()) | CAN_BE_SHOWN.get(name, set()) for name in fields()}
    assert fields() == declared
    assert set(PRIVATE) | set(CAN_BE_SHOWN) == set(fields())


def test_no_field_is_both():
    for name in fields():
        both = PRIVATE.get(name, set()) & CAN_BE_SHOWN.get(name, set())
        assert not both, name


def test_each_private_field_is_marked(marks):
    marked = {what.split(" of ")[0] for what in marks.of.values()}
    assert to_be_marked() <= marked
    assert {"Incident.account", "Contact.promised", "SignOn.note", "Assignment.step", "Person.details"} <= marked


def test_a_mark_on_the_page_would_be_found(client, marks, people):
    incident = of(EDITED)
    incident.public_summary = f"Teapots. {incident.account}"
    incident.save()
    published(incident, *people)
    assert marks.found_in(client.get(f"/reprisals/{EDITED}/").content) == ["Incident.account of public"]


# The public


def test_no_mark_reaches_the_public(marks):
    for question, said in everything_sent(questions()).items():
        assert marks.found_in(said) == [], question


# Papers


def papers() -> dict[str, bytes]:
    """Every public paper in each of its languages, of the case and of the review: its Word file and all of its text."""
    session = CouncilSession.objects.get(kind="hrc", number=56)
    case, review = Case.objects.get(slug="teapots"), Review.objects.get(slug=REVIEW)
    made = {}
    for kind in (kind for kind in KINDS.values() if not kind.confidential):
        for language in kind.languages:
            for asks in ({"case": case}, {"reviews": (review,)}):
                asked = Asked(kind.name, session, NOW.date(), language=language, **asks)
                draft = kind.draft(asked, None)
                parts = zipfile.ZipFile(io.BytesIO(docx_file.write(draft.document)))
                text = repr((draft.document, draft.read, draft.warnings, draft.table)).encode()
                made[f"{kind.name} {language} {asks}"] = text + b"".join(parts.read(name) for name in parts.namelist())
    return made


def test_no_mark_reaches_a_public_paper(marks):
    made = papers()
    # Three kinds tell of incidents, in three languages each.
    assert sum(SHOWN.encode() in said for said in made.values()) == 9
    for paper, said in made.items():
        assert marks.found_in(said) == [], paper


def test_a_public_paper_is_the_same_whatever_is_private(people, monkeypatch):
    freeze(monkeypatch)
    the_record(*people)
    before, marks = papers(), Marks()
    publication.submit(a_marked_draft(marks, people[0]), people[0])
    a_marked_desk(marks)
    assert papers() == before


# Staff who have no right to it


@pytest.fixture
def outsider():
    """Somebody of staff with every right but those of the room."""
    made = User.objects.create_user("outsider", is_staff=True)
    made.user_permissions.set(Permission.objects.exclude(content_type__app_label="reprisals"))
    return made


def admin_pages() -> list[str]:
    lists = [
        reverse(f"admin:{m._meta.app_label}_{m._meta.model_name}_changelist")
        for m in apps.get_models()
        if f"{m._meta.app_label}" in ("recommendations", "reprisals", "auth")
        and m.__name__ in {type(a).__name__.removesuffix("Admin") for a in _admins()} | {"User"}
    ]
    pages = ["/admin/", "/admin/reprisals/", "/admin/reprisals/version/published/", *lists]
    for record in (
        State.objects.get(iso3="PRT"),
        Statement.objects.published().get(),
        *Organisation.objects.all(),
        *_sources(),
    ):
        meta = record._meta
        name = f"admin:{meta.app_label}_{meta.model_name}"
        pages += [reverse(f"{name}_{step}", args=[record.pk]) for step in ("change", "history", "delete")]
    return pages


def _admins():
    from django.contrib import admin

    return admin.site._registry.values()


def _sources():
    return Source.objects.filter(title__startswith="Book of teapots")


def test_no_mark_reaches_staff_without_rights(marks, outsider):
    client = Client()
    client.force_login(outsider)
    there = {"incident": [marks.draft.pk], "contact": [1], "assignment": [1], "version": [1]}
    rows = [f"/admin/reprisals/{m}/{pk}/{do}/" for m, p in there.items() for pk in p for do in ("change", "history")]
    for address in (*admin_pages(), *rows, f"/admin/reprisals/incident/{marks.draft.pk}/page/"):
        status, headers, body = answer(client, "GET", address)
        assert marks.found_in(repr((headers, body))) == [], address
        if "/reprisals/" in address:
            assert status in (302, 403, 404), address


def test_the_page_that_refuses_to_delete_a_state_names_no_private_kind(marks, outsider, client):
    client.force_login(outsider)
    said = client.get(reverse("admin:recommendations_state_delete", args=[State.objects.get(iso3="PRT").pk]))
    for private in ("contact", "incident", "sign-on"):
        assert f"<li>{private}" not in said.content.decode().lower()
    assert "Other records, which only some of staff may see" in said.content.decode()


# What the machine writes down


@pytest.fixture
def editor(client, marks):
    """Somebody who works on incidents, signed in."""
    made = a_person_of_staff("editor")
    for incident in publication.Incident.objects.all():
        join(incident, made, CaseRole.CASE_OFFICER)
    client.force_login(made)
    return made


@pytest.fixture
def letters(settings):
    """Reports of errors go by mail, with all that Django would tell, to those who run the site."""
    settings.ADMINS, settings.DEBUG = [("Admin", "admin@example.org")], False
    handler = AdminEmailHandler(include_html=True)
    logger = logging.getLogger("django.request")
    logger.addHandler(handler)
    yield mail.outbox
    logger.removeHandler(handler)


def change_address(pk: int) -> str:
    return reverse("admin:reprisals_incident_change", args=[pk])


def test_an_edit_leaves_no_mark_in_the_log_of_changes_or_a_session(client, marks, editor, caplog):
    caplog.set_level(logging.DEBUG)
    mark = marks.word("Incident.account", "edit")
    for pk in (marks.draft.pk, of(EDITED).pk):
        answered = edit(client, change_address(pk), account=mark)
        assert answered.status_code == 302, answered.context["errors"]
        assert of(publication.Incident.objects.get(pk=pk).reference).account == mark
    entries = LogEntry.objects.all()
    assert entries.count() == 2
    for entry in entries:
        assert marks.found_in(f"{entry.object_repr} {entry.change_message}", ("Incident.reference",)) == []
    assert client.session.items()
    assert marks.found_in(repr(dict(client.session))) == []
    assert marks.found_in(caplog.text, ("Incident.reference",)) == []
    assert mail.outbox == []


def test_an_error_while_editing_tells_no_mark(client, marks, editor, letters, caplog, monkeypatch):
    def broken(incident, by):
        told = incident.account
        raise RuntimeError(f"{len(told)} letters")

    monkeypatch.setattr(publication, "recheck", broken)
    client.raise_request_exception = False
    said = edit(client, change_address(marks.draft.pk), account=marks.word("Incident.account", "edit"))
    assert said.status_code == 500
    assert marks.found_in(said.content) == []
    assert marks.found_in(caplog.text) == []
    assert "RuntimeError" in caplog.text
    assert len(letters) == 2  # the site's own, and the one with a page of HTML
    for letter in letters:
        whole = letter.message().as_string() + letter.body + "".join(str(page) for page, _kind in letter.alternatives)
        assert "RuntimeError" in whole
        assert marks.found_in(whole) == []


def test_an_error_on_a_public_page_tells_no_mark(client, marks, letters, caplog, monkeypatch):
    def broken(page):
        told = of(SHOWN).account
        raise RuntimeError(f"{len(told)} letters")

    monkeypatch.setattr("reprisals.public.in_words", broken)
    client.raise_request_exception = False
    said = client.get(f"/reprisals/{SHOWN}/")
    assert said.status_code == 500
    for text in (said.content, caplog.text, *(f"{letter.body}{letter.alternatives}" for letter in letters)):
        assert marks.found_in(text) == []
    assert len(letters) == 2


def all_that_is_stored() -> bytes:
    """The whole database: on SQLite its file as it is in memory, on PostgreSQL every row of every table as text."""
    if connection.vendor == "sqlite":
        return bytes(connection.connection.serialize())
    rows: list[str] = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            name = connection.ops.quote_name(table)
            cursor.execute(f"SELECT t::text FROM {name} t")
            for (row,) in cursor.fetchall():
                rows += [row, *(_bytes(part) for part in row.split('"') if part.startswith("\\\\x"))]
    return "\n".join(rows).encode()


def _bytes(text: str) -> str:
    return bytes.fromhex(text[3:]).decode("latin-1")


def test_no_sealed_text_is_readable_in_the_database(client, marks, editor):
    mark = marks.word("Incident.account", "edit")
    marks.sealed.add(mark)
    assert edit(client, change_address(marks.draft.pk), account=mark).status_code == 302
    stored = all_that_is_stored()
    assert len(stored) > 100_000
    assert marks.draft.reference.encode() in stored
    assert [marks.of[one] for one in marks.sealed if one.encode() in stored] == []
