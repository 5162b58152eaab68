"""Tables as rows of text: CSV in the encodings that exports come in, .xls and .xlsx."""

import csv
import io

from python_calamine import CalamineError, CalamineWorkbook

from .encodings import windows_or_mac
from .opening import Container, OpenedFile
from .problems import Unreadable

MOST_ROWS = 1_000_000
MOST_COLUMNS = 200
FEWEST_COLUMNS = 5
HEADER_WITHIN = 20  # rows

Row = list[str]


def read_table(file: OpenedFile) -> list[Row]:
    """The rows of a table, every cell as text; raises Unreadable."""
    rows = _csv_rows(file.raw) if file.container is Container.TEXT else _workbook_rows(file.raw)
    if len(rows) > MOST_ROWS or any(len(row) > MOST_COLUMNS for row in rows[:100]):
        raise Unreadable(f"The table is larger than {MOST_ROWS:,} rows or {MOST_COLUMNS} columns.")
    return rows


def decode(raw: bytes) -> str:
    """The text of a CSV file: UTF-16 and UTF-8 by their signs, else Windows-1252 or Mac Roman, whichever fits."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _strictly(raw, "utf-16")
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
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    try:
        return [[cell.strip() for cell in row] for row in reader]
    except csv.Error as error:
        raise Unreadable(f"Line {reader.line_num} is not sound CSV, or the file is cut off: {error}.") from error


def _delimiter(text: str) -> str:
    """What divides the cells: the most frequent sign of the first line that looks like a header."""
    for line in text.split("\n", HEADER_WITHIN)[:HEADER_WITHIN]:
        delimiter = max(",;\t", key=line.count)
        if line.count(delimiter) + 1 >= FEWEST_COLUMNS and line.strip(delimiter):
            return delimiter
    return ","


def _workbook_rows(raw: bytes) -> list[Row]:
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(raw))
        if not workbook.sheet_names:
            raise Unreadable("The workbook has no sheet.")
        table = workbook.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except (CalamineError, OSError, ValueError, EOFError) as error:
        raise Unreadable("The workbook is damaged or cut off.") from error
    return [[_text(cell) for cell in row] for row in table]


def _text(cell: object) -> str:
    """A cell as text; whole numbers come as floats."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()
