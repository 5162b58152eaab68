"""A Working Group report that breaks a rule of such reports: what is told of it, and what is read all the same."""

import pytest

from recommendations.importers.papers.wg_report import parse
from recommendations.importers.readings import ReadRow
from recommendations.models import Category

from .files import KETTLE, SPOONS, TEAPOT, opened, state_names
from .papers import (
    ACCEPTED,
    CLOSING,
    LATER,
    Piece,
    pdf,
    report,
)
from .wg_reports import only_problem, read


def test_without_states_it_is_imported_and_said():
    found = read(f"3. {LATER}", f"3.1 {TEAPOT};", f"3.2 {KETTLE} (France).")
    assert [len(row.senders) for row in found.reviews[0].rows] == [0, 1]
    (problem,) = found.problems
    assert (problem.level, problem.page, problem.paragraph) == ("warning", 1, "3.1")
    assert TEAPOT in problem.message


def test_a_state_that_nobody_knows_is_an_error():
    problem = only_problem(f"3. {LATER}", f"3.1 {TEAPOT} (Teapotland);")
    assert (problem.level, problem.page, problem.paragraph) == ("error", 1, "3.1")
    assert "“Teapotland”" in problem.message


def test_a_state_within_a_sentence_is_named():
    found = read(f"3. {LATER}", "3.1 Consider teapots (Mexico)/Buy (Peru) the teapots (France).")
    (row,) = found.reviews[0].rows
    assert [sender.iso3 for sender in row.senders] == ["MEX", "FRA"]
    assert row.text == "Consider teapots; Buy (Peru) the teapots"
    (problem,) = found.problems
    assert (problem.level, problem.paragraph) == ("warning", "3.1")
    assert "“(Peru)”" in problem.message


def test_a_state_of_which_it_is_said_already_that_it_may_be_one_is_named_once():
    assert len(read(f"3. {LATER}", f"3.1 {TEAPOT} (Peru). {KETTLE} (France).").problems) == 1


def test_a_problem_names_its_page_and_no_row():
    problem = only_problem(f"3. {LATER}", f"3.1 {TEAPOT} (Teapotland);")
    assert str(problem).startswith("tea.pdf, page 1, paragraph 3.1: “Teapotland”")
    assert set(problem.as_dict()) == {"level", "message", "file", "paragraph", "page"}


@pytest.mark.parametrize(("page", "where"), [(None, "row 5"), (17, "page 17"), (0, "paragraph 3.1")])
def test_where_a_recommendation_stands(page, where):
    row = ReadRow(5, TEAPOT, "3.1", page=page)
    assert (row.where, row.row) == (where, 5 if page is None else None)


@pytest.mark.parametrize(("after", "missing"), [("3.3", "3.2 is missing"), ("3.7", "3.2 to 3.6 is missing")])
def test_a_gap_in_the_numbers(after, missing):
    found = read(f"3. {LATER}", f"3.1 {TEAPOT} (France);", f"{after} {KETTLE} (Peru);")
    assert [row.paragraph for row in found.reviews[0].rows] == ["3.1", after]
    (problem,) = found.problems
    assert (problem.level, problem.paragraph) == ("warning", after)
    assert f", {missing}" in problem.message


def test_a_list_that_does_not_begin_with_one():
    problem = only_problem(f"3. {LATER}", f"3.2 {KETTLE} (Peru);")
    assert "3.1 is missing" in problem.message


def test_a_number_that_stands_twice():
    found = read(f"3. {LATER}", f"3.1 {TEAPOT} (France);", f"3.1 {KETTLE} (Peru);", f"3.2 {SPOONS} (Peru);")
    assert [(row.paragraph, row.text) for row in found.reviews[0].rows] == [("3.1", TEAPOT), ("3.2", SPOONS)]
    (problem,) = found.problems
    assert (problem.level, problem.paragraph) == ("warning", "3.1")
    assert KETTLE in problem.message


def test_a_number_of_another_list():
    found = read(f"3. {LATER}", f"3.1 {TEAPOT} (France);", f"8.2 {KETTLE} (Peru);", f"3.3 {SPOONS} (Peru);")
    assert [row.paragraph for row in found.reviews[0].rows] == ["3.1", "8.2", "3.3"]
    assert [problem.paragraph for problem in found.problems] == ["8.2"]


def test_a_number_without_a_text():
    found = read(f"3. {LATER}", f"3.1 {TEAPOT} (France);", "3.2", "3.3", f"{SPOONS} (Peru);")
    assert [row.paragraph for row in found.reviews[0].rows] == ["3.1", "3.3"]
    (problem,) = found.problems
    assert (problem.level, problem.paragraph) == ("warning", "3.2")


def test_a_list_whose_paragraph_has_lost_its_number():
    found = read(LATER, f"3.1 {TEAPOT} (France);", f"3.2 {KETTLE} (Peru);")
    assert [row.paragraph for row in found.reviews[0].rows] == ["3.1", "3.2"]
    assert {row.category for row in found.reviews[0].rows} == {Category.PENDING}


def test_a_heading_between_two_items_is_left_out_and_said():
    found = read(f"3. {LATER}", f"3.1 {TEAPOT} (France);", "Civil and political rights", f"3.2 {KETTLE} (Peru);")
    assert [row.text for row in found.reviews[0].rows] == [TEAPOT, KETTLE]
    (problem,) = found.problems
    assert "Civil and political rights" in problem.message


def test_recommendations_that_are_only_referred_to():
    problem = only_problem(
        f"3. {ACCEPTED}",
        f"3.1 {TEAPOT} (France).",
        "4. The recommendations in paragraphs 27 (b) and 42 (a) above did not enjoy the support of Slovenia.",
        f"5. {CLOSING}",
    )
    assert (problem.level, problem.paragraph) == ("warning", "4")


def test_recommendations_without_numbers():
    problem = only_problem(
        f"3. {ACCEPTED}",
        f"3.1 {TEAPOT} (France).",
        f"4. {LATER}",
        f"(a) {KETTLE} (Peru);",
        f"5. {CLOSING}",
    )
    assert (problem.level, problem.paragraph) == ("warning", "4")


def test_a_recommendation_that_was_moved_to_a_footnote():
    note = [Piece("1", 6, 3), Piece(f" {SPOONS} (Peru).", 9)]
    raw = pdf(
        ["Report of the Working Group on the Universal Periodic Review", "Slovenia"],
        [*report(f"3. {LATER}"), [Piece(f"3.1 {TEAPOT} (France)."), Piece("1", 6, 4)], note],
    )
    file = parse(opened(raw), state_names())
    assert [row.text for row in file.reviews[0].rows] == [TEAPOT]
    (problem,) = file.problems
    assert (problem.level, problem.page) == ("warning", 2)
    assert SPOONS in problem.message


def test_a_text_that_is_too_long():
    problem = only_problem(f"3. {LATER}", f"3.1 {TEAPOT * 600} (France);")
    assert (problem.level, problem.paragraph) == ("error", "3.1")
