"""What changed in a case since a day: as a feed, and as a page for people."""

import datetime

import feedparser
import pytest
from django.utils import timezone

from recommendations.models import FollowUpAction, Statement
from reprisals import publication
from tests.recommendations.test_feeds import check
from tests.records import a_recommendation, a_review, an_organisation
from tests.reprisals.records import two_people

from .stories import CASE, a_case, a_full_case, an_action, an_event, an_incident_of, plain

pytestmark = pytest.mark.django_db

FEED, CHANGES = "/feeds/cases/teapots.atom", f"{CASE}changes/"
MONDAY = datetime.datetime(2024, 7, 1, 12, 0, tzinfo=datetime.UTC)
DAY = datetime.timedelta(days=1)


class Clock:
    now = MONDAY

    def later(self, by: datetime.timedelta = DAY) -> None:
        self.now += by


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    made = Clock()
    monkeypatch.setattr(timezone, "now", lambda: made.now)
    return made


def read(client, query: str = ""):
    """The feed as a reader has it; checked on the way."""
    response = client.get(f"{FEED}{query}")
    assert response.status_code == 200, response.content
    assert "no-store" in response["Cache-Control"]
    check(response.content, f"http://127.0.0.1:8000{FEED}{query}")
    parsed = feedparser.parse(response.content, response_headers={"content-type": response["Content-Type"]})
    assert (parsed.bozo, parsed.version) == (0, "atom10")
    return parsed


def titles(client, query: str = "") -> list[str]:
    return [entry.title for entry in read(client, query).entries]


def told(client, since: str) -> str:
    response = client.get(f"{CHANGES}?since={since}")
    assert (response.status_code, response["Cache-Control"]) == (200, "no-store")
    return plain(response.content.decode())


def test_it_holds_one_entry_for_each_thing_of_the_case(client):
    a_full_case()
    assert sorted(titles(client)) == [
        "Advocacy case: Teapots",
        "Debate: Return the teapot",
        "Friends of Teapots: What the accepted ones do not address – China, 2024",
        "How States stood: Debate teapots",
        "Mid-term report: Universal Periodic Review of China, 2024",
        "On teapots",
        "Positions of the State: China, 2024",
        "Recommendation: China, 2024, 28.5",
        "Return the teapot: Not answered, 25 June 2024",
        "Universal Periodic Review of China, 2024",
        "Vote or joint statement: Debate teapots",
    ]


def test_what_is_recorded_later_comes_later_and_since_a_day(client, clock):
    case = a_full_case()
    clock.later(3 * DAY)
    an_event(FollowUpAction.objects.get(title="Return the teapot"), "2024-07-03", "Half returned.", status="progress")
    assert titles(client, "?since=2024-07-04") == ["Return the teapot: Step taken, 3 July 2024"]
    assert read(client, "?since=2024-07-05").entries == []
    clock.later()
    public_before = an_action("Weigh the teapot")
    clock.later(5 * DAY)
    case.follow_up.add(public_before)
    assert titles(client, "?since=2024-07-10") == ["Debate: Weigh the teapot"]
    assert feedparser.parse(client.get("/feeds/follow-up.atom?since=2024-07-10").content).entries == []


def test_what_was_linked_before_the_public_saw_the_case_is_as_old_as_it_is(client, clock):
    action = an_action("Weigh the teapot")
    clock.later()
    case = a_case()
    type(case).objects.filter(pk=case.pk).withdraw()
    case.follow_up.add(action)
    clock.later(3 * DAY)
    type(case).objects.filter(pk=case.pk).publish()
    assert titles(client, "?since=2024-07-02") == ["Advocacy case: Teapots"]


def test_what_is_not_public_changes_no_byte_and_what_is_withdrawn_vanishes(client, clock):
    case = a_full_case()
    before = {address: client.get(address).content for address in (FEED, f"{CHANGES}?since=2024")}
    clock.later()
    hidden = a_review("FRA", 17, published=False, reviewed_on="2013-01-21")
    a_recommendation(hidden, "Hide the spouts")
    an_event(an_action("Secret kettle", case, public=False), "2024-07-02")
    case.reviews.add(hidden)
    case.statements.add(Statement.objects.create(title="Secret saucers"))
    assert {address: client.get(address).content for address in before} == before
    shown = an_action("Show the kettle", case)
    assert "Debate: Show the kettle" in titles(client)
    FollowUpAction.objects.filter(pk=shown.pk).withdraw()
    assert {address: client.get(address).content for address in before} == before
    type(case).objects.filter(pk=case.pk).withdraw()
    for address in (FEED, CHANGES):
        assert client.get(address).status_code == client.get(address.replace("teapots", "never")).status_code == 404


