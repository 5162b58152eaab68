"""Word: a paper with real styles for headings, lists, tables and notes. The same paper gives the same bytes."""

import io
import zipfile
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import docx
from docx.shared import Mm

from .document import (
    Block,
    Break,
    Document,
    Footnote,
    Heading,
    Inline,
    Letterhead,
    ListBlock,
    Paragraph,
    Part,
    Picture,
    Quotation,
    Run,
    Table,
)
from .docx_notes import END, FOOT, Notes
from .docx_styles import LETTERHEAD, NUMBERED, OHCHR_SIZE, set_up, text_width
from .docx_table import table_element
from .docx_text import Links, element, paragraph_element, run_element

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MOMENT = (1980, 1, 1, 0, 0, 0)  # of every part of the file: when it was made is nobody's business
DEEPEST_LIST = 3  # levels for which Word's template has styles
INDENT = 360  # twentieths of a point
LOGO_MM = 40
LEFT_OVER = ("/docProps/app.xml", "/docProps/thumbnail.jpeg", "/customXml/item1.xml", "/word/stylesWithEffects.xml")


def write(document: Document) -> bytes:
    """The Word file."""
    return _Writer(document).file()


class _Writer:
    def __init__(self, document: Document) -> None:
        self.document = document
        self.language = document.language
        self.is_plain = document.form == "ohchr"
        self.word = docx.Document()
        set_up(self.word, document)
        size = OHCHR_SIZE if self.is_plain else OHCHR_SIZE - 1
        self.footnotes = Notes(self.word, FOOT, size)
        self.notes = Notes(self.word, END, size) if document.notes == "end" else self.footnotes
        self.style_ids = {style.name: style.style_id for style in self.word.styles}
        self.end = self.word.element.body.sectPr
        self.links = Links(self.word.part)
        self.pictures = 0

    def file(self) -> bytes:
        self._about()
        self._number_pages()
        self._head_of_pages()
        if self.document.letterhead:
            self._letterhead(self.document.letterhead)
        title = self._paragraph("Title", (Run(self.document.title),))
        if self.document.title_note:
            note = self._plain_note(self.document.title_note)
            title.append(self.footnotes.add(note, self.language, sign="*"))
        self._blocks(self.document.blocks, NUMBERED if self.document.numbered else "Normal")
        if self.document.notes == "end" and self.notes.part and self.document.notes_title:
            self._paragraph("Heading 1", (Run(self.document.notes_title),))
        return self._packed()

    # The paper as a whole

    def _about(self) -> None:
        about = self.word.core_properties
        about.title, about.subject, about.author = self.document.title, self.document.subject, self.document.author
        about.language, about.comments, about.last_modified_by = self.language, "", ""
        for name in ("created", "modified", "revision"):
            for found in [one for one in about._element if one.tag.endswith(f"}}{name}")]:
                about._element.remove(found)

    def _number_pages(self) -> None:
        footer = self.word.sections[0].footer
        paragraph, run = paragraph_element("Footer", "en", centred=True), element("w:r")
        for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
            field = element("w:fldChar", fldCharType=kind) if kind else element("w:instrText")
            field.text = text or None
            run.append(field)
        paragraph.append(run)
        footer._element.replace(footer.paragraphs[0]._p, paragraph)

    def _head_of_pages(self) -> None:
        said = [Run(self.document.mark, bold=True), Run(self.document.running_head)]
        if not any(run.text for run in said):
            return
        header = self.word.sections[0].header
        first = header.paragraphs[0]._p
        for run in (self._plain(run) for run in said if run.text):
            paragraph = paragraph_element("Header", self.language, centred=True)
            paragraph.append(run_element(run, self.language, Links(header.part)))
            first.addprevious(paragraph)
        first.getparent().remove(first)

    def _letterhead(self, head: Letterhead) -> None:
        if head.logo_png:
            self._picture(head.logo_png, head.alt, LOGO_MM, LETTERHEAD)
        self._paragraph(LETTERHEAD, (Run(head.name, bold=True),))
        lines = [one for line in head.address_lines for one in (Break(), Run(line))]
        if lines:
            self._paragraph(LETTERHEAD, lines[1:])

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

    def _blocks(self, blocks: Iterable[Block], style: str = "Normal", depth: int = 0) -> None:
        for block in blocks:
            if isinstance(block, Heading):
                self._paragraph(f"Heading {block.level}", block.inlines)
            elif isinstance(block, Paragraph):
                is_unnumbered = style == NUMBERED and block.unnumbered
                self._paragraph("Normal" if is_unnumbered else style, block.inlines, depth)
            elif isinstance(block, Quotation):
                self._blocks(block.blocks, "Quote", depth + 1)
            elif isinstance(block, ListBlock):
                self._list(block, depth)
            elif isinstance(block, Table):
                self._table(block)
            elif isinstance(block, Picture):
                self._picture(block.png, block.alt, block.width_mm, "Normal", keep_next=bool(block.caption))
                if block.caption:
                    self._paragraph("Caption", (Run(block.caption),))
            else:
                self._part(block, style, depth)

    def _part(self, part: Part, style: str, depth: int) -> None:
        before, self.language = self.language, part.language
        self._blocks(part.blocks, style, depth)
        self.language = before

    def _list(self, block: ListBlock, depth: int) -> None:
        level = min(depth, DEEPEST_LIST - 1)
        style = f"List {'Number' if block.numbered else 'Bullet'}{f' {level + 1}' if level else ''}"
        numbering = self._numbering(style, block.start) if block.numbered else None
        for item in block.items:
            for place_in_item, inner in enumerate(item):
                if place_in_item or not isinstance(inner, Paragraph):
                    self._blocks([inner], "List Continue", depth + 1)
                else:
                    self._paragraph(style, inner.inlines, numbering=numbering)

    def _numbering(self, style: str, start: int) -> int:
        """A numbering of its own, so that each list begins anew."""
        numbers = self.word.part.numbering_part.element
        of_style = self.word.styles[style].element.pPr.numPr.numId.val
        kind = numbers.num_having_numId(of_style).abstractNumId.val
        made = numbers.add_num(kind)
        made.add_lvlOverride(0).add_startOverride(start)
        return int(made.numId)

    def _table(self, block: Table) -> None:
        if block.caption:
            self._paragraph("Caption", (Run(block.caption),), keep_next=True)
        self.end.addprevious(table_element(block, self.language, text_width(self.document), self._cell))
        self.end.addprevious(element("w:p"))

    def _cell(self, inlines: Iterable[Inline], of_heading: bool, keep_next: bool) -> Any:
        inlines = tuple(inlines)
        first = next((one for one in inlines if isinstance(one, Run)), None)
        language = (first.language if first else "") or self.language
        made = paragraph_element(self.style_ids["Normal"], language, keep_next=keep_next)
        made.extend(self._inline(_bold(one) if of_heading and not self.is_plain else one) for one in inlines)
        return made

    def _picture(self, png: bytes, alt: str, width_mm: int, style: str, keep_next: bool = False) -> None:
        self.pictures += 1
        inline = self.word.part.new_pic_inline(io.BytesIO(png), width=Mm(width_mm))
        for side in "TBLR":
            inline.set(f"dist{side}", "0")
        for key, value in {"id": self.pictures, "name": f"Picture {self.pictures}", "descr": alt}.items():
            inline.docPr.set(key, str(value))
        run, drawing = element("w:r"), element("w:drawing")
        drawing.append(inline)
        run.append(drawing)
        self._paragraph(style, (), keep_next=keep_next).append(run)

    # What stands in a paragraph

    def _paragraph(self, style: str, inlines: Iterable[Inline], depth: int = 0, **looks: Any) -> Any:
        made = paragraph_element(self.style_ids[style], self.language, indent=INDENT * depth, **looks)
        made.extend(self._inline(one) for one in inlines)
        self.end.addprevious(made)
        return made

    def _inline(self, one: Inline) -> Any:
        if isinstance(one, Break):
            made = element("w:r")
            made.append(element("w:br"))
            return made
        if isinstance(one, Footnote):
            return self.notes.add(self._plain_note(one), self.language)
        return run_element(self._plain(one), self.language, self.links)

    def _plain(self, run: Run) -> Run:
        """The run as the form allows it."""
        return replace(run, bold=False, italic=False) if self.is_plain and (run.bold or run.italic) else run

    def _plain_note(self, note: Footnote) -> Footnote:
        return Footnote(tuple(map(self._plain, note.runs)))


def _bold(one: Inline) -> Inline:
    return replace(one, bold=True) if isinstance(one, Run) else one
