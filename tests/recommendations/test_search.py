"""The same answers on both databases; the suite runs on SQLite and on PostgreSQL."""

import random
from collections import Counter

import pytest
from django.db import connection

from recommendations.models import UN_CLASS, Assessment, Organisation, Recommendation, Review, Tag, Theme
from recommendations.search import NOT_RECORDED, Criteria, facets, search
from recommendations.search.schema import FTS, SQLITE_TRIGGERS, ensure
from tests.records import a_recommendation, a_review, a_theme

from .admin_forms import address, sent_back, with_row

pytestmark = pytest.mark.django_db


def texts(**criteria: object) -> set[str]:
    return {r.text for r in search(Criteria(**criteria))}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("torture", True),
        ("tortured", True),
        ("TORTURING", True),
        ("teapots torture", True),
        ("torture spoon", False),
        ('"polish every teapot"', True),
        ('"teapot polish"', False),
        ("“every teapots”", True),
        ("Cote d'Ivoire", True),
        ("Côte", True),
        ("cafe", True),
        ("tea", False),
        ("28.5", True),
        ("28", False),
        ("teapot's", True),
        ("?!", False),
        ('"', False),
        ("", True),
        ("teapot OR kettle", False),
        ("teapot NEAR torture", False),
        ("teapot & !torture", True),
        ("teapot -kettle", False),
        ("teapot -spoon", True),
        ('teapot -"torture of spoons"', True),
        ('teapot -"end the torture"', False),
        ("-teapot", False),
        ("-spoon", True),
        ("teapot - torture", True),
        ("-", False),
    ],
)
def test_words_forms_phrases_and_accents(query: str, found: bool):
    text = "Polish every teapot, and end the torture of kettles’ lids in Côte d'Ivoire’s café"
    a_recommendation(a_review(), text, paragraph="28.5")
    assert (texts(q=query) == {text}) is found


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("Combat dust in Xizang", "Tibet"),
        ("Combat dust in Xizang", "Tibetan"),
        ("Combat dust in Xizang", '"Tibet Autonomous Region"'),
        ("Combat dust in Xizang", "西藏"),
        ("Open the libraries of Tibet", "Xizang"),
        ("Open the libraries of Xinjiang", "Uyghur"),
        ("Open the libraries of Xinjiang", '"East Turkistan"'),
        ("Open the libraries of Xinjiang", "XUAR"),
        ("Open the libraries of the Uyghur Region", "Xinjiang"),
        ("Open the libraries of the Uighurs", "Xinjiang"),
        ("开放新疆的图书馆", "Uyghur"),
        ("开放新疆的图书馆", "新疆"),
        ("བོད་ཀྱི་དཔེ་མཛོད་", "Tibet"),
    ],
)
def test_a_place_is_found_by_all_its_names(text: str, query: str):
    a_recommendation(a_review(), text)
    a_recommendation(a_review(), "Open the libraries of the moon")
    assert texts(q=query) == {text}


def test_a_place_name_within_a_word_is_no_place():
    a_recommendation(a_review(), "Praise the tibetology of teapots")
    assert texts(q="Xizang") == set()


def test_a_territory_tag_makes_it_found_and_its_removal_ends_that():
    recommendation = a_recommendation(a_review(), "Open the libraries of the west")
    tag = Tag.objects.create(recommendation=recommendation, theme=a_theme("Tibet", "territories"))
    assert texts(q="Xizang") == {recommendation.text}
    tag.delete()
    assert texts(q="Xizang") == set()


def test_an_edit_and_a_deletion_reach_the_index():
    recommendation = a_recommendation(a_review(), "Count the teapots")
    recommendation.text = "Count the kettles"
    recommendation.save()
    assert texts(q="teapots") == set()
    assert texts(q="kettles") == {"Count the kettles"}
    recommendation.recommenders.all().delete()
    recommendation.delete()
    assert texts(q="kettles") == set()


