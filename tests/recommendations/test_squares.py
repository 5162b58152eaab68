"""Every recommendation is a square: what is drawn, what each says and where it leads, and which are lit."""

import gzip
import re
from pathlib import Path

import pytest
from django.test import Client

from recommendations.analysis import Asked, compare, fields
from recommendations.models import AnnouncedTally, FileFormat, Reading, Recommendation, Review
from tests.records import a_recommendation, a_review, a_source, an_import_run

from .asks import many_asks

pytestmark = pytest.mark.django_db
STATIC = Path(__file__).resolve().parents[2] / "static"
SQUARE = re.compile(r'<li( class="dim")?><a href="([^"]+)"><span dir="auto">([^<]+)</span></a></li>')
PALE = '<li aria-hidden="true">'


def squares_on(client: Client, address: str) -> list[tuple[str, str, str]]:
    """Whether each is dim, where it leads, and what it says."""
    response = client.get(address)
    assert response.status_code == 200
    return SQUARE.findall(response.content.decode())


def fields_of(review: Review, lit: set[int] | None = None):
    announced = AnnouncedTally.objects.filter(review=review).select_related("review", "source")
    return fields(Asked.of_review(review), compare(announced), lit)


def test_each_recommendation_is_one_square_that_says_what_it_is_and_leads_to_it(client: Client):
    review = many_asks()
    a_recommendation(review, "Sell " + "very " * 20 + "old teapots", "29.1", "noted")
    drawn = {address: said for _dim, address, said in squares_on(client, "/reviews/china-2024/")}
    for recommendation in Recommendation.objects.all():
        said = drawn.pop(recommendation.get_absolute_url())
        assert said.startswith(f"{recommendation.paragraph} · {recommendation.get_position_display()} · ")
        assert said.split(" · ")[2].startswith(recommendation.text[:40])
    assert drawn == {}
    assert client.get("/recommendations/china-2024/29.1/").status_code == 200


def test_what_was_announced_and_is_not_recorded_is_pale_and_no_link(client: Client):
    review = a_review()
    figures = {"total": 428, "accepted": 290, "partially_accepted": 8, "noted": 32, "rejected": 98}
    AnnouncedTally.objects.create(review=review, source=a_source(), **figures)
    a_recommendation(review, paragraph="28.5", position="rejected")
    shown = client.get("/reviews/china-2024/").content.decode()
    assert (len(SQUARE.findall(shown)), shown.count(PALE)) == (1, 427)
    assert "Recorded here: 1 of 428." in shown
    (field,) = fields_of(review)
    assert field.counts == {"accepted": 290, "partially_accepted": 8, "noted": 32, "rejected": 98}
    assert [(group.category, len(group.squares), group.missing) for group in field.groups][3] == ("rejected", 1, 97)


def test_a_source_that_knows_only_the_un_classes_does_not_announce_what_is_recorded_finer():
    review = a_review()
    AnnouncedTally.objects.create(review=review, source=a_source(), total=4, accepted=3, noted=1)
    a_recommendation(review, paragraph="28.1", position="accepted_already_implemented")
    a_recommendation(review, paragraph="28.2", position="accepted")
    a_recommendation(review, paragraph="28.3", position="rejected")
    (field,) = fields_of(review)
    assert {group.category: group.missing for group in field.groups} == {
        "accepted": 1,
        "accepted_already_implemented": 0,
        "rejected": 0,
    }
    assert field.total == 4


def test_a_tally_that_the_session_has_overtaken_is_not_drawn():
    review = a_review()
    AnnouncedTally.objects.create(review=review, source=a_source("Before"), total=9, pending=9)
    review.hrc_report = a_source("Session")
    review.save()
    AnnouncedTally.objects.create(review=review, source=review.hrc_report, total=9, accepted=9)
    (field,) = fields_of(review)
    assert field.counts == {"accepted": 9}


