"""What every answer of the API has in common: one form of problems, reading alone, by anybody, without a trace."""

import pytest
from django.db import OperationalError
from django.test import Client

from recommendations.api import recommendations as api
from recommendations.models import Recommendation
from tests.recommendations.test_pages_kept import versions_within_the_test  # noqa: F401

pytestmark = pytest.mark.django_db
LISTS = ["recommendations", "reviews", "states", "follow-up", "statements", "cases", "reprisals"]
OF_THE_RECORD = LISTS[:-1]


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "trace"])
def test_it_is_for_reading_alone(method):
    client = Client(enforce_csrf_checks=True)
    for name in LISTS:
        response = getattr(client, method)(f"/api/v1/{name}/")
        assert (response.status_code, response.headers["Allow"]) == (405, "GET, HEAD, OPTIONS")
        assert response.json()["problems"] == ["This API is for reading: GET, HEAD and OPTIONS alone."]


@pytest.mark.parametrize("name", [*(f"{name}/" for name in LISTS), "openapi.json", "never/"])
def test_any_site_may_read_it_and_nobody_gets_a_cookie(client, name):
    before = client.options(f"/api/v1/{name}", headers={"origin": "https://teapots.example"})
    assert before.status_code == 204
    assert before.headers["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert before.headers["Access-Control-Allow-Headers"] == "If-None-Match"
    for response in (before, client.get(f"/api/v1/{name}"), client.post(f"/api/v1/{name}")):
        assert response.headers["Access-Control-Allow-Origin"] == "*"
        assert "Access-Control-Allow-Credentials" not in response.headers
        assert response.headers["Content-Security-Policy"]
        assert not response.cookies
        assert response.headers.get("Vary", "Accept-Encoding") == "Accept-Encoding"


NOWHERE = ["never/", "recommendations/china-2024/1.1/", "states/XXX/", "reviews/never/", "cases/never/", "%00/"]
NOWHERE += ["follow-up/never/", "statements/never/", "reprisals/never/", "recommendations/never/1.1/more/"]


def test_what_is_not_there_is_told_in_one_form(ask):
    said = "There is nothing public at this address."
    form = {"type": "about:blank", "title": "Not Found", "status": 404, "detail": said, "problems": [said]}
    for address in NOWHERE:
        assert ask(address, 404) == form


def test_an_address_without_its_last_stroke_leads_on(client):
    response = client.get("/api/v1/states?limit=2")
    assert (response.status_code, response.headers["Location"]) == (301, "/api/v1/states/?limit=2")
    assert client.get("/api/v1/never").status_code == 404


def test_too_long_a_question_is_told_in_the_same_form(client, monkeypatch):
    def too_long(*args):
        raise OperationalError("interrupted")

    monkeypatch.setattr(api, "answer", too_long)
    response = client.get("/api/v1/recommendations/")
    assert (response.status_code, response.headers["Retry-After"]) == (503, "30")
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert response.json()["problems"] == ["This takes too long just now"]


def test_so_are_a_mistake_of_ours_and_an_address_that_nobody_means(client, monkeypatch):
    def broken(*args):
        raise RuntimeError

    monkeypatch.setattr(api, "answer", broken)
    client.raise_request_exception = False
    response = client.get("/api/v1/recommendations/")
    assert (response.status_code, response.json()["title"]) == (500, "Internal Server Error")
    assert response.headers["Content-Type"] == "application/problem+json"
    many = client.get("/api/v1/states/?" + "&".join(f"a{n}=1" for n in range(1001)))
    assert (many.status_code, many.json()["status"]) == (400, 400)


@pytest.mark.parametrize("name", OF_THE_RECORD)
def test_an_answer_is_sent_once_until_something_public_changes(client, teapots, name):
    address = f"/api/v1/{name}/"
    etag = client.get(address).headers["ETag"]
    unchanged = client.get(address, headers={"if-none-match": etag})
    assert (unchanged.status_code, unchanged.content) == (304, b"")
    assert unchanged.headers["Access-Control-Allow-Origin"] == "*"
    Recommendation.objects.filter(key="28.1").update(text="Count teapots")
    assert client.get(address, headers={"if-none-match": etag}).status_code == 200


def test_what_tells_of_incidents_is_kept_nowhere(client):
    for address in ("reprisals/", "reprisals/never/", "openapi.json", ""):
        response = client.get(f"/api/v1/{address}")
        assert "no-store" in response.headers["Cache-Control"] or response.status_code == 404, address
        assert "ETag" not in response.headers
