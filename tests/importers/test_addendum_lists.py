"""Addenda as lists of paragraphs, under headings or in sentences, and labels with reasons."""

import pytest

from recommendations.importers.opening import opened
from recommendations.importers.papers import addendum
from recommendations.importers.papers.answers import applied
from recommendations.importers.papers.paper import Line
from recommendations.importers.problems import Unreadable
from recommendations.importers.readings import ReadRow

from .addenda import SYMBOL, answers_of, messages, positions
from .files import state_names
from .papers import paper, report_docx, report_pdf

UNDER_HEADINGS = """
    1. This document contains the response to the recommendations of 12 November 2019.
    The response is clustered into: 1. Accepted recommendations; 2. Noted recommendations.
    Accepted recommendations
    2. The Government accepts the following recommendations 140.1, 140.3. 140.4, 140.10-12,
    140.14- 15, 140.20-
    21, 140.23.
    140.24.
    Accepted recommendations that Teapotia considers already
    implemented or in the process of implementation
    3. The Government accepts the following recommendations: 140.5, 140.30,
    140.31. Teapotia considers that they are already implemented or are in the process of implementation.
    140.5
    Teapotia considers this recommendation implemented. Tea is served.
    140.30-31
    Tea is served daily.
    A second cup is free.
    Noted recommendations
    4. The Government takes note of recommendations 140.2, 140.40 and wishes to provide the following
    information:
    140.2
    See recommendation 140.5.
    140.40
    Teapotia supports international efforts to brew coffee.
"""


@pytest.fixture
def under_headings():
    return answers_of(UNDER_HEADINGS)


def test_lists_under_headings_are_read_with_their_habits(under_headings):
    accepted = ["1", "3", "4", "10", "11", "12", "14", "15", "20", "21", "23", "24", "30", "31"]
    assert positions(under_headings) == {
        **{f"140.{number}": "accepted" for number in accepted},
        "140.5": "accepted_already_implemented",
        "140.2": "noted",
        "140.40": "noted",
    }
    assert messages(under_headings) == []


def test_reasons_belong_to_the_paragraphs_of_their_label(under_headings):
    by_number = {answer.paragraph: answer for answer in under_headings.answers}
    assert by_number["140.5"].remark == "Teapotia considers this recommendation implemented. Tea is served."
    assert by_number["140.31"].remark == "Tea is served daily. A second cup is free."
    assert by_number["140.24"].remark == ""
    assert (by_number["140.2"].remark, by_number["140.2"].see) == ("See recommendation 140.5.", ("140.5",))


def test_the_position_is_kept_in_the_states_words_with_its_place(under_headings):
    by_number = {answer.paragraph: answer for answer in under_headings.answers}
    assert by_number["140.1"].response == "The Government accepts the following recommendations"
    assert by_number["140.30"].response == (
        "Accepted recommendations that Teapotia considers already implemented or in the process of implementation … "
        "The Government accepts the following recommendations"
    )
    assert by_number["140.5"].response.endswith("… Teapotia considers this recommendation implemented")
    row = by_number["140.2"].row(7, SYMBOL)
    assert (row.place, row.locator, row.page, row.symbol) == (7, "para. 4, see 140.5", 1, SYMBOL)


@pytest.mark.parametrize("make", [report_pdf, report_docx])
def test_a_file_says_the_same(make, under_headings):
    paragraphs = [" ".join(part.split()) for part in PARAGRAPHS]
    file = addendum.parse(opened("tea.file", make(paragraphs, SYMBOL, addendum="Addendum")), state_names())
    assert {row.paragraph: row.category for row in file.reviews[0].rows} == positions(under_headings)
    assert file.reviews[0].state == "SVN"
    assert file.problems == []


PARAGRAPHS = [
    "1. This document contains the response to the recommendations of 12 November 2019.",
    "Accepted recommendations",
    "2. The Government accepts the following recommendations 140.1, 140.3. 140.4, 140.10-12, 140.14- 15, 140.20-21, "
    "140.23. 140.24.",
    "Accepted recommendations that Teapotia considers already implemented or in the process of implementation",
    "3. The Government accepts the following recommendations: 140.5, 140.30, 140.31.",
    "140.5",
    "Teapotia considers this recommendation implemented. Tea is served.",
    "140.30-31",
    "Tea is served daily.",
    "Noted recommendations",
    "4. The Government takes note of recommendations 140.2, 140.40.",
    "140.2",
    "See recommendation 140.5.",
]


