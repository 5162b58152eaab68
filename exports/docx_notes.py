"""Notes of a Word file, for which python-docx has no call: a part for those at the foot, one for those at the end."""

from dataclasses import dataclass
from typing import Any

from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import XmlPart
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt

from .document import Footnote, Run
from .docx_text import Links, element, paragraph_element, run_element

SEPARATORS = (("-1", "separator"), ("0", "continuationSeparator"))  # lines that Word wants between text and notes


@dataclass(frozen=True, slots=True)
class Place:
    """Where notes stand, and what Word calls everything there."""

    name: str  # footnote or endnote
    content_type: str
    relationship: str


FOOT = Place("footnote", CONTENT_TYPE.WML_FOOTNOTES, RELATIONSHIP_TYPE.FOOTNOTES)
END = Place("endnote", CONTENT_TYPE.WML_ENDNOTES, RELATIONSHIP_TYPE.ENDNOTES)


class Notes:
    """The notes of one file in one place; the part is made with the first of them."""

    def __init__(self, word: Any, place: Place, size: int = 9) -> None:
        self.word, self.name, self.place, self.size = word, place.name, place, size
        self.part: XmlPart | None = None
        self.links: Links | None = None
        self.styles: dict[str, str] = {}

    def add(self, note: Footnote, language: str, sign: str = "") -> Any:
        """Keeps a note; returns the run that stands for it in the text. sign: what it has instead of a number."""
        part = self.part = self.part or self._part()
        links = self.links = self.links or Links(part)
        number = str(len(part.element) - len(SEPARATORS) + 1)
        made = element(f"w:{self.name}", id=number)
        paragraph = paragraph_element(self.styles["text"], language)
        paragraph.append(self._raised(_text(sign) if sign else element(f"w:{self.name}Ref")))
        paragraph.extend(run_element(run, language, links) for run in (Run(" "), *note.runs))
        made.append(paragraph)
        part.element.append(made)
        if not sign:
            return self._raised(element(f"w:{self.name}Reference", id=number))
        return self._raised(element(f"w:{self.name}Reference", customMarkFollows="1", id=number), _text(sign))

    def _raised(self, *inner: Any) -> Any:
        run, properties = element("w:r"), element("w:rPr")
        properties.append(element("w:rStyle", val=self.styles["reference"]))
        run.extend((properties, *inner))
        return run

    def _part(self) -> XmlPart:
        """The part with its two lines; and what settings and styles say of it."""
        root = parse_xml(f"<w:{self.name}s {nsdecls('w', 'r')}/>")
        settings = element(f"w:{self.name}Pr")
        if self.place is END:
            settings.append(element("w:numFmt", val="decimal"))
            self.word.sections[0]._sectPr.find(qn("w:pgSz")).addprevious(_numbered_in_figures())
        for number, line in SEPARATORS:
            note, paragraph, run = element(f"w:{self.name}", type=line, id=number), element("w:p"), element("w:r")
            run.append(element(f"w:{line}"))
            paragraph.append(run)
            note.append(paragraph)
            root.append(note)
            settings.append(element(f"w:{self.name}", id=number))
        of_word = self.word.settings.element
        before = of_word.find("{*}endnotePr")
        (before if before is not None else of_word.find("{*}compat")).addprevious(settings)
        part = XmlPart(PackURI(f"/word/{self.name}s.xml"), self.place.content_type, root, self.word.part.package)
        self.word.part.relate_to(part, self.place.relationship)
        self._style()
        return part

    def _style(self) -> None:
        text = self.word.styles.add_style(f"{self.name} text", WD_STYLE_TYPE.PARAGRAPH)
        text.base_style, text.font.size = self.word.styles["Normal"], Pt(self.size)
        text.paragraph_format.space_after = Pt(2)
        text.element.rPr.append(element("w:szCs", val=str(2 * self.size)))
        reference = self.word.styles.add_style(f"{self.name} reference", WD_STYLE_TYPE.CHARACTER)
        reference.font.superscript = True
        self.styles = {"text": text.style_id, "reference": reference.style_id}


def _numbered_in_figures() -> Any:
    """Word's own way for notes at the end is i, ii, iii."""
    made = element("w:endnotePr")
    made.append(element("w:numFmt", val="decimal"))
    return made


def _text(text: str) -> Any:
    made = element("w:t")
    made.text = text
    return made
