"""Packs of papers in the admin: what they hold, what their cover note says, and what it never does."""

import io
import zipfile
from dataclasses import replace

import pytest

from exports.document import Document, paragraph
from reports import packs
from reports.draft import Length
from reports.kinds import KINDS
from reports.models import Pack, Report
from tests.records import a_recommendation, a_review
from tests.reprisals.records import (
    a_person,
    an_incident,
)

from .papers import PACK, TEAPOTS, body, draft_of, signed_in, wanted

pytestmark = pytest.mark.django_db
NAME = "Zebulon Whistlethorpe"


def test_a_pack_holds_its_papers_and_a_cover_note(editor, monkeypatch):
    long = replace(
        KINDS["teapots"], name="kettles", label="Kettles", draft=lambda a, by: draft_of(a, by, length=Length(11, 10))
    )
    monkeypatch.setitem(KINDS, "kettles", long)
    client = signed_in(editor)
    said = body(client.post(PACK, wanted(kinds=["teapots", "kettles"])))
    assert "The pack is made" in said
    assert "11 words, and at most 10" in said
    pack, report = Pack.objects.get(), Report.objects.get()
    assert pack.papers == [report.paper.hex]
    answer = client.post(f"/admin/reports/pack/{pack.pk}/zip/")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as packed:
        note, paper = sorted(packed.namelist(), key=lambda name: "cover" not in name)
        with zipfile.ZipFile(io.BytesIO(packed.read(note))) as word:
            told = word.read("word/document.xml").decode()
    assert paper == f"teapots-hrc-56-{report.paper.hex[:8]}.docx"
    for words_of_note in ("Session opens", "Teapots", "Kettles: It has 11 words"):
        assert words_of_note in told
    assert "paper-editor" not in told


def test_a_pack_in_french_has_what_is_written_in_english_alone_in_english(editor, monkeypatch):
    monkeypatch.setitem(KINDS, "kettles", replace(KINDS["teapots"], name="kettles", languages=("en", "fr")))
    assert "The pack is made" in body(signed_in(editor).post(PACK, wanted(kinds=["teapots", "kettles"], language="fr")))
    assert dict(Report.objects.values_list("kind", "language")) == {"teapots": "en", "kettles": "fr"}
    assert [row[0] for row in Pack.objects.get().cover["lengths"]] == ["Teapots (in English)", "Teapots"]


def test_a_pack_says_nothing_of_whose_name_was_found(editor, people):
    """Its cover note is read by those who work on no incident, and leaves the house."""
    writer = people[0]
    hidden = an_incident(writer, public_title="Kettles were hidden")
    a_person(hidden, name=NAME)
    a_recommendation(a_review(), f"Free {NAME}", "28.5")
    long = replace(KINDS["teapots"], name="kettles", label="Kettles", draft=lambda a, by: long_draft(a))
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(KINDS, "kettles", long)
        client = signed_in(writer)
        said = body(client.post(PACK, wanted(kinds=["teapots", "kettles"])))
    assert "The pack is made" in said
    pack = Pack.objects.get()
    assert [label for label, _why in pack.cover["not_made"]] == ["Teapots"]
    for text in (said, str(pack.cover), body(signed_in(editor).get(f"/admin/reports/pack/{pack.pk}/change/"))):
        assert hidden.reference not in text
        assert "not to be named" not in text


def long_draft(asked):
    return replace(draft_of(asked, None), document=Document("Kettles", "en", (paragraph("Kettles."),)))


def test_a_pack_of_which_one_paper_breaks_keeps_none(editor, monkeypatch):
    monkeypatch.setitem(KINDS, "kettles", replace(TEAPOTS, name="kettles", label="Kettles"))
    kept = []

    def keep(ready, by, **more):
        if kept:
            raise packs.NotIssued("broken")
        kept.append(packs_keep(ready, by, **more))
        return kept[0]

    packs_keep = packs.keep
    monkeypatch.setattr(packs, "keep", keep)
    assert "broken" in body(signed_in(editor).post(PACK, wanted(kinds=["teapots", "kettles"])))
    assert not Report.objects.exists()
    assert not Pack.objects.exists()


def test_no_confidential_kind_is_packed(people):
    client = signed_in(people[0])
    assert 'value="mission-sheet"' not in body(client.get(PACK))
    assert client.post(PACK, wanted(kinds=["mission-sheet"], state="Portugal")).status_code == 400
