"""The schema is OpenAPI 3.1, tells the truth, and schemathesis finds nothing. More of it: tests/long/api_schema.py."""

import datetime
import re
from concurrent.futures import ThreadPoolExecutor
from time import sleep

import pytest

from recommendations.api.schema import begun
from recommendations.models import PartialDate
from tests.api.asked_by_schema import ask_everything
from tests.reprisals.addresses import the_record
from upr_tracker.api import pages

pytestmark = pytest.mark.django_db


def test_schemathesis_finds_nothing(people, settings):
    settings.SITE_URL = "http://localhost"
    the_record(*people)
    assert ask_everything(examples=4) > 80


def test_it_describes_every_record_and_every_field(client, people):
    the_record(*people)
    described = client.get("/api/v1/openapi.json").json()
    assert described["openapi"].startswith("3.1")
    assert described["servers"] == [{"url": "http://127.0.0.1:8000"}]
    schemas = described["components"]["schemas"]
    for name, schema in schemas.items():
        for field, told in schema["properties"].items():
            assert told.get("description") or "$ref" in told or field == "results", (name, field)
    parameters = {one["name"]: one for one in described["paths"]["/api/v1/recommendations/"]["get"]["parameters"]}
    assert "CHN" in parameters["state"]["schema"]["items"]["enum"]
    assert parameters["review"]["schema"]["items"]["enum"] == ["china-2024"]
    assert parameters["sort"]["schema"]["enum"] == ["newest", "oldest", "state", "action"]
    assert all(one["description"] for one in parameters.values())


def test_it_is_the_same_for_those_who_ask_at_once(monkeypatch):
    """Who describes a view leaves notes on its class, which another would take for its own."""
    at_once, most = 0, 0

    def describe(generator, request, public):
        nonlocal at_once, most
        at_once += 1
        most = max(most, at_once)
        sleep(0.01)
        at_once -= 1
        return {}

    monkeypatch.setattr(pages.SchemaGenerator, "get_schema", describe)
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(lambda _n: pages.schema(), range(8)))
    assert most == 1


@pytest.mark.parametrize("today", ["2026-01-01", "2026-03-09", "2024-02-29", "2025-12-31", "2026-11-30"])
def test_the_pattern_of_dates_knows_which_have_begun(today):
    day = datetime.date.fromisoformat(today)
    pattern = re.compile(begun(day))
    one, end = datetime.date(day.year - 2, 1, 1), datetime.date(day.year + 1, 2, 1)
    while one < end:
        for text in (f"{one:%Y}", f"{one:%Y-%m}", f"{one:%Y-%m-%d}"):
            assert bool(pattern.match(text)) == (PartialDate(text).earliest <= day), text
        one += datetime.timedelta(days=1)
    for wrong in ("2023-02-29", "2023-13", "2023-04-31", "2023-00", "23", "2023-1", "x", "2023-01-00"):
        assert not pattern.match(wrong)
