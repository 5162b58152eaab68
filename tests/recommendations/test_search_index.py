"""The index says what SQL says, of any data and any question, and never what is no longer so."""

import random
from collections.abc import Iterator

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from recommendations.models import (
    Assessment,
    Case,
    DataVersion,
    Organisation,
    Recommendation,
    RecommendationPosition,
    RecommendingState,
    Review,
    State,
    Tag,
    Theme,
)
from recommendations.models.data_version import UNKNOWN
from recommendations.models.remembering import reading
from recommendations.search import (
    GROUPINGS,
    NOT_RECORDED,
    SORTS,
    Criteria,
    answer,
    groups_of,
    members,
)
from recommendations.search.answer import SqlAnswer
from recommendations.search.index import Index, IndexAnswer
from recommendations.search.keeping import keeper
from tests.records import a_recommendation, a_review, a_theme, themes_of

WORDS = ["teapots", "kettles", "spoons", "of Xizang", "in Türkiye", "cups"]
STATES = ["CHN", "PRT", "BLR", "KEN", "VAT", "FRA"]


@pytest.fixture
def chance(db) -> random.Random:
    """Random data in two vocabularies that share slugs, some of it not published."""
    return random.Random(5)


def fill(chance: random.Random, n: int) -> None:
    """Adds so many recommendations, with what can be recorded of each."""
    sessions = [("CHN", 45), ("SVN", 48), ("FRA", 17), ("CHN", 17), ("YEM", 18), ("PRT", 33)]
    reviews = [a_review(iso3, session, published=chance.random() < 0.8) for iso3, session in sessions]
    themes = [*Theme.objects.order_by("pk")[::9], a_theme("Children", "ohchr-affected-2025")]
    states = list(State.objects.filter(iso3__in=STATES))
    judge = Organisation.objects.get_or_create(name="Teapot Watch")[0]
    for number in range(n):
        made = a_recommendation(
            chance.choice(reviews),
            f"{chance.choice(['Polish', 'Sell'])} {chance.choice(WORDS)} no. {chance.random()}",
            paragraph=f"{chance.randint(1, 200)}.{number}" if chance.random() < 0.6 else "",
            position=chance.choice(["accepted", "noted", "rejected", "pending"]),
            senders=(),
            action=chance.choice([None, 1, 2, 5]),
        )
        for state in chance.sample(states, chance.randint(0, 3)):
            RecommendingState.objects.create(recommendation=made, state=state)
        for theme in chance.sample(themes, chance.randint(0, 3)):
            Tag.objects.create(recommendation=made, theme=theme)
        if chance.random() < 0.3:
            Assessment.objects.create(
                organisation=judge, recommendation=made, judgement=chance.choice(["weak", "missing"])
            )


def some(*values: str) -> st.SearchStrategy[tuple[str, ...]]:
    return st.one_of(st.just(()), st.lists(st.sampled_from(values), max_size=3, unique=True).map(tuple))


SLUGS = st.deferred(lambda: some(*Theme.objects.values_list("slug", flat=True), NOT_RECORDED))
QUESTIONS = st.builds(
    Criteria,
    q=st.sampled_from(["", "", "teapots", "kettles -polish", '"sell spoons"', "Tibet", "-cups", "?!", "tea", "Turkey"]),
    state=some("CHN", "FRA", "SVN", "ITA"),
    recommender=some(*STATES, NOT_RECORDED),
    group=some("africa", "asia", "weog", NOT_RECORDED),
    position=some("accepted", "noted", "pending"),
    action=some("1", "2", "3", NOT_RECORDED),
    theme=SLUGS,
    affected=some("children", NOT_RECORDED),
    territory=some("tibet", NOT_RECORDED),
    sdg=some(NOT_RECORDED),
    cycle=some("2", "3", "4"),
    review=some("china-2024", "china-2013", "slovenia-2025"),
    case=some("teapots", "hidden"),
    assessed=some("weak", "implemented", NOT_RECORDED),
    sort=st.sampled_from([*SORTS]),
    by=st.sampled_from([*GROUPINGS]),
)


def says(found: IndexAnswer | SqlAnswer) -> list[object]:
    facets = found.facets()
    groups = groups_of(facets, found.criteria.by or "theme")
    grouped = [members(found, groups, start, stop) for start, stop in ((0, 500), (3, 12), (7, 7))]
    return [found.count, found.numbered, found.keys(0, 500), found.keys(3, 8), found.keys(7, 7), facets, grouped]


def test_index_and_sql_say_the_same(chance):
    twins = [*themes_of("upr-info-issues", "Tea", "Cups"), *themes_of("ohchr-themes-2025", "Tea")]
    Theme.objects.filter(pk=twins[2].pk).update(name="Tea and coffee")
    fill(chance, 60)
    for theme in twins:
        for recommendation in chance.sample(list(Recommendation.objects.all()), 9):
            Tag.objects.get_or_create(recommendation=recommendation, theme=theme)
    for slug in ("teapots", "hidden"):
        case = Case.objects.create(title=slug, slug=slug)
        case.reviews.add(a_review("SVN", 48, published=False))
        case.recommendations.set(chance.sample(list(Recommendation.objects.all()), 9))
    Case.objects.filter(slug="teapots").publish()
    index = Index.build()

    @settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))
    @given(criteria=QUESTIONS)
    def the_same(criteria):
        assert says(IndexAnswer(index, criteria)) == says(SqlAnswer(criteria))

    the_same()


def test_an_index_of_nothing_says_the_same(db):
    index = Index.build()
    assert says(IndexAnswer(index, Criteria(by="theme"))) == says(SqlAnswer(Criteria(by="theme")))
    tea = Criteria(q="tea", sort="action", by="cycle")
    assert says(IndexAnswer(index, tea)) == says(SqlAnswer(tea))