# --- Sentences -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("It supports recommendations 140.1 to 140.3 and takes note of recommendations 140.4, 140.5.",
         {"accepted": "1 2 3", "noted": "4 5"}),
        ("Recommendations 140.1–140.3 are accepted, while 140.4 and 140.5 are noted.",
         {"accepted": "1 2 3", "noted": "4 5"}),
        ("Recommendation 140.1, as well as recommendations 140.2, are accepted.", {"accepted": "1 2"}),
        ("It accepts 140.1 and the recommendation to brew, 140.2.", {"accepted": "1 2"}),
        ("It accepts 140.1; recommendation 140.2 is noted, and it takes note of 140.3.",
         {"accepted": "1", "noted": "2 3"}),
        ("As supported by the public, recommendation 140.1 is accepted and 140.2 is noted.",
         {"accepted": "1", "noted": "2"}),
        ("The tea is served. 6. Recommendation 140.1 is accepted. 7. It notes recommendation 140.2.",
         {"accepted": "1", "noted": "2"}),
        ("It fully supports 140.1, is noting 140.2 and finds 140.3 not acceptable.",
         {"accepted": "1", "noted": "2", "rejected": "3"}),
        ("It supports 140.1 and 140.2, which are already implemented.", {"accepted_already_implemented": "1 2"}),
        ("It accepts the first part of 140.1 and notes the second, as it is contrary to the tea.",
         {"partially_accepted": "1"}),
        ("It accepts 140.1, with regard to tea, but does not accept it with regard to milk.",
         {"partially_accepted": "1"}),
        ("The first part of recommendation 140.1 is accepted. The second part of recommendation 140.1 is noted.",
         {"partially_accepted": "1"}),
        ("The first part of recommendation 140.1 is accepted. The second part of recommendation 140.1 is accepted.",
         {"accepted": "1"}),
        ("It accepts 140.1 (first part) and 140.2.", {"partially_accepted": "1", "accepted": "2"}),
        ("Recommendations 140.1-4 are accepted, with the exception of 140.3, which is not accepted.",
         {"accepted": "1 2 4", "rejected": "3"}),
        ("Recommendations 140.1 and 140.2 will be considered in due course.", {"pending": "1 2"}),
        ("It does not accept, and cannot accept, recommendations 140.1, 140.2.", {"rejected": "1 2"}),
        ("Recommendations 140.1: accepted; 140.2: noted.", {"accepted": "1", "noted": "2"}),
        ("Recommendations 140.1 (accepted), 140.2 (noted) and 140.3 (not accepted).",
         {"accepted": "1", "noted": "2", "rejected": "3"}),
        ("It (a) accepts recommendations 140.1., 140.3.–140.5.; (b) notes recommendation 140.2.",
         {"accepted": "1 3 4 5", "noted": "2"}),
    ],
)  # fmt: skip
def test_sentences_give_positions(sentence, expected):
    found = answers_of(f"1. {sentence}")
    categories = {f"140.{number}": category for category, numbers in expected.items() for number in numbers.split()}
    assert positions(found) == categories
    assert messages(found) == []


@pytest.mark.parametrize("text", ["140.1, 140.2.\n140.3, 140.4,\n140.5.", "140.1, 140.2.\n140.3-\n5.\n140.4."])
def test_a_list_goes_on_after_a_full_stop_for_a_comma(text):
    assert set(positions(answers_of(f"1. It accepts {text}")).items()) == {
        (f"140.{n}", "accepted") for n in range(1, 6)
    }


def test_a_sentence_does_not_end_with_an_abbreviation():
    assert positions(answers_of("1. It accepts, says Mr. Kettle, recommendation 140.1.")) == {"140.1": "accepted"}


def test_the_promise_of_reasons_is_no_reason():
    found = answers_of("1. It notes 140.1. The Government wishes to provide the following additional information.")
    assert [answer.remark for answer in found.answers] == [""]


def test_each_position_of_a_sentence_has_its_own_words():
    found = answers_of("1. It supports recommendations 140.1, 140.2 and takes note of 140.3, for now.")
    assert {answer.paragraph: answer.response for answer in found.answers} == {
        "140.1": "It supports recommendations",
        "140.2": "It supports recommendations",
        "140.3": "takes note of 140.3, for now",
    }


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("It accepts 140.1; recommendation 140.2 is noted, and it takes note of 140.3.",
         ["It accepts 140.1", "recommendation 140.2 is noted, and it", "takes note of 140.3"]),
        ("Recommendations 140.1 and 140.2 are accepted, while 140.3 is noted.",
         ["Recommendations … are accepted", "140.3 is noted"]),
        ("It supports the following recommendations: 140.1, 140.2.", ["It supports the following recommendations"]),
    ],
)  # fmt: skip
def test_the_words_of_a_position_are_its_clause(sentence, words):
    assert list(dict.fromkeys(answer.response for answer in answers_of(f"1. {sentence}").answers)) == words


