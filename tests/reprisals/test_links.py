"""Records of this site by their addresses, however a person pastes them."""

import pytest

from recommendations.models import Case, FollowUpAction, KeyRedirect
from reprisals.links import clean_address, find_linked
from reprisals.page import page_of
from reprisals.public import in_words
from tests.records import a_recommendation, a_review

from .records import an_incident


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("/recommendations/china-2024/28.5/", "/recommendations/china-2024/28.5/"),
        ("  /recommendations/china-2024/28.5  ", "/recommendations/china-2024/28.5/"),
        ("https://upr.example.org/cases/teapots/?page=2#top", "/cases/teapots/"),
        ("http://127.0.0.1:8000/follow-up/teapots", "/follow-up/teapots/"),
        ("/recommendations/china-2018/u0123456789-2/", "/recommendations/china-2018/u0123456789-2/"),
        ("/recommendations/china-2018/28%2E5/", "/recommendations/china-2018/28.5/"),
        ("/recommendations/china-2018/28.5(a)/", "/recommendations/china-2018/28.5(a)/"),
    ],
)
def test_an_address_is_read_however_it_was_pasted(typed, meant):
    assert clean_address(typed) == meant


@pytest.mark.parametrize(
    "hostile",
    [
        "",
        "/",
        "teapots",
        "/reviews/china-2024/",
        "/reprisals/2222222222/",
        "/admin/",
        "javascript:alert(1)",
        "javascript:/cases/x/;alert(1)",
        "/cases/../admin/",
        "/cases/%2e%2e/",
        "/cases/a%2fb/",
        "/cases/x/\x00",
        "/cases/<script>/",
        "/cases/曹壶明/",
        "http://[",
        "/cases/" + "x" * 300 + "/",
        "/recommendations/china-2024/" + "1" * 31 + "/",
        "x" * 1_000_000,
    ],
)
def test_what_is_no_address_of_a_record_is_refused(hostile):
    with pytest.raises(ValueError):
        clean_address(hostile)


def test_records_are_found_in_the_order_asked(db):
    recommendation = a_recommendation(a_review("PRT", 45), paragraph="28.5")
    case, action = Case.objects.create(title="Teapots"), FollowUpAction.objects.create(kind="debate", title="Kettles")
    asked = [record.get_absolute_url() for record in (action, recommendation, case)]
    found = find_linked(["/cases/nowhere/", *asked, asked[0], "teapot"])
    assert [linked.address for linked in found] == asked
    assert [linked.is_public for linked in found] == [False, True, False]
    assert found[1].title.endswith(", 28.5")


def test_a_replaced_key_leads_to_where_the_record_is_now(db):
    review = a_review("PRT", 45)
    recommendation = a_recommendation(review, paragraph="28.5")
    KeyRedirect.objects.create(review=review, old_key="u0123456789", recommendation=recommendation)
    [linked] = find_linked([f"/recommendations/{review.slug}/u0123456789/"])
    assert linked.address == recommendation.get_absolute_url()


def test_a_page_links_only_to_what_is_public(db):
    recommendation = a_recommendation(a_review("PRT", 45, published=False), paragraph="28.5")
    page = page_of(an_incident(), None) | {"links": [recommendation.get_absolute_url()]}
    assert in_words(page)["linked"] == []
    type(recommendation.review).objects.filter(pk=recommendation.review_id).publish()
    assert [linked.address for linked in in_words(page)["linked"]] == page["links"]


def test_finding_takes_at_most_four_queries(db, django_assert_max_num_queries):
    review = a_review("PRT", 45)
    addresses = [a_recommendation(review, f"T {n}", paragraph=f"1.{n}").get_absolute_url() for n in range(5)]
    addresses += [f"/recommendations/{review.slug}/9.{n}/" for n in range(5)]
    addresses += [Case.objects.create(title=f"Teapots {n}").get_absolute_url() for n in range(5)]
    addresses += [FollowUpAction.objects.create(kind="debate", title=f"T {n}").get_absolute_url() for n in range(5)]
    with django_assert_max_num_queries(4):
        assert len(find_linked(addresses)) == 15