def test_a_feed_says_of_an_incident_that_there_is_a_page_and_no_more(client, clock):
    people = two_people()
    case = a_full_case()
    before = {address: client.get(address) for address in (FEED, f"{CHANGES}?since=2024")}
    clock.later()
    incident = an_incident_of(case, people)
    raw = client.get(FEED).content.decode()
    assert "Reprisals and intimidation: a page" in titles(client, "?since=2024-07-02")
    for word in ("hidden", "Told", "lids", "2021", "Portugal"):
        assert word not in raw
    assert "Teapots hidden" in told(client, "2024-07-02")
    publication.withdraw(incident, people[0])
    for address, answer in before.items():
        after = client.get(address)
        assert after.content == answer.content
        assert after.headers == answer.headers


@pytest.mark.parametrize("address", [FEED, CHANGES])
@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("since=2024-02-31", "“2024-02-31”"),
        ("since=teapot", "“teapot”"),
        ("since=", "“”"),
        ("since=2024&since=2023", "“since” stands twice"),
        ("teapot=1", "“teapot”"),
    ],
)
def test_what_is_no_date_is_refused_by_name(client, address, query, named):
    a_full_case()
    response = client.get(f"{address}?{query}")
    assert (response.status_code, "no-store" in response["Cache-Control"]) == (400, True)
    assert named in response.content.decode()
    assert "Return the teapot" not in response.content.decode()


def test_people_choose_a_day_and_see_what_happened_and_what_was_recorded_since(client, clock):
    a_full_case()
    assert "Choose the day on which you last looked." in plain(client.get(CHANGES).content.decode())
    clock.later(10 * DAY)
    shown = told(client, "2024-06-25")
    happened, recorded = shown.split("What was published or recorded here since 25 June 2024")
    assert happened.index("4 July 2024 Adoption") < happened.index("25 June 2024 Statement On teapots")
    assert "1 June 2024" not in happened
    assert "to come" not in happened
    assert "1 July 2024" in recorded
    assert "Friends of Teapots: What the accepted ones do not address – China, 2024" in recorded
    later = told(client, "2024-07-05")
    assert "Nothing of this case is known to have happened since." in later
    assert "Nothing of this case was published or recorded since." in later


def test_a_month_of_which_the_day_is_not_known_may_be_since_a_day(client):
    case = a_case()
    an_event(an_action("Weigh the teapot", case), "2024-06", "Weighed.")
    assert "Weighed." in told(client, "2024-06-25")
    assert "Weighed." not in told(client, "2024-07").split("What was published")[0]


def test_the_pages_lead_to_the_feed(client):
    a_full_case()
    link = f'<link rel="alternate" type="application/atom+xml" title="Teapots" href="{FEED}">'
    for address in (CASE, CHANGES):
        assert link in client.get(address).content.decode()


@pytest.mark.parametrize("many", [2, 9])
def test_a_feed_asks_the_database_as_often_however_much_there_is(client, many, django_assert_num_queries):
    case = a_full_case()
    for n in range(many):
        an_event(an_action(f"Weigh teapot {n}", case, due_on="2020"), "2024-06-03")
        review = a_review(("FRA", "GHA", "IRL", "JPN", "KEN", "LVA", "MNG", "NPL", "OMN")[n], status="held")
        a_recommendation(review, f"Wash teapot {n}", paragraph="1.1")
        case.reviews.add(review)
        statement = Statement.objects.create(title=f"On teapot {n}")
        statement.signatories.add(an_organisation(f"Friends {n}"))
        case.statements.add(statement)
    Statement.objects.publish()
    # What the page of the case loads, but for figures and citations of the case 20; when the case itself was written 1;
    # reviews and positions 7; actions and steps 4; statements and signatures 4; recommendations, findings, stances and
    # stated dates 4; when each was added to the case 4.
    with django_assert_num_queries(44):
        client.get(FEED)
