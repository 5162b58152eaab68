"""XLSX: one sheet of rows and one that says what the file is. Text is never taken for a formula or a link."""

import tempfile
from collections.abc import Iterable, Iterator
from typing import IO

import xlsxwriter
from xlsxwriter.utility import _preserve_whitespace
from xlsxwriter.worksheet import Worksheet

from .lines import lines
from .table import Cell, Table, plain

LONGEST_CELL = 32_767  # units of UTF-16, a limit of the format
OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


class SheetOfRows(Worksheet):
    """A sheet whose rows come as lines of finished cells. xlsxwriter makes all the rest of it, and the workbook.

    xlsxwriter makes each cell anew, by its place; here what many rows share is made once. Where a cell stands need not
    be said (ECMA-376, part 1, 18.3.1.4): it is the next one of its row.
    """

    def write_lines(self, some: Iterable[str], first: int) -> int:
        """Rows from a number on, of cells that `finished` made; which number comes next."""
        self._write_single_row(first)  # what was written before in the way of xlsxwriter
        number = first
        for number, line in enumerate(some, first + 1):
            self.row_data_fh.write(f'<row r="{number}">{line}</row>')
        return number

    def finished(self, _name: str, cell: Cell) -> str:
        """A cell: a number, or a text that is nothing else."""
        if isinstance(cell, int | float) and not isinstance(cell, bool):
            return f"<c><v>{cell}</v></c>"
        text = shortened(plain(cell))
        if not text:
            return "<c/>"
        text = self._escape_data(self._escape_control_characters(text))
        space = ' xml:space="preserve"' if _preserve_whitespace(text) else ""
        return f'<c t="inlineStr"><is><t{space}>{text}</t></is></c>'


def shortened(text: str) -> str:
    """The text as far as a cell takes it."""
    if len(text) <= LONGEST_CELL // 2:
        return text
    return text.encode("utf-16-le", "surrogatepass")[: 2 * LONGEST_CELL].decode("utf-16-le", errors="ignore")


def write(table: Table, file: IO[bytes]) -> None:
    """Writes the workbook into an open file."""
    workbook = xlsxwriter.Workbook(file, OPTIONS)
    workbook.set_properties({"title": table.name, "author": "", "comments": table.filtered})
    bold = workbook.add_format({"bold": True})
    sheet = workbook.add_worksheet(table.name[:31], SheetOfRows)
    sheet.freeze_panes(1, 0)
    sheet.write_row(0, 0, table.header, bold)
    rows = 1
    for some in lines(table, sheet.finished, "", table.of_every_row):
        rows = sheet.write_lines(some, rows)
    sheet._check_dimensions(rows - 1, len(table.header) - 1)  # how far the sheet reaches
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
