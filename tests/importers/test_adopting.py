"""What the report of a Council session records: positions and totals at the adoption."""

import json

import pytest
from django.core.management import call_command
from django.test import Client

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

from .files import everything_recorded
from .sessions import SYMBOL, section, session_pdf, totals
from .test_papers_together import ADDENDUM, MATRIX, REPORT

CHANGED = "Recommendations 6.3 and 6.2, which had been noted in the addendum, now enjoyed its support."
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