def test_every_group_holds_what_its_filter_finds(chance):
    """Of each group so many as its heading says, those that the search narrowed to it finds, in the same order."""
    fill(chance, 60)
    for by in GROUPINGS:
        for chosen in ((), tuple(value.value for value in groups_of(SqlAnswer(Criteria()).facets(), by)[:2])):
            found = SqlAnswer(Criteria(sort="oldest", by=by).but(by, *chosen))
            groups = groups_of(found.facets(), by)
            assert groups
            assert not chosen or {group.value for group in groups} == set(chosen)
            for part, group in zip(members(found, groups, 0, 1000), groups, strict=True):
                narrowed = SqlAnswer(Criteria(sort="oldest").but(by, group.value))
                assert (part.group, part.keys) == (group, narrowed.keys(0, 1000))
                assert group.count == narrowed.count == len(part.keys)


def test_positions_of_another_day_are_for_sql(db):
    index = Index.build()
    keeper.keep(index)
    with reading(index.version):
        assert isinstance(answer(Criteria()), IndexAnswer)
        assert isinstance(answer(Criteria(as_of="2020")), SqlAnswer)


# Which of the two answers


@pytest.fixture
def kept() -> Iterator[None]:
    keeper.keep(None)
    yield
    keeper.keep(None)


@pytest.mark.django_db
def test_a_stale_index_an_unknown_version_and_the_setting_leave_it_to_sql(kept, monkeypatch, settings):
    begun = []
    monkeypatch.setattr(keeper, "begin", lambda: begun.append(1))
    with reading(DataVersion.objects.read()):
        assert isinstance(answer(Criteria()), SqlAnswer)
    index = Index.build()
    keeper.keep(index)
    with reading(index.version):
        assert isinstance(answer(Criteria()), IndexAnswer)
        settings.SEARCH_INDEX = False
        assert isinstance(answer(Criteria()), SqlAnswer)
        settings.SEARCH_INDEX = True
    with reading(UNKNOWN):
        assert isinstance(answer(Criteria()), SqlAnswer)
    a_review()
    with reading(DataVersion.objects.read()):
        assert isinstance(answer(Criteria()), SqlAnswer)
    assert len(begun) == 2


@pytest.mark.django_db(transaction=True)
def test_the_page_from_the_index_is_the_page_from_sql(kept, chance, client: Client, settings):
    fill(chance, 30)
    for query in (
        "",
        "q=teapots",
        "position=noted&sort=action",
        "recommender=PRT&q=sell+-kettles",
        "review=china-2024",
        "by=theme&q=teapots&page=1",
        "q=teapots&action=5&position=pending&recommender=VAT",
    ):
        keeper.keep(None)
        settings.SEARCH_INDEX = False
        from_sql = client.get(f"/recommendations/?{query}")
        settings.SEARCH_INDEX = True
        keeper.keep(Index.build())
        from_index = client.get(f"/recommendations/?{query}")
        assert (from_index.status_code, from_index.headers) == (from_sql.status_code, from_sql.headers)
        assert from_index.content == from_sql.content


@pytest.mark.django_db(transaction=True)
def test_a_page_from_the_index_takes_few_queries(kept, client: Client, django_assert_num_queries):
    for number in range(40):
        a_recommendation(a_review(), f"Teapot {number}", f"1.{number}", themes=(a_theme("Detention"),))
    a_recommendation(a_review(), "Kettle", "2.1")
    keeper.keep(Index.build())
    client.get("/recommendations/?q=kettle&state=CHN")  # from now on, names and choices are at hand
    with django_assert_num_queries(1 + 1 + 3):  # version; words of the query; rows, recommending States, themes
        client.get("/recommendations/?q=teapot&state=CHN")
    with django_assert_num_queries(1):  # version
        client.get("/recommendations/?q=teapot&state=CHN&sort=oldest")


@pytest.mark.django_db(transaction=True)
def test_every_change_is_in_the_next_answer(kept, client: Client, monkeypatch):
    # The index is made by the test: a thread that reads would lock tables of a database that is in memory alone.
    monkeypatch.setattr(keeper, "begin", lambda: None)
    recommendation = a_recommendation(a_review(), "Polish teapots", "28.5", position="noted")
    address = "/recommendations/?state=CHN"

    def page() -> str:
        keeper.keep(Index.build())
        return client.get(address).content.decode()

    assert "Polish teapots" in page()
    for change, said in (
        (lambda: Recommendation.objects.update(text="Sell teapots"), "Sell teapots"),
        (
            lambda: RecommendationPosition.objects.create(recommendation=recommendation, category="rejected"),
            "Rejected</s",
        ),
        (
            lambda: RecommendingState.objects.create(
                recommendation=recommendation, state=State.objects.get(iso3="KEN")
            ),
            "Kenya",
        ),
        (lambda: State.objects.filter(iso3="KEN").update(name="Teapotia"), "Teapotia"),
        (lambda: Tag.objects.create(recommendation=recommendation, theme=a_theme("Detention")), "Detention</span>"),
        (lambda: Review.objects.withdraw(), 'data-total="0"'),
        (lambda: Review.objects.publish(), 'data-total="1"'),
    ):
        assert said not in client.get(address).content.decode()
        change()
        assert said in client.get(address).content.decode()  # before there is a new index
        assert said in page()


@pytest.mark.django_db(transaction=True)
def test_the_index_is_made_beside_the_answers(kept, monkeypatch):
    a_recommendation(a_review())
    version = DataVersion.objects.current()
    monkeypatch.setattr(keeper, "_not_before", 0.0)
    assert keeper.index_of(version) is None
    with keeper._lock:  # until it has been made
        pass
    assert keeper.index_of(version).version == version
