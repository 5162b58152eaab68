"""XLSX: one sheet of rows and one that says what the file is. Text is never taken for a formula or a link."""

import tempfile
from collections.abc import Iterator
from typing import IO

import xlsxwriter

from .table import Table, plain

LONGEST_CELL = 32_767  # characters, a limit of the format
OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def write(table: Table, file: IO[bytes]) -> None:
    """Writes the workbook into an open file."""
    workbook = xlsxwriter.Workbook(file, OPTIONS)
    workbook.set_properties({"title": table.name, "author": "", "comments": table.filtered})
    bold = workbook.add_format({"bold": True})
    sheet = workbook.add_worksheet(table.name[:31])
    sheet.freeze_panes(1, 0)
    sheet.write_row(0, 0, table.header, bold)
    for at, row in enumerate(table.rows(), 1):
        for column, cell in enumerate(row):
            if isinstance(cell, int | float) and not isinstance(cell, bool):
                sheet.write_number(at, column, cell)
            elif text := plain(cell):
                sheet.write_string(at, column, text[:LONGEST_CELL])
    about = workbook.add_worksheet("about")
    said = {
        "filtered_by": table.filtered,
        "address": table.address,
        "exported_at": table.timestamp,
        "count": str(table.count),
        **table.notes,
    }
    for at, (name, text) in enumerate(said.items()):
        about.write_string(at, 0, name, bold)
        about.write_string(at, 1, text)
    workbook.close()


def stream(table: Table) -> Iterator[bytes]:
    """The file in pieces; it is finished on disk first, since the format cannot be streamed."""
    with tempfile.TemporaryFile() as file:
        write(table, file)
        file.seek(0)
        while piece := file.read(64 * 1024):
            yield piece
