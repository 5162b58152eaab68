"""The report of a Council session: what it says of each State at the adoption, and what becomes of that."""

import json
import time

import pytest
from django.core.management import call_command
from django.test import Client

from recommendations.importers.child import limits_of
from recommendations.importers.guarded import read_guarded
from recommendations.importers.papers.pdf import MOST_PAGES, pages_of
from recommendations.importers.papers.upr_chapter import roman
from recommendations.importers.problems import Unreadable
from recommendations.importers.reading_files import parse
from recommendations.importers.readings import ReadFile, ReadReview
from recommendations.models import (
    AnnouncedTally,
    Change,
    Reading,
    Recommendation,
    RecommendationPosition,
    Review,
)
from recommendations.reconciliation import reconcile
from recommendations.tracking.undoing import undo

from .files import everything_recorded, opened, state_names
from .papers import pdf
from .sessions import SYMBOL, section, session_docx, session_pdf, totals
from .test_papers_together import ADDENDUM, MATRIX, REPORT

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


# --- Recording -------------------------------------------------------------------------------------------------

ONE = "Recommendation 6.3, which had been noted, now enjoyed its support."
SESSION = session_pdf(section(views=(ONE,), remarks=(totals(supported=3, noted=0),)))


def path(paragraph: str) -> list[tuple[str, str, str]]:
    rows = RecommendationPosition.objects.filter(recommendation__paragraph=paragraph).order_by("taken_on")
    return list(rows.values_list("stage", "category", "taken_on"))


@pytest.mark.django_db
def test_a_change_at_the_adoption_is_the_last_step_of_the_path(read_in):
    read_in(REPORT, ADDENDUM)
    outcome = read_in(SESSION)
    assert (outcome.errors, outcome.warnings) == ([], [])
    assert path("6.3") == [
        ("review", "pending", "2025-01-28"),
        ("addendum", "noted", "2025-03-24"),
        ("adoption", "accepted", "2025-07-02"),
    ]
    position = RecommendationPosition.objects.get(stage="adoption")
    assert position.own_words == ONE
    assert (position.source.symbol, position.locator) == (SYMBOL, "page 3, para. 404")
    assert position.source.title == "Report of the Human Rights Council on its session 59"
    assert position.recommendation.position == "accepted"
    assert outcome.review["positions"] == {"accepted": 1}


@pytest.mark.django_db
def test_all_three_papers_in_one_import(read_in):
    outcome = read_in(SESSION, ADDENDUM, REPORT)
    assert (outcome.errors, outcome.warnings) == ([], [])
    assert outcome.review["positions"] == {"accepted": 3}
    assert len(path("6.3")) == 3


@pytest.mark.django_db
def test_the_document_and_the_day_belong_to_the_review(read_in):
    read_in(REPORT, ADDENDUM)
    read_in(SESSION)
    review = Review.objects.get()
    assert (review.hrc_report.symbol, review.adopted_on, review.hrc_session.number) == (SYMBOL, "2025-07-02", 59)
    assert review.status == "adopted"
    assert (review.report.symbol, review.addendum.symbol) == ("A/HRC/59/15", "A/HRC/59/15/Add.1")


@pytest.mark.django_db
def test_announced_totals_stand_beside_what_is_recorded(read_in, capsys):
    read_in(REPORT, ADDENDUM)
    other = session_pdf(section(remarks=(totals(),)), section("Kenya", "A/HRC/59/16", 430))
    outcome = read_in(other)
    (warning,) = outcome.warnings
    assert (
        warning["message"] == "The review of Kenya whose outcome was adopted is not recorded: its section was left out."
    )
    assert warning["page"]
    tally = AnnouncedTally.objects.get()
    assert (tally.total, tally.counts, tally.source.symbol) == (3, {"accepted": 2, "noted": 1}, SYMBOL)
    assert tally.locator.startswith("page ")
    call_command("check_tallies", json=True)
    assert json.loads(capsys.readouterr().out)["tallies"][0]["agrees"] is True


@pytest.mark.django_db
def test_totals_that_differ_from_what_is_recorded_are_shown(read_in, capsys):
    read_in(REPORT, ADDENDUM, publish=True)
    read_in(session_pdf(section(remarks=(totals(supported=3, noted=0),))))
    with pytest.raises(SystemExit):
        call_command("check_tallies", json=True)
    assert json.loads(capsys.readouterr().out)["tallies"][0]["differences"] == ["supported", "noted"]
    shown = Client().get("/reviews/slovenia-2025/").content.decode()
    assert "What is recorded here differs from what was announced" in shown
    assert SYMBOL in shown


@pytest.mark.django_db
def test_reading_it_again_changes_nothing(read_in):
    read_in(REPORT, ADDENDUM)
    read_in(SESSION)
    before = everything_recorded()
    (review,) = read_in(SESSION).report["reviews"]
    assert (review["created"], review["updated"], review["unchanged"]) == (0, 0, 1)
    assert everything_recorded() == before | {"ImportRun": before["ImportRun"] + 1, "Change": before["Change"] + 1}


