"""Public answers are compressed for whoever takes them so, the same each time; staff's and what is small are not."""

import gzip

import brotli
import pytest
from django.test import Client
from django.utils import timezone

from tests.records import a_recommendation, a_review
from tests.reprisals.records import a_person_of_staff

pytestmark = pytest.mark.django_db
TAKES = {"accept-encoding": "gzip"}
FEED = "/feeds/statements.atom"


@pytest.fixture(autouse=True)
def record():
    a_recommendation(a_review(), "Polish teapots", "28.5")


def asked(client: Client, address: str, headers: dict[str, str]):
    response = client.get(address, headers=headers)
    return response, b"".join(response.streaming_content) if response.streaming else response.content


@pytest.mark.parametrize(
    "address",
    ["/", "/ar/about/", "/reviews/china-2024/", "/recommendations.csv", "/reviews/china-2024/pictures/squares.svg"],
)
def test_a_public_answer_is_compressed_for_who_takes_it_so_and_is_the_same_each_time(
    client: Client, monkeypatch, address
):
    at = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: at)  # which files tell
    (plain, whole), (small, body), (_again, same) = (asked(client, address, headers) for headers in ({}, TAKES, TAKES))
    assert gzip.decompress(body) == whole
    assert body == same
    assert small.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in small.headers["Vary"]
    assert "Content-Encoding" not in plain.headers
    assert plain.headers["Vary"] == small.headers["Vary"]


def test_a_browser_gets_a_page_smaller_still_and_who_will_not_have_it_so_gets_gzip(client: Client):
    whole, small = client.get(FEED), client.get(FEED, headers={"accept-encoding": "gzip, deflate, br"})
    assert brotli.decompress(small.content) == whole.content
    assert small.headers["Content-Encoding"] == "br"
    assert small.headers["Content-Length"] == str(len(small.content))
    assert len(small.content) < len(gzip.compress(whole.content))
    assert small.headers["ETag"] == f"W/{whole.headers['ETag']}"
    assert "Accept-Encoding" in small.headers["Vary"]
    refused = client.get(FEED, headers={"accept-encoding": "gzip, br;q=0"})
    assert refused.headers["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in client.get("/admin/sign-in/", headers={"accept-encoding": "br"}).headers


def test_pages_of_staff_hold_secrets_and_are_not(client: Client):
    assert "Content-Encoding" not in client.get("/admin/sign-in/", headers=TAKES).headers
    client.force_login(a_person_of_staff("ada", is_superuser=True))
    for address in ("/admin/", "/admin/recommendations/review/"):
        assert "Content-Encoding" not in client.get(address, headers=TAKES).headers


def test_what_is_compressed_already_or_small_is_not(client: Client):
    for address in ("/card.png", "/livez"):
        assert not {"Content-Encoding", "Vary"} & set(client.get(address, headers=TAKES).headers)
