"""robots.txt, the icon that browsers look for by themselves, and to whom a hole is told."""

import pytest
from django.test import Client

from tests.records import a_recommendation, a_review


@pytest.fixture
def site(settings):
    settings.SITE_URL = "https://upr.example.org"


def test_crawlers_are_told_what_is_staffs_and_what_never_ends_and_where_the_sitemap_is(client: Client, site):
    response = client.get("/robots.txt")
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    lines = response.content.decode().splitlines()
    assert lines[0] == "User-agent: *"
    assert {"Disallow: /admin/", "Disallow: /recommendations/?*&", "Disallow: /*/recommendations/?*&"} <= set(lines)
    assert lines[-1] == "Sitemap: https://upr.example.org/sitemap.xml"


def test_what_the_sitemap_names_is_not_barred(client: Client, db):
    a_recommendation(a_review(), "Polish teapots", "28.5")
    barred = [line.removeprefix("Disallow: ") for line in client.get("/robots.txt").content.decode().splitlines()[1:]]
    paths = [path for path in barred if path.startswith("/")]
    for part in ("/sitemap-pages.xml", "/sitemap-recommendations-1.xml"):
        named = client.get(part).content.decode()
        assert "<loc>" in named
        assert [path for path in paths if path.replace("/*", "") in named] == []


def test_the_icon_is_found_where_browsers_look(client: Client):
    assert client.get("/favicon.ico").headers["Location"] == "/static/icon.svg"


def test_to_whom_a_hole_is_told(client: Client, site, settings):
    assert client.get("/.well-known/security.txt").status_code == 404
    settings.SECURITY_CONTACT = "mailto:security@upr.example.org"
    lines = client.get("/.well-known/security.txt").content.decode().splitlines()
    assert lines[0] == "Contact: mailto:security@upr.example.org"
    assert lines[1].startswith("Expires: 20")
    assert lines[1].endswith("T00:00:00Z")
    assert lines[2] == "Canonical: https://upr.example.org/.well-known/security.txt"
