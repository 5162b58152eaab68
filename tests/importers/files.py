"""Small files in the shapes that exist, all of our own making, and the command that reads them.

The texts are invented and harmless; only the names of States are real.
"""

import io
import json
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import docx
import openpyxl
from django.apps import apps
from django.core.management import call_command
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from recommendations import reference
from recommendations.importers.opening import OpenedFile, container_of
from recommendations.models import StateNames, normalise_name

# --- UPR Info: a row per recommending State -------------------------------------------------------------

CSV_HEADER = (
    *("To", "To-Rgrp", "To-Org", "Text"),
    *("From", "From-Rgrp", "From-Org", "Response", "Action", "Issue", "Session"),
)
# As the database itself writes it: names stand twice.
DATABASE_HEADER = (
    *("SuR", "Rgrp", "Org", "Recommendation"),
    *("RS", "Rgrp", "Org", "Response", "Action", "Issue", "Session"),
)

TEAPOT = "Invent a better teapot for the common room"
KETTLE = "Continue to boil the kettle before the tea is made"
SPOONS = "Consider counting the spoons – if there is time"

Row = tuple[str, ...]


def upr_row(
    text: str = TEAPOT,
    sender: str = "France",
    response: str = "Accepted",
    action: str = "5",
    issue: str = "Right to education",
    session: str = "17",
    to: str = "China",
) -> Row:
    return (to, "Asia", "", text, sender, "WEOG", "EU,OECD", response, action, issue, session)


def csv_bytes(
    *rows: Sequence[str],
    encoding: str = "utf-8",
    line_end: str = "\r\n",
    delimiter: str = ",",
    header: Sequence[str] = CSV_HEADER,
    before: Iterable[Sequence[str]] = (),
) -> bytes:
    """A CSV file; `before` stands above the header. A cell is quoted only where it must be."""
    lines = [delimiter.join(_quoted(cell, delimiter) for cell in row) for row in (*before, header, *rows)]
    return line_end.join([*lines, ""]).encode(encoding)


