"""Lists of the API: the same filters and words as the pages, few fields where few are asked for, constant queries."""

import html
import json
import re

import pytest

from recommendations.models import Case, FollowUpAction, KeyRedirect, Recommendation, Review, Statement, StatusEvent
from tests.records import a_recommendation, a_review, a_theme
from tests.reprisals.addresses import RECOMMENDATION_FILTERS

pytestmark = pytest.mark.django_db
QUERIES = [query for queries in RECOMMENDATION_FILTERS.values() for query in queries if "by=" not in query]


@pytest.mark.parametrize("query", ["", *QUERIES, "teapot=1", "q=polish&position=noted&sort=action", "q=a&q=b"])
def test_it_finds_and_refuses_what_the_page_does_in_the_same_words(client, teapots, query):
    page = client.get(f"/recommendations/?{query}")
    answer = client.get(f"/api/v1/recommendations/?{query}")
    assert answer.status_code == page.status_code
    if page.status_code == 200:
        file = json.loads(b"".join(client.get(f"/recommendations.json?{query}").streaming_content))
        told = answer.json()
        assert told["count"] == file["count"] == int(re.search(rb'data-total="(\d+)"', page.content)[1])
        assert [one["address"] for one in told["results"]] == [one["address"] for one in file["recommendations"]]
    else:
        text = html.unescape(page.content.decode())
        assert answer.json()["problems"]
        assert [one for one in answer.json()["problems"] if f"<li>{one}</li>" not in text] == []


def test_the_number_of_a_page_and_groups_are_no_filters_here(ask):
    assert ask("recommendations/?by=theme", 400)["problems"] == ["“by” is not a filter that this site knows."]
    assert ask("recommendations/?page=2", 400)["problems"] == ["“page” is not a filter that this site knows."]
    assert ask("reprisals/?page=2", 400)["problems"] == ["“page” is not a filter that this site knows."]


@pytest.mark.parametrize("name", ["reviews", "states", "follow-up", "statements", "cases", "reprisals"])
@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("teapot=1", "“teapot” is not a filter that this site knows."),
        ("fields=id,teapot", "“teapot” is not a field of these records."),
        ("fields=", "“” is not a field of these records."),
        ("limit=0", "“0” is not a limit: give a number from 1 to 200."),
        ("limit=201", "“201” is not a limit: give a number from 1 to 200."),
        ("limit=%C2%B2", "“²” is not a limit: give a number from 1 to 200."),
        ("limit=2&limit=3", "“limit” stands twice in this address."),
        ("cursor=teapot", "This cursor is none of this site: take the address in “next” as it is, or begin anew."),
    ],
)
def test_what_is_not_known_is_named(ask, name, query, named):
    assert ask(f"{name}/?{query}", 400)["problems"] == [named]


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("state=China", "State under review: “China” is not a value that this site knows: write “CHN” for it."),
        ("state=chn", "State under review: “chn” is not a value that this site knows: write “CHN” for it."),
        ("position=Noted", "Position: “Noted” is not a value that this site knows: write “noted” for it."),
        ("review=France, 2023", "Review: “France, 2023” is not a value that this site knows."),
    ],
)
def test_what_something_is_called_is_answered_with_its_value(ask, teapots, query, named):
    """Of what is public alone: the review of France is not."""
    assert ask(f"recommendations/?{query}", 400)["problems"] == [named]


def test_the_code_of_a_state_leads_on_from_small_letters(client, teapots):
    response = client.get("/api/v1/states/chn/")
    assert (response.status_code, response["Location"]) == (301, "/api/v1/states/CHN/")


def test_links_with_marks_of_others_are_answered(ask):
    assert ask("states/?utm_source=teapot&limit=1")["count"] == 195


@pytest.mark.parametrize("name", ["reviews", "states", "follow-up", "statements", "cases"])
def test_few_fields_are_few_and_a_single_record_has_at_least_those_of_the_list(ask, teapots, name):
    for model in (FollowUpAction, Statement, Case):
        model.objects.create(title="Teapots")
        model.objects.publish()
    record = ask(f"{name}/?limit=1")["results"][0]
    alone = ask(record["url"].removeprefix("http://127.0.0.1:8000/api/v1/"))
    assert {key: alone[key] for key in record} == record
    assert ask(f"{name}/?fields=url,id&limit=1")["results"] == [{"id": record["id"], "url": record["url"]}]
    assert ask(f"{name}/{record['id']}/?fields=id") == {"id": record["id"]}


