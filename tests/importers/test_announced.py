"""The totals that an addendum announces."""

import pytest

from recommendations.importers.papers.announced import Announced, read_totals, value_of
from recommendations.importers.papers.answer_words import DEFAULT_WORDS

from .addenda import answers_of, messages


def announced(*sentences: str) -> Announced:
    found = Announced()
    for sentence in sentences:
        read_totals(sentence, 2, found, DEFAULT_WORDS)
    return found


@pytest.mark.parametrize(
    ("sentences", "total", "tally"),
    [
        (
            ("It received 254 recommendations, of which 217 are supported and 37 noted.",),
            254,
            {"accepted": 217, "noted": 37},
        ),
        (
            (
                "On 12 November, Teapotia received 215 recommendations, of which 58 were immediately supported.",
                "It now answers the remaining 157 recommendations, of which 124 are now supported and 33 noted.",
            ),
            215,
            {"accepted": 182, "noted": 33},
        ),
        (
            (
                "The Government has examined the 252 recommendations that it received during the session.",
                "It accepts 204 recommendations, including those that have already been put into practice or are being "
                "implemented, and does not accept 48 recommendations because they are contrary to the tea.",
            ),
            252,
            {"accepted": 204, "rejected": 48},
        ),
        (
            ("It received two hundred and fifty-two recommendations.",
             "Two hundred and four are accepted and forty-eight (48) are not accepted."),
            252,
            {"accepted": 204, "rejected": 48},
        ),
        (
            ("Of the 428 recommendations received, it accepts 290, partially accepts 8, notes 32 and rejects 98.",),
            428,
            {"accepted": 290, "partially_accepted": 8, "noted": 32, "rejected": 98},
        ),
        (
            ("The 252 recommendations: 204 accepted, of which 31 already implemented and 8 being implemented, and 48 "
             "not accepted.",),
            252,
            {"accepted": 204, "rejected": 48},
        ),
        (("It accepted 204 of the 252 recommendations that it received and did not accept 48.",), 252,
         {"accepted": 204, "rejected": 48}),
        (("Total: 20 recommendations.", "Accepted: 12 recommendations; noted: 8."), 20, {"accepted": 12, "noted": 8}),
        (("Of 100 recommendations, 60 enjoy the support of Teapotia, 30 are noted and 10 will be examined.",), 100,
         {"accepted": 60, "noted": 30, "pending": 10}),
    ],
)  # fmt: skip
def test_totals_are_read_in_figures_and_words(sentences, total, tally):
    found = announced(*sentences)
    assert (found.total, found.tally) == (total, tally)


@pytest.mark.parametrize(
    "sentence",
    [
        "In 2013 the Court accepted 12 cases.",
        "All recommendations in paragraph 121 enjoy the support of the Government.",
        "The recommendations were supported in 99.9 per cent of 12 States.",
    ],
)
def test_other_numbers_are_no_totals(sentence):
    assert announced(sentence).counts == []


def test_a_count_knows_its_sentence_and_page():
    (count,) = announced("The Government accepts 204 recommendations.").counts
    assert (count.number, count.page, count.words) == (204, 2, "The Government accepts 204 recommendations.")


@pytest.mark.parametrize(
    ("words", "value"),
    [("7", 7), ("twelve", 12), ("thirty-one", 31), ("a hundred", 100), ("four hundred and six", 406)],
)
def test_numbers_in_words(words, value):
    assert value_of(words) == value


def test_totals_that_do_not_add_up_are_told():
    found = answers_of(
        "1. It received 5 recommendations, accepts 2 and notes 1.\n2. It accepts 140.1, 140.2. It notes 140.3."
    )
    assert "do not add up to 5: 2 accepted, 1 noted" in messages(found)[0]


def test_fewer_answers_than_announced_are_told():
    found = answers_of("""
        1. It received 5 recommendations, accepts 3 and notes 2.
        2. It accepts recommendations 140.1 and 140.2. It notes recommendations 140.3 and 140.4.
    """)
    assert messages(found) == [
        "page 1: 3 recommendations are announced as supported, and 2 were read so."
    ]  # fmt: skip
