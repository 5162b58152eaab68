"""Every public page in each language, by its address alone; what is permanent stays so; nothing is mixed up."""

import re

import pytest
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse
from django.utils import translation

from recommendations.languages import here, in_language, language_of, permanent
from recommendations.models import DataVersion
from recommendations.models.data_version import DataVersionManager
from tests.records import a_recommendation, a_review
from tests.reprisals.addresses import ADDRESSES, CASE, FOLLOW_UP, RECOMMENDATION, SHOWN, is_page, names, the_record
from tests.reprisals.records import two_people
from upr_tracker.languages import addresses_in

SITE = "http://127.0.0.1:8000"
PAGES = {name: addresses[0] for name, addresses in ADDRESSES.items() if is_page(addresses[0]) and "api:" not in name}


@pytest.fixture(autouse=True)
def tombstones(settings, tmp_path):
    settings.TOMBSTONES = str(tmp_path / "tombstones")
    settings.EVIDENCE_DIR = str(tmp_path / "evidence")


@pytest.fixture
def record(db):
    the_record(*two_people())


def links_of(page: str) -> set[str]:
    return {link.split("#")[0].split("?")[0] for link in re.findall(r'(?:href|action)="(/[^"]*)"', page)}


# Addresses


@pytest.mark.parametrize(
    ("address", "language", "bare"),
    [
        ("/", "en", "/"),
        ("/ar", "ar", "/"),
        ("/ar/", "ar", "/"),
        ("/ar/reviews/?q=1", "ar", "/reviews/?q=1"),
        ("/zh-hans/states/CHN/", "zh-hans", "/states/CHN/"),
        ("/argentina/", "en", "/argentina/"),
        ("/es/", "en", "/es/"),
        ("/fr/fr/", "fr", "/fr/"),
    ],
)
def test_an_address_says_its_language(address, language, bare):
    assert (language_of(address), permanent(address)) == (language, bare)
    assert in_language(address, "ar") == f"/ar{bare}"
    assert in_language(address, "en") == bare


def test_all_pages_and_no_file_but_drawings_are_in_each_language():
    def routes(patterns, before=""):
        for pattern in patterns:
            here = before + str(pattern.pattern)
            yield from [here] if isinstance(pattern, URLPattern) else routes(pattern.url_patterns, here)

    public = [route for route in routes(get_resolver().url_patterns) if not route.startswith(("admin/", "api/"))]
    pages = [
        route for route in public if route.rstrip("$").endswith("/") or not route or "(?P<file_format>svg)" in route
    ]
    theirs = list(routes(addresses_in("ar").urlpatterns))
    assert sorted(route for route in theirs if route.startswith("ar/")) == sorted(f"ar/{route}" for route in pages)
    assert len(pages) > 20


def test_every_language_knows_every_address():
    assert set(names(addresses_in("ar").urlpatterns)) == set(names())


def test_only_an_answer_in_a_language_names_addresses_in_it():
    """A paper or a letter in French, made for staff, names what is permanent."""
    with translation.override("fr"):
        assert reverse("recommendations:review_list") == "/reviews/"
        assert here("/reviews/") == "/reviews/"


# Pages


@pytest.mark.parametrize("language", ["ar", "fr", "zh-hans"])
def test_every_page_is_there_in_each_language_by_its_address_alone(client: Client, record, language):
    for name, address in PAGES.items():
        response = client.get(
            f"/{language}{address}", headers={"accept-language": "de", "cookie": "django_language=fr"}
        )
        page = response.content.decode()
        assert response.status_code == 200, name
        of_parts = {"HX-Request"} if name == "recommendations:recommendation_list" else set()
        assert set(response.headers["Vary"].split(", ")) == {"Accept-Encoding"} | of_parts, name
        assert not response.cookies, name
        assert f'<html lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}">' in page, name
        path = address.split("?")[0]
        for other, there in {"en": path, "fr": f"/fr{path}", "ar": f"/ar{path}", "x-default": path}.items():
            assert f'hreflang="{other}" href="{SITE}{there}' in page, name
        assert f'rel="canonical" href="{SITE}/{language}{path}' in page, name
        assert 'class="awaiting"' in page, name


def test_english_is_asked_for_by_no_header_and_awaits_no_review(client: Client, record):
    response = client.get("/", headers={"accept-language": "ar", "cookie": "django_language=ar"})
    assert '<html lang="en" dir="ltr">' in response.content.decode()
    assert "awaiting" not in response.content.decode()
    assert response.headers["Vary"] == "Accept-Encoding"


