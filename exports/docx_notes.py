"""Footnotes of a Word file, for which python-docx has no call: a part of their own, and two styles."""

from typing import Any

from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import XmlPart
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Pt

from .document import Footnote, direction
from .docx_text import element, run_element

TEXT, REFERENCE = "footnote text", "footnote reference"
_EMPTY = f"<w:footnotes {nsdecls('w', 'r')}/>"


class Notes:
    """The footnotes of one file; the part is made with the first of them."""

    def __init__(self, word: Any) -> None:
        self.word = word
        self.part: XmlPart | None = None

    def add(self, note: Footnote, language: str) -> Any:
        """Keeps a note; returns the run that stands for it in the text."""
        part = self.part = self.part or self._part()
        number = str(len(part.element) - 1)
        made, paragraph = element("w:footnote", id=number), element("w:p")
        properties = element("w:pPr")
        properties.append(element("w:pStyle", val=self.word.styles[TEXT].style_id))
        if direction(language) == "rtl":
            properties.append(element("w:bidi"))
        paragraph.extend((properties, self._raised(element("w:footnoteRef"))))
        paragraph.extend(run_element(run, language, part) for run in note.runs)
        made.append(paragraph)
        part.element.append(made)
        return self._raised(element("w:footnoteReference", id=number))

    def _raised(self, inner: Any) -> Any:
        run, properties = element("w:r"), element("w:rPr")
        properties.append(element("w:rStyle", val=self.word.styles[REFERENCE].style_id))
        run.extend((properties, inner))
        return run

    def _part(self) -> XmlPart:
        """The part, with the two lines that Word wants between text and notes; and what the settings say of them."""
        root = parse_xml(_EMPTY)
        settings = element("w:footnotePr")
        for number, (kind, line) in enumerate(
            (("separator", "w:separator"), ("continuationSeparator", "w:continuationSeparator")), -1
        ):
            note, paragraph, run = element("w:footnote", type=kind, id=str(number)), element("w:p"), element("w:r")
            run.append(element(line))
            paragraph.append(run)
            note.append(paragraph)
            root.append(note)
            settings.append(element("w:footnote", id=str(number)))
        of_word = self.word.settings.element
        before = of_word.find(".//{*}compat")
        before.addprevious(settings) if before is not None else of_word.append(settings)
        package = self.word.part.package
        part = XmlPart(PackURI("/word/footnotes.xml"), CONTENT_TYPE.WML_FOOTNOTES, root, package)
        self.word.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
        text = self.word.styles.add_style(TEXT, WD_STYLE_TYPE.PARAGRAPH)
        text.base_style, text.font.size = self.word.styles["Normal"], Pt(9)
        self.word.styles.add_style(REFERENCE, WD_STYLE_TYPE.CHARACTER).font.superscript = True
        return part
