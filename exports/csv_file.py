"""CSV: UTF-8, commas, CRLF (RFC 4180), streamed.

It begins with a byte order mark, by which Excel tells that it is UTF-8; Python reads it as "utf-8-sig".
"""

import codecs
import csv
import io
from collections.abc import Iterable, Iterator

from .table import Table, neutral


def stream(table: Table) -> Iterator[bytes]:
    """The file in pieces of some rows."""
    yield codecs.BOM_UTF8 + _lines([table.header])
    for rows in table.pieces():
        yield _lines([[neutral(cell) for cell in row] for row in rows])


def _lines(rows: Iterable[Iterable[object]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()
