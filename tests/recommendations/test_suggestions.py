import pytest
from django.test import Client

from recommendations.search import Criteria, readings, suggestions
from tests.records import a_recommendation, a_review, a_theme

pytestmark = pytest.mark.django_db


def said(query: str, **criteria: tuple[str, ...]) -> set[tuple[str, str, str]]:
    return {(s.field, s.value, s.rest) for s in suggestions(Criteria(q=query, **criteria))}


def test_a_state_in_the_query_can_be_a_filter():
    assert said("China torture") >= {("state", "CHN", "torture"), ("recommender", "CHN", "torture")}
    assert ("state", "KOR", "teapots") in said("teapots Republic of Korea")
    assert ("state", "CHN", "") not in said("China", state=("CHN",))


def test_a_theme_that_the_words_name_can_be_a_filter():
    assert ("theme", "torture-and-other-cid-treatment", "") in said("torture")
    assert said("teapots") == set()
    assert said("") == set()


def test_the_page_leads_from_words_to_the_filter(client: Client):
    a_recommendation(a_review(), "Accede to the protocol", themes=(a_theme("Torture and other CID treatment"),))
    page = client.get("/recommendations/?q=torture&state=CHN").content.decode()
    assert "Theme: Torture and other CID treatment" in page
    assert 'href="/recommendations/?state=CHN&amp;theme=torture-and-other-cid-treatment"' in page


def meant(query: str, **criteria: tuple[str, ...]) -> list[tuple[str, ...]]:
    found = readings(Criteria(q=query, **criteria))
    return [(*way.recommender, "asks", *way.state, *way.theme, way.q, str(n)) for way, n in found]


def test_words_that_find_nothing_are_read_as_states_and_themes():
    china = a_review()
    a_recommendation(china, "Polish teapots", senders=("KEN",), themes=(a_theme("Detention"),))
    a_recommendation(china, "Sell teapots", senders=("KEN", "KOR"))
    assert meant("what did Kenya ask of China about detention") == [
        ("KEN", "asks", "CHN", "detention", "", "1"),
        ("KEN", "asks", "CHN", "", "2"),
    ]
    assert meant("teapots Republic of Korea") == [("KOR", "asks", "teapots", "1")]
    assert meant("Kenya detention", state=("CHN",)) == [("KEN", "asks", "CHN", "detention", "", "1")]
    assert meant("nowhere") == meant("") == meant("?!") == []


def test_a_word_is_spelt_as_the_names_of_states_and_themes_are():
    a_recommendation(a_review(), "Polish teapots", senders=("KEN",), themes=(a_theme("Detention"),))
    assert meant("Kenia detntion") == [("KEN", "asks", "detention", "", "1")]
    assert meant("teapts") == []


def test_the_page_says_what_the_words_may_mean(client: Client):
    a_recommendation(a_review(), "Polish teapots", senders=("KEN",), themes=(a_theme("Detention"),))
    page = client.get("/recommendations/?q=Kenya+China+detention&position=accepted&sort=oldest").content.decode()
    query = "position=accepted&amp;sort=oldest&amp;state=CHN&amp;recommender=KEN&amp;theme=detention"
    said = "State under review: China; Recommending State: Kenya; Position: Accepted; Theme: Detention"
    assert f'<a href="/recommendations/?{query}">{said}</a>' in page
    found = client.get(f"/recommendations/?{query.replace('&amp;', '&')}").content.decode()
    assert 'data-total="1"' in found


def test_a_theme_of_unpublished_records_only_is_not_known(client: Client):
    recommendation = a_recommendation(a_review(published=False), "Sell teapots")
    vocabulary = a_theme("Detention").vocabulary
    secret = vocabulary.themes.create(slug="secret-theme", name="Secret theme")
    recommendation.tags.create(theme=secret)
    never = client.get("/recommendations/?theme=never-was")
    hidden = client.get("/recommendations/?theme=secret-theme")
    assert never.status_code == hidden.status_code == 400
    assert "Secret theme" not in hidden.content.decode()
    assert said("secret theme") == set()
    a_recommendation(a_review("FRA", 17), "Sell kettles").tags.create(theme=secret)
    assert client.get("/recommendations/?theme=secret-theme").status_code == 200


@pytest.mark.parametrize("key", ["%00", "28.5%00", "..%2f", "x" * 31, "28 5"])
def test_an_odd_key_is_not_found(client: Client, key: str):
    a_review()
    assert client.get(f"/recommendations/china-2024/{key}/").status_code == 404
