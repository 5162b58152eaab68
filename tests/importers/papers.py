"""Small reports and addenda as PDF and Word, all of our own making: paragraphs in, bytes out.

The PDF is as plain as can be: one font, an instruction per piece of text, furniture on every page.
"""

import io
import textwrap
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from recommendations.importers.papers.paper import Line, Paper

from .files import KETTLE, SPOONS, TEAPOT

TITLE = "Report of the Working Group on the Universal Periodic Review"
ACCEPTED = "The recommendations listed below have been examined by Slovenia and enjoy the support of Slovenia:"
LATER = (
    "The following recommendations will be examined by Slovenia, which will provide responses in due time, "
    "but no later than the fifty-ninth session of the Human Rights Council:"
)
CLOSING = (
    "All conclusions and/or recommendations contained in the present report reflect the position of the submitting "
    "State(s) and/or the State under review. They should not be construed as endorsed by the Working Group as a whole."
)

# --- What a report says --------------------------------------------------------------------------------------


def introduction(state: str = "Slovenia", session: str = "forty-eighth") -> list[str]:
    return [
        "Introduction",
        "1. The Working Group on the Universal Periodic Review, established in accordance with Human Rights Council "
        f"resolution 5/1, held its {session} session from 20 to 31 January 2025. The review of {state} was held at the "
        "13th meeting, on 28 January 2025.",
        "2. The delegation spoke of tea.",
        "II. Conclusions and/or recommendations",
    ]


def report(*lists: str, **options: str) -> list[str]:
    """The paragraphs of a report: an introduction, paragraphs 1 and 2, and what is given."""
    return [*introduction(**options), *lists]


ONE_LIST = (
    f"3. {LATER}",
    f"3.1 {TEAPOT} (France) (Peru);",
    f"3.2 {KETTLE} (United Kingdom of Great Britain and Northern Ireland);",
    f"3.3 {SPOONS} (Mexico).",
    f"4. {CLOSING}",
)


def masthead(symbol: str, state: str, title: str = TITLE, addendum: str = "") -> list[str]:
    """The first page, in the order in which such PDFs hold it."""
    return [
        "GE.25-02819(E)",
        "Human Rights Council",
        "Fifty-ninth session",
        "16 June–11 July 2025",
        "Agenda item 6",
        "Universal periodic review",
        *textwrap.wrap(f"{title}*", 54),
        state,
        *([addendum] if addendum else []),
        "* The annex is being circulated without formal editing, in the language of submission only.",
        f"United Nations {symbol}",
        "General Assembly Distr.: General",
        "24 March 2025",
        "Original: English",
    ]


# --- PDF -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Piece:
    """Text in a size, raised or lowered from the line that it stands on."""

    text: str
    size: float = 10
    rise: float = 0


PdfLine = str | Sequence[Piece]


def report_pdf(
    paragraphs: Iterable[str],
    symbol: str = "A/HRC/59/15",
    state: str = "Slovenia",
    title: str = TITLE,
    addendum: str = "",
    per_page: int = 45,
    width: int = 85,
) -> bytes:
    """A report or an addendum as PDF: its paragraphs wrapped into lines and pages, between page furniture."""
    lines = [line for paragraph in paragraphs for line in textwrap.wrap(paragraph, width) or [""]]
    pages: list[list[PdfLine]] = [list(masthead(symbol, state, title, addendum))]
    for number, start in enumerate(range(0, len(lines), per_page), 2):
        foot = f"{number} GE.25-02819" if number % 2 == 0 else f"GE.25-02819 {number}"
        pages.append([symbol, foot, *lines[start : start + per_page]])
    return pdf(*pages)


def pdf(*pages: Sequence[PdfLine], image_on: Iterable[int] = ()) -> bytes:
    """A PDF of these pages, each of these lines; the pages of these numbers show a picture too."""
    pictured = set(image_on)
    contents = []
    for number, lines in enumerate(pages, 1):
        picture = b"q 100 0 0 100 50 50 cm /Im1 Do Q\n" if number in pictured else b""
        contents.append(picture + b"\n".join(_printed(line, 800 - 12 * at) for at, line in enumerate(lines)))
    return pdf_of(contents)


