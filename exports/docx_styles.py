"""How a Word file looks in each form: its page, its fonts, its styles and the numbering of its paragraphs."""

from typing import Any

from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from .document import Document
from .docx_text import element, language_element

LINK = RGBColor(0x0B, 0x4F, 0x5C)
NUMBERED, LETTERHEAD = "Numbered Paragraph", "Letterhead"
PAGE, MARGIN = (Mm(210), Mm(297)), Mm(25)
LANDSCAPE_MARGIN = Mm(15)
LATIN, EAST_ASIAN = "Times New Roman", "SimSun"  # of the OHCHR's form
OHCHR_SIZE = 10  # points
_HEADINGS = ("Title", *(f"Heading {n}" for n in range(1, 5)))


def set_up(word: Any, document: Document) -> None:
    """Makes a new Word file look like its form, whatever the template had."""
    _page(word, document.landscape)
    styles = word.styles
    defaults = styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
    defaults.replace(defaults.find(qn("w:lang")), language_element(document.language))
    styles.add_style("Hyperlink", WD_STYLE_TYPE.CHARACTER)
    for name in (LETTERHEAD, NUMBERED):
        styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH).base_style = styles["Normal"]
    styles[LETTERHEAD].paragraph_format.space_after = Pt(6)
    if document.form == "ohchr":
        _as_the_ohchr_wants_it(styles, defaults)
    else:
        _as_the_house_has_it(styles)
    if document.numbered:
        _number(word, styles[NUMBERED])
    if (zoom := word.settings.element.find(qn("w:zoom"))) is not None:
        zoom.set(qn("w:percent"), "100")  # which the template forgot


def text_width(document: Document) -> int:
    """How wide the text is, in twentieths of a point."""
    short, long = PAGE
    return int(((long - 2 * LANDSCAPE_MARGIN) if document.landscape else (short - 2 * MARGIN)) / Pt(1) * 20)


def _page(word: Any, landscape: bool) -> None:
    section = word.sections[0]
    section.page_width, section.page_height = reversed(PAGE) if landscape else PAGE
    if landscape:
        section.orientation = WD_ORIENT.LANDSCAPE
    margin = LANDSCAPE_MARGIN if landscape else MARGIN
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = margin
    section.header_distance = section.footer_distance = margin // 2


def _as_the_house_has_it(styles: Any) -> None:
    for style in (*_HEADINGS, "Caption"):
        styles[style].font.color.rgb = RGBColor(0, 0, 0)
    link = styles["Hyperlink"]
    link.font.color.rgb, link.font.underline = LINK, True


def _as_the_ohchr_wants_it(styles: Any, defaults: Any) -> None:
    """One font in one size, nothing bold, underlined or slanted; headings stand out by the space around them."""
    for name in (*_HEADINGS, "Quote", "Caption"):
        style = styles[name].element
        for gone in (*style.findall(qn("w:rPr")), *style.iter(qn("w:pBdr"))):
            gone.getparent().remove(gone)
    for name in ("w:rFonts", "w:sz", "w:szCs"):
        defaults.remove(defaults.find(qn(name)))
    size = str(2 * OHCHR_SIZE)
    defaults.insert(0, element("w:rFonts", ascii=LATIN, hAnsi=LATIN, eastAsia=EAST_ASIAN, cs=LATIN))
    for at, name in enumerate(("w:sz", "w:szCs"), 1):
        defaults.insert(at, element(name, val=size))
    # Not of the style Normal, which would hold in tables, too.
    of_paragraphs = styles.element.find(f"{qn('w:docDefaults')}/{qn('w:pPrDefault')}/{qn('w:pPr')}")
    of_paragraphs.replace(
        of_paragraphs.find(qn("w:spacing")), element("w:spacing", after="120", line="240", lineRule="auto")
    )
    for name in _HEADINGS:
        around = styles[name].paragraph_format
        around.space_before, around.space_after = Pt(12), Pt(6)


def _number(word: Any, style: Any) -> None:
    """Numbers the paragraphs of a style 1., 2., 3., through the whole file; the text begins after a tab."""
    numbers = word.part.numbering_part.element
    kinds = numbers.findall(qn("w:abstractNum"))
    number = str(max(int(kind.get(qn("w:abstractNumId"))) for kind in kinds) + 1)
    kind, level = element("w:abstractNum", abstractNumId=number), element("w:lvl", ilvl="0")
    properties, tabs = element("w:pPr"), element("w:tabs")
    tabs.append(element("w:tab", val="num", pos="567"))
    properties.extend((tabs, element("w:ind", left="0", firstLine="0")))
    level.extend(
        (
            element("w:start", val="1"),
            element("w:numFmt", val="decimal"),
            element("w:pStyle", val=style.style_id),
            element("w:lvlText", val="%1."),
            element("w:lvlJc", val="left"),
            properties,
        )
    )
    kind.extend((element("w:multiLevelType", val="singleLevel"), level))
    kinds[-1].addnext(kind)
    made = numbers.add_num(int(number))
    of_style, of_list = style.element.get_or_add_pPr(), element("w:numPr")
    of_list.append(element("w:numId", val=str(made.numId)))
    of_style.insert(0, of_list)
