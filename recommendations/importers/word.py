"""What a Word document says: its paragraphs, its tables, and the text of its headers and footers."""

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

import docx
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml

from .extent import MOST_COLUMNS, too_large
from .opening import OpenedFile
from .problems import TooMuch, Unreadable
from .word_numbers import WordNumbers

DEEPEST_TABLE = 20_000  # rows
MOST_PARAGRAPHS = 50_000
_NO_MEMORY = 2  # XML_ERR_NO_MEMORY of libxml2

_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"  # a text box, once more

Cells = list[str]


@dataclass(frozen=True, slots=True)
class WordTable:
    """The rows of a table, and how many paragraphs of the document stand above it."""

    rows: list[Cells]
    after: int


@dataclass(frozen=True, slots=True)
class WordDocument:
    """Page headers and footers as one text each; paragraphs are those outside of tables."""

    header: str
    footer: str
    paragraphs: list[str]
    tables: list[WordTable]


def document_of(file: OpenedFile) -> WordDocument:
    """Reads a Word document; raises Unreadable."""
    try:
        document = docx.Document(io.BytesIO(file.raw))
        numbers = WordNumbers(_part(document, RELATIONSHIP_TYPE.NUMBERING), _part(document, RELATIONSHIP_TYPE.STYLES))
        read = WordDocument(
            _joined(part for section in document.sections for part in (section.header, section.first_page_header)),
            _joined(part for section in document.sections for part in (section.footer, section.first_page_footer)),
            *_body(document.element.body, numbers),
        )
    except Unreadable:
        raise
    except Exception as error:  # python-docx meets a damaged file with exceptions of a dozen kinds
        if isinstance(error, MemoryError) or any(entry.type == _NO_MEMORY for entry in _log(error)):
            raise TooMuch from error
        raise Unreadable("The Word document is damaged or cut off.") from error
    if sum(len(table.rows) for table in read.tables) > DEEPEST_TABLE:
        raise Unreadable(f"The table is longer than {DEEPEST_TABLE:,} rows.")
    if len(read.paragraphs) > MOST_PARAGRAPHS:
        raise Unreadable(f"The document has more than {MOST_PARAGRAPHS:,} paragraphs.")
    return read


def _log(error: Exception) -> Iterable[Any]:
    """What lxml noted of an error; nothing for an error of another library."""
    return getattr(error, "error_log", None) or ()


def _part(document: Any, kind: str) -> Any:
    """The root of a part of the document; None where it has none."""
    try:
        part = document.part.part_related_by(kind)
    except KeyError:
        return None
    return part.element if hasattr(part, "element") else parse_xml(part.blob)


def _joined(parts: Iterator[Any]) -> str:
    return " ".join(" ".join(text_of(part._element) for part in parts).split())


def _body(body: Any, numbers: WordNumbers) -> tuple[list[str], list[WordTable]]:
    """Not document.paragraphs and document.tables, which leave out what stands in a content control."""
    paragraphs: list[str] = []
    tables: list[WordTable] = []
    for element in body.iter(qn("w:p"), qn("w:tbl")):
        if next(element.iterancestors(qn("w:tbl"), _FALLBACK), None) is not None:
            continue
        if element.tag == qn("w:tbl"):
            tables.append(WordTable(list(islice(_rows(element, numbers), DEEPEST_TABLE + 1)), len(paragraphs)))
        elif len(paragraphs) <= MOST_PARAGRAPHS:
            paragraphs.append(_paragraph(element, numbers))
    return paragraphs, tables


def text_of(element: Any, numbers: WordNumbers | None = None) -> str:
    """The text of a cell or header: a line for each paragraph and line break, without what was deleted or moved."""
    return "\n".join(
        _paragraph(paragraph, numbers)
        for paragraph in element.iter(qn("w:p"))
        if next(paragraph.iterancestors(_FALLBACK), None) is None
    )


def _paragraph(paragraph: Any, numbers: WordNumbers | None) -> str:
    """Its number and its own text; paragraphs in a text box that hangs on it are paragraphs of their own."""
    number = numbers.before(paragraph) if numbers else ""
    gone = {node for moved in paragraph.iter(qn("w:moveFrom")) for node in moved.iter()}
    gone |= {node for box in paragraph.iter(qn("w:txbxContent")) for node in box.iter()}
    signs = {qn("w:tab"): " ", qn("w:br"): "\n", qn("w:noBreakHyphen"): "-", qn("w:softHyphen"): "\u00ad"}
    nodes = (node for node in paragraph.iter(qn("w:t"), *signs) if node not in gone)
    text = "".join(signs.get(node.tag, node.text or "") for node in nodes)
    return f"{number} {text}" if number and text.strip() else text


def _cells(row: Any) -> Iterator[Any]:
    """The cells of a row, also those in content controls; not those of a table within a cell."""
    for child in row:
        if child.tag == qn("w:tc"):
            yield child
        elif child.tag == qn("w:sdt"):
            yield from _cells(child.find(qn("w:sdtContent")))


def _rows(table: Any, numbers: WordNumbers) -> Iterator[Cells]:
    """The rows of a table as text by grid column; a cell merged downwards repeats what stands above it."""
    above: Cells = []
    for row in table.iter(qn("w:tr")):
        cells: Cells = []
        for number, cell in enumerate(_cells(row), 1):
            if number > MOST_COLUMNS:
                raise too_large()
            merged = cell.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
            text = text_of(cell, numbers).strip()
            if merged is not None and merged.get(qn("w:val")) != "restart" and len(cells) < len(above):
                text = above[len(cells)]
            span = cell.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}")
            width = min(int(span.get(qn("w:val"))), 60) if span is not None else 1
            cells += [text] + [""] * (width - 1)
        above = cells
        yield cells
