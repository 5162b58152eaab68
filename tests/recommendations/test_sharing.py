"""What other sites are told of a page: its picture, what it is, and where it is; and nothing of incidents."""

import json
import re

import pytest
from django.test import Client
from django.utils.html import escape

from recommendations.models import Case, FollowUpAction, Statement
from recommendations.pictures.card import Card, card_svg
from recommendations.sharing import shared
from tests.records import a_recommendation, a_review, a_state
from tests.reprisals.addresses import ADDRESSES, the_record
from tests.reprisals.records import two_people

SITE = "http://127.0.0.1:8000"


@pytest.fixture
def record(db):
    review = a_review()
    made = {
        "review": review,
        "recommendation": a_recommendation(review, "Count </script> & “teapots”", "28.5"),
        "state": a_state("CHN"),
        "action": FollowUpAction.objects.create(kind="debate", title="Count the teapots", summary="All of them."),
        "statement": Statement.objects.create(title="On teapots", issued_on="2024-02-03", summary="Teapots matter."),
        "case": Case.objects.create(title="Teapots", summary="A case of teapots."),
    }
    made["case"].reviews.set([review])
    for model in (FollowUpAction, Statement, Case):
        model.objects.publish()
    return made


KINDS = ["review", "recommendation", "state", "action", "statement", "case"]


@pytest.mark.parametrize("kind", KINDS)
def test_each_page_says_what_it_is_and_shows_a_picture_of_the_right_size(client: Client, record, kind: str):
    address = record[kind].get_absolute_url()
    shown = client.get(address).content.decode()
    said = dict(re.findall(r'<meta property="(og:[a-z_:]+)" content="([^"]*)">', shown))
    assert said["og:url"] == f"{SITE}{address}"
    assert said["og:title"] == escape(shared(record[kind]).title)
    assert said["og:description"]
    assert f'<link rel="canonical" href="{SITE}{address}">' in shown
    picture = client.get(said["og:image"].removeprefix(SITE))
    assert picture["Content-Type"] == "image/png"
    size = [int.from_bytes(picture.content[i : i + 4], "big") for i in (16, 20)]
    assert [str(n) for n in size] == [said["og:image:width"], said["og:image:height"]] == ["1200", "630"]
    data = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', shown)[1])
    assert (data["@context"], data["url"]) == ("https://schema.org", f"{SITE}{address}")


def test_no_text_ends_the_block_of_data(client: Client, record):
    shown = client.get(record["recommendation"].get_absolute_url()).content.decode()
    assert shown.count("</script>") == 1
    data = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', shown)[1])
    assert data["text"] == "Count </script> & “teapots”"
    assert data["isPartOf"]["url"] == f"{SITE}/reviews/china-2024/"


@pytest.mark.parametrize("kind", ["review", "recommendation", "action", "statement", "case"])
def test_what_is_withdrawn_has_no_picture(client: Client, record, kind: str):
    address = f"{record[kind].get_absolute_url()}card.png"
    assert client.get(address).status_code == 200
    owner = record["review"] if kind == "recommendation" else record[kind]
    type(owner).objects.filter(pk=owner.pk).withdraw()
    assert client.get(address).status_code == 404


def test_a_refused_address_has_no_canonical_one(client: Client, db):
    for address in ("/recommendations/?teapot=1", "/never/"):
        assert "canonical" not in client.get(address).content.decode()


def test_a_card_keeps_within_its_edges():
    card = Card("Recommendation", "Count the teapots " * 40, "said " * 60, "/" + "long" * 60, {"accepted": 9}, "noted")
    svg = card_svg(card)
    lines = [float(y) for y in re.findall(r'<text x="\d+" y="([\d.]+)"', svg)]
    assert max(lines) < 630
    assert max(len(text) for text in re.findall(r">([^<>]+)</text>", svg)) <= 70
    assert svg.count("…") >= 3


def test_every_page_describes_itself_once(client: Client, db, settings, tmp_path):
    settings.EVIDENCE_DIR = str(tmp_path / "evidence")
    the_record(*two_people())
    for name, addresses in ADDRESSES.items():
        page = client.get(addresses[0])
        if page.status_code == 200 and page.headers["Content-Type"].startswith("text/html"):
            said = re.findall(r'<meta name="description" content="([^"]*)">', page.content.decode())
            assert len(said) == 1, name
            assert said[0], name
