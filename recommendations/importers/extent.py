"""How far the cells of a workbook reach, and that none of them holds a formula, before it is read.

The reader of workbooks makes room for every cell up to the last one, and ends the process where it finds none.
"""

import io
import re
from functools import reduce
from zipfile import ZipFile

from docx.oxml import parse_xml
from docx.oxml.ns import qn

from . import old_workbook
from .archives import PIECE
from .opening import Container, OpenedFile
from .problems import Unreadable, printable

MOST_ROWS = 1_000_000
MOST_COLUMNS = 200
MOST_CELLS = 20_000_000

_REFERENCE = re.compile(rb"""\br\s*=\s*["']([A-Z]{0,7})([0-9]{1,10})["']""")
_FORMULA = re.compile(rb"<(?:[\w.-]+:)?f[\s/>]")
_ITS_CELL = re.compile(rb"""\br\s*=\s*["']([A-Z]{1,7}[0-9]{1,10})["'][^<>]*>\s*$""")
_LONGEST_CELL = 300  # bytes from a cell's reference to its formula


def check_cells(file: OpenedFile) -> None:
    """Raises Unreadable for a workbook whose cells reach too far, or of which one holds a formula."""
    columns, rows = (_reach_xlsx if file.container is Container.XLSX else _reach_xls)(file.raw)
    if columns * rows > MOST_CELLS:
        raise too_large()


def too_large() -> Unreadable:
    return Unreadable(f"The table is larger than {MOST_ROWS:,} rows or {MOST_COLUMNS} columns.")


def _holds_formula(sheet: str, cell: str) -> Unreadable:
    place = f"Sheet “{printable(sheet, 60)}”" + (f", cell {cell}," if cell else "")
    return Unreadable(f"{place} holds a formula. Save the table with its values alone.")


def _reach_xlsx(raw: bytes) -> tuple[int, int]:
    """The greatest numbers of a column and of a row in any part."""
    columns = rows = 0
    with ZipFile(io.BytesIO(raw)) as archive:
        for name in archive.namelist():
            with archive.open(name) as member:
                end, is_sheet = b"", False
                while piece := member.read(PIECE):
                    text = end + piece
                    is_sheet = is_sheet or b"sheetData" in text
                    if is_sheet and (formula := _FORMULA.search(text)):
                        cell = _ITS_CELL.search(text[max(formula.start() - _LONGEST_CELL, 0) : formula.start()])
                        raise _holds_formula(_sheet_name(archive, name), cell[1].decode() if cell else "")
                    for letters, number in _REFERENCE.findall(text):
                        columns, rows = max(columns, _column_number(letters)), max(rows, int(number))
                    end = piece[-_LONGEST_CELL:]
    return columns, rows


def _sheet_name(archive: ZipFile, part: str) -> str:
    """What the workbook calls the sheet that a part holds; the part's own name where it does not say."""
    try:
        book, links = (parse_xml(archive.read(f"xl/{name}")) for name in ("workbook.xml", "_rels/workbook.xml.rels"))
    except (KeyError, SyntaxError):
        return part
    here = {link.get("Id") for link in links if part.endswith(link.get("Target", "-").lstrip("./"))}
    return next((sheet.get("name", part) for sheet in book.iter("{*}sheet") if sheet.get(qn("r:id")) in here), part)


def _reach_xls(raw: bytes) -> tuple[int, int]:
    columns = rows = 0
    for row, column, kind, sheet in old_workbook.cells(raw):
        if kind == old_workbook.FORMULA:
            raise _holds_formula(sheet, f"{_column_letters(column + 1)}{row + 1}")
        columns, rows = max(columns, column + 1), max(rows, row + 1)
    return columns, rows


def _column_number(letters: bytes) -> int:
    """1 for A, 27 for AA."""
    return reduce(lambda number, letter: number * 26 + letter - 64, letters, 0)


def _column_letters(number: int) -> str:
    """A for 1, AA for 27."""
    before, last = divmod(number - 1, 26)
    return (_column_letters(before) if before else "") + chr(65 + last)