def test_a_phrase_is_not_found_across_text_and_paragraph_or_place_names():
    a_recommendation(a_review(), "Sweep the roads of Xizang", paragraph="7")
    assert texts(q='"Xizang 7"') == set()


def test_unpublished_reviews_are_never_found():
    a_recommendation(a_review(published=False), "Count the teapots")
    assert texts() == set()
    assert texts(q="teapots") == set()
    assert all(not facet.values for facet in facets(Criteria()))


def test_missing_index_is_made_again_and_filled():
    if connection.vendor != "sqlite":
        return
    a_recommendation(a_review(), "Count the teapots")
    with connection.cursor() as cursor:
        for trigger in SQLITE_TRIGGERS:
            cursor.execute(f"DROP TRIGGER {trigger}")
    Recommendation.objects.update(search_words="kettl")
    assert texts(q="kettle") == set()
    ensure(connection)
    assert texts(q="kettle") == {"Count the teapots"}


def test_every_trigger_of_the_index_is_there():
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        assert set(SQLITE_TRIGGERS) <= {name for (name,) in cursor.fetchall()}
        cursor.execute(f"INSERT INTO {FTS}({FTS}) VALUES ('integrity-check')")


@pytest.fixture
def library() -> list[Recommendation]:
    """Forty recommendations in all combinations that a seed draws, some with nothing recorded."""
    chance = random.Random(7)
    reviews = [a_review("CHN", 45), a_review("SVN", 48), a_review("FRA", 17), a_review("CHN", 17)]
    themes = [a_theme("Women's rights"), a_theme("Detention"), a_theme("Right to education", "ohchr-themes-2025")]
    affected = [a_theme("Children", "ohchr-affected-2025")]
    organisation = Organisation.objects.create(name="Teapot Watch")
    made = []
    for number in range(40):
        recommendation = a_recommendation(
            chance.choice(reviews),
            f"{chance.choice(['Polish', 'Sell', 'Count'])} {chance.choice(['teapots', 'kettles'])} no. {number}",
            paragraph=f"9.{number}" if chance.random() < 0.7 else "",
            position=chance.choice([*UN_CLASS]),
            senders=tuple(chance.sample(["PRT", "BLR", "KEN", "VAT", "CHN"], chance.randint(0, 3))),
            themes=tuple(chance.sample(themes + affected, chance.randint(0, 3))),
            action=chance.choice([None, 1, 2, 3, 4, 5]),
        )
        if chance.random() < 0.3:
            Assessment.objects.create(organisation=organisation, recommendation=recommendation, judgement="weak")
        made.append(recommendation)
    return list(Recommendation.objects.for_list().prefetch_related("assessments").order_by("pk"))


def values_of(r: Recommendation, name: str) -> set[str]:
    """What a recommendation holds on one axis, worked out the long way."""
    states = [made.state for made in r.recommenders.all()]
    by_axis = {
        axis: {t.theme.slug for t in r.tags.all() if t.theme.vocabulary.axis == axis}
        for axis in ("theme", "affected", "territory", "sdg")
    }
    found = {
        "state": {r.review.state.iso3},
        "position": {r.position},
        "action": {str(r.action_category)} if r.action_category else set(),
        "cycle": {str(r.review.cycle)},
        "recommender": {s.iso3 for s in states},
        "group": {s.regional_group for s in states} - {""},
        "assessed": {a.judgement for a in r.assessments.all()},
        **by_axis,
    }
    return found[name] or {NOT_RECORDED}


CHOICES = {
    "state": ["CHN", "SVN"],
    "position": ["noted", "rejected", "accepted"],
    "action": ["1", "5", NOT_RECORDED],
    "recommender": ["PRT", "VAT", NOT_RECORDED],
    "group": ["africa", "weog", NOT_RECORDED],
    "theme": ["womens-rights", "right-to-education", NOT_RECORDED],
    "affected": ["children", NOT_RECORDED],
    "cycle": ["4"],
    "assessed": ["weak", NOT_RECORDED],
}