def _quoted(cell: str, delimiter: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if {delimiter, '"', "\n", "\r"} & set(cell) else cell


def xlsx_bytes(
    *rows: Sequence[str],
    header: Sequence[str] = DATABASE_HEADER,
    before: Iterable[Sequence[str]] = (),
) -> bytes:
    """An Excel workbook; whole numbers are floats in it, as the database writes them."""
    workbook = openpyxl.Workbook()
    for row in (*before, header, *rows):
        workbook.active.append([float(cell) if cell.isdecimal() else cell for cell in row])
    file = io.BytesIO()
    workbook.save(file)
    return file.getvalue()


# --- OHCHR: a Word table, a row per paragraph -----------------------------------------------------------

OF_SLOVENIA_2019 = "UPR of Slovenia (3rd Cycle - 34th Session)\t\t\tThematic list of recommendations\t\t\t\tPage 1 of 2"
OF_SLOVENIA_2025 = (
    "UPR of Slovenia (4th Cycle - 48th Session)\t\t\tThematic list of recommendations*\t\t\t\tPage 1 of 2"
)

HEADINGS_2019 = {
    "text": "Recommendation",
    "position": "Position",
    "themes": "Full list of themes",
    "remark": "Assessment/comments on level of implementation",
}
HEADINGS_2025 = {
    "text": "Recommendation and recommending State",
    "position": "Position of the State under review",
    "themes": "Human rights themes and groups of persons",
    "sdgs": "Relevant SDGs",
}
OTHER_HEADINGS = {"number": "No.", "ministry": "Ministry in charge"}


@dataclass(frozen=True)
class Paragraph:
    """A row of a matrix. A position of None continues the cell above it."""

    text: str = f"140.7 {TEAPOT} (France);"
    position: str | None = "Supported"
    themes: tuple[str, ...] = ("Right to education",)
    persons: tuple[str, ...] = ()
    goals: tuple[str, ...] = ()
    source: str = "A/HRC/59/15/Add.1 - Para.3"
    remark: str = ""
    deleted: str = field(default="", kw_only=True)  # text after it, deleted with changes tracked
    moved: str = field(default="", kw_only=True)  # text after it, moved away with changes tracked


def matrix_2019(*rows: Paragraph | str, **options: Any) -> bytes:
    """The form of 2019: goals and persons are lists in the cell of themes. A str is a row for a theme."""
    return _matrix(rows, HEADINGS_2019, **{"page_header": OF_SLOVENIA_2019} | options)


def matrix_2025(*rows: Paragraph | str, **options: Any) -> bytes:
    """The form of 2025: goals have a column of their own. A str is a row for a theme."""
    return _matrix(rows, HEADINGS_2025, **{"page_header": OF_SLOVENIA_2025} | options)


def _matrix(
    rows: Sequence[Paragraph | str],
    headings: dict[str, str],
    page_header: str,
    order: Sequence[str] = (),
) -> bytes:
    columns = list(order or headings)
    headings = headings | OTHER_HEADINGS
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = page_header
    document.add_paragraph("Made up for the tests.")
    table = document.add_table(0, len(columns))
    for cell, column in zip(table.add_row().cells, columns, strict=True):
        cell.text = headings[column]
    for row in rows:
        cells = table.add_row().cells
        if isinstance(row, str):
            cells[0].merge(cells[-1]).text = row
            continue
        by_column = dict(zip(columns, cells, strict=True))
        _fill_text(by_column["text"], row)
        if row.position is None:
            above = table.rows[-2].cells[columns.index("position")]
            above.merge(by_column["position"])
        else:
            by_column["position"].text = row.position
        by_column["themes"].text = "\n".join(_theme_lines(row, with_goals="sdgs" not in columns))
        if "sdgs" in columns:
            by_column["sdgs"].text = "\n".join(f"- {goal}" for goal in row.goals)
        if "remark" in columns:
            by_column["remark"].text = row.remark
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _fill_text(cell: Any, row: Paragraph) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.add_run(row.text)
    if row.deleted:
        _tracked(paragraph, "w:del", "w:delText", row.deleted)
    if row.moved:
        _tracked(paragraph, "w:moveFrom", "w:t", row.moved)
    if row.source:
        cell.add_paragraph(f"Source of Position: {row.source}")


def _tracked(paragraph: Any, change: str, tag: str, text: str) -> None:
    change_element, run, text_element = OxmlElement(change), OxmlElement("w:r"), OxmlElement(tag)
    change_element.set(qn("w:id"), "1")
    change_element.set(qn("w:author"), "A tester")
    text_element.text = text
    run.append(text_element)
    change_element.append(run)
    paragraph._p.append(change_element)


def _theme_lines(row: Paragraph, with_goals: bool) -> Iterator[str]:
    yield from (f"- {theme}" for theme in row.themes)
    if row.goals and with_goals:
        yield "SDGs: "
        yield from (f"- {goal}" for goal in row.goals)
    if row.persons:
        yield "Affected persons: " if with_goals else "Groups of Persons: "
        yield from (f"- {person}" for person in row.persons)


def zip_bytes(members: dict[str, bytes]) -> bytes:
    """A zip file of these members."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file.getvalue()


def with_member(raw: bytes, name: str, content: bytes) -> bytes:
    """The same zip file with one member more."""
    file = io.BytesIO(raw)
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr(name, content)
    return file.getvalue()


# --- Reading without a database -------------------------------------------------------------------------


@cache
def every_name() -> dict[str, str]:
    """Every name of a State in the reference data, with the code of its State."""
    return {
        name: row["iso3"]
        for row in reference.rows("states")
        for name in [row["name"], *reference.split(row["other_names"])]
    }


@cache
def state_names() -> StateNames:
    return StateNames({normalise_name(name): iso3 for name, iso3 in every_name().items()})


def opened(raw: bytes, name: str = "tea") -> OpenedFile:
    return OpenedFile(name, raw, container_of(raw))


# --- The command ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Outcome:
    """What a run of import_recommendations --json gave back."""

    exit_code: int
    report: dict[str, Any]
    stderr: str

    def problems(self, level: str) -> list[dict[str, Any]]:
        return [problem for problem in self.report["problems"] if problem["level"] == level]

    @property
    def errors(self) -> list[dict[str, Any]]:
        return self.problems("error")

    @property
    def warnings(self) -> list[dict[str, Any]]:
        return self.problems("warning")

    @property
    def review(self) -> dict[str, Any]:
        """The report on the only review of the run."""
        (review,) = self.report["reviews"]
        return review


def run_import(*files: Path, **options: Any) -> Outcome:
    """Runs the command with --json; its stdout must be one JSON object and nothing else."""
    stdout, stderr, exit_code = io.StringIO(), io.StringIO(), 0
    try:
        call_command("import_recommendations", *map(str, files), json=True, stdout=stdout, stderr=stderr, **options)
    except SystemExit as stop:
        exit_code = int(stop.code or 0)
    return Outcome(exit_code, json.loads(stdout.getvalue()), stderr.getvalue())


def everything_recorded() -> dict[str, int]:
    """How many rows each table of the public record holds."""
    return {model.__name__: model.objects.count() for model in apps.get_app_config("recommendations").get_models()}
