"""Every record with a page has an address of its own, and keeps it."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from recommendations.models import Case, FollowUpAction, Recommendation, Review, State, Statement, sort_key
from recommendations.tracking.reviews import find_or_create_review
from tests.records import a_recommendation, a_review, a_state

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("model", [Case, FollowUpAction, Statement])
@pytest.mark.parametrize("title", ["Teapots", "茶壶", "ཇ་", "!"])
def test_records_of_one_title_get_addresses_of_their_own(client: Client, model, title: str):
    first, second = model.objects.create(title=title), model.objects.create(title=title)
    assert first.slug
    assert second.slug == f"{first.slug}-2"
    model.objects.publish()
    for record in (first, second):
        assert client.get(record.get_absolute_url()).status_code == 200
    assert client.get("/").status_code == 200


def test_two_reviews_of_a_state_in_one_year_get_addresses_of_their_own():
    assert find_or_create_review(a_state("CHN"), 45).slug == "china-2024"
    assert find_or_create_review(a_state("CHN"), 46, cycle=5).slug == "china-cycle-5"


def test_a_public_review_keeps_its_address_in_the_admin(admin_client: Client):
    review = a_review()
    form = admin_client.get(f"/admin/recommendations/review/{review.pk}/change/")
    for field in (b"slug", b"state", b"cycle"):
        assert b'name="%s"' % field not in form.content
    Review.objects.withdraw()
    form = admin_client.get(f"/admin/recommendations/review/{review.pk}/change/")
    assert b'name="slug"' in form.content


@pytest.mark.parametrize("paragraph", ["28.5", "1", "28.5a", "1234.1234.1234.1234a"])
def test_paragraphs_that_reports_print(paragraph: str):
    recommendation = Recommendation(review=a_review(), text="Count teapots", paragraph=paragraph)
    recommendation.full_clean(exclude=["key", "sort_key"])
    recommendation.save()
    assert len(recommendation.sort_key) <= 40


@pytest.mark.parametrize("paragraph", ["..", "u1", "1.1.1.1.1", "28..5", "28.", "٢٨", "a", "28.5/6", "28 5", "(28)"])
def test_paragraphs_that_no_report_prints(paragraph: str):
    with pytest.raises(ValidationError) as refused:
        Recommendation(review=a_review(), text="Count teapots", paragraph=paragraph).clean()
    assert "28.5" in str(refused.value)


def test_parts_sort_behind_their_paragraph():
    keys = ["28.10", "28.5b", "28.5", "28.5a", "u0123456789", "3"]
    assert sorted(keys, key=sort_key) == ["3", "28.5", "28.5a", "28.5b", "28.10", "u0123456789"]


def test_a_recommendation_moved_to_a_review_with_the_same_text_gets_a_key_of_its_own(client: Client):
    here, there = a_recommendation(a_review("CHN", 17)), a_recommendation(a_review("CHN", 45))
    old = here.get_absolute_url()
    here.review = there.review
    here.save()
    assert here.key == f"{there.key}-2"
    assert client.get(old)["Location"] == here.get_absolute_url()


def test_a_part_belongs_to_a_paragraph_of_its_own_review():
    whole = a_recommendation(a_review("CHN", 17))
    part = Recommendation(review=a_review("CHN", 45), text="Count teapots", parent=whole)
    with pytest.raises(ValidationError):
        part.clean()


def test_a_state_cannot_take_a_name_that_means_another():
    with pytest.raises(ValidationError) as refused:
        State(iso3="ZZZ", name="Swaziland", slug="swaziland").full_clean()
    assert "Eswatini" in str(refused.value)
    with pytest.raises(ValidationError):
        State(iso3="tpt", name="Teapotistan", slug="teapotistan").full_clean()


def test_the_short_address_leads_to_the_search_with_all_that_was_asked(client):
    for address in ("/search", "/search/"):
        answer = client.get(f"{address}?q=teapots&position=noted")
        assert answer.status_code == 302
        assert answer["Location"] == "/recommendations/?q=teapots&position=noted"
