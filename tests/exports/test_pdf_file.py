"""PDFs: tagged, in their language, with everything where it stands; and no text is ever taken for source."""

import io
import os
import re
import time
from pathlib import Path

import pypdf
import pypdfium2
import pytest

from exports import pdf_file
from exports.document import Heading, Paragraph, Quotation, Run, paragraph

from .papers import ATTACKS, NASTY, a_paper, everything, in_all_scripts

pytestmark = pytest.mark.one_database

FONTS = Path("/usr/share/fonts")


def need(*fonts: str) -> None:
    """Skips where these fonts are not on the machine; under CI, where they are installed, it fails."""
    if missing := [font for font in fonts if not any(FONTS.rglob(f"{font}-Regular.*"))]:
        said = f"not in {FONTS}: {', '.join(missing)} (Debian: fonts-noto-core, fonts-noto-cjk)"
        if os.environ.get("CI"):
            pytest.fail(said)
        pytest.skip(said)


def read(raw: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(raw))


def text_of(raw: bytes) -> str:
    return "\n".join(page.extract_text() for page in read(raw).pages)


def marks(raw: bytes) -> list[str]:
    """The tags of the file, in reading order."""
    found: list[str] = []

    def walk(node) -> None:
        node = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(node, pypdf.generic.ArrayObject):
            for one in node:
                walk(one)
        elif isinstance(node, pypdf.generic.DictionaryObject):
            if "/S" in node:
                found.append(node["/S"][1:])
            if "/K" in node:
                walk(node["/K"])

    walk(read(raw).trailer["/Root"]["/StructTreeRoot"]["/K"])
    return found


@pytest.fixture(scope="module")
def made() -> bytes:
    return pdf_file.write(everything(), system_fonts=False)


def test_it_says_its_title_subject_author_and_language(made):
    reader = read(made)
    assert (reader.metadata.title, reader.metadata.subject) == ("On teapots", "Statement")
    assert reader.metadata.author == "Friends of Teapots"
    assert (reader.metadata.creation_date, reader.metadata.modification_date) == (None, None)
    root = reader.trailer["/Root"]
    assert root["/Lang"] == "en"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b"<pdfuaid:part>1</pdfuaid:part>" in made


def test_the_text_stands_in_its_order(made):
    text = text_of(made)
    order = ["On teapots", "Some bold and slanted", "First heading", "See the shop", "Second heading", "Pour"]
    order += ["Drink", "One again", "Outer", "Inner", "Still outer", "Tea is quoted", "Line one", "line two"]
    places = [text.index(words) for words in [*order, "All teapots", "Teapot 59"]]
    assert places == sorted(places)


def test_headings_lists_tables_notes_and_links_are_tagged(made):
    found = marks(made)
    assert [one for one in found if one in ("H1", "H2", "H3")] == ["H1", "H2", "H3"]
    assert {"L", "LI", "Table", "TH", "TD", "BlockQuote", "Link", "Note", "Caption"} <= set(found)


def test_links_lead_out(made):
    found = [
        annotation.get_object()["/A"]["/URI"]
        for page in read(made).pages
        for annotation in page.get("/Annots", [])
        if "/URI" in annotation.get_object().get("/A", {})
    ]
    assert {"https://teapots.example/?a=1&b=2", "https://teapots.example/note"} <= set(found)


def test_pages_are_numbered_and_the_header_of_a_table_stands_on_each(made):
    pages = [page.extract_text() for page in read(made).pages]
    assert len(pages) >= 3
    for n, page in enumerate(pages, 1):
        assert f"{n} / {len(pages)}" in page
        assert "What became of it" in page


def test_the_same_paper_gives_the_same_bytes(made):
    assert pdf_file.write(everything(), system_fonts=False) == made


@pytest.mark.parametrize("attack", ATTACKS)
def test_text_is_never_taken_for_source(attack):
    kinds = [Paragraph((Run(attack),)), Heading(1, (Run(attack, bold=True),)), Quotation((paragraph(attack),))]
    raw = pdf_file.write(a_paper(*kinds, title=attack, subject=attack, author=attack), system_fonts=False)
    text = text_of(raw)
    assert text.count(attack) == 4  # the title, too
    assert "root:" not in text
    assert read(raw).metadata.title == attack


