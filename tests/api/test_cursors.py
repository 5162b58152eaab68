"""Pages of the API hold while data change, by the index as by SQL; a cursor that is broken is refused."""

import pytest
from django.db.models import F

from recommendations.filters import SORTS
from recommendations.models import Recommendation, Review, Session
from recommendations.models.remembering import reading
from recommendations.search import Criteria
from recommendations.search.answer import SqlAnswer
from recommendations.search.index import Index, IndexAnswer
from recommendations.search.marks import Mark
from tests.records import a_recommendation, a_review

pytestmark = pytest.mark.django_db
SITE = "http://127.0.0.1:8000/api/v1/"


def walk(ask, address: str) -> list[str]:
    """The names of all records from page to page."""
    found = []
    while address:
        answer = ask(address)
        found += [record["id"] for record in answer["results"]]
        address = (answer["next"] or "").removeprefix(SITE)
    return found


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("limit", [1, 5, 12, 200])
def test_page_by_page_all_are_there_once_in_their_order(ask, teapots, sort, limit):
    whole = [one["id"] for one in ask(f"recommendations/?sort={sort}")["results"]]
    assert len(whole) == 12
    assert walk(ask, f"recommendations/?sort={sort}&limit={limit}&fields=id") == whole


@pytest.mark.parametrize("name", ["states", "reviews"])
def test_so_they_are_in_lists_by_name(ask, teapots, name):
    found = walk(ask, f"{name}/?limit=2&fields=id")
    assert found == sorted(set(found))
    assert len(found) == ask(f"{name}/?limit=1")["count"]


@pytest.mark.parametrize("sort", SORTS)
def test_what_is_added_or_withdrawn_meanwhile_moves_nothing_else(ask, teapots, sort):
    address = f"recommendations/?sort={sort}&limit=4"
    before = walk(ask, address)
    first = ask(address)
    shown = [one["id"] for one in first["results"]]
    gone = Recommendation.objects.get(review__slug=shown[-1].split("/")[0], key=shown[-1].split("/")[1])
    gone.recommenders.all().delete()
    gone.delete()  # the very one at which the page ended
    for number in range(3):
        a_recommendation(teapots[0], f"New teapot {number}", f"0.{number}", action=number or None)
        a_recommendation(a_review("PRT", 33), f"Another teapot {number}", f"99.{number}", action=5)
    rest = walk(ask, first["next"].removeprefix(SITE))
    assert not set(rest) & set(shown)
    assert [one for one in rest if one in before] == before[4:]


def test_of_a_review_that_was_withdrawn_the_rest_is_not_shown(ask, teapots):
    first = ask("recommendations/?limit=2")
    Review.objects.filter(slug=first["results"][-1]["review"]).withdraw()
    rest = walk(ask, first["next"].removeprefix(SITE))
    assert rest
    assert {one.split("/")[0] for one in rest} == {"china-2024", "china-2018"} | {"slovenia-2025"} - {
        first["results"][-1]["review"]
    }


BROKEN = "This cursor is none of this site: take the address in “next” as it is, or begin anew."
OTHER = "This cursor is of another search: take the address in “next” as it is, or begin anew."


@pytest.mark.parametrize(
    "break_it", [lambda c: c[:-1], lambda c: f"x{c}", lambda c: "", lambda c: "é.é", lambda c: c * 9]
)
def test_a_broken_cursor_is_refused(ask, teapots, break_it):
    cursor = ask("recommendations/?limit=1")["next"].split("cursor=")[1]
    assert ask(f"recommendations/?limit=1&cursor={break_it(cursor)}", 400)["problems"] == [BROKEN]


def test_a_cursor_leads_on_in_its_own_search_alone_in_pages_of_any_length(ask, teapots):
    cursor = ask("recommendations/?limit=1")["next"].split("cursor=")[1]
    for query in ("sort=oldest", "position=noted", "q=teapot"):
        assert ask(f"recommendations/?{query}&cursor={cursor}", 400)["problems"] == [OTHER]
    assert ask(f"reviews/?position=noted&cursor={cursor}", 400)
    assert len(ask(f"recommendations/?limit=200&fields=id&cursor={cursor}")["results"]) == 11


def test_a_cursor_of_another_kind_of_record_is_refused(ask, teapots):
    cursor = ask("states/?limit=1")["next"].split("cursor=")[1]
    assert ask(f"reviews/?limit=1&cursor={cursor}", 400)["problems"] == [OTHER]
    assert ask(f"recommendations/?limit=1&cursor={cursor}", 400)["problems"] == [OTHER]


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize(
    "asked", [{}, {"position": ("noted", "rejected")}, {"q": "polish"}, {"recommender": ("none",)}]
)
def test_the_index_says_the_same_as_sql_after_every_mark(teapots, sort, asked):
    criteria = Criteria(sort=sort, **asked)
    index = Index.build()
    whole = SqlAnswer(criteria).keys(0, 100)
    marks = [Mark.at(pk, sort) for pk in Recommendation.objects.published().values_list("pk", flat=True)]
    found = []
    for mark in (None, *marks):
        by_sql, by_index = (one.keys_after(mark, 100) for one in (SqlAnswer(criteria), IndexAnswer(index, criteria)))
        assert by_index == by_sql
        assert by_index == whole[len(whole) - len(by_index) :]
        found.append(len(by_index))
    assert {0, len(whole)} <= set(found)


@pytest.mark.parametrize("sort", SORTS)
def test_where_the_one_at_the_mark_has_moved_sql_looks_for_the_rest(teapots, sort, django_assert_num_queries):
    index = Index.build()
    pk = IndexAnswer(index, Criteria(sort=sort)).keys(3, 4)[0]
    mark = Mark.at(pk, sort)
    rest = SqlAnswer(Criteria(sort=sort)).keys_after(mark, 100)
    with django_assert_num_queries(1):  # whether it still stands there
        assert IndexAnswer(index, Criteria(sort=sort)).keys_after(mark, 100) == rest
    Recommendation.objects.filter(pk=pk).update(sort_key=F("pk"), action_category=None, action_origin="")
    Review.objects.update(wg_session=Session.objects.get(kind="wg", number=7))
    with reading(index.version):
        found = IndexAnswer(index, Criteria(sort=sort)).keys_after(mark, 100)
    assert found == SqlAnswer(Criteria(sort=sort)).keys_after(mark, 100)