@pytest.mark.django_db
def test_undo_takes_it_back(read_in):
    read_in(REPORT, ADDENDUM)
    before = everything_recorded()
    read_in(SESSION)
    undo(Change.objects.latest("pk"))
    after = everything_recorded()
    differing = {name for name in after if after[name] != before[name] and not name.startswith("Historical")}
    assert differing <= {"ImportRun", "Change", "Source"}
    assert Recommendation.objects.get(paragraph="6.3").position == "noted"
    assert Review.objects.get().hrc_report is None
    assert (Review.objects.get().adopted_on, Review.objects.get().status) == ("", "held")


@pytest.mark.django_db
def test_a_paragraph_that_is_not_recorded_is_told(read_in):
    read_in(REPORT, ADDENDUM)
    outcome = read_in(session_pdf(section(views=("Slovenia now accepted recommendations 6.3 and 6.77.",))))
    (warning,) = outcome.warnings
    assert (warning["paragraph"], warning["page"]) == ("6.77", 3)
    assert "which is not recorded of Slovenia, 2025" in warning["message"]
    assert Recommendation.objects.count() == 3


@pytest.mark.django_db
def test_nothing_is_made_where_no_review_is_recorded(read_in):
    outcome = read_in(SESSION)
    assert outcome.errors == []
    assert "is not recorded: its section was left out" in outcome.warnings[0]["message"]
    assert not Review.objects.exists()
    assert not AnnouncedTally.objects.exists()


@pytest.mark.django_db
def test_only_the_section_of_a_review_that_was_named_is_taken(read_in):
    read_in(REPORT, ADDENDUM)
    kenya = section(
        "Kenya",
        "A/HRC/59/16",
        401,
        views=("Kenya could not accept recommendation 6.1.",),
        remarks=(totals("Kenya", 10, 7, 3),),
    )
    outcome = read_in(session_pdf(kenya, section(views=(CHANGED,), first=420)), review="slovenia-2025")
    assert (outcome.errors, outcome.warnings) == ([], [])
    assert (outcome.review["review"], outcome.review["paragraphs"]) == ("slovenia-2025", 2)
    assert [stage for stage, _category, _day in path("6.1")] == ["review", "addendum"]
    assert not AnnouncedTally.objects.exists()


@pytest.mark.django_db
def test_a_position_without_the_day_of_the_adoption_is_told(read_in):
    read_in(REPORT, ADDENDUM)
    outcome = read_in(session_pdf(section(views=(CHANGED,), adopted="")))
    assert "was adopted is not given" in outcome.warnings[0]["message"]
    assert set(RecommendationPosition.objects.filter(stage="adoption").values_list("taken_on", flat=True)) == {""}


@pytest.mark.django_db
def test_the_day_that_is_recorded_serves_where_the_document_gives_none(read_in):
    read_in(REPORT, ADDENDUM)
    Review.objects.update(adopted_on="2025-07-02")
    outcome = read_in(session_pdf(section(views=(CHANGED,), adopted="")))
    assert outcome.warnings == []
    assert Recommendation.objects.get(paragraph="6.3").position == "accepted"


@pytest.mark.django_db
def test_a_review_is_found_by_its_session_where_the_report_is_not_named(read_in):
    read_in(REPORT, ADDENDUM)
    outcome = read_in(session_pdf([line for line in section(remarks=(totals(),)) if "consists of" not in line]))
    assert outcome.warnings == []
    assert AnnouncedTally.objects.count() == 1


@pytest.mark.django_db
def test_a_change_at_the_adoption_is_no_disagreement_of_documents(read_in):
    read_in(REPORT, ADDENDUM, MATRIX)
    read_in(SESSION)
    assert reconcile(Review.objects.get()).open == []
    assert Reading.objects.current().filter(format="session_report").count() == 1


@pytest.mark.django_db
def test_what_a_person_set_at_the_adoption_is_kept(read_in):
    read_in(REPORT, ADDENDUM)
    read_in(SESSION)
    position = RecommendationPosition.objects.get(stage="adoption")
    position.category = "partially_accepted"
    position.save()
    corrected = session_pdf(section(views=("Slovenia now accepted recommendation 6.3 in full.",)))
    outcome = read_in(corrected)
    assert "A person has set the position" in outcome.warnings[0]["message"]
    assert RecommendationPosition.objects.get(stage="adoption").category == "partially_accepted"


@pytest.mark.django_db
def test_the_published_page_shows_the_path_and_counts_the_last(read_in):
    read_in(REPORT, ADDENDUM, publish=True)
    read_in(SESSION)
    shown = Client().get("/recommendations/slovenia-2025/6.3/").content.decode()
    places = [shown.index(part) for part in ("At the review", "In the addendum", "At the adoption")]
    assert places == sorted(places)
    assert "now enjoyed its support" in shown
    assert '<span class="position accepted">Accepted</span> <span class="quiet">(this one counts)' in shown
    then = Client().get("/reviews/slovenia-2025/?as_of=2025-03-24").content.decode()
    assert "as_of=2025-03-24&amp;position=noted" in then
    assert "At the adoption" in then


def test_a_report_of_the_working_group_is_none_of_a_session():
    assert parse(opened(REPORT), "auto", state_names()).format == "wg_report"
