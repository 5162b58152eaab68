"""The Working Group report: lists of numbered recommendations, pledges, and what looks like one and breaks a rule."""

import pytest

from recommendations.importers.papers.wg_report import parse
from recommendations.importers.problems import Unreadable
from recommendations.importers.readings import ReadPledge
from recommendations.models import Category

from .files import KETTLE, SPOONS, TEAPOT, opened, state_names
from .papers import (
    ACCEPTED,
    CLOSING,
    LATER,
    ONE_LIST,
    numbered_docx,
    report,
    report_docx,
    report_pdf,
)
from .wg_reports import numbers, only_problem, read, rows


@pytest.mark.parametrize("write", [report_pdf, report_docx], ids=["PDF", "Word"])
def test_a_report(write):
    file = parse(opened(write(report(*ONE_LIST))), state_names())
    assert (file.format, file.problems) == ("wg_report", [])
    (review,) = file.reviews
    assert (review.state, review.session, review.pledges) == ("SVN", 48, [])
    assert [(row.place, row.paragraph, row.text) for row in review.rows] == [
        (1, "3.1", TEAPOT),
        (2, "3.2", KETTLE),
        (3, "3.3", SPOONS),
    ]
    assert [[sender.iso3 for sender in row.senders] for row in review.rows] == [["FRA", "PER"], ["GBR"], ["MEX"]]
    assert {(row.response, row.category, row.symbol) for row in review.rows} == {
        (LATER.rstrip(":"), Category.PENDING, "A/HRC/59/15")
    }
    assert {row.page for row in review.rows} == ({2} if write is report_pdf else {0})
    assert {row.locator for row in review.rows} == ({"page 2"} if write is report_pdf else {""})


def test_numbers_that_word_counts():
    texts = [*report()[:-1], LATER, f"{TEAPOT} (France);", f"{KETTLE} (Peru).", CLOSING]
    levels = [None, 0, 0, 0, 1, 1, 0]
    plain = [text.removeprefix("1. ").removeprefix("2. ") for text in texts]
    raw = numbered_docx(*zip(plain, levels, strict=True))
    (review,) = parse(opened(raw), state_names()).reviews
    assert [(row.paragraph, row.text) for row in review.rows] == [("3.1", TEAPOT), ("3.2", KETTLE)]


def test_two_lists_with_their_positions():
    found = rows(f"3. {ACCEPTED}", f"3.1 {TEAPOT} (France);", f"4. {LATER}", f"4.1 {KETTLE} (Peru).", f"5. {CLOSING}")
    assert [(row.paragraph, row.category) for row in found] == [("3.1", Category.ACCEPTED), ("4.1", Category.PENDING)]
    assert [row.response for row in found] == [ACCEPTED.rstrip(":"), LATER.rstrip(":")]


def test_a_paragraph_over_lines_and_pages():
    words = f"{TEAPOT}, and {KETTLE.lower()}"
    raw = report_pdf(report(f"3. {LATER}", f"3.1 {words} (France)."), width=12, per_page=7)
    (row,) = parse(opened(raw), state_names()).reviews[0].rows
    assert (row.text, [sender.iso3 for sender in row.senders]) == (words, ["FRA"])


def test_asks_strung_together_keep_each_states_own_words():
    (row,) = rows(f"3. {LATER}", f"3.1 {TEAPOT} (Ukraine);", f"{KETTLE} (Slovakia);")
    assert row.text == f"{TEAPOT}; {KETTLE}"
    assert {sender.iso3: sender.own_words for sender in row.senders} == {"UKR": TEAPOT, "SVK": KETTLE}


def test_asks_with_a_slash_between():
    (row,) = rows(f"3. {LATER}", f"3.1 {TEAPOT} (Algeria)/{KETTLE} (Singapore);")
    assert {sender.iso3: sender.own_words for sender in row.senders} == {"DZA": TEAPOT, "SGP": KETTLE}


