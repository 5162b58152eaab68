"""The binary format of workbooks (.xls): an OLE file whose stream of records is the workbook.

Only what has to be known before it is read: where its cells are, and which hold a formula.
[MS-CFB] and [MS-XLS] describe both.
"""

import struct
from collections.abc import Iterator

from .problems import Unreadable

FORMULA = 0x0006
_CELLS = frozenset({FORMULA, 0x00BD, 0x00BE, 0x00D6, 0x00FD, 0x0201, 0x0203, 0x0204, 0x0205, 0x027E})
_PASSWORD, _NAME, _BEGINNING = 0x002F, 0x0085, 0x0809
_OF_A_SHEET = 0x0010
_LAST_SECTOR = 0xFFFFFFF9  # greater numbers have meanings of their own
_SHORTEST_STREAM = 4096  # shorter ones are kept within another


def cells(raw: bytes) -> Iterator[tuple[int, int, int, str]]:
    """Row, column, kind of record and name of the sheet of every cell; raises Unreadable, struct.error, IndexError."""
    stream = _Ole(raw).stream("Workbook", "Book")
    names: list[str] = []
    sheet = at = 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        body = at + 4
        if kind == _PASSWORD:
            raise Unreadable("The file is protected by a password. Save it without one.")
        if kind == _NAME:
            names.append(_sheet_name(stream[body : body + length]))
        elif kind == _BEGINNING:
            sheet += struct.unpack_from("<H", stream, body + 2)[0] == _OF_A_SHEET
        elif kind in _CELLS and length >= 4:
            row, column = struct.unpack_from("<HH", stream, body)
            yield row, column, kind, names[sheet - 1] if 0 < sheet <= len(names) else ""
        at = body + length


def _sheet_name(record: bytes) -> str:
    return record[8:].decode("utf-16-le" if record[7] & 1 else "latin-1", "replace")


class _Ole:
    """A file of sectors, which a table chains to streams."""

    def __init__(self, raw: bytes) -> None:
        self.raw = raw
        self.size = 1 << min(struct.unpack_from("<H", raw, 30)[0], 12)
        self.most = len(raw) // self.size + 1
        tables = list(struct.unpack_from("<109I", raw, 76))
        more = struct.unpack_from("<I", raw, 68)[0]
        while more <= _LAST_SECTOR and len(tables) <= self.most:
            *further, more = self._numbers(self._sector(more))
            tables += further
        self.following = [n for table in tables if table <= _LAST_SECTOR for n in self._numbers(self._sector(table))]

    def _sector(self, number: int) -> bytes:
        return self.raw[self.size * (number + 1) : self.size * (number + 2)]

    def _numbers(self, sector: bytes) -> tuple[int, ...]:
        return struct.unpack(f"<{self.size // 4}I", sector)

    def _chain(self, at: int) -> bytes:
        found: list[bytes] = []
        while at <= _LAST_SECTOR and len(found) <= self.most:
            found.append(self._sector(at))
            at = self.following[at]
        return b"".join(found)

    def stream(self, *names: str) -> bytes:
        """The first stream of one of these names; empty where there is none, or where it is too short for a table."""
        directory = self._chain(struct.unpack_from("<I", self.raw, 48)[0])
        for at in range(0, len(directory) - 127, 128):
            name, length = struct.unpack_from("<64sH", directory, at)
            start, size = struct.unpack_from("<II", directory, at + 116)
            if name[: max(length - 2, 0)].decode("utf-16-le", "replace") in names and size >= _SHORTEST_STREAM:
                return self._chain(start)[:size]
        return b""
