"""Public addresses of what was merged lead on, for ever."""

import pytest
from django.core.management import call_command

from recommendations.models import (
    Review,
)
from recommendations.tracking.merging_duplicates import merge
from recommendations.tracking.undoing import undo
from tests.records import (
    a_recommendation,
    a_review,
    a_state,
    themes_of,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("address", "to"),
    [
        ("/states/TPT/", "/states/FRA/"),
        ("/recommendations/?state=TPT", "/recommendations/?state=FRA"),
        ("/recommendations/?recommender=TPT&q=tea", "/recommendations/?recommender=FRA&q=tea"),
        ("/recommendations.csv?state=TPT", "/recommendations.csv?state=FRA"),
    ],
)
def test_the_address_of_a_merged_state_redirects_for_ever(client, teapotland, portugal, address, to):
    first = merge(portugal, [teapotland])
    second = merge(a_state("FRA"), [portugal])
    response = client.get(address)
    assert (response.status_code, response["Location"]) == (301, to)
    undo(second.change)
    assert client.get(address)["Location"] == to.replace("FRA", "PRT")
    undo(first.change)
    assert client.get(address).status_code == 200


def test_what_leads_to_the_same_stands_once(client, teapotland, portugal):
    merge(portugal, [teapotland])
    response = client.get("/recommendations/?recommender=TPT&recommender=PRT&recommender=FRA")
    assert response["Location"] == "/recommendations/?recommender=PRT&recommender=FRA"


def test_small_letters_lead_on_too(client, teapotland, portugal):
    merge(portugal, [teapotland])
    assert client.get("/states/tpt/", follow=True).redirect_chain == [("/states/TPT/", 301), ("/states/PRT/", 301)]


@pytest.mark.parametrize("published", [True, False])
def test_a_theme_leads_on_where_visitors_could_know_of_it(client, published):
    into, old = themes_of("upr-info-issues", "Brewing", "Tea-making")
    a_recommendation(a_review(), themes=(into,))
    a_recommendation(a_review("FRA", published=published), themes=(old,))
    merge(into, [old])
    response = client.get("/recommendations/?theme=tea-making")
    if published:
        assert (response.status_code, response["Location"]) == (301, "/recommendations/?theme=brewing")
    else:
        assert response.status_code == 400


def test_a_theme_that_visitors_may_not_know_of_is_not_led_to(client):
    into, old = themes_of("upr-info-issues", "Brewing", "Tea-making")
    a_recommendation(a_review(), themes=(old,))
    merge(into, [old])
    Review.objects.withdraw()
    assert client.get("/recommendations/?theme=tea-making").status_code == 400


def test_an_export_follows_too(tmp_path, teapotland, portugal):
    a_recommendation(a_review("TPT"))
    merge(portugal, [teapotland])
    file = tmp_path / "out.csv"
    call_command("export_recommendations", "--filter", "state=TPT", "--format", "csv", "-o", str(file))
    assert "Invent a better teapot" in file.read_text()
