"""The real addenda, where they are: ../shared/data. Report and addendum say what the matrix of the same review says."""

from pathlib import Path

import pytest

from recommendations.importers import ohchr_matrix
from recommendations.importers.opening import open_file
from recommendations.importers.papers import addendum, wg_report
from recommendations.importers.papers.answers import Addendum, applied
from recommendations.importers.papers.paper import paper_of
from recommendations.importers.readings import ReadRow
from recommendations.models import UN_CLASS, agree

from .files import state_names
from .test_real_files import MATRIX_2019, MATRIX_2025
from .test_real_reports import ADDENDUM_2019, ADDENDUM_2025, REPORT_2019, REPORT_2025

REVIEWS = [(REPORT_2019, ADDENDUM_2019, MATRIX_2019), (REPORT_2025, ADDENDUM_2025, MATRIX_2025)]
# The list of the addendum names them in another of its paragraphs than the matrix says. 140.241 is in the list of
# paragraph 4, 140.210 and 140.132 to 137 are in that of paragraph 3 and have their texts below paragraph 4.
OTHER_PLACE = {
    ADDENDUM_2019: {},
    ADDENDUM_2025: {
        "140.241": ("para. 4", "Para.3"),
        "140.210": ("para. 3", "Para.4"),
        **{f"140.{number}": ("para. 3", "Para.4") for number in range(132, 138)},
    },
}


@pytest.fixture
def rows(shared_data: Path):
    """The rows of a real report or matrix."""

    def parse(name: str) -> list[ReadRow]:
        reader = wg_report if name.endswith(".pdf") else ohchr_matrix
        return reader.parse(open_file(shared_data / name), state_names()).reviews[0].rows

    return parse


@pytest.fixture
def read(shared_data: Path):
    """A real addendum."""

    def parse(name: str) -> Addendum:
        return addendum.parse_addendum(paper_of(open_file(shared_data / name)), state_names())

    return parse


@pytest.mark.parametrize(("report", "answers", "matrix"), REVIEWS)
def test_report_and_addendum_give_the_positions_of_the_matrix(rows, read, report, answers, matrix):
    said = {row.paragraph: row.category for row in rows(report)}
    said |= {row.paragraph: row.category for row in applied(read(answers).rows, list(said))}
    expected = {row.paragraph: row.category for row in rows(matrix)}
    assert said.keys() == expected.keys()
    assert [paragraph for paragraph in said if not agree(said[paragraph], expected[paragraph])] == []


@pytest.mark.parametrize(
    ("name", "supported", "noted", "total"), [(ADDENDUM_2019, 124, 33, 215), (ADDENDUM_2025, 217, 37, 254)]
)
def test_as_many_answers_as_announced(read, name, supported, noted, total):
    found = read(name)
    classes = [UN_CLASS[answer.category] for answer in found.answers]
    assert (classes.count("supported"), classes.count("noted")) == (supported, noted)
    assert found.announced.total == total
    assert sum(found.announced.tally.values()) == total
    assert (found.rest, found.whole) == (None, [])


@pytest.mark.parametrize(("_report", "answers", "matrix"), REVIEWS)
def test_answers_stand_in_the_paragraphs_that_the_matrix_names(rows, read, _report, answers, matrix):
    of_matrix = {row.paragraph: row.locator for row in rows(matrix)}
    otherwise = {}
    for answer in read(answers).answers:
        printed = of_matrix[answer.paragraph]
        if printed and answer.locator != f"para. {printed.removeprefix('Para.').removesuffix('vv')}":
            otherwise[answer.paragraph] = (answer.locator, printed)
    assert otherwise == OTHER_PLACE[answers]


def test_texts_below_the_wrong_heading_are_told(read):
    assert [problem.paragraph for problem in read(ADDENDUM_2025).problems.found] == ["140.73", "140.241"]
    assert read(ADDENDUM_2019).problems.found == []


@pytest.mark.parametrize(("name", "with_reason"), [(ADDENDUM_2019, 77), (ADDENDUM_2025, 83)])
def test_reasons_are_those_of_their_paragraphs(read, name, with_reason):
    answers = [answer for answer in read(name).answers if answer.remark]
    assert len(answers) == with_reason
    for answer in answers:
        assert answer.remark[0].isupper(), answer.paragraph
        assert answer.remark[-1] in ".", answer.paragraph
        assert "GE." not in answer.remark


def test_references_of_reasons_are_resolved(read):
    see = {answer.paragraph: answer.see for answer in read(ADDENDUM_2019).answers if answer.see}
    assert see == {
        "122.34": ("122.28",),
        "122.35": ("122.28",),
        "122.54": ("122.42",),
        "122.61": ("122.58",),
        "122.101": ("122.72",),
        "122.102": ("122.72",),
        "122.103": ("122.72",),
        "122.115": ("122.95", "122.96"),
        "122.118": ("122.58",),
    }


def test_an_own_answer_is_finer_than_the_joint_heading(read):
    by_number = {answer.paragraph: str(answer.category) for answer in read(ADDENDUM_2019).answers}
    assert by_number["122.11"] == "accepted_being_implemented"
    assert by_number["122.14"] == "accepted_already_implemented"
    assert by_number["122.93"] == "accepted"
    assert by_number["122.54"] == "noted"  # although its text says that it is implemented
