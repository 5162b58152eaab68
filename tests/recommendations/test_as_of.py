"""Figures and searches as of a date: the positions that held then."""

import csv
import io

import pytest
from django.test import Client

from recommendations.importers.opening import opened
from recommendations.importers.problems import Unreadable
from recommendations.importers.reading_files import parse
from recommendations.models import (
    FileFormat,
    PartialDate,
    Reading,
    Recommendation,
    RecommendationPosition,
    Review,
    StateNames,
)
from tests.records import a_recommendation, a_review, an_import_run

pytestmark = pytest.mark.django_db

Step = tuple[str, str, bool]  # date, category, final


def answered(paragraph: str, *steps: Step, **fields: object) -> Recommendation:
    """A recommendation with positions at several times; each stage by its place."""
    recommendation = a_recommendation(
        fields.pop("review", None) or review(), paragraph=paragraph, position="", **fields
    )
    stages = ("review", "addendum", "adoption")
    for (taken_on, category, final), stage in zip(steps, stages, strict=False):
        RecommendationPosition.objects.create(
            recommendation=recommendation, category=category, taken_on=taken_on, is_final=final, stage=stage
        )
    recommendation.refresh_from_db()
    return recommendation


def review():
    return a_review()


@pytest.fixture
def changed() -> Recommendation:
    """Left open at the review, noted in the addendum, supported at the adoption."""
    return answered(
        "28.5", ("2024-01-23", "pending", False), ("2024-06-11", "noted", True), ("2024-07-04", "accepted", True)
    )


def page(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, response.content.decode()[:300]
    return response.content.decode()


@pytest.mark.parametrize(
    ("date", "held"),
    [
        ("2024-01-22", "pending"),
        ("2024-01-23", "pending"),
        ("2024-06-10", "pending"),
        ("2024-06-11", "noted"),
        ("2024-06", "noted"),
        ("2024-07-03", "noted"),
        ("2024-07-04", "accepted"),
        ("2024", "accepted"),
        ("2023", "pending"),
    ],
)
def test_the_position_that_held_on_a_date(changed, date: str, held: str):
    assert Recommendation.objects.as_of(PartialDate(date)).get().position_then == held


def test_a_final_position_goes_before_a_later_provisional_one():
    answered("28.5", ("2024-01-23", "noted", True), ("2024-06-11", "accepted", False))
    assert Recommendation.objects.as_of(PartialDate("2024-12")).get().position_then == "noted"


def test_the_latest_of_any_kind_holds_while_none_is_final():
    answered("28.5", ("2024-01-23", "noted", False), ("2024-02-01", "accepted", False))
    assert Recommendation.objects.as_of(PartialDate("2024-01-31")).get().position_then == "noted"
    assert Recommendation.objects.as_of(PartialDate("2024-02-01")).get().position_then == "accepted"


@pytest.mark.parametrize(
    ("taken", "date", "held"),
    [
        ("2024-06", "2024-06-15", "pending"),  # perhaps on the 20th
        ("2024-06", "2024-06-30", "noted"),
        ("2024-06", "2024-06", "noted"),
        ("2024", "2024-12-30", "pending"),
        ("2024", "2024-11", "pending"),
        ("2024", "2024-12-31", "noted"),
        ("2024", "2024", "noted"),
        ("", "2024-12-31", "pending"),
    ],
)
def test_a_vague_date_counts_once_it_is_surely_past(taken: str, date: str, held: str):
    answered("28.5", (taken, "noted", True))
    assert Recommendation.objects.as_of(PartialDate(date)).get().position_then == held


def test_review_page_counts_as_of_a_date_and_leads_to_the_records(client: Client, changed):
    answered("28.6", ("2024-01-23", "accepted", True), action=5)
    shown = page(client, "/reviews/china-2024/?as_of=2024-06-11")
    assert "As of 11 June 2024" in shown
    assert '<a href="/reviews/china-2024/#figures">today' in shown
    assert "Recorded here, by the positions as of 11 June 2024: 2 numbered paragraphs" in shown
    for category in ("accepted", "noted"):
        address = f"/recommendations/?review=china-2024&amp;as_of=2024-06-11&amp;position={category}"
        assert f'<a href="{address}">1 record</a>' in shown
        assert 'data-total="1"' in page(client, address.replace("&amp;", "&"))
    assert '?review=china-2024&amp;as_of=2024-06-11&amp;action=5">1</a>' in shown
    assert "position=noted" not in page(client, "/reviews/china-2024/")


def test_by_action_counts_what_was_supported_then(client: Client, changed):
    Recommendation.objects.update(action_category=5, action_origin="confirmed")
    row = '&amp;action=5">1</a></td>\n            <td class="n">{}</td>'
    assert row.format(0) in page(client, "/reviews/china-2024/?as_of=2024-06-11")
    assert row.format(1) in page(client, "/reviews/china-2024/?as_of=2024-07-04")
    assert row.format(1) in page(client, "/reviews/china-2024/")


def test_rows_count_with_the_position_of_their_recommendation(client: Client):
    recommendation = answered("", ("2024-06-11", "noted", True))
    run = an_import_run()
    for place, sender in enumerate(("PRT", "KEN"), 2):
        Reading.objects.create(
            run=run,
            recommendation=recommendation,
            format=FileFormat.UPR_INFO,
            place=place,
            sender=sender,
            category="accepted",
            values={},
        )
    shown = page(client, "/reviews/china-2024/?as_of=2024-06")
    assert "as of June 2024: 2 rows of UPR Info" in shown
    assert "as of June 2024: 0" not in shown


def test_review_page_offers_its_own_dates(client: Client, changed):
    shown = page(client, "/reviews/china-2024/")
    for date, spoken, stage in (
        ("2024-01-23", "23 January 2024", "At the review"),
        ("2024-06-11", "11 June 2024", "In the addendum"),
        ("2024-07-04", "4 July 2024", "At the adoption"),
    ):
        assert f'?as_of={date}#figures">{spoken}</a>: {stage} <span class="quiet">(1 position)' in shown
    assert '<input type="date" name="as_of" required>' in shown
    assert 'value="2024-06-30"' in page(client, "/reviews/china-2024/?as_of=2024-06")


def test_how_many_have_no_date_is_said(client: Client, changed):
    a_recommendation(review(), paragraph="28.6")
    shown = page(client, "/reviews/china-2024/?as_of=2024-07-04")
    assert "1 recommendation has a final position without a date" in shown
    assert "without a date" not in page(client, "/reviews/china-2024/")


@pytest.mark.parametrize("address", ["/reviews/china-2024/", "/recommendations/", "/recommendations.csv"])
@pytest.mark.parametrize(
    ("value", "named"),
    [
        ("yesterday", "“yesterday” is not a date"),
        ("2024-02-30", "“2024-02-30” is not a date"),
        ("2024-6-1", "“2024-6-1” is not a date"),
        ("0000", "“0000” is not a date"),
        ("9999-01-01", "“9999-01-01” lies in the future"),
        ("2024&as_of=2023", "“as_of” stands twice"),
        ("%00", "Null characters are not allowed"),
    ],
)
def test_what_is_no_date_is_refused_by_name(client: Client, changed, address: str, value: str, named: str):
    response = client.get(f"{address}?as_of={value}")
    assert response.status_code == 400
    assert named in response.content.decode()
    assert "Invent a better teapot" not in response.content.decode()


def test_an_empty_date_is_today(client: Client, changed):
    assert "As of" not in page(client, "/reviews/china-2024/?as_of=")
    assert 'data-total="1"' in page(client, "/recommendations/?as_of=&position=accepted")


def test_search_filters_counts_and_shows_by_the_date(client: Client, changed):
    shown = page(client, "/recommendations/?as_of=2024-06-11&position=noted")
    assert 'data-total="1"' in shown
    assert '<span class="position noted">Noted</span>' in shown
    assert 'value="noted" checked> <span>Noted</span> <span class="n">1</span>' in shown
    assert '<input type="hidden" name="as_of" value="2024-06-11">' in shown
    assert "As of: 11 June 2024</a>" in shown
    assert 'data-total="0"' in page(client, "/recommendations/?as_of=2024-06-11&position=accepted")
    assert 'data-total="0"' in page(client, "/recommendations/?position=noted")


def rows_of(client: Client, address: str) -> list[dict[str, str]]:
    body = b"".join(client.get(address).streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(body)))