def test_paragraphs_and_texts_of_rows_stand_in_fields_apart(client: Client):
    review = a_review()
    a_recommendation(review, "Numbered", "28.5", "noted")
    row = a_recommendation(review, "From rows")
    AnnouncedTally.objects.create(review=review, source=a_source(), unit="rows", total=7, accepted=7)
    run = an_import_run(format=FileFormat.UPR_INFO)
    Reading.objects.create(run=run, recommendation=row, format=run.format, place=1, category="accepted", values={})
    assert [(field.unit, field.recorded, field.missing) for field in fields_of(review)] == [
        ("paragraphs", 1, 0),
        ("rows", 1, 0),
    ]
    assert "never add the two up" in client.get("/reviews/china-2024/").content.decode()


def test_a_part_of_a_paragraph_is_not_drawn_again(client: Client):
    whole = a_recommendation(a_review(), "Both", "28.5", "partially_accepted")
    a_recommendation(whole.review, "One part", "28.5a", "accepted", parent=whole)
    assert [address for _dim, address, _said in squares_on(client, "/reviews/china-2024/")] == [
        whole.get_absolute_url()
    ]
    assert "1 part of a paragraph" in client.get("/reviews/china-2024/").content.decode()


@pytest.mark.parametrize(
    "asked", ["action=5", "action=none", "theme=detention", "group=africa&action=2&action=5", "recommender=PRT"]
)
def test_a_filter_lights_what_the_search_finds(client: Client, asked: str):
    many_asks()
    lit = {address for dim, address, _said in squares_on(client, f"/reviews/china-2024/?{asked}") if not dim}
    found = client.get(f"/recommendations/?review=china-2024&{asked}")
    assert lit == {row.address for row in found.context["page"].paginator.object_list[0:100]}
    assert 0 < len(lit) < 40
    many_asks(9, a_review("PRT", 47))
    shown = client.get(f"/reviews/china-2024/?{asked}").content.decode()
    read_these = re.search(r'<a href="(/recommendations/\?[^"]+)">Read these<', shown)[1].replace("&amp;", "&")
    assert f'data-total="{len(lit)}"' in client.get(read_these).content.decode()


def test_the_links_to_light_some_name_how_many(client: Client):
    many_asks()
    shown = client.get("/reviews/china-2024/").content.decode()
    links = re.findall(r'<a href="\?((?:action|theme|group)=[^"#]+)#[^"]*">[^<]*</a> <span[^>]*>(\d+)<', shown)
    assert len(links) > 10
    for query, n in links:
        lit = [dim for dim, _address, _said in squares_on(client, f"/reviews/china-2024/?{query}") if not dim]
        assert len(lit) == int(n), query


def test_a_filter_that_is_not_known_lights_nothing(client: Client):
    many_asks(3)
    response = client.get("/reviews/china-2024/?action=teapot")
    assert response.status_code == 400
    assert "teapot" in response.content.decode()


def test_squares_of_a_date_have_the_positions_of_that_date(client: Client):
    recommendation = a_recommendation(a_review(), paragraph="28.5", position="")
    recommendation.positions.create(category="pending", taken_on="2024-01-23", is_final=False)
    recommendation.positions.create(category="rejected", taken_on="2024-06-11")
    for date, said in (("2024-02", "Pending"), ("2024-07", "Rejected")):
        ((_dim, _address, label),) = squares_on(client, f"/reviews/china-2024/?as_of={date}")
        assert said in label


def test_a_review_of_428_is_within_the_budget_of_a_first_view(client: Client):
    review = a_review()
    text = "Take effective measures to ensure that every teapot number {} can be counted freely and without fear"
    rows = [Recommendation(review=review, text=text.format(n), paragraph=f"28.{n}", key=f"28.{n}") for n in range(428)]
    Recommendation.objects.bulk_create(rows)
    page = client.get("/reviews/china-2024/").content
    styles = b"".join((STATIC / name).read_bytes() for name in ("site.css", "pictures.css"))
    assert len(SQUARE.findall(page.decode())) == 428
    assert len(gzip.compress(page)) + len(gzip.compress(styles)) < 60_000