def test_the_words_on_parts_are_kept():
    (answer,) = answers_of("1. It accepts the first part of 140.12 and notes the second.").answers
    assert answer.response == "It accepts the first part of 140.12 and notes the second"


def test_what_follows_a_list_in_its_paragraph_is_its_reason():
    found = answers_of("1. It does not accept 140.1 and 140.2. They would break the pot.\n2. It thanks all States.")
    assert {answer.remark for answer in found.answers} == {"They would break the pot."}


def test_a_sentence_that_leads_to_lines_of_numbers():
    found = answers_of("""
        1. The following recommendations enjoy the support of Teapotia:
        140.1, 140.2,
        140.3-
        5, and 140.7.
        140.8; 140.9
        2. The following recommendations do not enjoy the support of Teapotia:
        140.10
        140.11
        The kettle is not ready.
        140.12: The teapot is broken.
    """)
    accepted = dict.fromkeys((f"140.{n}" for n in (1, 2, 3, 4, 5, 7, 8, 9)), "accepted")
    assert positions(found) == {**accepted, "140.10": "rejected", "140.11": "rejected", "140.12": "rejected"}
    assert [answer.remark for answer in found.answers[-3:]] == ["", "The kettle is not ready.", "The teapot is broken."]


# --- The first cycle -----------------------------------------------------------------------------------------


def test_bare_numbers_belong_to_the_paragraph_of_the_report():
    found = answers_of("""
        1. The Government has considered the recommendations contained in paragraph 114 of the report.
        2. The Government accepts recommendations 1, 2, 5–6 and 10.
        3. Recommendations Nos. 3 and 4 are rejected.
        Rec. 18
        The Government takes note of this recommendation.
        Recommendation 19: Accepted. Tea is served.
    """)
    assert positions(found) == {
        **dict.fromkeys((f"114.{n}" for n in (1, 2, 5, 6, 10, 19)), "accepted"),
        "114.3": "rejected",
        "114.4": "rejected",
        "114.18": "noted",
    }


def test_bare_numbers_of_an_unknown_paragraph_are_told_and_found_in_the_report():
    found = answers_of("1. It accepts recommendation 7. It notes recommendation 8.")
    assert positions(found) == {"7": "accepted", "8": "noted"}
    assert messages(found) == ["It is not said of which paragraph of the report these are recommendations: 7, 8."]
    assert [row.paragraph for row in applied(found.rows, ["114.7", "114.8", "115.8"])] == ["114.7", "8"]


# --- Rules for what is not named -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sentence", "category"),
    [
        ("All other recommendations are noted.", "noted"),
        ("The remaining 12 recommendations enjoy the support of Teapotia.", "accepted"),
        ("It takes note of the rest of the recommendations.", "noted"),
        ("It accepts all recommendations.", "accepted"),
        ("It accepts all recommendations except 140.1, which it notes.", "accepted"),
    ],
)
def test_a_position_for_the_rest(sentence, category):
    found = answers_of(f"1. It notes 140.1.\n2. {sentence}")
    assert found.rest
    assert (found.rest.category, found.rest.paragraph) == (category, "*")
    assert positions(found) == {"140.1": "noted"}
    rows = applied(found.rows, ["140.1", "140.2", "140.3"])
    assert {row.paragraph: row.category for row in rows} == {"140.1": "noted", "140.2": category, "140.3": category}


def test_a_text_without_a_position_has_that_of_the_rest():
    (answer,) = answers_of("140.1\nThe tea is cold.\nConclusion\n1. All other recommendations are noted.").answers
    assert (answer.category, answer.response) == ("noted", "All other recommendations are noted")
    assert answer.remark == "The tea is cold."


def test_a_position_for_the_rest_below_a_label():
    found = answers_of("140.1\nNoted.\nThe tea is cold.\nAll other recommendations are accepted.")
    assert found.rest
    assert (found.rest.category, positions(found)) == ("accepted", {"140.1": "noted"})


@pytest.mark.parametrize(
    "sentence",
    [
        "It answers all recommendations, of which 217 are supported and 37 noted.",
        "It answers the remaining 157 recommendations, of which 124 are supported and 33 noted.",
        "It accepts the recommendations.",
        "All the recommendations listed above are accepted.",
    ],
)
def test_totals_are_no_rule(sentence):
    assert answers_of(f"1. It notes 140.1.\n2. {sentence}").rest is None


