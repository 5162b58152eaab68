"""What a file is, is told by what it holds: a report or a matrix, as PDF or as Word."""

import pytest

from recommendations.importers.problems import Unreadable
from recommendations.importers.reading_files import parse
from recommendations.models import FileFormat

from .files import (
    KETTLE,
    OF_SLOVENIA_2025,
    Paragraph,
    csv_bytes,
    matrix_2019,
    matrix_2025,
    opened,
    state_names,
    upr_row,
)
from .papers import ONE_LIST, numbered_docx, pdf, report, report_docx, report_pdf

REPORT = report(*ONE_LIST)
ANSWERS = ["1. The Government accepts the following recommendations: 140.1, 140.2."]
AS_ADDENDUM = {"symbol": "A/HRC/59/15/Add.1", "addendum": "Addendum"}
MATRIX = matrix_2025(Paragraph(), Paragraph(f"140.8 {KETTLE} (Peru);"))


def a_document(lines: list[str]) -> bytes:
    return numbered_docx(*((line, None) for line in lines))


def read(raw: bytes, file_format: str = "auto") -> str:
    return parse(opened(raw), file_format, state_names()).format


@pytest.mark.parametrize(
    ("raw", "file_format"),
    [
        (report_pdf(REPORT), FileFormat.WG_REPORT),
        (report_docx(REPORT), FileFormat.WG_REPORT),
        (report_pdf(ANSWERS, **AS_ADDENDUM), FileFormat.ADDENDUM),
        (report_docx(ANSWERS, **AS_ADDENDUM), FileFormat.ADDENDUM),
        (MATRIX, FileFormat.OHCHR_MATRIX),
        (matrix_2019(Paragraph()), FileFormat.OHCHR_MATRIX),
        (csv_bytes(upr_row()), FileFormat.UPR_INFO),
    ],
)
def test_the_format_is_told_by_the_content(raw, file_format):
    assert read(raw) == read(raw, file_format) == file_format


def test_a_matrix_that_names_addenda_is_a_matrix():
    assert read(matrix_2025(Paragraph(source="\nA/HRC/59/15/Add.1"))) == FileFormat.OHCHR_MATRIX


def test_a_paper_without_a_title_can_be_called_a_report():
    raw = pdf(REPORT)
    with pytest.raises(Unreadable, match="not a report of the Working Group"):
        read(raw)
    assert read(raw, FileFormat.WG_REPORT) == FileFormat.WG_REPORT


@pytest.mark.parametrize(
    ("raw", "file_format", "words"),
    [
        (report_pdf(REPORT), FileFormat.UPR_INFO, "This is a PDF, not UPR Info export"),
        (report_pdf(REPORT), FileFormat.OHCHR_MATRIX, "This is a PDF, not OHCHR matrix"),
        (report_docx(REPORT), FileFormat.UPR_INFO, "This is a Word document, not UPR Info export"),
        (report_docx(REPORT), FileFormat.OHCHR_MATRIX, "no table with columns for recommendation and position"),
        (MATRIX, FileFormat.WG_REPORT, "no numbered recommendations"),
        (csv_bytes(upr_row()), FileFormat.WG_REPORT, "This is a table, not Working Group report"),
        (report_docx(["1. Tea."], title="On tea"), "auto", "no table with columns for recommendation and position"),
        (report_pdf(["1. Tea."], title="On tea"), "auto", "not a report of the Working Group"),
        (report_pdf(["1. Tea."]), "auto", "no numbered recommendations"),
    ],
)
def test_a_format_that_the_file_is_not_in(raw, file_format, words):
    with pytest.raises(Unreadable, match=words):
        read(raw, file_format)


IN_OTHER_LANGUAGES = {
    "French": [
        "Conseil des droits de l’homme",
        "Cinquante-neuvième session",
        "Rapport du Groupe de travail sur l’Examen périodique universel*",
        "Slovénie",
        "6.1 Inventer une meilleure théière (France) ;",
    ],
    "Spanish": [
        "Consejo de Derechos Humanos",
        "Informe del Grupo de Trabajo sobre el Examen Periódico Universal*",
        "Eslovenia",
        "6.1 Inventar una tetera mejor (Francia);",
    ],
}


@pytest.mark.parametrize("language", IN_OTHER_LANGUAGES)
@pytest.mark.parametrize("write", [lambda lines: pdf(lines), a_document], ids=["PDF", "Word"])
def test_a_report_in_another_language_is_named_as_that(language, write):
    with pytest.raises(Unreadable, match=f"This paper is in {language}. Give the English version."):
        read(write(IN_OTHER_LANGUAGES[language]))


def test_a_matrix_is_read_whatever_council_its_header_names():
    raw = matrix_2025(Paragraph(), page_header=f"Conseil des droits de l’homme {OF_SLOVENIA_2025}")
    assert read(raw) == FileFormat.OHCHR_MATRIX
