"""Word: a paper with real styles for headings, lists, tables and notes. The same paper gives the same bytes."""

import io
import zipfile
from collections.abc import Iterable
from typing import Any

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_TABLE_DIRECTION
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor

from .document import (
    Block,
    Break,
    Document,
    Footnote,
    Heading,
    Inline,
    ListBlock,
    Paragraph,
    Part,
    Quotation,
    Run,
    Table,
    direction,
)
from .docx_notes import Notes
from .docx_text import element, language_element, run_element

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MOMENT = (1980, 1, 1, 0, 0, 0)  # of every part of the file: when it was made is nobody's business
DEEPEST_LIST = 3  # levels for which Word's template has styles
INDENT = Pt(18)
LINK = RGBColor(0x0B, 0x4F, 0x5C)
LEFT_OVER = ("/docProps/app.xml", "/docProps/thumbnail.jpeg", "/customXml/item1.xml", "/word/stylesWithEffects.xml")


def write(document: Document) -> bytes:
    """The Word file."""
    return _Writer(document).file()


class _Writer:
    def __init__(self, document: Document) -> None:
        self.document = document
        self.language = document.language
        self.word = docx.Document()
        self.notes = Notes(self.word)
        self._set_up()

    def file(self) -> bytes:
        self._paragraph(self.word, "Title", (Run(self.document.title),))
        self._blocks(self.word, self.document.blocks)
        return self._packed()

    # The paper as a whole

    def _set_up(self) -> None:
        styles = self.word.styles
        defaults = styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
        defaults.replace(defaults.find(qn("w:lang")), language_element(self.language))
        for style in ("Title", *(f"Heading {n}" for n in range(1, 5))):
            styles[style].font.color.rgb = RGBColor(0, 0, 0)
        link = styles.add_style("Hyperlink", WD_STYLE_TYPE.CHARACTER)
        link.font.color.rgb, link.font.underline = LINK, True
        self._number_pages()
        about = self.word.core_properties
        about.title, about.subject, about.author = self.document.title, self.document.subject, self.document.author
        about.language, about.comments, about.last_modified_by = self.language, "", ""
        for name in ("created", "modified", "revision"):
            for found in [one for one in about._element if one.tag.endswith(f"}}{name}")]:
                about._element.remove(found)

    def _number_pages(self) -> None:
        footer = self.word.sections[0].footer.paragraphs[0]
        footer.alignment = 1
        run = footer.add_run()
        for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
            field = element("w:fldChar", fldCharType=kind) if kind else element("w:instrText")
            field.text = text or None
            run._r.append(field)

    def _packed(self) -> bytes:
        """The file without what is left over of the template, in the same bytes each time."""
        package = self.word.part.package
        for owner in (package, self.word.part):
            for key, relation in list(owner.rels.items()):
                if not relation.is_external and str(relation.target_part.partname) in LEFT_OVER:
                    del owner.rels[key]
        raw, packed = io.BytesIO(), io.BytesIO()
        self.word.save(raw)
        with zipfile.ZipFile(raw) as parts, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as anew:
            for name in parts.namelist():
                entry = zipfile.ZipInfo(name, MOMENT)
                entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, 0
                anew.writestr(entry, parts.read(name))
        return packed.getvalue()

    # Blocks

    def _blocks(self, place: Any, blocks: Iterable[Block], style: str = "Normal", depth: int = 0) -> None:
        for block in blocks:
            if isinstance(block, Heading):
                self._paragraph(place, f"Heading {block.level}", block.inlines)
            elif isinstance(block, Paragraph):
                self._paragraph(place, style, block.inlines, depth)
            elif isinstance(block, Quotation):
                self._blocks(place, block.blocks, "Quote", depth + 1)
            elif isinstance(block, ListBlock):
                self._list(place, block, depth)
            elif isinstance(block, Table):
                self._table(place, block)
            else:
                self._part(place, block, style, depth)

    def _part(self, place: Any, part: Part, style: str, depth: int) -> None:
        before, self.language = self.language, part.language
        self._blocks(place, part.blocks, style, depth)
        self.language = before

    def _list(self, place: Any, block: ListBlock, depth: int) -> None:
        level = min(depth, DEEPEST_LIST - 1)
        style = f"List {'Number' if block.numbered else 'Bullet'}{f' {level + 1}' if level else ''}"
        numbering = self._numbering(style, block.start) if block.numbered else None
        for item in block.items:
            for place_in_item, inner in enumerate(item):
                if place_in_item or not isinstance(inner, Paragraph):
                    self._blocks(place, [inner], "List Continue", depth + 1)
                    continue
                made = self._paragraph(place, style, inner.inlines)
                if numbering is not None:
                    properties = made._p.get_or_add_pPr().get_or_add_numPr()
                    properties.get_or_add_numId().val = numbering
                    properties.get_or_add_ilvl().val = 0

    def _numbering(self, style: str, start: int) -> int:
        """A numbering of its own, so that each list begins anew."""
        numbers = self.word.part.numbering_part.element
        of_style = self.word.styles[style].element.pPr.numPr.numId.val
        kind = numbers.num_having_numId(of_style).abstractNumId.val
        made = numbers.add_num(kind)
        made.add_lvlOverride(0).add_startOverride(start)
        return int(made.numId)

    def _table(self, place: Any, block: Table) -> None:
        if block.caption:
            self._paragraph(place, "Caption", (Run(block.caption),)).paragraph_format.keep_with_next = True
        made = self.word.add_table(rows=0, cols=len(block.header))
        made.style = "Table Grid"
        if direction(self.language) == "rtl":
            made.table_direction = WD_TABLE_DIRECTION.RTL
        for number, row in enumerate((block.header, *block.rows)):
            added = made.add_row()
            properties = added._tr.get_or_add_trPr()
            properties.append(element("w:cantSplit"))
            if number == 0:
                properties.append(element("w:tblHeader"))
            for cell, inlines in zip(added.cells, row, strict=True):
                cell._tc.remove(cell.paragraphs[0]._p)
                bold = number == 0
                self._paragraph(cell, "Normal", (_bold(one) if bold else one for one in inlines))
        self.word.add_paragraph()

    # What stands in a paragraph

    def _paragraph(self, place: Any, style: str, inlines: Iterable[Inline], depth: int = 0) -> Any:
        made = place.add_paragraph(style=style)
        if direction(self.language) == "rtl":
            made._p.get_or_add_pPr().append(element("w:bidi"))
        if depth:
            made.paragraph_format.left_indent = INDENT * depth
        made._p.extend(self._inline(one) for one in inlines)
        return made

    def _inline(self, one: Inline) -> Any:
        if isinstance(one, Break):
            made = element("w:r")
            made.append(element("w:br"))
            return made
        if isinstance(one, Footnote):
            return self.notes.add(one, self.language)
        return run_element(one, self.language, self.word.part)


def _bold(one: Inline) -> Inline:
    return Run(one.text, one.italic, True, one.link) if isinstance(one, Run) else one
