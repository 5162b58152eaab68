import json

import pytest
from django.core.management import call_command

from recommendations.analysis import Shares, acceptance_by_action, compare, differences, recorded_tally
from recommendations.models import AnnouncedTally, FileFormat, ImportRun, Reading, Recommendation, Source
from tests.records import a_recommendation, a_review, an_import_run


def test_three_shares_of_china_2024():
    shares = Shares({"accepted": 290, "partially_accepted": 8, "noted": 32, "rejected": 98}, 428)
    assert [round(s, 1) for s in (shares.not_accepted, shares.noted_by_un_class, shares.rejected)] == [30.4, 32.2, 22.9]


def test_shares_of_nothing_are_zero_and_unknown_rejection_is_none():
    assert Shares({}, 0).not_accepted == 0
    assert Shares({"noted": 3}, 3).rejected is None


@pytest.mark.parametrize(
    ("announced", "recorded", "found"),
    [
        ({"accepted": 2, "noted": 1}, {"accepted": 2, "noted": 1}, []),
        ({"accepted": 1, "accepted_already_implemented": 1, "rejected": 1}, {"accepted": 2, "noted": 1}, []),
        ({"accepted": 2, "noted": 1}, {"accepted": 1, "accepted_being_implemented": 1, "rejected": 1}, []),
        ({"accepted": 2}, {"accepted": 1, "noted": 1}, ["supported", "noted"]),
        ({"noted": 1, "rejected": 2}, {"noted": 2, "rejected": 1}, ["noted", "rejected"]),
        ({"noted": 3, "partially_accepted": 1}, {"noted": 4}, []),
        ({"pending": 1}, {"noted": 1}, ["noted", "pending"]),
        ({}, {}, []),
    ],
)
def test_sources_agree_if_their_un_class_agrees(announced: dict, recorded: dict, found: list[str]):
    assert differences(announced, recorded) == found


def a_tally(review, **numbers) -> AnnouncedTally:
    source, _ = Source.objects.get_or_create(publisher="Teapot Watch", title="Figures")
    return AnnouncedTally.objects.create(review=review, source=source, **numbers)


def read(recommendation: Recommendation, file_format: str, sender: str = "") -> None:
    """As if a file had said it."""
    run = ImportRun.objects.filter(format=file_format).first() or an_import_run(format=file_format)
    Reading.objects.create(
        run=run,
        recommendation=recommendation,
        format=file_format,
        place=1,
        sender=sender,
        category=recommendation.position,
        values={},
    )


@pytest.mark.django_db
def test_rows_and_paragraphs_are_counted_apart():
    review = a_review()
    a_recommendation(review, "Numbered", "28.5", "rejected")
    a_recommendation(review, "By hand, number not found yet", position="noted")
    from_rows = a_recommendation(review, "From rows", position="accepted")
    read(from_rows, FileFormat.UPR_INFO, "Portugal")
    read(from_rows, FileFormat.UPR_INFO, "Kenya")
    assert recorded_tally(review, "paragraphs").counts == {"noted": 1, "rejected": 1}
    rows = recorded_tally(review, "rows")
    assert rows.counts == {"accepted": 2}
    assert rows.complete
    assert not recorded_tally(review, "paragraphs").complete


@pytest.mark.django_db
def test_part_of_a_split_paragraph_is_not_counted_again():
    review = a_review()
    whole = a_recommendation(review, "Both", "28.5", "partially_accepted")
    a_recommendation(review, "One part", "28.5a", "accepted", parent=whole)
    assert recorded_tally(review, "paragraphs").total == 1


@pytest.mark.django_db
@pytest.mark.parametrize(("n", "code"), [(1, 0), (2, 1)])
def test_check_tallies_fails_only_where_an_imported_review_differs(capsys, n: int, code: int):
    a_tally(a_review("FRA", 17), total=99, accepted=99)
    imported = a_review()
    read(a_recommendation(imported, paragraph="28.5"), FileFormat.OHCHR_MATRIX)
    a_tally(imported, total=n, accepted=n)
    stopped = 0
    try:
        call_command("check_tallies", json=True)
    except SystemExit as error:
        stopped = error.code
    report = json.loads(capsys.readouterr().out)
    assert stopped == report["differing"] == code
    assert [t["review"] for t in report["tallies"]] == ["china-2024", "france-2013"]
    assert [t["complete"] for t in report["tallies"]] == [True, False]


@pytest.mark.django_db
def test_what_was_announced_before_adoption_does_not_fail_once_the_session_announced_it_anew(capsys):
    review = a_review()
    read(a_recommendation(review, paragraph="28.5"), FileFormat.OHCHR_MATRIX)
    a_tally(review, total=1, noted=1)
    with pytest.raises(SystemExit):
        call_command("check_tallies", json=True)
    capsys.readouterr()
    review.hrc_report = Source.objects.create(symbol="A/HRC/999/2")
    review.save()
    AnnouncedTally.objects.create(review=review, source=review.hrc_report, total=1, accepted=1)
    call_command("check_tallies", json=True)
    report = json.loads(capsys.readouterr().out)
    assert [(t["agrees"], t["overtaken"]) for t in report["tallies"]] == [(False, True), (True, False)]
    call_command("check_tallies")
    assert "differed before adoption: supported, noted" in capsys.readouterr().out


@pytest.mark.django_db
def test_comparison_takes_a_constant_number_of_queries(django_assert_num_queries):
    for session in (4, 17, 31, 45):
        a_tally(a_review("CHN", session), total=2, accepted=2)
    tallies = AnnouncedTally.objects.select_related("review__state", "source")
    # The tallies; records, paragraphs, rows, formats read.
    with django_assert_num_queries(1 + 4):
        assert len(compare(tallies)) == 4


@pytest.mark.django_db
def test_all_five_action_categories_are_always_shown():
    review = a_review()
    a_recommendation(review, "Polish", "1.1", "accepted", action=2)
    a_recommendation(review, "Sell", "1.2", "rejected", action=5)
    a_recommendation(review, "Count", "1.3", "accepted_already_implemented", action=5)
    assert acceptance_by_action(review.recommendations.all()) == [(1, 0, 0), (2, 1, 1), (3, 0, 0), (4, 0, 0), (5, 2, 1)]
    a_recommendation(review, "Unsorted", "1.4", "accepted")
    assert acceptance_by_action(review.recommendations.all())[-1] == (None, 1, 1)
