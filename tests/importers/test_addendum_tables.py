"""Addenda as tables: a row for each paragraph, the position first, then the reason. From Word and from PDF."""

from collections import Counter

import pytest

from recommendations.importers.opening import OpenedFile, opened
from recommendations.importers.papers import addendum
from recommendations.importers.readings import ReadFile
from recommendations.models import Category

from .addenda import ANSWERS, INTRODUCTION, ROWS, TALLY, answers_of, messages, positions, table_by_columns, table_docx
from .files import state_names

HEADING = ("Recommendation", "Position of the Government")


def read(raw: bytes) -> ReadFile:
    file: OpenedFile = opened("tea.file", raw)
    return addendum.parse(file, state_names())


@pytest.fixture(params=["word", "pdf"])
def large_table(request) -> ReadFile:
    return read(table_docx() if request.param == "word" else table_by_columns())


def test_a_large_table_is_read_with_all_seven_categories(large_table):
    rows = large_table.reviews[0].rows
    assert [(row.paragraph, row.category) for row in rows] == ROWS
    assert Counter(row.category for row in rows) == TALLY
    assert large_table.problems == []
    assert large_table.reviews[0].state == "SVN"


def test_position_and_reason_are_kept_in_the_states_words(large_table):
    rows = {row.category: row for row in large_table.reviews[0].rows}
    assert {category: (row.response, row.remark) for category, row in rows.items()} == ANSWERS
    rejected = rows[Category.REJECTED]
    assert rejected.locator.endswith("see 186.1")
    assert {row.symbol for row in rows.values()} == {"A/HRC/59/15/Add.1"}


def test_the_recommendation_is_read_where_the_table_prints_it():
    first, second, *_ = read(table_docx()).reviews[0].rows
    assert (first.text, [sender.iso3 for sender in first.senders]) == ("Invent a better teapot", ["FRA", "PER"])
    assert (second.text, second.senders) == ("", ())


def test_rows_of_a_pdf_know_their_page():
    rows = read(table_by_columns()).reviews[0].rows
    assert (rows[0].page, rows[12].page, rows[427].page) == (2, 3, 37)
    assert rows[0].locator == "page 2"


def test_a_page_with_fewer_answers_than_numbers_is_not_guessed_at():
    file = read(table_by_columns(without=("186.20",)))
    rows = file.reviews[0].rows
    named = {row.paragraph for row in rows}
    assert named == {paragraph for paragraph, _ in ROWS} - {f"186.{n}" for n in range(13, 25)}
    assert [(row.paragraph, row.category) for row in rows] == [row for row in ROWS if row[0] in named]
    (columns,) = [problem for problem in file.problems if "12 paragraph numbers" in problem.message]
    assert (columns.level, columns.page) == ("warning", 3)
    assert "186.13 to 186.24" in columns.message
    assert "11 answers" in columns.message


def test_the_totals_of_the_introduction_are_announced():
    found = answers_of(INTRODUCTION.replace(". It", ".\nIt"))
    assert found.announced.total == 428
    accepted = sum(TALLY[c] for c in TALLY if c.startswith("accepted"))
    others = [Category.PARTIALLY_ACCEPTED, Category.NOTED, Category.REJECTED, Category.PENDING]
    assert found.announced.tally == {Category.ACCEPTED: accepted, **{c: TALLY[c] for c in others}}


# --- Columns of a PDF ----------------------------------------------------------------------------------------


def test_numbers_that_the_page_gives_out_of_order_are_put_in_order_and_told():
    found = answers_of("""
        186.3.
        186.4.
        The Government has examined them. The specific replies are as follows:
        Recommendation
        186.1.
        186.2.
        Position of the Government
        Not Accepted
        The kettle is not ready
        Accepted
        Noted
        Partially accepted
        Half of the tea.
    """)
    assert positions(found) == {
        "186.1": "rejected", "186.2": "accepted", "186.3": "noted", "186.4": "partially_accepted"
    }  # fmt: skip
    assert messages(found) == [
        "page 1: The numbers of the table are not in their order; the answers were read as those to 186.1 to 186.4."
    ]


