"""Names that mean the same: staff edit them, and what they change is found at once."""

import pytest

from recommendations.models import StateName, ThemeSynonym
from recommendations.search import Criteria, facets, search
from recommendations.search.spellings import Spellings
from recommendations.words import search_words
from tests.records import a_recommendation, a_review, a_state, a_theme

pytestmark = pytest.mark.django_db


def texts(query: str) -> set[str]:
    return {recommendation.text for recommendation in search(Criteria(q=query))}


def names(query: str) -> set[str]:
    """The other spellings of a name."""
    return {" ".join(spelling.words) for spelling in Spellings.load().of(tuple(search_words(query)))}


def test_a_name_of_a_state_that_staff_add_or_take_away_is_found_or_not_at_once():
    a_recommendation(a_review(), "Sell tea to Teapotia")
    assert texts("Portugal") == set()
    added = StateName.objects.create(state=a_state("PRT"), name="Teapotia")
    assert texts("Portugal") == {"Sell tea to Teapotia"}
    assert texts("tea Portugal -spoon") == {"Sell tea to Teapotia"}
    assert texts("tea -Portugal") == set()
    added.delete()
    assert texts("Portugal") == set()


@pytest.mark.parametrize(("theme", "vocabulary"), [("Detention", "upr-info-issues"), ("Kyiv", "spellings")])
def test_a_theme_of_any_axis_can_have_synonyms(theme: str, vocabulary: str):
    a_recommendation(a_review(), "Sell tea in Teapot Town")
    a_recommendation(a_review(), f"Sell tea in {theme}")
    assert texts(theme) == {f"Sell tea in {theme}"}
    ThemeSynonym.objects.create(theme=a_theme(theme, vocabulary), name="Teapot Town")
    for query in (theme, "Teapot Town", '"Teapot Town"'):
        assert texts(query) == {"Sell tea in Teapot Town", f"Sell tea in {theme}"}


def test_a_name_that_is_nothing_but_signs_names_nothing():
    for name in ("?!", "Teapot Town"):
        ThemeSynonym.objects.create(theme=a_theme("Detention"), name=name)
    a_recommendation(a_review(), "Sell tea in Teapot Town")
    assert texts("Detention") == {"Sell tea in Teapot Town"}
    assert texts("?!") == set()


def test_only_the_shortest_names_are_asked_for_and_none_that_is_a_word():
    assert names("Vatican City") == {"holi see", "vatican"}
    assert names("Turkey") == {"turkiy"}
    assert "us" not in names("United States")
    assert names("teapot") == set()


def test_the_name_of_a_state_within_that_of_another_is_not_its_name():
    a_recommendation(a_review(), "Thank the Democratic People's Republic of Korea")
    a_recommendation(a_review(), "Thank the Republic of Korea")
    assert texts("ROK") == {"Thank the Republic of Korea"}
    assert texts("DPRK") == {"Thank the Democratic People's Republic of Korea"}


def test_spellings_are_no_themes_that_visitors_could_filter_by(client):
    a_recommendation(a_review(), "Visit the museum in Kiev")
    page = client.get("/recommendations/", {"q": "Kyiv"})
    assert "theme=kyiv" not in page.content.decode()
    assert client.get("/recommendations/", {"theme": "kyiv"}).status_code == 400


def test_facets_count_what_other_spellings_find():
    a_recommendation(a_review(), "Visit the museum in Kiev")
    (state,) = [facet for facet in facets(Criteria(q="Kyiv")) if facet.name == "state"]
    assert [(value.value, value.count) for value in state.values] == [("CHN", 1)]


def test_the_search_of_the_admin_finds_other_spellings(admin_client):
    a_recommendation(a_review(), "Visit the museum in Kiev")
    page = admin_client.get("/admin/recommendations/recommendation/", {"q": "Kyiv"}).content.decode()
    assert "Visit the museum in Kiev" in page
