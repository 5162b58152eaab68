"""The sitemap names every public page once, by its permanent address, in each language; and nothing of incidents."""

from xml.etree import ElementTree

import pytest
from django.test import Client

from recommendations.models import Review
from tests.records import a_recommendation, a_review
from tests.reprisals.addresses import ADDRESSES, SHOWN, is_page, the_record
from tests.reprisals.records import two_people
from upr_tracker import sitemap

SITE = "http://127.0.0.1:8000"
NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
NOT_NAMED = {"design", "case_changes", "recommendations:picture", "recommendations:state_picture", "reprisals:incident"}


@pytest.fixture(autouse=True)
def tombstones(settings, tmp_path):
    settings.TOMBSTONES = str(tmp_path / "tombstones")
    settings.EVIDENCE_DIR = str(tmp_path / "evidence")


def locations(client: Client, address: str) -> list[str]:
    found = ElementTree.fromstring(client.get(address).content).findall(".//s:loc", NAMES)  # noqa: S314
    return [str(one.text).removeprefix(SITE) for one in found]


def test_it_names_every_page_and_no_incident(client: Client, db):
    the_record(*two_people())
    pages = [page for part in locations(client, "/sitemap.xml") for page in locations(client, part)]
    asked = {
        kept[0] for name, kept in ADDRESSES.items() if is_page(kept[0]) and name not in NOT_NAMED and "api:" not in name
    }
    assert asked <= set(pages)
    assert len(set(pages)) == len(pages)
    assert {client.get(page).status_code for page in pages if not page.startswith("/states/")} == {200}
    assert not [page for page in pages if SHOWN in page or "hidden" in page]


def test_each_page_names_itself_in_each_language(client: Client, db):
    a_recommendation(a_review(), paragraph="28.5")
    root = ElementTree.fromstring(client.get("/sitemap-recommendations-1.xml").content)  # noqa: S314
    links = {one.get("hreflang"): one.get("href") for one in root.findall(".//x:link", NAMES)}
    page = "/recommendations/china-2024/28.5/"
    there = {"en": page, "fr": f"/fr{page}", "zh-hans": f"/zh-hans{page}", "ar": f"/ar{page}", "x-default": page}
    assert links == {code: f"{SITE}{address}" for code, address in there.items()}


def test_it_is_divided_and_asks_the_same_however_many_there_are(
    client: Client, db, monkeypatch, django_assert_num_queries
):
    monkeypatch.setattr(sitemap, "PART", 2)
    review = a_review()
    for n in range(1, 6):
        a_recommendation(review, paragraph=f"28.{n}")
    parts = locations(client, "/sitemap.xml")
    assert parts == ["/sitemap-pages.xml", *(f"/sitemap-recommendations-{n}.xml" for n in (1, 2, 3))]
    assert [len(locations(client, part)) for part in parts[1:]] == [2, 2, 1]
    with django_assert_num_queries(1):  # the recommendations
        locations(client, parts[1])
    for nowhere in ("/sitemap-recommendations-4.xml", "/sitemap-recommendations-0.xml", "/sitemap-teapots.xml"):
        assert client.get(nowhere).status_code == 404
    Review.objects.withdraw()
    assert client.get(parts[1]).status_code == 404
