"""Sheets hold what plain xlsxwriter writes of the same cells, though their rows are written in another way."""

import io
import zipfile
from datetime import UTC, datetime
from typing import Any

import openpyxl
import xlsxwriter

from exports import xlsx_file
from exports.table import Column, Table, plain

HARD: list[Any] = [
    *(
        "tea",
        " before",
        "after ",
        "two\nlines",
        "a\rb",
        "tab\t",
        "=1+1",
        "@a",
        "<b>&\"'",
        "_x0041_",
        "\x07bell",
        "\ufffe",
    ),
    *(
        "http://kettle.example/",
        "水",
        "\N{TEAPOT}" * 17_000,
        "😀" * 17_000,
        "a" + "😀" * 17_000,
        "t" * 40_000,
    ),
    *("", None, 0, 5, 2.5, True, ["tea", "pot"], ("tea", ""), ()),
]


def table_of(cells: list[Any]) -> Table:
    columns = [Column("text", "", lambda cell: cell), Column("kettles", "", lambda cell: 3)]
    return Table("teapots", columns, cells, len(cells), "all", "", datetime(2026, 1, 31, 12, 30, tzinfo=UTC))


def cells_of(file: bytes) -> list[list[tuple[Any, ...]]]:
    workbook = openpyxl.load_workbook(io.BytesIO(file))
    assert workbook.sheetnames == ["teapots", "about"]
    sheet = workbook["teapots"]
    assert sheet.freeze_panes == "A2"
    return [[(c.value, c.data_type, c.font.b, c.style_id) for c in row] for row in sheet.iter_rows()]


def test_cells_are_those_of_plain_xlsxwriter():
    table, expected = table_of(HARD), io.BytesIO()
    with xlsxwriter.Workbook(expected, xlsx_file.OPTIONS) as workbook:
        sheet = workbook.add_worksheet("teapots")
        sheet.freeze_panes(1, 0)
        sheet.write_row(0, 0, table.header, workbook.add_format({"bold": True}))
        for at, row in enumerate(table.rows(), 1):
            for column, cell in enumerate(row):
                if isinstance(cell, int | float) and not isinstance(cell, bool):
                    sheet.write_number(at, column, cell)
                elif text := plain(cell):
                    sheet.write_string(at, column, text)
        workbook.add_worksheet("about")
    assert cells_of(b"".join(xlsx_file.stream(table))) == cells_of(expected.getvalue())


def test_a_sheet_without_rows_has_its_header():
    (row,) = cells_of(b"".join(xlsx_file.stream(table_of([]))))
    assert [cell[0] for cell in row] == ["text", "kettles", "filtered_by", "exported_at"]


def test_a_sheet_of_many_pieces_is_whole():
    rows = cells_of(b"".join(xlsx_file.stream(table_of([f"Teapot {number}" for number in range(601)]))))
    assert [row[0][0] for row in rows[1:]] == [f"Teapot {number}" for number in range(601)]


def test_text_that_looks_like_xlsxwriters_own_rich_text_is_text():
    rows = cells_of(b"".join(xlsx_file.stream(table_of(["<r>tea</r>"]))))
    assert rows[1][0][:2] == ("<r>tea</r>", "s")


def test_space_at_the_ends_of_a_text_is_kept():
    file = b"".join(xlsx_file.stream(table_of([" tea ", "tea"])))
    sheet = zipfile.ZipFile(io.BytesIO(file)).read("xl/worksheets/sheet1.xml").decode()
    assert '<is><t xml:space="preserve"> tea </t></is>' in sheet
    assert "<is><t>tea</t></is>" in sheet
