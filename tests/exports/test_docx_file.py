"""Word files: real styles, lists that begin anew, notes, languages and directions; and nothing of who made it when."""

import io
import time
import zipfile

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from exports import docx_file
from exports.document import Footnote, Part, Run, Table, heading, paragraph, points, words

from .papers import ATTACKS, NASTY, a_paper, everything, in_all_scripts

pytestmark = pytest.mark.one_database


def opened(paper):
    return docx.Document(io.BytesIO(docx_file.write(paper)))


def part(paper, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(docx_file.write(paper))) as parts:
        return parts.read(name).decode()


@pytest.fixture(scope="module")
def word():
    return opened(everything())


def test_each_block_has_a_style_of_word(word):
    found = [(one.style.name, one.text) for one in word.paragraphs]
    for expected in [
        ("Title", "On teapots"),
        ("Normal", "Some bold and slanted words."),
        ("Heading 1", "First heading"),
        ("Normal", "See the shop and again"),
        ("Heading 2", "Second heading"),
        ("List Bullet", "Pour"),
        ("List Number", "One again"),
        ("List Number 2", "Inner"),
        ("List Continue", "Still outer"),
        ("Quote", "Tea is quoted."),
        ("Normal", "Line one\nline two"),
        ("Caption", "All teapots"),
    ]:
        assert expected in found


def test_emphasis_is_of_the_run(word):
    runs = word.paragraphs[1].runs
    assert [(run.text, run.bold, run.italic) for run in runs if run.bold or run.italic] == [
        ("bold", True, None),
        ("slanted", None, True),
    ]


def test_what_introduces_a_list_stays_with_it():
    note = Footnote((Run("A note."),))
    word = opened(a_paper(paragraph((Run("They ask:"), note)), points(["Tea"]), paragraph("They got it.")))
    kept = {one.text: one.paragraph_format.keep_with_next for one in word.paragraphs}
    assert (kept["They ask:"], kept["They got it."]) == (True, None)


def test_each_numbered_list_begins_anew(word):
    numbered = [one for one in word.paragraphs if one.style.name == "List Number"]
    first, again, other = (one._p.pPr.numPr.numId.val for one in numbered)
    assert first == again != other
    numbering = word.part.numbering_part.element
    for number in (first, other):
        assert numbering.num_having_numId(number).lvlOverride_lst[0].startOverride.val == 1


def test_the_header_of_a_table_stands_again_on_each_page(word):
    table = word.tables[0]
    assert [cell.text for cell in table.rows[0].cells] == ["Teapot", "What became of it"]
    assert len(table.rows) == 61
    marked = [row._tr.trPr.find(qn("w:tblHeader")) is not None for row in table.rows]
    assert marked == [True] + [False] * 60
    assert table.style.name == "Table Grid"


def test_links_lead_out_from_the_text_and_from_a_note(word):
    assert {link.address for one in word.paragraphs for link in one.hyperlinks} == {"https://teapots.example/?a=1&b=2"}
    assert "https://teapots.example/note" in part(everything(), "word/_rels/footnotes.xml.rels")


def test_notes_are_notes_of_word():
    notes = parse_xml(part(everything(), "word/footnotes.xml").encode())
    ours = [note for note in notes if note.get(qn("w:type")) is None]
    assert ["".join(text.text for text in note.iter(qn("w:t"))).strip() for note in ours] == [
        "A note, with a link",
        "A second note.",
    ]
    text = parse_xml(part(everything(), "word/document.xml").encode())
    assert [one.get(qn("w:id")) for one in text.iter(qn("w:footnoteReference"))] == [n.get(qn("w:id")) for n in ours]
    assert "/word/footnotes.xml" in part(everything(), "[Content_Types].xml")
    assert "footnotePr" in part(everything(), "word/settings.xml")


def test_a_paper_without_notes_has_no_part_for_them():
    with zipfile.ZipFile(io.BytesIO(docx_file.write(a_paper(paragraph("Tea"))))) as parts:
        assert "word/footnotes.xml" not in parts.namelist()


def test_the_language_is_said_of_the_paper_and_of_its_parts():
    paper = a_paper(paragraph("Thé"), Part("ar", (paragraph("شاي"),)), language="fr")
    assert '<w:lang w:val="fr" w:eastAsia="fr" w:bidi="fr"/>' in part(paper, "word/styles.xml")
    assert 'w:val="ar"' in part(paper, "word/document.xml")
    assert "<dc:language>fr</dc:language>" in part(paper, "docProps/core.xml")


def test_arabic_runs_from_right_to_left_in_text_lists_and_tables():
    table = Table((words("ا"),), ((words("ب"),),))
    paper = a_paper(heading(1, "شاي"), points(["شاي"]), table, Part("en", (paragraph("Tea"),)), language="ar")
    word = opened(paper)
    bidi = {one.text: one._p.pPr is not None and one._p.pPr.find(qn("w:bidi")) is not None for one in word.paragraphs}
    assert bidi == {"On teapots": True, "شاي": True, "": False, "Tea": False}
    assert all(run._r.rPr.find(qn("w:rtl")) is not None for one in word.paragraphs[:3] for run in one.runs)
    assert word.tables[0]._tbl.tblPr.find(qn("w:bidiVisual")) is not None


def test_it_says_what_it_is_and_nothing_of_who_made_it_when():
    paper = everything()
    about = opened(paper).core_properties
    assert (about.title, about.subject, about.author) == ("On teapots", "Statement", "Friends of Teapots")
    assert (about.last_modified_by, about.comments, about.created, about.modified) == ("", "", None, None)
    with zipfile.ZipFile(io.BytesIO(docx_file.write(paper))) as parts:
        whole = b"".join(parts.read(name) for name in parts.namelist())
        assert {entry.date_time for entry in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert not {name for name in parts.namelist() if "thumbnail" in name or "app.xml" in name or "custom" in name}
    for trace in (b"python-docx", b"Macintosh", b"/tmp", b"/home"):
        assert trace not in whole


def test_the_same_paper_gives_the_same_bytes(monkeypatch):
    first = docx_file.write(everything())
    later = time.time() + 100_000
    monkeypatch.setattr(time, "time", lambda: later)
    monkeypatch.setattr(time, "localtime", lambda *at: time.gmtime(later))
    assert docx_file.write(everything()) == first


def test_text_stays_text_whatever_it_holds():
    paper = a_paper(*(paragraph(text) for text in [*ATTACKS, "<w:p/>&amp;", NASTY]), title=NASTY)
    found = [one.text for one in opened(paper).paragraphs]
    assert found == ["abcdef g h", *ATTACKS, "<w:p/>&amp;", "abcdef g h"]


def test_every_script_is_there():
    text = "\n".join(one.text for one in opened(in_all_scripts()).paragraphs)
    for word_of_it in ("إبريق الشاي", "چەينەك", "茶壶", "ཇ་དཔར", "Чайник", "Théière"):
        assert word_of_it in text