@pytest.mark.parametrize(
    "first",
    [f"3.1 {TEAPOT} (France);", f"3.1. {TEAPOT} (France);", f"3.1{TEAPOT} (France);", f"3. 1 {TEAPOT} (France);"],
)
def test_numbers_however_they_are_printed(first):
    (row,) = rows(f"3. {LATER}", first)
    assert (row.paragraph, row.text) == ("3.1", TEAPOT)


def test_a_number_on_a_line_of_its_own():
    (row,) = rows(f"3. {LATER}", "3.1", f"{TEAPOT} (France);")
    assert (row.paragraph, row.text) == ("3.1", TEAPOT)


def test_lists_of_the_first_cycle():
    assert numbers(
        f"3. {ACCEPTED}",
        f"1. {TEAPOT} (France).",
        f"2. {KETTLE} (Peru);",
        f"4. {LATER}",
        f"1. {SPOONS} (Mexico).",
        f"5. {CLOSING}",
    ) == ["3.1", "3.2", "4.1"]


def test_a_list_of_the_first_cycle_that_reaches_the_number_of_its_paragraph():
    items = [f"{number}. {TEAPOT}, number {number} (France);" for number in range(1, 7)]
    assert numbers(f"3. {ACCEPTED}", *items, f"4. {CLOSING}") == [f"3.{number}" for number in range(1, 7)]


def test_a_list_of_the_first_cycle_that_ends_before_the_number_of_the_next_paragraph():
    items = [f"{number}. {TEAPOT}, number {number} (France);" for number in range(1, 4)]
    found = rows(f"3. {ACCEPTED}", *items, f"4. {LATER}", f"1. {SPOONS} (Mexico).")
    assert [row.paragraph for row in found] == ["3.1", "3.2", "3.3", "4.1"]


def test_lists_of_the_first_cycle_that_count_on():
    assert numbers(
        f"3. {ACCEPTED}", f"1. {TEAPOT} (France).", f"4. {LATER}", f"2. {SPOONS} (Mexico).", f"5. {CLOSING}"
    ) == ["3.1", "4.2"]


@pytest.mark.parametrize(
    "text",
    [
        "Ratify the treaty of\n3.4 per cent",
        "Count as in\n2025. Then rest",
        "Count as in\n6. Then rest",
        "Pour as paragraph\n3.9 above says",
        "Sign the protocol on\nII. Kettles",
    ],
)
def test_a_line_that_begins_with_a_number_within_a_sentence(text):
    (row,) = rows(f"3. {LATER}", *f"3.1 {text} (France);".split("\n"))
    assert row.text == text.replace("\n", " ")


def test_what_follows_the_lists_is_not_part_of_them():
    found = read(f"3. {LATER}", f"3.1 {TEAPOT} (France).", "Annex", "Composition of the delegation", "Mr. Teapot")
    assert [row.text for row in found.reviews[0].rows] == [TEAPOT]
    assert found.problems == []


def test_paragraphs_of_the_dialogue_are_no_recommendations():
    assert numbers("3. The delegation said:", "1. Tea is good.", f"4. {LATER}", f"4.1 {TEAPOT} (France);") == ["4.1"]


def test_a_paragraph_whose_number_stands_close():
    assert numbers(f"3.{LATER}", f"3.1{TEAPOT} (France);", f"4.{CLOSING}") == ["3.1"]


