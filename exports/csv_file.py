"""CSV: UTF-8, commas, CRLF (RFC 4180), streamed."""

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
    yield writer.writerow(table.header).encode()
    for row in table.rows():
        yield writer.writerow([neutral(cell) for cell in row]).encode()
