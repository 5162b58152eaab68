"""The report of a Council session: what it says of each State at the adoption, and what becomes of that."""

import time

import pytest

from recommendations.importers.child import limits_of
from recommendations.importers.guarded import read_guarded
from recommendations.importers.papers.pdf import MOST_PAGES, pages_of
from recommendations.importers.papers.upr_chapter import roman
from recommendations.importers.problems import Unreadable
from recommendations.importers.reading_files import parse
from recommendations.importers.readings import ReadFile, ReadReview

from .files import opened, state_names
from .papers import pdf
from .sessions import SYMBOL, section, session_docx, session_pdf, totals
from .test_papers_together import REPORT

CHANGED = "Recommendations 6.3 and 6.2, which had been noted in the addendum, now enjoyed its support."


def read(*sections: list[str], word: bool = False) -> ReadFile:
    raw = (session_docx if word else session_pdf)(*sections)
    return parse(opened(raw), "auto", state_names())


def the_review(*views: str, remarks: tuple[str, ...] = (), **options: object) -> ReadReview:
    (review,) = read(section(views=views, remarks=remarks, **options)).reviews
    return review


def answers(review: ReadReview) -> dict[str, str]:
    return {row.paragraph: str(row.category) for row in review.rows}


# --- Reading ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("word", [False, True])
def test_each_state_of_the_chapter_is_read(word: bool):
    file = read(
        section(views=(CHANGED,), remarks=(totals(),)),
        section("Kenya", "A/HRC/59/16", 420, remarks=(totals("Kenya", 10, 7, 3),), reviewed="30 January 2025"),
        word=word,
    )
    assert (file.format, file.problems) == ("session_report", [])
    slovenia, kenya = file.reviews
    assert (slovenia.state, kenya.state) == ("SVN", "KEN")
    assert (slovenia.announced, kenya.announced) == ({"accepted": 2, "noted": 1}, {"accepted": 7, "noted": 3})
    adoption = slovenia.adoption
    assert (adoption.symbol, adoption.report) == (SYMBOL, "A/HRC/59/15")
    assert (adoption.reviewed, adoption.adopted) == ("2025-01-28", "2025-07-02")
    assert kenya.adoption.reviewed == "2025-01-30"
    assert answers(slovenia) == {"6.3": "accepted", "6.2": "accepted"}
    row = slovenia.rows[0]
    assert row.response == CHANGED
    assert (row.taken_on, row.symbol) == ("2025-07-02", SYMBOL)
    assert row.locator == ("para. 404" if word else "page 3, para. 404")
    assert answers(kenya) == {}


@pytest.mark.parametrize(
    ("sentence", "read_as"),
    [
        ("Slovenia had decided to accept recommendation 6.1.", {"6.1": "accepted"}),
        ("Recommendations 6.1–3 were now accepted.", dict.fromkeys(("6.1", "6.2", "6.3"), "accepted")),
        (
            "It also supported recommendations 6.1, 6.3 and noted recommendation 6.2.",
            {"6.1": "accepted", "6.3": "accepted", "6.2": "noted"},
        ),
        ("Slovenia had changed its position on recommendation 6.3 from “noted” to “accepted”.", {"6.3": "accepted"}),
        ("The previously noted recommendation 6.3 was now supported.", {"6.3": "accepted"}),
        ("Slovenia could not accept recommendation 6.2.", {"6.2": "rejected"}),
        ("Slovenia partially accepted recommendation 6.2.", {"6.2": "partially_accepted"}),
    ],
)
def test_positions_that_are_plain(sentence: str, read_as: dict[str, str]):
    assert answers(the_review(sentence)) == read_as


@pytest.mark.parametrize(
    "sentence",
    [
        "Slovenia would consider accepting recommendations 6.1 and 6.3.",
        "Recommendations 6.1 and 6.3 had already been implemented.",
        "As 6.1 and 6.3 had asked, the Government supported shelters for kettles.",
        "If means allowed, recommendations 6.1 and 6.3 would be accepted.",
        "Slovenia hoped that recommendations 6.1 and 6.3 might be accepted at a later time.",
        "Recommendations 6.1 and 6.3 would be examined in due course.",
    ],
)
def test_what_is_not_plain_is_told_and_not_guessed(sentence: str):
    file = read(section(views=(sentence,)))
    (warning,) = file.problems
    assert (warning.level, warning.page) == ("warning", 3)
    assert "names 6.1, 6.3, but what it answers is not plain" in warning.message
    assert file.reviews[0].rows == []


def test_a_sentence_that_only_names_paragraphs_says_nothing():
    file = read(section(views=("The delegation spoke at length of recommendations 6.1 and 6.3.",)))
    assert (file.problems, file.reviews[0].rows) == ([], [])


def test_two_sentences_that_exclude_each_other_give_no_position():
    file = read(section(views=("Slovenia accepted recommendation 6.1.", "Slovenia noted recommendation 6.1.")))
    (warning,) = file.problems
    assert "named under two positions" in warning.message
    assert warning.paragraph == "6.1"
    assert file.reviews[0].rows == []