def test_who_reads_in_a_language_stays_in_it(client: Client, record):
    for name, address in PAGES.items():
        page = client.get(f"/ar{address}").content.decode()
        others = {f"/fr{permanent(address)}", f"/zh-hans{permanent(address)}", address}
        out = {link for link in links_of(page) - {o.split("?")[0] for o in others} if not link.startswith("/ar/")}
        in_own_words = {"/about/method/", "/api/v1/"}  # a link in what staff write, and what is in English alone
        assert {link for link in out - in_own_words if link.endswith("/")} == set(), name


def test_another_language_is_one_link_away_with_the_same_question(client: Client, record):
    page = client.get("/ar/recommendations/?q=teapot&position=noted").content.decode()
    said = 'lang="fr" hreflang="fr" rel="alternate">français</a>'
    assert f'<a href="/fr/recommendations/?q=teapot&amp;position=noted" {said}' in page
    assert '<span lang="ar" aria-current="true">العربية</span>' in page
    assert 'lang="en" hreflang="en" rel="alternate">English</a>' in client.get("/fr/states/CHN/").content.decode()


@pytest.mark.parametrize("address", ["/ar/never/", "/ar/recommendations.csv", "/ar/livez", "/ar/admin/", "/AR/"])
def test_what_is_not_there_in_a_language_is_nowhere(client: Client, db, address):
    assert client.get(address).status_code == 404


def test_a_page_that_is_not_found_is_in_its_language_and_names_no_other(client: Client, db):
    page = client.get("/ar/states/XXX/").content.decode()
    assert 'lang="ar" dir="rtl"' in page
    assert 'href="/ar/recommendations/"' in page
    assert "canonical" not in page
    assert 'rel="alternate" hreflang' not in page


def test_addresses_that_lead_on_keep_the_language(client: Client, db):
    assert client.get("/ar").headers["Location"] == "/ar/"
    assert client.get("/fr/states/chn/").headers["Location"] == "/fr/states/CHN/"


# What is permanent


def test_citations_data_and_pictures_for_sharing_are_permanent(client: Client, record):
    page = client.get(f"/ar{RECOMMENDATION}").content.decode()
    assert f'"@id": "{SITE}{RECOMMENDATION}"' in page
    assert f'og:image" content="{SITE}{RECOMMENDATION}card.png"' in page
    assert f'og:url" content="{SITE}/ar{RECOMMENDATION}"' in page
    cited = re.search(r'<section class="cite".*?</section>', page, re.S)
    assert cited
    assert f"{SITE}{RECOMMENDATION}" in cited[0]
    assert f"/ar{RECOMMENDATION}" not in cited[0]


def test_drawings_are_in_each_language_and_their_numbers_are_not(client: Client, record):
    picture = "/reviews/china-2024/pictures/by-action"
    page = client.get(f"/ar{picture}/").content.decode()
    assert {f"/ar{picture}.svg", f"{picture}.png", f"{picture}.csv"} <= links_of(page)
    assert client.get(f"/ar{picture}.svg").status_code == 200
    assert client.get(f"/ar{picture}.csv").status_code == 404
    assert f"{SITE}{picture}/" in client.get(f"/ar{picture}.svg").content.decode()


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_bars_are_drawn_where_a_comma_stands_in_numbers(client: Client, db, language):
    bar = re.search(r'<svg class="tally".*?</svg>', client.get(f"/{language}/about/design/").text, re.DOTALL)
    drawn = re.findall(r' (?:x|width)="([^"]*)"', bar.group())
    assert drawn
    assert all(re.fullmatch(r"[0-9]+\.[0-9]+", number) for number in drawn)


@pytest.mark.parametrize("address", [CASE, RECOMMENDATION, FOLLOW_UP])
def test_incidents_stand_on_the_pages_that_they_bear_on_in_each_language(client: Client, record, address):
    there = f'href="/reprisals/{SHOWN}/"' in client.get(address).content.decode()
    assert (f'href="/ar/reprisals/{SHOWN}/"' in client.get(f"/ar{address}").content.decode()) is there
    if address != RECOMMENDATION:
        assert there
    assert f'href="/ar{address}"' in client.get(f"/ar/reprisals/{SHOWN}/").content.decode()


# What is kept


def test_what_is_remembered_of_one_language_is_shown_in_no_other(client: Client, db, monkeypatch):
    """Rows, choices and names are kept in memory as long as the data stay: by language."""
    monkeypatch.setattr(DataVersionManager, "current", lambda manager: manager.read())
    a_recommendation(a_review(), "Polish teapots", "28.5")
    assert DataVersion.objects.read().is_known
    shown = [client.get(f"{prefix}/recommendations/?q=teapot") for prefix in ("", "/ar", "/fr", "", "/ar")]
    for prefix, response in zip(("", "/ar", "/fr", "", "/ar"), shown, strict=True):
        assert f'<a href="{prefix}/recommendations/china-2024/28.5/">' in response.content.decode(), prefix
    assert len({response.headers["ETag"] for response in shown}) == 3
