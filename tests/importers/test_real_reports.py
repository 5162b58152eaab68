"""The real reports, where they are: ../shared/data. A report says what the matrix of the same review says."""

import re
import unicodedata
from pathlib import Path

import pytest

from recommendations.importers import ohchr_matrix
from recommendations.importers.opening import open_file
from recommendations.importers.papers import wg_report
from recommendations.importers.papers.paper import Paper, paper_of
from recommendations.importers.readings import ReadRow
from recommendations.models import Category

from .files import state_names
from .test_real_files import MATRIX_2019, MATRIX_2025

REPORT_2019, REPORT_2025 = "un-reports/A-HRC-43-15.pdf", "un-reports/A-HRC-59-15.pdf"
ADDENDUM_2019, ADDENDUM_2025 = "un-reports/A-HRC-43-15-Add.1.pdf", "un-reports/A-HRC-59-15-Add.1.pdf"
PAIRS = [(REPORT_2019, MATRIX_2019), (REPORT_2025, MATRIX_2025)]
# The matrix of 2025 prints another apostrophe, or spaces around hyphen and apostrophe, in so many paragraphs.
PRINTED_OTHERWISE = {MATRIX_2019: 0, MATRIX_2025: 19}


@pytest.fixture
def read(shared_data: Path):
    """The paragraphs of a real file, by number."""

    def parse(name: str) -> dict[str, ReadRow]:
        reader = wg_report if name.endswith(".pdf") else ohchr_matrix
        (review,) = reader.parse(open_file(shared_data / name), state_names()).reviews
        return {row.paragraph: row for row in review.rows}

    return parse


def folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).split())


def plain(text: str) -> str:
    """Without differences of print: one apostrophe, one hyphen, no spaces around them."""
    return re.sub(r" ?(['-]) ?", r"\1", folded(text).replace("’", "'").replace("\u2010", "-"))


def said(row: ReadRow) -> tuple[object, ...]:
    senders = [(sender.iso3, folded(sender.name), plain(sender.own_words)) for sender in row.senders]
    return plain(row.text), senders


@pytest.mark.parametrize(("report", "matrix"), PAIRS)
def test_a_report_says_what_the_matrix_says(read, report, matrix):
    of_report, of_matrix = read(report), read(matrix)
    assert {n: said(row) for n, row in of_report.items()} == {n: said(row) for n, row in of_matrix.items()}
    otherwise = [n for n, row in of_report.items() if folded(row.text) != folded(of_matrix[n].text)]
    assert len(otherwise) == PRINTED_OTHERWISE[matrix]


@pytest.mark.parametrize(
    ("name", "session", "lists"),
    [
        (REPORT_2019, 34, {("121", Category.ACCEPTED): 58, ("122", Category.PENDING): 157}),
        (REPORT_2025, 48, {("140", Category.PENDING): 254}),
    ],
)
def test_every_paragraph_with_the_position_above_its_list(shared_data, read, name, session, lists):
    file = wg_report.parse(open_file(shared_data / name), state_names())
    assert file.problems == []
    (review,) = file.reviews
    assert (review.state, review.session, review.pledges) == ("SVN", session, [])
    counted: dict[tuple[str, str], int] = {}
    for row in review.rows:
        key = (row.paragraph.split(".")[0], row.category)
        counted[key] = counted.get(key, 0) + 1
    assert counted == lists


@pytest.mark.parametrize(
    ("name", "masthead"),
    [
        (REPORT_2019, ("report", "A/HRC/43/15", 34, 43, "2019-12-19", "2019-11-12")),
        (REPORT_2025, ("report", "A/HRC/59/15", 48, 59, "2025-03-24", "2025-01-28")),
        (ADDENDUM_2019, ("addendum", "A/HRC/43/15/Add.1", None, 43, "2020-02-19", "2019-11-12")),
        (ADDENDUM_2025, ("addendum", "A/HRC/59/15/Add.1", None, 59, "2025-04-08", "2025-01-28")),
    ],
)
def test_mastheads(shared_data, name, masthead):
    paper = paper_of(open_file(shared_data / name))
    found = (paper.kind, paper.symbol, paper.wg_session, paper.hrc_session, paper.issued, paper.reviewed)
    assert found == masthead
    assert (paper.state_name, paper.language) == ("Slovenia", "en")
    assert_no_furniture(paper)


def assert_no_furniture(paper: Paper) -> None:
    for line in paper.lines:
        assert not re.search(r"GE\.\d\d-|^\d{1,2}$", line.text), line
        assert line.text != paper.symbol, line