def test_other_delegations_and_other_chapters_are_not_the_states_word():
    review = the_review("Slovenia accepted recommendation 6.1.")
    assert answers(review) == {"6.1": "accepted"}
    next_chapter = [
        "VII. Human rights situation in Palestine and other occupied Arab territories",
        "420. The review of Kenya was held on 1 May 2025 in another chapter.",
    ]
    assert [review.state for review in read(section(), next_chapter).reviews] == ["SVN"]


@pytest.mark.parametrize(
    ("remark", "announced"),
    [
        (totals(), {"accepted": 2, "noted": 1}),
        (
            "The President stated that, based on the information provided, out of 215 recommendations received, "
            "182 enjoyed the support of Slovenia and 33 were noted.",
            {"accepted": 182, "noted": 33},
        ),
        (
            "The Vice-President stated that, based on the information provided, out of 20 recommendations received, "
            "12 recommendations enjoyed the support of Slovenia, additional clarification had been provided on another "
            "3 recommendations, indicating which parts were supported and which parts were noted, and 5 were noted.",
            {"accepted": 12, "partially_accepted": 3, "noted": 5},
        ),
    ],
)
def test_totals_in_the_words_of_the_president(remark: str, announced: dict[str, int]):
    assert {c: n for c, n in the_review(remarks=(remark,)).announced.items() if n} == announced


def test_totals_that_do_not_add_up_are_told_and_not_recorded():
    file = read(section(remarks=(totals(total=9),)))
    (warning,) = file.problems
    assert "do not add up to 9 (Accepted 2, Noted 1)" in warning.message
    assert warning.page
    assert file.reviews[0].announced == {}


@pytest.mark.parametrize("part", ["views", "remarks"])
def test_numbers_that_others_give_are_no_totals(part: str):
    said = ("Slovenia had supported 2 recommendations and noted 1.",)
    assert read(section(**{part: said})).reviews[0].announced == {}


def test_a_state_that_is_not_known_is_told_and_the_others_are_read():
    file = read(section("Teapotia", "A/HRC/59/40"), section(first=430, remarks=(totals(),)))
    (warning,) = file.problems
    assert (warning.level, warning.page) == ("warning", 3)
    assert warning.message == "“Teapotia” is not the name of a State that is known here: its section was left out."
    (review,) = file.reviews
    assert (review.state, review.announced) == ("SVN", {"accepted": 2, "noted": 1})


def test_a_section_begins_with_its_first_paragraph_though_its_heading_is_not_known():
    second = ["Outcome of the land of tea", *section("Slovenia", first=430, remarks=(totals(),))[1:]]
    kenya, slovenia = read(section("Kenya", "A/HRC/59/16", 401, remarks=(totals("Kenya", 10, 7, 3),)), second).reviews
    assert (kenya.adoption.report, slovenia.adoption.report) == ("A/HRC/59/16", "A/HRC/59/15")
    assert slovenia.announced == {"accepted": 2, "noted": 1}


def test_a_report_without_the_chapter_is_refused():
    with pytest.raises(Unreadable, match="no chapter with the outcomes"):
        read()


def test_another_paper_does_not_become_one():
    with pytest.raises(Unreadable, match="has no such title"):
        parse(
            opened(pdf(["United Nations A/HRC/59/3", "Human Rights Council", "Note by the Secretariat"])),
            "auto",
            state_names(),
        )


@pytest.mark.parametrize(("number", "value"), [("I", 1), ("IV", 4), ("VI", 6), ("IX", 9), ("XIV", 14)])
def test_numbers_of_chapters(number: str, value: int):
    assert roman(number) == value


# --- Long reports ----------------------------------------------------------------------------------------------


def test_a_report_of_more_pages_than_others_may_have_is_read_as_far_as_needed():
    raw = session_pdf(section(views=(CHANGED,), remarks=(totals(),)), before=300, after=MOST_PAGES)
    started = time.monotonic()
    file = read_guarded("session.pdf", raw, state_names())
    assert time.monotonic() - started < limits_of(raw).seconds / 2
    assert [review.announced for review in file.reviews] == [{"accepted": 2, "noted": 1}]
    assert file.reviews[0].rows[0].page == 303
    assert file.reviews[0].adoption.report == "A/HRC/59/15"


def test_no_page_after_the_chapter_is_read():
    assert len(pages_of(session_pdf(section(), after=50))) == len(pages_of(session_pdf(section())))


def test_a_long_word_document_is_read_within_its_time():
    raw = session_docx(section(remarks=(totals(),)), before=8_000)
    assert read_guarded("session.docx", raw, state_names()).reviews[0].announced == {"accepted": 2, "noted": 1}


def test_any_other_paper_may_have_no_more_pages_than_before():
    raw = pdf(*([["Tea"]] * (MOST_PAGES + 1)))
    with pytest.raises(Unreadable, match=f"more than {MOST_PAGES} pages"):
        parse(opened(raw), "auto", state_names())


def test_a_report_of_the_working_group_is_none_of_a_session():
    assert parse(opened(REPORT), "auto", state_names()).format == "wg_report"