def test_a_file_gives_the_positions_of_the_date(client: Client, changed):
    (row,) = rows_of(client, "/recommendations.csv?as_of=2024-06-11&position=noted")
    assert (row["position"], row["un_class"], row["position_taken_on"]) == ("noted", "noted", "2024-06-11")
    assert row["as_of"] == "2024-06-11"
    assert "As of: 11 June 2024" in row["filtered_by"]
    (today,) = rows_of(client, "/recommendations.csv")
    assert today["position"] == "accepted"
    assert "as_of" not in today


def test_a_file_as_of_a_date_is_not_read_back(client: Client, changed):
    raw = b"".join(client.get("/recommendations.csv?as_of=2024-06-11").streaming_content)
    with pytest.raises(Unreadable, match="positions of an earlier date"):
        parse(opened("then.csv", raw), "auto", StateNames.load())


def test_recommendation_page_shows_the_path_and_what_counts(client: Client, changed):
    RecommendationPosition.objects.create(recommendation=changed, category="noted", is_final=False)
    shown = page(client, "/recommendations/china-2024/28.5/")
    stages = [shown.index(s) for s in ("At the review (provisional)", "In the addendum", "At the adoption")]
    assert stages == sorted(stages)
    assert shown.index("At the adoption") < shown.index("Not recorded (provisional)")
    assert shown.count("this one counts") == 1
    assert '<span class="position accepted">Accepted</span> <span class="quiet">(this one counts)' in shown


def test_the_date_never_shows_what_is_not_published(client: Client, changed):
    Review.objects.withdraw()
    assert client.get("/reviews/china-2024/?as_of=2024-06-11").status_code == 404
    assert 'data-total="0"' in page(client, "/recommendations/?as_of=2024-06-11")
