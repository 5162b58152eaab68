"""CSV: UTF-8, commas, CRLF (RFC 4180), streamed.

It begins with a byte order mark, by which Excel tells that it is UTF-8; Python reads it as "utf-8-sig".
"""

import codecs
import csv
from collections.abc import Iterator

from .table import Table, neutral


class _Line:
    """A file of one line, which csv.writer writes and we hand on."""

    def write(self, text: str) -> str:
        return text


def stream(table: Table) -> Iterator[bytes]:
    """The file in pieces, one a row."""
    writer = csv.writer(_Line())
    yield codecs.BOM_UTF8 + writer.writerow(table.header).encode()
    for row in table.rows():
        yield writer.writerow([neutral(cell) for cell in row]).encode()