def test_signs_that_no_file_may_hold_do_not_break_it():
    assert "abcdef g h" in text_of(pdf_file.write(a_paper(paragraph(NASTY)), system_fonts=False))


def test_the_template_reads_imports_and_evaluates_nothing():
    source = Path(pdf_file.__file__).with_name("paper.typ").read_text()
    asked = re.findall(r"\b(read|import|include|eval|plugin|image|csv|toml|yaml|xml|bytes|json)\b", source)
    assert asked == ["json", "bytes", "image", "image"]  # of what it is given; pictures by their number
    assert re.findall(r"\bimage\(([^,]+),", source) == ['str(one.png) + ".png"', 'str(one.logo_png) + ".png"']


def test_a_template_that_asked_for_a_file_of_the_machine_would_get_none(monkeypatch, tmp_path):
    from exports import typesetting

    for source in ('#read("/etc/passwd")', '#read("../../etc/passwd")', '#include "/etc/passwd"'):
        (tmp_path / "paper.typ").write_text(source)
        (tmp_path / "typesetting.py").write_bytes(Path(typesetting.__file__).read_bytes())
        monkeypatch.setattr(pdf_file, "_CHILD", tmp_path / "typesetting.py")
        with pytest.raises(pdf_file.CannotBeSet, match=r"not found|would escape"):
            pdf_file.write(a_paper())


def test_what_takes_too_long_is_stopped(monkeypatch, tmp_path):
    from exports import typesetting

    (tmp_path / "paper.typ").write_text("#let n = 0\n#while true { n += 1 }")
    (tmp_path / "typesetting.py").write_bytes(Path(typesetting.__file__).read_bytes())
    monkeypatch.setattr(pdf_file, "_CHILD", tmp_path / "typesetting.py")
    began = time.monotonic()
    with pytest.raises(pdf_file.CannotBeSet):
        pdf_file.write(a_paper(), seconds=2)
    assert time.monotonic() - began < 10


def test_who_does_not_want_it_any_more_does_not_wait(monkeypatch, tmp_path):
    (tmp_path / "typesetting.py").write_text("import time\ntime.sleep(60)")
    monkeypatch.setattr(pdf_file, "_CHILD", tmp_path / "typesetting.py")
    asked = iter((False, False, True))
    began = time.monotonic()
    with pytest.raises(pdf_file.Cancelled):
        pdf_file.write(a_paper(), seconds=60, cancelled=lambda: next(asked))
    assert time.monotonic() - began < 10


def test_signs_without_a_font_are_named():
    with pytest.raises(pdf_file.NoFont) as told:
        pdf_file.write(a_paper(paragraph("茶")), system_fonts=False)
    assert told.value.signs == "茶"


def test_other_scripts_are_set_in_the_fonts_of_the_machine():
    need("NotoNaskhArabic", "NotoSerifCJK", "NotoSerifTibetan")
    raw = pdf_file.write(in_all_scripts())
    text = text_of(raw)
    for word in ("茶壶文本", "Чайник", "Théière"):
        assert word in text
    fonts_in = {
        str(font.get_object()["/BaseFont"]) for p in read(raw).pages for font in p["/Resources"]["/Font"].values()
    }
    for family in ("NotoNaskhArabic", "NotoSerifCJK", "NotoSerifTibetan", "LibertinusSerif"):
        assert any(family in name for name in fonts_in), (family, fonts_in)


def test_arabic_stands_at_the_right_and_english_at_the_left():
    need("NotoNaskhArabic")
    raw = pdf_file.write(a_paper(paragraph("شاي"), title="شاي", language="ar"))
    assert read(raw).trailer["/Root"]["/Lang"] == "ar"
    for language, wanted in (("ar", "right"), ("en", "left")):
        word = "شاي" if language == "ar" else "Tea"
        picture = pypdfium2.PdfDocument(pdf_file.write(a_paper(title=word, language=language)))[0]
        page = picture.render(scale=1).to_pil().convert("L").point(lambda grey: 255 if grey < 128 else 0)
        left, _top, right, _bottom = page.crop((0, 0, page.width, page.height // 2)).getbbox()
        assert ("left" if left < page.width / 4 else "right" if right > page.width * 3 / 4 else "") == wanted
