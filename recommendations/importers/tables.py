"""Tables as rows of text: CSV in the encodings that exports come in, .xls and .xlsx."""

import csv
import io
import re
import struct
import zlib
from itertools import islice
from zipfile import BadZipFile

from python_calamine import CalamineError, CalamineWorkbook

from .encodings import windows_or_mac
from .extent import MOST_COLUMNS, MOST_ROWS, check_cells, too_large
from .opening import Container, OpenedFile
from .problems import Unreadable

FEWEST_COLUMNS = 5
HEADER_WITHIN = 20  # rows

_OF_DAMAGE = (LookupError, OSError, ValueError, EOFError, RuntimeError)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")

_LINE = re.compile(r"[^\n]*\n|[^\n]+")

Row = list[str]


def read_table(file: OpenedFile) -> list[Row]:
    """The rows of a table, every cell as text; raises Unreadable."""
    rows = _csv_rows(file.raw) if file.container is Container.TEXT else _workbook_rows(file)
    if len(rows) > MOST_ROWS or any(len(row) > MOST_COLUMNS for row in rows[:100]):
        raise too_large()
    return rows


def decode(raw: bytes) -> str:
    """The text of a CSV file: UTF-16 and UTF-8 by their signs, else Windows-1252 or Mac Roman, whichever fits."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = _strictly(raw, "utf-16")
        if "\0" in text:
            raise Unreadable("This is neither a table nor a Word document nor a PDF.")
        return text
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        _refuse_broken_utf8(raw, error)
    encoding = windows_or_mac(raw)
    if encoding is None:
        raise Unreadable("The encoding of this file cannot be told. Save it as UTF-8.")
    return raw.decode(encoding)


def _strictly(raw: bytes, encoding: str) -> str:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as error:
        raise Unreadable(_broken(raw, error)) from error


def _refuse_broken_utf8(raw: bytes, error: UnicodeDecodeError) -> None:
    """A file that is mostly sound UTF-8 was damaged on its way; read as another encoding it would be garbled."""
    text = raw.decode("utf-8", errors="replace")
    damaged = text.count("\ufffd")
    sound = sum(1 for sign in text if ord(sign) > 127) - damaged
    if raw.startswith(b"\xef\xbb\xbf") or sound > damaged:
        raise Unreadable(_broken(raw, error)) from error


def _broken(raw: bytes, error: UnicodeDecodeError) -> str:
    line = raw[: error.start].replace(b"\r\n", b"\n").replace(b"\r", b"\n").count(b"\n") + 1
    return (
        f"The encoding is broken at line {line}: byte 0x{raw[error.start]:02X} is not "
        f"{error.encoding.upper()}. Save the file anew as UTF-8."
    )


def _csv_rows(raw: bytes) -> list[Row]:
    text = decode(raw).replace("\r\n", "\n").replace("\r", "\n")
    lines = (found[0] for found in _LINE.finditer(text))
    reader = csv.reader(lines, delimiter=_delimiter(text), strict=True)
    try:
        rows = [[_clean(cell) for cell in row] for row in islice(reader, MOST_ROWS + 1)]
    except csv.Error as error:
        raise Unreadable(f"Line {reader.line_num} is not sound CSV, or the file is cut off: {error}.") from error
    return rows


def _delimiter(text: str) -> str:
    """What divides the cells: the most frequent sign of the first line that looks like a header."""
    for line in text.split("\n", HEADER_WITHIN)[:HEADER_WITHIN]:
        delimiter = max(",;\t", key=line.count)
        if line.count(delimiter) + 1 >= FEWEST_COLUMNS and line.strip(delimiter):
            return delimiter
    return ","


def _workbook_rows(file: OpenedFile) -> list[Row]:
    try:
        check_cells(file)
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(file.raw))
        if not workbook.sheet_names:
            raise Unreadable("The workbook has no sheet.")
        table = workbook.get_sheet_by_index(0).to_python(skip_empty_area=False)
        for name in workbook.sheet_names[1:]:
            if len((workbook.get_sheet_by_name(name).to_python() or [[]])[0]) >= FEWEST_COLUMNS:
                raise Unreadable(f"A second sheet, “{name}”, holds a table too. Save each sheet as a file of its own.")
    except (CalamineError, BadZipFile, zlib.error, struct.error, *_OF_DAMAGE) as error:
        raise Unreadable("The workbook is damaged or cut off.") from error
    return [[_text(cell) for cell in row] for row in table]


def _text(cell: object) -> str:
    """A cell as text; whole numbers come as floats."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return _clean(str(cell))


def _clean(cell: str) -> str:
    """Without control characters, which no text holds on purpose and PostgreSQL does not take."""
    return _CONTROL.sub("", cell).strip()
