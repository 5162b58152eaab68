"""PDFs in the forms that papers are handed in: tagged, with a picture's words, numbers that go on, and notes linked."""

import json
from dataclasses import replace

import pypdfium2
import pytest

from exports import pdf_file
from exports.document import Across, Run, Table, paragraph, words

from .papers import a_paper, a_png, formal
from .test_pdf_file import marks, need, read, text_of

pytestmark = pytest.mark.one_database


def latin(**fields):
    """The formal paper without what only other fonts can write."""
    whole = formal(**fields)
    kept = tuple(one for one in whole.blocks if type(one).__name__ not in ("Part", "Table"))
    rows = (Across(words("Theme: Kettles")), (words("12.1 Warm the kettle"), words("- Kettles")))
    table = Table((words("Recommendation"), words("Themes")), rows, "Kettles", (3, 1))
    return replace(whole, blocks=(*kept, table, paragraph("A third one.")))


@pytest.fixture(scope="module")
def made() -> bytes:
    return pdf_file.write(latin(mark="CONFIDENTIAL", running_head="On kettles"), system_fonts=False)


def test_numbers_of_paragraphs_go_on_across_headings_and_are_tagged(made):
    text = text_of(made)
    places = [
        text.index(said) for said in ("Before the first.", "1.", "Some bold", "2.", "A second one.", "3.", "A third")
    ]
    assert places == sorted(places)
    assert marks(made).count("LBody") == 4  # three paragraphs and a point
    data = pdf_file.paper_data(formal())
    starts = [one["start"] for one in data["blocks"] if one["kind"] == "ListBlock" and one["numbered"]]
    assert starts == [1]
    inside = [one["blocks"][0]["start"] for one in data["blocks"] if one["kind"] == "Part"]
    assert inside == [3, 4, 5, 6]


def test_the_mark_stands_on_each_page_and_is_read_out_once(made):
    pages = [page.extract_text() for page in read(made).pages]
    assert all(page.count("CONFIDENTIAL") == 1 for page in pages)
    assert all("On kettles" in page for page in pages)
    assert text_of(made).index("CONFIDENTIAL") < text_of(made).index("Friends of Teapots")


def test_pictures_say_what_they_show_to_those_who_do_not_see_them(made):
    root = read(made).trailer["/Root"]["/StructTreeRoot"]
    said: set[str] = set()

    def walk(node) -> None:
        node = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(node, list):
            for one in node:
                walk(one)
        elif isinstance(node, dict):
            if "/Alt" in node:
                said.add(str(node["/Alt"]))
            if "/K" in node:
                walk(node["/K"])

    walk(root["/K"])
    assert {"A pot", "A green field"} <= said
    assert b"Canary" not in made


def test_a_row_across_is_a_header_of_the_table(made):
    found = marks(made)
    assert found.count("TH") == 3
    assert found.count("Caption") == 2  # of the picture, too


def test_notes_at_the_end_are_linked_with_their_places():
    raw = pdf_file.write(latin(form="ohchr", notes="end", notes_title="Sources of this"), system_fonts=False)
    text = text_of(raw)
    assert text.index("A third one.") < text.index("Sources of this") < text.index("A second note.")
    inside = [
        link.get_object()
        for page in read(raw).pages
        for link in page.get("/Annots", [])
        if "/URI" not in link.get_object().get("/A", {})
    ]
    assert len(inside) >= 4 + 2  # to each note and back; that of the title is at the foot, and linked by itself
    assert "With the Friends of Kettles." in text
    data = pdf_file.paper_data(formal(notes="end"))
    assert [note["number"] for note in data["endnotes"]] == [1, 2]


def test_the_ohchr_gets_one_size_and_nothing_bold_or_slanted():
    raw = pdf_file.write(latin(form="ohchr"), system_fonts=False)
    fonts = {str(font.get_object()["/BaseFont"]) for p in read(raw).pages for font in p["/Resources"]["/Font"].values()}
    assert fonts
    assert not [name for name in fonts if "Bold" in name or "Italic" in name]
    page = pypdfium2.PdfDocument(raw)[0].get_textpage()
    whole = page.get_text_bounded()
    assert "First part" in whole


def test_pages_lie_down_for_a_matrix():
    size = read(pdf_file.write(latin(landscape=True), system_fonts=False)).pages[0].mediabox
    assert size.width > size.height


def test_pictures_reach_the_child_as_numbers_and_as_nothing_else():
    from exports.typesetting import take_pictures

    paper = json.loads(json.dumps(pdf_file.paper_data(formal())))
    taken = take_pictures(paper)
    assert len(taken) == 2
    assert all(one.startswith(b"\x89PNG") for one in taken)
    assert paper["letterhead"]["logo_png"] in (0, 1)
    assert a_png() not in taken  # its asides are gone


@pytest.mark.parametrize("form", ["house", "ohchr"])
def test_every_script_is_set_in_every_form(form):
    need("NotoNaskhArabic", "NotoSerifCJK", "NotoSerifTibetan")
    paper = formal(form=form, notes="end")
    raw = pdf_file.write(paper)
    assert raw == pdf_file.write(paper)
    assert "“茶壶”文本" in text_of(raw)
    languages = {str(node) for node in _values(read(raw).trailer["/Root"]["/StructTreeRoot"]["/K"], "/Lang")}
    assert {"ar", "ug", "zh", "bo"} <= languages


def test_a_run_in_another_language_says_so():
    raw = pdf_file.write(a_paper(paragraph((Run("Tea, "), Run("thé", language="fr")))), system_fonts=False)
    drawn = b"".join(page.get_contents().get_data() for page in read(raw).pages)
    tagged = set(_values(read(raw).trailer["/Root"]["/StructTreeRoot"]["/K"], "/Lang"))
    assert "fr" in tagged or b"/Lang(fr)" in drawn.replace(b" ", b"")


def _values(node, name: str):
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, list):
        for one in node:
            yield from _values(one, name)
    elif isinstance(node, dict):
        if name in node:
            yield str(node[name])
        if "/K" in node:
            yield from _values(node["/K"], name)
