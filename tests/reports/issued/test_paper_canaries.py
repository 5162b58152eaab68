"""A mark in every private field comes out in no public paper or pack; in a confidential one, only what may be told."""

import io
import logging
import zipfile

import pytest
from django.core import mail

from recommendations.models import Case, Session
from reports import checking
from reports.kinds import KINDS
from reports.models import Pack, Report
from reprisals.models import Basis, Entry, Person
from tests.reprisals.canaries import Marks
from tests.reprisals.records import a_basis
from tests.reprisals.test_canaries import marks  # noqa: F401

from .papers import ADD, LIST, PACK, body, signed_in

pytestmark = pytest.mark.django_db
PUBLIC = [name for name, kind in KINDS.items() if not kind.confidential]
# Of a confidential paper: what each ground must allow, and nothing besides.
MAY_BE_TOLD = (
    *("Incident.account", "Incident.locality", "Incident.began_on", "Incident.public_title", "Incident.reference"),
    *("Incident.public_confidence", "Act.happened_on", "Person.name", "Person.description", "Engagement.mechanism"),
    *("Development.text", "Development.happened_on", "Response.text", "Response.happened_on", "Response.locator"),
)


def wanted(**more):
    session = Session.objects.get(kind="hrc", number=56)
    return {"session": session.pk, "case": Case.objects.get(slug="teapots").pk, "language": "en"} | more


def everything_in(content: bytes) -> bytes:
    """All parts of a package, and of the packages in it."""
    found = [content]
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            found += [everything_in(parts.read(name)) + name.encode() for name in parts.namelist()]
    return b" ".join(found)


def test_no_mark_reaches_a_public_paper_a_pack_a_log_or_a_mail(marks: Marks, editor, caplog, monkeypatch):  # noqa: F811
    caplog.set_level(logging.DEBUG)
    monkeypatch.setattr(checking, "_unsourced", lambda draft: ())  # this record has few sources, and all shall leave
    client = signed_in(editor)
    said = body(client.post(PACK, wanted(kinds=PUBLIC, formats=["docx", "csv"])))
    assert marks.found_in(said) == []
    pack = Pack.objects.get()
    assert len(pack.papers) == len(PUBLIC), pack.cover["not_made"]
    packed = client.post(f"/admin/reports/pack/{pack.pk}/zip/").content
    assert marks.found_in(everything_in(packed)) == []
    for kind in PUBLIC:
        shown = body(client.post(ADD, wanted(kind=kind, formats=["docx"])))
        assert "<article" in shown
        assert marks.found_in(shown) == [], kind
    for report in Report.objects.all():
        for page in ("change", "changes"):
            assert marks.found_in(body(client.get(f"{LIST}{report.pk}/{page}/"))) == []
    assert marks.found_in(caplog.text) == []
    assert mail.outbox == []


def test_a_confidential_paper_tells_what_its_scope_allows_and_nothing_besides(marks: Marks, people):  # noqa: F811
    draft = marks.draft
    client = signed_in(people[0])
    asked = wanted(kind="reprisals-submission", incidents=[draft.reference], formats=["docx"], scope="un_only")
    assert marks.found_in(body(client.post(ADD, asked)), ("Incident.reference", "Incident.title")) == []
    for person in Person.objects.filter(incident=draft):
        person.incident = draft
        a_basis(draft, person=person, scopes=["un_only"], given_on="2021-01-01")
    Basis.objects.filter(incident=draft, person=None).update(scopes=["un_only"])
    assert "It is issued" in body(client.post(f"{ADD}issue/", asked))
    (report,) = Report.objects.all()
    content = client.post(f"{LIST}{report.pk}/files/docx/").content
    found = marks.found_in(everything_in(content))
    assert {"Incident.account of draft", "Person.name of draft", "Incident.locality of draft"} <= set(found)
    assert [one for one in found if not one.startswith(MAY_BE_TOLD)] == []
    stored = repr(list(Report.objects.values())) + repr(list(Entry.objects.values()))
    assert marks.found_in(stored, ("Incident.reference",)) == []
