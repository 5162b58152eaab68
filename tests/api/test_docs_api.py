"""The examples of docs/api.md do what they say."""

import json
import re
from urllib.parse import quote

import pytest

from tests.records import a_recommendation, a_review
from tests.upr_tracker.test_docs import DOCS

pytestmark = pytest.mark.django_db
EXAMPLES = re.findall(r"^GET (/api/\S.*)$", DOCS["api.md"], re.MULTILINE)
ADDRESSES = set(re.findall(r"`(/api/v1/[-a-z]+/)`", DOCS["api.md"]))


@pytest.fixture(autouse=True)
def paragraph(db):
    a_recommendation(a_review(), "Polish teapots", "28.5", position="noted")


@pytest.mark.parametrize("address", EXAMPLES)
def test_an_example_is_answered_as_it_says(client, address):
    response = client.get(quote(address, safe="/?=&,"))
    wrong = "teapot" in address
    assert response.status_code == (400 if wrong else 200), response.content
    if wrong:
        assert response.json() == json.loads(re.search(r"^\{\n.*?^\}", DOCS["api.md"], re.MULTILINE | re.DOTALL)[0])


def test_the_example_of_a_list_is_one(client):
    example = re.search(r'^\{"count".*$', DOCS["api.md"], re.MULTILINE)[0]
    assert client.get("/api/v1/recommendations/?fields=id").json() == json.loads(example)


def test_every_list_is_documented(client):
    described = client.get("/api/v1/openapi.json").json()
    lists = {path for path in described["paths"] if "{" not in path}
    assert lists == ADDRESSES
    page = client.get("/api/v1/").content.decode()
    assert [path for path in described["paths"] if f"<code>{path}</code>" not in page] == []
    for path in re.findall(r'<a href="(/api/v1/[^"#]+)"><code>', page):
        assert client.get(path.replace("&amp;", "&")).status_code == 200, path