# --- Positions -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("heading", "category"),
    [
        ("The recommendations formulated during the interactive dialogue have been examined by China and the "
         "recommendations listed below enjoy the support of China:", Category.ACCEPTED),
        ("The recommendations listed below enjoy its support:", Category.ACCEPTED),
        ("The following recommendations are accepted:", Category.ACCEPTED),
        ("Slovenia supports the recommendations listed below:", Category.ACCEPTED),
        ("The following recommendations enjoy the support of Slovenia, which considers that they are already "
         "implemented or in the process of implementation:", Category.ACCEPTED),
        ("The following recommendations enjoy the support of Slovenia, which considers that they are already "
         "implemented:", Category.ACCEPTED_ALREADY_IMPLEMENTED),
        ("The following recommendations enjoy the support of Slovenia and are in the process of implementation:",
         Category.ACCEPTED_BEING_IMPLEMENTED),
        ("The recommendations below will be examined by Slovenia, which will provide responses in due time, but no "
         "later than the twenty-fifth session. They will be included in the outcome report:", Category.PENDING),
        ("Slovenia will examine the following recommendations:", Category.PENDING),
        ("The response of Slovenia to the following recommendations will be included in the outcome report:",
         Category.PENDING),
        ("The recommendations listed below are under consideration:", Category.PENDING),
        ("The recommendations listed below will be examined by Slovenia:", Category.PENDING),
        ("The recommendations below did not enjoy the support of Slovenia:", Category.REJECTED),
        ("The recommendations below do not enjoy the support of Slovenia and would thus be noted:", Category.NOTED),
        ("The recommendations below were noted by Slovenia:", Category.NOTED),
        ("Slovenia cannot accept the recommendations below:", Category.REJECTED),
        ("Slovenia rejects the following recommendations:", Category.REJECTED),
        ("The following recommendations enjoy the partial support of Slovenia:", Category.PARTIALLY_ACCEPTED),
    ],
)  # fmt: skip
def test_positions_above_a_list(heading, category):
    found = read(f"3. {heading}", f"3.1 {TEAPOT} (France);")
    assert [row.category for row in found.reviews[0].rows] == [category]
    assert found.problems == []


def test_a_long_heading_is_shortened_at_a_word():
    heading = f"The recommendations below will be examined, {'and examined again, ' * 30}as they should:"
    (row,) = rows(f"3. {heading}", f"3.1 {TEAPOT} (France);")
    assert len(row.response) < 260
    assert row.response.endswith(" and …")


def test_a_heading_without_a_position_is_pending_and_said():
    found = read("3. The recommendations are these:", f"3.1 {TEAPOT} (France);")
    assert [row.category for row in found.reviews[0].rows] == [Category.PENDING]
    assert [(p.level, p.page, p.paragraph) for p in found.problems] == [("warning", 1, "3")]


# --- Pledges -------------------------------------------------------------------------------------------------------


def test_voluntary_pledges():
    (review,) = read(
        f"3. {LATER}",
        f"3.1 {TEAPOT} (France).",
        "III. Voluntary pledges and commitments",
        "4. Slovenia pledges to wash",
        "the pots.",
        "5. It made these commitments:",
        "5.1 Buy cups;",
        f"6. {CLOSING}",
    ).reviews
    assert review.pledges == [
        ReadPledge("4", "Slovenia pledges to wash the pots.", 1),
        ReadPledge("5.1", "Buy cups", 1),
    ]
    assert [row.paragraph for row in review.rows] == ["3.1"]


def test_a_list_of_pledges_under_no_heading_of_its_own():
    (review,) = read(
        f"3. {LATER}", f"3.1 {TEAPOT} (France).", "4. Slovenia made these voluntary pledges:", "1. Wash the pots;"
    ).reviews
    assert review.pledges == [ReadPledge("4.1", "Wash the pots", 1)]


# --- The review ----------------------------------------------------------------------------------------------------


def test_a_state_under_review_that_nobody_knows():
    problem = only_problem(*ONE_LIST, state_name="Teapotland")
    assert (problem.level, problem.page) == ("error", 1)
    assert "“Teapotland”" in problem.message


def test_a_report_that_does_not_name_its_review():
    found = read(*ONE_LIST, state_name="", wg_session=None)
    (review,) = found.reviews
    assert found.problems == []
    assert (review.state, review.session, len(review.rows)) == ("", None, 3)


@pytest.mark.parametrize(("language", "name"), [("fr", "French"), ("zh", "Chinese")])
def test_another_language(language, name):
    with pytest.raises(Unreadable, match=f"in {name}"):
        read(*ONE_LIST, language=language)


def test_a_report_without_a_list():
    with pytest.raises(Unreadable, match="no numbered recommendations"):
        read("3. The delegation thanked everyone.")
