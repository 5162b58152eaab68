"""Word files in the forms that papers are handed in: the OHCHR's looks, numbers, notes, letterhead, mark, pictures."""

import io
import zipfile

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from exports import docx_file
from exports.document import Across, Letterhead, Picture, Table, paragraph, words

from .papers import a_paper, a_png, formal

pytestmark = pytest.mark.one_database


def parts(paper) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(docx_file.write(paper))) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def opened(paper):
    return docx.Document(io.BytesIO(docx_file.write(paper)))


def styles_in_use(word) -> list:
    found, style = {}, None
    used = {one.get(qn("w:val")) for one in word.element.body.iter(qn("w:pStyle"))}
    for style in word.styles:
        if style.style_id in used:
            found[style.style_id] = style
            while getattr(style, "base_style", None) is not None:
                style = style.base_style
                found[style.style_id] = style
    return list(found.values())


def test_the_ohchr_gets_one_font_in_one_size_and_nothing_bold_underlined_or_slanted():
    paper = formal(form="ohchr", mark="CONFIDENTIAL")
    word, files = opened(paper), parts(paper)
    looks = ("w:b", "w:bCs", "w:i", "w:iCs", "w:u", "w:color", "w:sz", "w:rFonts")
    for style in styles_in_use(word):
        of_style = style.element.find(qn("w:rPr"))
        assert of_style is None or not [one for one in of_style if one.tag in map(qn, looks)], style.name
    for name in ("word/document.xml", "word/footnotes.xml", "word/header1.xml"):
        assert not list(parse_xml(files[name]).iter(*map(qn, looks[:5]))), name
    defaults = word.styles.element.find(f".//{qn('w:rPrDefault')}/{qn('w:rPr')}")
    fonts, size = defaults.find(qn("w:rFonts")), defaults.find(qn("w:sz"))
    assert {fonts.get(qn(f"w:{kind}")) for kind in ("ascii", "hAnsi", "cs")} == {"Times New Roman"}
    assert (size.get(qn("w:val")), defaults.find(qn("w:szCs")).get(qn("w:val"))) == ("20", "20")
    assert word.styles["footnote text"].font.size.pt == 10


def test_paragraphs_are_numbered_by_word_across_headings():
    word = opened(formal())
    numbered = [one.text for one in word.paragraphs if one.style.name == "Numbered Paragraph"]
    assert numbered == [
        "Some bold and slanted",
        "A second one.",
        "النص الثالث",
        "چەينەك تېكىست",
        "“茶壶”文本",
        "ཇ་དཔར་ཡིག",
    ]
    style = word.styles["Numbered Paragraph"].element
    number = style.find(f"{qn('w:pPr')}/{qn('w:numPr')}/{qn('w:numId')}").get(qn("w:val"))
    numbering = word.part.numbering_part.element
    kind = numbering.num_having_numId(int(number)).abstractNumId.val
    (level,) = numbering.xpath(f"w:abstractNum[@w:abstractNumId='{kind}']/w:lvl")
    said = {one.tag: one.get(qn("w:val")) for one in level}
    assert (said[qn("w:numFmt")], said[qn("w:lvlText")]) == ("decimal", "%1.")
    assert not [one for one in opened(formal(numbered=False)).paragraphs if one.style.name == "Numbered Paragraph"]


def test_the_note_to_the_title_has_an_asterisk_and_takes_no_number():
    files = parts(formal())
    text, notes = (parse_xml(files[f"word/{name}.xml"]) for name in ("document", "footnotes"))
    first, *others = text.iter(qn("w:footnoteReference"))
    assert first.get(qn("w:customMarkFollows")) == "1"
    assert first.getnext().text == "*"
    assert len(others) == 2
    said = {
        note.get(qn("w:id")): "".join(one.text for one in note.iter(qn("w:t"))) for note in notes.iter(qn("w:footnote"))
    }
    assert said[first.get(qn("w:id"))] == "* With the Friends of Kettles."


def test_notes_at_the_end_are_endnotes_of_word_in_figures():
    files = parts(formal(notes="end", notes_title="Notes et sources"))
    text, notes = (parse_xml(files[f"word/{name}.xml"]) for name in ("document", "endnotes"))
    assert len(list(text.iter(qn("w:footnoteReference")))) == 1  # of the title
    references = [one.get(qn("w:id")) for one in text.iter(qn("w:endnoteReference"))]
    assert references == [one.get(qn("w:id")) for one in notes if one.get(qn("w:type")) is None]
    assert b"teapots.example/1" in files["word/_rels/endnotes.xml.rels"]
    for whole in (files["word/settings.xml"], files["word/document.xml"]):
        (said,) = parse_xml(whole).iter(qn("w:endnotePr"))
        assert said.find(qn("w:numFmt")).get(qn("w:val")) == "decimal"
    assert opened(formal(notes="end", notes_title="Notes et sources")).paragraphs[-1].text == "Notes et sources"