def test_a_position_for_all_recommendations_of_a_paragraph():
    found = answers_of(
        "1. It accepts all recommendations contained in paragraphs 121 and 122 of the report.\n2. It notes 121.2."
    )
    assert [(rule.paragraph, rule.category) for rule in found.whole] == [("121.*", "accepted"), ("122.*", "accepted")]
    rows = applied(found.rows, ["121.1", "121.2", "122.1", "123.1"])
    assert {row.paragraph: row.category for row in rows} == {"121.1": "accepted", "121.2": "noted", "122.1": "accepted"}


def test_a_rule_for_a_paragraph_goes_before_the_one_for_the_rest():
    rows = [ReadRow(1, "", "*", category="noted"), ReadRow(2, "", "121.*", category="accepted")]
    assert [(row.place, row.paragraph, row.category) for row in applied(rows, ["121.1", "122.1"])] == [
        (1, "121.1", "accepted"), (2, "122.1", "noted")
    ]  # fmt: skip


# --- Doubts: nothing is lost, nothing is guessed -------------------------------------------------------------


def test_a_paragraph_under_two_positions_has_none_and_both_places_are_named():
    found = answers_of(
        "Accepted recommendations\n1. The Government accepts recommendations 140.1 and 140.5.",
        "Noted recommendations\n2. The Government notes recommendations 140.3, 140.5.",
    )
    assert positions(found)["140.5"] == "pending"
    assert messages(found) == [
        "page 1, paragraph 140.5: The paragraph is named under two positions: “The Government accepts recommendations” "
        "(page 1, paragraph 1) and “The Government notes recommendations” (page 2, paragraph 2). No clear position is "
        "recorded."
    ]


def test_two_positions_that_agree_give_the_finer_one():
    found = answers_of("1. It accepts 140.1 and 140.2.\n2. It considers 140.2 already implemented.")
    assert positions(found) == {"140.1": "accepted", "140.2": "accepted_already_implemented"}
    assert messages(found) == []


def test_a_list_counts_more_than_the_heading_of_a_reason_and_that_is_told():
    found = answers_of("""
        Accepted recommendations
        1. The Government accepts 140.1, 140.2.
        Noted recommendations
        2. The Government notes 140.3.
        140.2-3
        The tea is cold.
    """)
    assert positions(found) == {"140.1": "accepted", "140.2": "accepted", "140.3": "noted"}
    (told,) = messages(found)
    assert told.startswith("page 1, paragraph 140.2: A text on the paragraph stands under “Noted recommendations”")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("1. The Government thanks all for recommendations 140.1 and 140.2.", "names paragraphs, but no position"),
        ("140.1\nThe kettle is cold.", "No position is found for this paragraph"),
        ("1. It accepts 140.1, 14.2, 140.3.", "“14.2” stands where paragraphs are named"),
        ("1. Recommendations 140.1 and 140.2 (accepted), 140.3 (noted).", "gives no position to 140.1: not read"),
        ("140.1\nAccepted\nTea is served.\nNoted", "Several answers stand below this number (“Accepted”, “Noted”)"),
        ("Accepted\nNoted\n140.1.\n140.2.\fAccepted\nNoted", "140.1 to 140.2 come 2 answers"),
        ("1. It accepts 140.1, and 140.2 is noted.", "gives no position to 140.1, 140.2"),
        ("1. It accepts 140.9-5.", "“140.9-5” is no range"),
        ("1. It takes note of 140.1, but supports its aim.", "has two positions: the first was read"),
        ("1. It accepts 140.1-3, except 140.2.", "excepts 140.2 and gives no position"),
    ],
)
def test_what_cannot_be_read_is_told_with_its_page(text, words):
    found = answers_of("The tea is served.", *text.split("\f"))
    assert any(words in message and message.startswith("page 2") for message in messages(found))
    assert {problem.level for problem in found.problems.found} == {"warning"}


def test_a_footnote_with_a_position_is_told():
    said = paper("1. It accepts 140.1.", notes=[Line("It notes recommendation 140.2.", 3)])
    assert "A footnote gives a position" in messages(addendum.parse_addendum(said, state_names()))[0]


def test_a_document_without_answers_is_refused():
    with pytest.raises(Unreadable, match="No answers to recommendations"):
        addendum.read_paper(paper("1. Tea was served."), state_names())


def test_an_addendum_in_another_language_is_refused():
    with pytest.raises(Unreadable, match="in French"):
        addendum.read_paper(paper("1. Le thé.", language="fr"), state_names())


def test_an_unknown_state_is_an_error():
    file = addendum.read_paper(paper("1. It accepts 140.1.", state_name="Teapotia"), state_names())
    assert [problem.level for problem in file.problems] == ["error"]
