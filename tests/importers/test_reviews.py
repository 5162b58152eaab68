"""Which review a file speaks of."""

import pytest

from recommendations.models import RecommendationPosition, Review, Session, Source
from tests.records import a_review, a_state

from .files import KETTLE, Paragraph, everything_recorded, matrix_2019, matrix_2025, upr_row
from .outcomes import numbers, the_recommendation

pytestmark = pytest.mark.django_db


def test_a_matrix_without_page_header_needs_to_be_told_its_review(read_in):
    raw = matrix_2025(Paragraph(), page_header="")
    refused = read_in(raw)
    assert refused.exit_code == 1
    assert "--review" in refused.errors[0]["message"]
    assert read_in(raw, review="slovenia-2025").review["review"] == "slovenia-2025"
    assert the_recommendation().review.cycle == 4


def test_the_review_that_was_told_is_the_one_that_a_later_file_names(read_in):
    read_in(matrix_2025(Paragraph(), page_header=""), review="slovenia-2025")
    assert numbers(read_in(matrix_2025(Paragraph()))) == (0, 0, 1)
    assert Review.objects.get().wg_session.number == 48


@pytest.mark.parametrize(
    "slug", ["teapotland-2025", "slovenia", "slovenia-2022", "slovenia-1999", "2025", "slovenia-cycle-0", "-"]
)
def test_an_unknown_review_is_an_error(read_in, slug):
    before = everything_recorded()
    outcome = read_in(matrix_2025(Paragraph(), page_header=""), review=slug)
    assert outcome.exit_code == 1
    assert f"“{slug}”" in outcome.errors[0]["message"]
    assert everything_recorded() == before


@pytest.mark.parametrize("slug", ["peru-2025", "slovenia-2019"])
def test_a_matrix_of_another_review_is_an_error(read_in, slug):
    before = everything_recorded()
    outcome = read_in(matrix_2025(Paragraph()), review=slug)
    assert outcome.exit_code == 1
    assert slug in outcome.errors[0]["message"]
    assert everything_recorded() == before


def test_a_review_that_was_told_picks_its_rows_out_of_an_export(read_rows):
    outcome = read_rows(upr_row(), upr_row(to="Peru"), upr_row(session="4"), review="china-2013")
    assert (outcome.review["review"], outcome.review["rows"]) == ("china-2013", 1)
    assert Review.objects.get().slug == "china-2013"


@pytest.mark.parametrize(
    ("session", "slug", "cycle"),
    [
        ("1", "china-2008", 1),
        ("12", "china-2011", 1),
        ("13", "china-2012", 2),
        ("26", "china-2016", 2),
        ("27", "china-2017", 3),
        ("40", "china-2022", 3),
        ("41", "china-2022", 4),
        ("54", "china-2027", 4),
        ("55", "china-cycle-5", 5),
        ("61", "china-cycle-5", 5),
        ("104", "china-cycle-8", 8),
        ("9999", "china-cycle-715", 715),
    ],
)
def test_the_cycle_of_a_session_and_the_address_of_its_review(read_rows, session, slug, cycle):
    assert read_rows(upr_row(session=session)).review["review"] == slug
    review = Review.objects.get()
    assert (review.cycle, review.wg_session.number, review.wg_session.cycle) == (cycle, int(session), cycle)


def test_the_cycle_that_a_matrix_prints_counts(read_in):
    postponed = "UPR of Slovenia (3rd Cycle - 41st Session)"
    read_in(matrix_2019(Paragraph(), page_header=postponed))
    review = Review.objects.get()
    assert (review.cycle, review.wg_session.number) == (3, 41)
    assert review.wg_session.cycle == 4


def test_a_review_that_exists_for_state_and_cycle_is_used(read_rows):
    mine = Review.objects.create(state=a_state("CHN"), cycle=2, slug="china-second-time", status="adopted")
    assert read_rows(upr_row()).review["review"] == "china-second-time"
    review = Review.objects.get()
    assert (review.pk, review.slug, review.status, review.wg_session.number) == (
        mine.pk,
        "china-second-time",
        "adopted",
        17,
    )


def test_a_review_keeps_the_session_that_is_recorded(read_rows):
    a_review("CHN", 18)
    read_rows(upr_row())
    assert Review.objects.get().wg_session.number == 18


def test_a_matrix_notes_the_documents_that_it_names(read_in):
    told = Paragraph(source="A/HRC/59/15 - Para.121")
    read_in(matrix_2025(told, Paragraph(f"140.8 {KETTLE} (Peru);")))
    review = Review.objects.get()
    assert (review.report.symbol, review.addendum.symbol) == ("A/HRC/59/15", "A/HRC/59/15/Add.1")
    assert (review.hrc_session.kind, review.hrc_session.number) == (Session.Kind.HRC, 59)
    stages = RecommendationPosition.objects.values_list("stage", "source__symbol", "locator")
    assert set(stages) == {
        ("review", "A/HRC/59/15", "Para.121"),
        ("addendum", "A/HRC/59/15/Add.1", "Para.3"),
    }


@pytest.mark.parametrize("symbol", ["A/HRC/99999/1", "A/HRC/0/1", "A/HRC/59"])
def test_what_is_no_symbol_of_a_report_names_no_document(read_matrix, symbol):
    read_matrix(Paragraph(source=f"{symbol} - Para.3"))
    review = Review.objects.get()
    assert (review.report, review.hrc_session) == (None, None)


def test_documents_that_are_recorded_stay(read_in):
    mine = Source.objects.create(symbol="A/HRC/59/15/Rev.1")
    a_review("SVN", 48, report=mine)
    read_in(matrix_2025(Paragraph(source="A/HRC/59/15 - Para.121")))
    assert Review.objects.get().report == mine