def meets(r: Recommendation, word: str, asked: dict[str, tuple[str, ...]], without: str = "") -> bool:
    return word in r.text and all(values_of(r, name) & set(values) for name, values in asked.items() if name != without)


def test_search_and_facets_equal_counting_by_hand(library: list[Recommendation]):
    chance = random.Random(3)
    for _ in range(25):
        asked = {
            name: tuple(chance.sample(CHOICES[name], chance.randint(1, len(CHOICES[name]))))
            for name in chance.sample(list(CHOICES), chance.randint(0, 3))
        }
        word = chance.choice(["", "teapot"])
        criteria = Criteria(q=word, **asked)
        assert set(search(criteria)) == {r for r in library if meets(r, word, asked)}, asked
        for facet in facets(criteria):
            counted = Counter(
                value
                for r in library
                if meets(r, word, asked, without=facet.name)
                for value in values_of(r, facet.name)
            )
            assert {v.value: v.count for v in facet.values if v.count} == counted, (facet.name, asked)


def test_facets_take_a_constant_number_of_queries(library, django_assert_num_queries):
    # position, state, action, cycle: one each; the seven others: counts, all, with any. Spellings: States, synonyms.
    with django_assert_num_queries(4 + 7 * 3 + 2):
        facets(Criteria(q="teapot", state=("CHN",)))


@pytest.mark.parametrize("sort", ["newest", "oldest", "state", "action"])
def test_every_order_is_total(library, sort: str):
    found = [r.pk for r in search(Criteria(sort=sort))]
    assert sorted(found) == sorted(r.pk for r in library)
    assert found == [r.pk for r in search(Criteria(sort=sort))]


def test_paragraphs_sort_as_numbers():
    review = a_review()
    for paragraph in ("28.10", "28.9", "28.100", "3.1"):
        a_recommendation(review, f"Teapot {paragraph}", paragraph=paragraph)
    assert [r.paragraph for r in search(Criteria())] == ["3.1", "28.9", "28.10", "28.100"]


def test_withdrawing_a_review_takes_its_recommendations_away():
    review = a_review()
    a_recommendation(review, "Count the teapots")
    Review.objects.withdraw()
    assert texts() == set()


def test_newest_and_oldest_go_by_cycle_and_session():
    for iso3, session in (("FRA", 43), ("SVN", 48), ("CHN", 45), ("YEM", 18)):
        a_recommendation(a_review(iso3, session), f"Teapot {session}", paragraph="1.1")
    order = [r.text for r in search(Criteria(sort="newest"))]
    assert order == ["Teapot 48", "Teapot 45", "Teapot 43", "Teapot 18"]
    assert [r.text for r in search(Criteria(sort="oldest"))] == order[::-1]


def test_a_tag_that_changes_from_a_territory_to_a_theme_ends_its_names():
    recommendation = a_recommendation(a_review(), "Open the libraries of the west")
    tag = Tag.objects.create(recommendation=recommendation, theme=a_theme("Tibet", "territories"))
    tag.theme = a_theme("Detention")
    tag.save()
    assert texts(q="Xizang") == set()


def test_a_name_that_staff_add_or_take_away_is_found_or_not_at_once(admin_client):
    a_recommendation(a_review(), "Open the libraries of Teaplateau")
    a_recommendation(a_review(), "Open the libraries of Lhasa")
    tibet = a_theme("Tibet", "territories")
    form = address(Theme, "change", tibet.pk)
    named = with_row(sent_back(admin_client.get(form)), "synonyms", theme=tibet.pk, name="Teaplateau")
    assert b"1 recommendation was indexed anew." in admin_client.post(form, named, follow=True).content
    assert texts(q="Tibet") == {"Open the libraries of Teaplateau"}
    there = sent_back(admin_client.get(form))
    number = next(name.split("-")[1] for name, value in there.items() if value == "Teaplateau")
    admin_client.post(form, there | {f"synonyms-{number}-DELETE": "on"})
    assert texts(q="Tibet") == set()