def test_nothing_that_is_not_published_is_told(client, teapots):
    hidden = Review.objects.get(published_at=None)
    for model in (FollowUpAction, Statement, Case):
        model.objects.create(title=f"Hidden {model.__name__}").reviews.add(hidden)
    action = FollowUpAction.objects.create(title="Count them")
    case = Case.objects.create(title="Teapots")
    for record in (action, case):
        record.reviews.add(hidden, teapots[0])
        record.recommendations.add(Recommendation.objects.get(text="Hide the teapot"))
        type(record).objects.filter(pk=record.pk).publish()
    for name in ("recommendations/", "reviews/", "states/", "follow-up/", "statements/", "cases/"):
        told = client.get(f"/api/v1/{name}?limit=200").content.lower()
        assert b"hide" not in told.replace(b"hidden_", b""), name
        assert b"hidden" not in told, name
        assert hidden.slug.encode() not in told, name
    for name in ("reviews/france-2023/", "recommendations/france-2023/1.1/", "follow-up/hidden-followupaction/"):
        assert client.get(f"/api/v1/{name}").status_code == 404
    told = client.get("/api/v1/follow-up/count-them/").content + client.get("/api/v1/cases/teapots/").content
    assert hidden.slug.encode() not in told


def test_a_single_recommendation_tells_all_that_is_recorded(ask, teapots):
    told = ask("recommendations/china-2024/28.3/")
    assert (told["id"], told["text"], told["language"]) == ("china-2024/28.3", "Polish teapot no. 3", "en")
    assert [(one["position"], one["counts"]) for one in told["positions"]] == [("accepted", True)]
    assert told["url"] == "http://127.0.0.1:8000/api/v1/recommendations/china-2024/28.3/"
    assert told["positions"][0]["source"] is None


def test_former_keys_and_merged_values_lead_on(client, teapots):
    now = Recommendation.objects.get(key="28.3")
    KeyRedirect.objects.create(review=now.review, old_key="u0123456789", recommendation=now)
    response = client.get("/api/v1/recommendations/china-2024/u0123456789/")
    assert (response.status_code, response.headers["Location"]) == (301, "/api/v1/recommendations/china-2024/28.3/")
    assert response.headers["Access-Control-Allow-Origin"] == "*"


def test_follow_up_as_of_a_day(ask):
    action = FollowUpAction.objects.create(title="Return the teapot", kind="other", due_on="2019-12")
    for status, day in (("requested", "2019-01"), ("done", "2021-02-03")):
        StatusEvent.objects.create(follow_up=action, status=status, happened_on=day, text="Tea.")
    FollowUpAction.objects.publish()
    told = {day: ask(f"follow-up/?as_of={day}")["results"][0] for day in ("2020-12", "2021-12", "")}
    assert {day: (one["status"], one["is_overdue"]) for day, one in told.items()} == {
        "2020-12": ("requested", True),
        "2021-12": ("done", False),
        "": ("done", False),
    }
    assert [step["status"] for step in ask("follow-up/return-the-teapot/?as_of=2020")["steps"]] == ["requested"]
    assert ask("follow-up/?as_of=teapot", 400)["problems"] == [
        "As of: “teapot” is not a date: write 2020-03-01, 2020-03 or 2020."
    ]


BUDGETS = {
    # How many; the records. Reviews, States' codes and names, themes; senders, tags, positions, assessments, units.
    "recommendations": 2 + 1 + 4 + 5,
    "reviews": 2 + 1,  # how many; the reviews, their tallies
    "states": 2 + 3,  # how many; the States, their names, memberships, reviews
    "follow-up": 2 + 2,  # how many; the actions, their steps and reviews
    "statements": 2 + 3,  # how many; the statements, their signatures, reviews and texts
    "cases": 2 + 5,  # how many; the cases, their reviews, recommendations, actions, statements, citations
}


@pytest.mark.parametrize("n", [1, 7])
@pytest.mark.parametrize("name", BUDGETS)
def test_query_budget(client, django_assert_max_num_queries, n, name):
    review = a_review()
    for number in range(n):
        a_recommendation(review, f"Teapot {number}", f"1.{number}", themes=(a_theme("Detention"),), senders=("PRT",))
        for model in (FollowUpAction, Statement, Case):
            model.objects.create(title=f"Teapot {number}").reviews.add(review)
    for model in (FollowUpAction, Statement, Case):
        model.objects.publish()
    for case in Case.objects.all():
        case.recommendations.set(Recommendation.objects.all())
        case.follow_up.set(FollowUpAction.objects.all())
    with django_assert_max_num_queries(BUDGETS[name] + 1):  # one more: how many are numbered
        assert client.get(f"/api/v1/{name}/").status_code == 200