def test_numbers_with_gaps_and_out_of_order_are_not_guessed_at():
    found = answers_of("186.9.\n186.2.\n186.5.\nAccepted\nNoted\nAccepted")
    assert positions(found) == {}
    assert "not in their order" in messages(found)[0]


def test_a_reason_goes_on_over_the_page_above_the_next_numbers():
    found = answers_of(
        "186.1.\n186.2.\nAccepted\nNot Accepted\nThe kettle is",
        "186.3.\n186.4.\nnot ready.\nAccepted\nNoted",
    )
    assert [answer.remark for answer in found.answers] == ["", "The kettle is not ready.", "", ""]
    assert positions(found)["186.4"] == "noted"


def test_answers_beside_their_numbers_need_no_counting():
    found = answers_of("""
        Recommendation Position of the Government
        186.1 Accepted
        186.2. Not Accepted See 186.1
        186.3 Partially accepted. The teapot is fine,
        the kettle is not.
        186.4
        Noted
        186.5
        The Government will examine it in due course.
    """)
    assert positions(found) == {
        "186.1": "accepted",
        "186.2": "rejected",
        "186.3": "partially_accepted",
        "186.4": "noted",
        "186.5": "pending",
    }
    assert found.answers[1].remark == "See 186.1"
    assert found.answers[1].see == ("186.1",)
    assert found.answers[2].remark == "The teapot is fine, the kettle is not."


def test_the_headings_that_every_page_repeats_are_not_read():
    found = answers_of(
        "Recommendation Position of the Government\n186.1 Accepted\n186.2 Noted",
        "Recommendation\nPosition of the Government\n186.3 Noted. No milk",
        "Recommendation Position of the Government\n186.4 Noted",
    )
    assert [answer.remark for answer in found.answers] == ["", "", "No milk", ""]


def test_recommendations_printed_in_a_pdf_are_told_from_answer_and_reason():
    found = answers_of("""
        186.1 Ratify the Optional
        Protocol on tea (Spain)
        Supported
        The Government has
        ratified it.
        186.2 Burn the pot (France, Venezuela (Bolivarian Republic of))
        Noted
    """)
    assert [(a.text, a.response, a.remark) for a in found.answers] == [
        ("Ratify the Optional Protocol on tea", "Supported", "The Government has ratified it."),
        ("Burn the pot", "Noted", ""),
    ]
    assert [sender.iso3 for sender in found.answers[1].senders] == ["FRA", "VEN"]


# --- Rows of a Word document ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "category", "response", "remark"),
    [
        ("Accepted", "accepted", "Accepted", ""),
        ("Accepted.\nTea is served.", "accepted", "Accepted", "Tea is served."),
        ("Not accepted, as the kettle is cold.", "rejected", "Not accepted", "as the kettle is cold."),
        ("Position: Noted – no milk", "noted", "Noted", "no milk"),
        ("Supported / Noted", "partially_accepted", "Supported / Noted", ""),
        ("Accepted (first part); noted (second part). No milk.", "partially_accepted",
         "Accepted (first part); noted (second part)", "No milk."),
        ("The Government accepts it. Tea is served.", "accepted", "The Government accepts it", "Tea is served."),
        ("We are not in a position to accept this recommendation. No milk.", "rejected",
         "We are not in a position to accept this recommendation", "No milk."),
        ("Accepted and in the process of implementation", "accepted_being_implemented",
         "Accepted and in the process of implementation", ""),
    ],
)  # fmt: skip
def test_the_position_is_what_the_cell_begins_with(cell, category, response, remark):
    (answer,) = answers_of("Addendum", rows=(HEADING, ("186.1", cell))).answers
    assert (answer.category, answer.response, answer.remark) == (category, response, remark)


@pytest.mark.parametrize(
    ("cell", "paragraphs"),
    [
        ("186.1, 186.2 and 186.5", ["186.1", "186.2", "186.5"]),
        ("186.6-8", ["186.6", "186.7", "186.8"]),
        ("Recommendation 186.9:", ["186.9"]),
        ("12", ["186.12"]),
        ("186.1 Boil the kettle (Peru);\n186.2 Boil the pot (Spain);", ["186.1", "186.2"]),
    ],
)
def test_a_row_can_answer_several_paragraphs(cell, paragraphs):
    found = answers_of("Addendum", rows=(HEADING, ("186.3", "Noted"), ("186.4", "Noted"), (cell, "Accepted")))
    assert [paragraph for paragraph, category in positions(found).items() if category == "accepted"] == paragraphs