def test_a_mark_stands_at_the_head_of_each_page_and_keeps_notes_at_the_foot():
    paper = formal(mark="CONFIDENTIAL", running_head="On kettles", notes="end")
    (section,) = opened(paper).sections
    assert [one.text for one in section.header.paragraphs] == ["CONFIDENTIAL", "On kettles"]
    assert not section.different_first_page_header_footer
    assert "word/endnotes.xml" not in parts(paper)


def test_letterhead_and_pictures_say_what_they_show_and_nothing_of_who_made_them():
    paper = formal()
    word, files = opened(paper), parts(paper)
    assert [one.text for one in word.paragraphs[:4]] == [
        "",
        "Friends of Teapots",
        "1 Spout Street\nTeapot Town",
        "On teapots*",
    ]
    shown = [one.get("descr") for one in word.element.body.iter(qn("wp:docPr"))]
    assert shown == ["A pot", "A green field"]
    ids = [one.get("id") for one in word.element.body.iter(qn("wp:docPr"))]
    assert len(set(ids)) == 2
    assert not [name for name, raw in files.items() if b"Canary" in raw]
    assert [name for name in files if name.endswith(".png")] == ["word/media/image1.png"]


@pytest.mark.parametrize("png", [b"", b"GIF89a", a_png()[:60], b"\x89PNG\r\n\x1a\n"])
def test_what_is_no_picture_is_refused(png):
    with pytest.raises(ValueError):
        Picture(png, "A pot")
    with pytest.raises(ValueError):
        Letterhead("Friends", logo_png=png)


def test_a_picture_that_says_nothing_to_the_blind_is_refused():
    with pytest.raises(ValueError, match="do not see"):
        Picture(a_png(), " ")


def test_a_row_can_go_across_and_columns_have_widths():
    (table,) = opened(formal(landscape=True)).tables
    wide, narrow = (column.width.mm for column in table.columns)
    assert wide == pytest.approx(3 * narrow, rel=0.01)
    assert wide + narrow == pytest.approx(267, abs=1)
    across = table.rows[1]._tr.tc_lst
    assert [cell.grid_span for cell in across] == [2]
    with pytest.raises(ValueError, match="width"):
        Table((words("a"), words("b")), (), widths=(1,))
    with pytest.raises(ValueError, match="width"):
        Table((words("a"), words("b")), (), widths=(1, 0))


def test_pages_are_a4_upright_or_not():
    for landscape, size in ((False, (210, 297)), (True, (297, 210))):
        (section,) = opened(formal(landscape=landscape)).sections
        assert (round(section.page_width.mm), round(section.page_height.mm)) == size


def test_a_cell_in_another_language_says_so_and_runs_its_way():
    (table,) = opened(formal()).tables
    arabic = table.rows[3].cells[1].paragraphs[0]
    assert arabic._p.pPr.find(qn("w:bidi")) is not None
    assert arabic.runs[0]._r.rPr.find(qn("w:lang")).get(qn("w:bidi")) == "ar"


def test_tibetan_and_chinese_ask_for_fonts_that_have_them():
    word = opened(formal(form="ohchr"))
    fonts = {
        run._r.rPr.find(qn("w:lang")).get(qn("w:val")): dict(run._r.rPr.find(qn("w:rFonts")).attrib)
        for one in word.paragraphs
        for run in one.runs
        if run._r.rPr is not None and run._r.rPr.find(qn("w:rFonts")) is not None
    }
    assert fonts == {"bo": {qn("w:cs"): "Microsoft Himalaya"}, "zh": {qn("w:hint"): "eastAsia"}}


@pytest.mark.parametrize("form", ["house", "ohchr"])
def test_the_same_formal_paper_gives_the_same_bytes(form):
    assert docx_file.write(formal(form=form, notes="end")) == docx_file.write(formal(form=form, notes="end"))


def test_a_table_can_be_a_row_across_alone():
    paper = a_paper(paragraph("Tea"), Table((words("a"), words("b")), (Across(words("c")),)))
    assert [cell.text for cell in opened(paper).tables[0].rows[1].cells] == ["c", "c"]