def _printed(line: PdfLine, y: float) -> bytes:
    pieces = [Piece(line)] if isinstance(line, str) else line
    printed, x = [], 57.0
    for piece in pieces:
        text = piece.text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
        place = f"BT /F1 {piece.size} Tf 1 0 0 1 {x:.1f} {y + piece.rise:.1f} Tm ({text}) Tj ET"
        printed.append(place.encode("cp1252"))
        x += 0.4 * piece.size * len(piece.text)  # rather too near than a gap, which would read as a space
    return b"\n".join(printed)


def pdf_of(contents: Sequence[bytes], extra: bytes = b"") -> bytes:
    """A PDF of pages with these drawing instructions. Objects 1 to 5 are its frame; `extra` goes into the resources."""
    first = 6
    kids = b" ".join(b"%d 0 R" % (first + 2 * at) for at in range(len(contents)))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, len(contents)),
        b"<</Type/Font/Subtype/Type1/BaseFont/Times-Roman/Encoding/WinAnsiEncoding>>",
        stream(
            b"\x00\x00\x00", b"/Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceRGB/BitsPerComponent 8"
        ),
        b"<</Font<</F1 3 0 R>>/XObject<</Im1 4 0 R>>%s>>" % extra,
    ]
    for at, content in enumerate(contents):
        resources = b"5 0 R" if content else b"<<>>"
        page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources %s/Contents %d 0 R>>"
        objects += [page % (resources, first + 2 * at + 1), stream(content)]
    return assembled(objects)


def stream(content: bytes, entries: bytes = b"") -> bytes:
    packed = zlib.compress(content)
    return b"<<%s/Filter/FlateDecode/Length %d>>stream\n%s\nendstream" % (entries, len(packed), packed)


def assembled(objects: Sequence[bytes]) -> bytes:
    """The objects of a PDF, the first of them its catalogue, as a file."""
    file, places = io.BytesIO(), []
    file.write(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    for number, content in enumerate(objects, 1):
        places.append(file.tell())
        file.write(b"%d 0 obj\n%s\nendobj\n" % (number, content))
    start = file.tell()
    file.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    file.writelines(b"%010d 00000 n \n" % place for place in places)
    file.write(b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start))
    return file.getvalue()


# --- Word ----------------------------------------------------------------------------------------------------


def report_docx(
    paragraphs: Iterable[str],
    symbol: str = "A/HRC/59/15",
    state: str = "Slovenia",
    title: str = TITLE,
    addendum: str = "",
    tables: Iterable[Sequence[Sequence[str]]] = (),
) -> bytes:
    """The same as a Word document: a masthead that is a table and paragraphs, and tables at the end."""
    document = docx.Document()
    document.sections[0].footer.paragraphs[0].text = "GE.25-02819(E)"
    _add_table(document, [["United Nations", symbol], ["General Assembly", "Distr.: General\n24 March 2025"]])
    top = ["Human Rights Council", "Fifty-ninth session", "16 June–11 July 2025", "Agenda item 6", f"{title}*", state]
    for text in [*top, *([addendum] if addendum else []), *paragraphs]:
        document.add_paragraph(text)
    for rows in tables:
        _add_table(document, rows)
    return _saved(document)


def numbered_docx(*paragraphs: tuple[str, int | None], levels: Sequence[tuple[str, str]] = (), start: int = 1) -> bytes:
    """A Word document whose numbers Word counts: each paragraph with its level, or None.

    levels: format and text of each, such as ("decimal", "%1.%2").
    """
    document = docx.Document()
    numbering = document.part.numbering_part.element
    made = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="{start if at == 0 else 1}"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        for at, (form, text) in enumerate(levels or [("decimal", "%1."), ("decimal", "%1.%2")])
    )
    numbering.insert(0, parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="77">{made}</w:abstractNum>'))
    numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="77"><w:abstractNumId w:val="77"/></w:num>'))
    for text, level in paragraphs:
        properties = document.add_paragraph(text)._p.get_or_add_pPr()
        if level is not None:
            place = f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="77"/></w:numPr>'
            properties.append(parse_xml(place))
    return _saved(document)


def _add_table(document: Any, rows: Sequence[Sequence[str]]) -> None:
    table = document.add_table(0, len(rows[0]))
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text


def _saved(document: Any) -> bytes:
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


# --- Without a file ------------------------------------------------------------------------------------------


def paper(*texts: str, **fields: Any) -> Paper:
    """A paper of these lines, all on page 1."""
    return Paper("tea.pdf", "", 1, **{"lines": [Line(text, 1) for text in texts]} | fields)
