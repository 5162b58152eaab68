"""Hostile files of our own making: each tries to do something to whoever opens it."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable
from copy import copy

from .files import DATABASE_HEADER, Paragraph, matrix_2025, upr_row, xlsx_bytes

MEGABYTE = 1024 * 1024
DOCUMENT, SHEET = "word/document.xml", "xl/worksheets/sheet1.xml"

Change = Callable[[zipfile.ZipFile], None]


def a_matrix() -> bytes:
    return matrix_2025(Paragraph())


def a_workbook() -> bytes:
    return xlsx_bytes(upr_row())


def changed(raw: bytes, parts: dict[str, bytes] | None = None, change: Change = lambda archive: None) -> bytes:
    """The same archive with some parts put in or in place of others, and its directory changed before it is written."""
    file, parts = io.BytesIO(), parts or {}
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, content in parts.items():
            new.writestr(name, content)
        change(new)
    return file.getvalue()


def part(raw: bytes, name: str) -> bytes:
    """What one part of an archive holds."""
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        return archive.read(name)


def bomb(name: str, megabytes: int) -> bytes:
    """An archive of some kilobytes with one part that unpacks to that much."""
    file = io.BytesIO()
    with (
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        archive.open(name, "w") as member,
    ):
        for _ in range(megabytes):
            member.write(b" " * MEGABYTE)
    return file.getvalue()


def lying(raw: bytes, name: str, size: int, checksum: int | None = None) -> bytes:
    """The same archive; its directory gives one part that size, and that checksum or the one of so much of it."""

    def lie(archive: zipfile.ZipFile) -> None:
        entry = archive.getinfo(name)
        entry.file_size = size
        entry.CRC = zlib.crc32(part(raw, name)[: min(size, MEGABYTE)]) if checksum is None else checksum

    return changed(raw, change=lie)


def overlapping(raw: bytes, name: str, times: int) -> bytes:
    """The same archive; many entries of its directory are one and the same part."""

    def repeat(archive: zipfile.ZipFile) -> None:
        for number in range(times):
            entry = copy(archive.getinfo(name))
            entry.filename = f"{name}{number}.xml"
            archive.filelist.append(entry)

    return changed(raw, change=repeat)


def twice(raw: bytes, name: str) -> bytes:
    """The same archive; one part stands in it twice, with two contents."""

    def repeat(archive: zipfile.ZipFile) -> None:
        archive.NameToInfo.pop(name)
        archive.writestr(name, b"<another/>")

    return changed(raw, change=repeat)


def with_flag(raw: bytes, name: str, *, encrypted: bool = False, method: int | None = None) -> bytes:
    """The same archive; its directory says of one part that it is encrypted, or packed by another method."""

    def flag(archive: zipfile.ZipFile) -> None:
        entry = archive.getinfo(name)
        entry.flag_bits |= encrypted
        entry.compress_type = entry.compress_type if method is None else method

    return changed(raw, change=flag)


def laughs(element: str, encoding: str = "UTF-8") -> bytes:
    """A billion laughs: nine entities, each ten times the one before it."""
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    text = f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE x [<!ENTITY l0 "tea">{entities}]>{element}'
    return text.encode(encoding)


def document(inside: str) -> str:
    """A Word document's main part, with that in its first paragraph."""
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    return f"<w:document {space}><w:body><w:p><w:r><w:t>{inside}</w:t></w:r></w:p></w:body></w:document>"


def sheet(rows: str, dimension: str = "A1") -> bytes:
    """A sheet of a workbook, with these rows."""
    space = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    return f'<worksheet {space}><dimension ref="{dimension}"/><sheetData>{rows}</sheetData></worksheet>'.encode()


def with_rows(rows: str, dimension: str = "A1") -> bytes:
    """A workbook whose sheet has these rows."""
    return changed(a_workbook(), {SHEET: sheet(rows, dimension)})


# --- The old binary format (.xls): an OLE file with one stream of BIFF records --------------------------

_END, _FREE, _FAT, _LIST = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD, 0xFFFFFFFC


def _record(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def _beginning(kind: int) -> bytes:
    return _record(0x0809, struct.pack("<HHHHII", 0x0600, kind, 0x0DBB, 0x07CC, 0, 6))


def label(row: int, column: int, text: str) -> bytes:
    """A cell that holds text."""
    return _record(0x0204, struct.pack("<HHHHB", row, column, 0, len(text), 1) + text.encode("utf-16-le"))


def formula(row: int, column: int, value: float) -> bytes:
    """A cell that holds the formula =1, and says that it comes to a value."""
    return _record(0x0006, struct.pack("<HHHdHIHBH", row, column, 0, value, 0, 0, 3, 0x1E, 1))


def xls_rows(*rows: Iterable[str]) -> bytes:
    """The records of an export's rows, its header first."""
    table = (DATABASE_HEADER, *rows)
    return b"".join(label(at, column, cell) for at, row in enumerate(table) for column, cell in enumerate(row))


def xls_bytes(cells: bytes, stream: str = "Workbook") -> bytes:
    """A workbook in the old binary format with one sheet, “Tea”, of these records."""
    end = _record(0x000A, b"")
    named = struct.pack("<BB", 0, 0), struct.pack("<BB", 3, 0) + b"Tea"
    start = len(_beginning(5)) + 4 + 4 + sum(map(len, named)) + len(end)
    sheet_at = _record(0x0085, struct.pack("<I", start) + b"".join(named))
    book = _beginning(5) + sheet_at + end + _beginning(0x10) + cells + end
    return _ole(stream, book.ljust(4096, b"\0"))


def _ole(name: str, content: bytes) -> bytes:
    """An OLE file of one stream: header, table of sectors, directory, the stream, and what lists the table."""
    sectors = -(-len(content) // 512)
    tables = -(-(sectors + 64) // 126)
    lists = -(-max(tables - 109, 0) // 127)
    table = [_FAT] * tables + [_END] + list(range(tables + 2, tables + 1 + sectors)) + [_END] + [_LIST] * lists
    table += [_FREE] * (tables * 128 - len(table))
    first = tables + 1 + sectors
    listed = [*range(tables), *[_FREE] * (109 + 127 * lists - tables)]
    header = bytearray(512)
    struct.pack_into("<8s16xHHHHH", header, 0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0x3E, 3, 0xFFFE, 9, 6)
    struct.pack_into("<III", header, 44, tables, tables, 0)
    struct.pack_into("<IIIII", header, 56, 4096, _END, 0, first if lists else _END, lists)
    struct.pack_into("<109I", header, 76, *listed[:109])
    directory = _entry("Root Entry", 5, _END, 0, 1) + _entry(name, 2, tables + 1, len(content)) + bytes(256)
    file = bytes(header) + struct.pack(f"<{len(table)}I", *table) + directory + content.ljust(sectors * 512, b"\0")
    for number in range(lists):
        following = first + number + 1 if number + 1 < lists else _END
        file += struct.pack("<128I", *listed[109 + 127 * number : 236 + 127 * number], following)
    return file


def _entry(name: str, kind: int, start: int, size: int, child: int = _FREE) -> bytes:
    raw = name.encode("utf-16-le")
    return struct.pack("<64sHBBIII16sIQQIQ", raw, len(raw) + 2, kind, 1, _FREE, _FREE, child, b"", 0, 0, 0, start, size)