def test_columns_of_number_text_state_and_comment_are_told_by_their_headings():
    heading = ("No.", "Recommendation", "Recommending State", "Response", "Comments")
    found = answers_of("Addendum", rows=(heading, ("114.1", "Boil the kettle", "Peru", "Accepted", "Tea is served.")))
    (answer,) = found.answers
    assert (answer.text, answer.senders[0].iso3, answer.remark) == ("Boil the kettle", "PER", "Tea is served.")


def test_a_table_without_headings_is_told_by_what_it_holds():
    found = answers_of("Addendum", rows=(("186.1", "Accepted"), ("186.2", "Not accepted")))
    assert positions(found) == {"186.1": "accepted", "186.2": "rejected"}


def test_a_table_of_another_width_has_its_own_columns():
    rows = (("No.", "Comments", "Response"), ("140.1", "Tea is served.", "Accepted"), ("140.2", "Noted"))
    found = answers_of("Addendum", rows=rows)
    assert [(answer.category, answer.remark) for answer in found.answers] == [
        ("accepted", "Tea is served."), ("noted", "")
    ]  # fmt: skip


def test_a_table_of_positions_and_their_paragraphs():
    found = answers_of("Addendum", rows=(("Accepted", "140.1, 140.3-5"), ("Noted", "140.2")))
    assert positions(found) == {**dict.fromkeys(["140.1", "140.3", "140.4", "140.5"], "accepted"), "140.2": "noted"}


def test_rows_below_a_heading_in_the_table_have_its_position_unless_they_say_another():
    rows = (
        ("Recommendation", "Comments"),
        ("Accepted recommendations", "Accepted recommendations"),
        ("140.1", "Tea is served."),
        ("Noted recommendations", ""),
        ("140.2", "No milk."),
        ("140.3", "Partially accepted. Half the milk."),
    )
    found = answers_of("Addendum", rows=rows)
    assert positions(found) == {"140.1": "accepted", "140.2": "noted", "140.3": "partially_accepted"}
    assert [answer.remark for answer in found.answers] == ["Tea is served.", "No milk.", "Half the milk."]


def test_two_rows_of_one_paragraph_answer_its_parts():
    rows = (HEADING, ("140.1", "Accepted"), ("140.1", "Noted. No milk."))
    (answer,) = answers_of("Addendum", rows=rows).answers
    assert (answer.category, answer.response) == ("partially_accepted", "Accepted … Noted")


def test_a_row_without_a_number_goes_on_with_the_one_above():
    (answer,) = answers_of("Addendum", rows=(HEADING, ("140.1", "Accepted. Tea"), ("", "is served."))).answers
    assert answer.remark == "Tea\nis served."


def test_an_answer_in_unknown_words_is_an_error_and_none_is_a_warning():
    found = answers_of("Addendum", rows=(HEADING, ("186.1", "Teatime!"), ("186.2", ""), ("186.3", "Noted")))
    assert positions(found) == {"186.3": "noted"}
    assert [(p.level, p.row, p.paragraph) for p in found.problems.found] == [
        ("error", 2, "186.1"), ("warning", 3, "186.2")
    ]  # fmt: skip
    assert "“Teatime!” is no answer that is known here" in found.problems.found[0].message


def test_recommendations_of_the_first_cycle_are_numbered_within_the_paragraph_of_the_report():
    found = answers_of(
        "The recommendations in paragraph 114 of the report of the Working Group are answered below.",
        rows=(HEADING, ("1", "Accepted"), ("2.", "Not accepted. See 1."), ("3. Boil the pot (Peru)", "Noted")),
    )
    assert positions(found) == {"114.1": "accepted", "114.2": "rejected", "114.3": "noted"}
    assert found.answers[1].see == ("114.1",)
