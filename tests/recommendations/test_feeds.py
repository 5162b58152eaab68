"""The Atom feeds as feed readers read them."""

import datetime
import re
from xml.etree import ElementTree

import feedparser
import pytest
from django.utils import timezone

from recommendations.models import (
    ClockDate,
    ClockStep,
    FollowUpAction,
    RecommendationPosition,
    Session,
    Signature,
    State,
    Statement,
    StatusEvent,
)
from tests.records import a_recommendation, a_review, a_source, an_organisation

pytestmark = pytest.mark.django_db

FEEDS = ["follow-up", "statements", "reviews", "dates"]
ATOM = "{http://www.w3.org/2005/Atom}"
DAY = datetime.timedelta(days=1)
MONDAY = datetime.datetime(2024, 7, 1, 12, 0, tzinfo=datetime.UTC)
RFC_3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")


class Clock:
    now = MONDAY

    def later(self, by: datetime.timedelta = DAY) -> None:
        self.now += by


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    made = Clock()
    monkeypatch.setattr(timezone, "now", lambda: made.now)
    return made


def an_action(title: str = "Count the teapots", published: bool = True, **fields) -> FollowUpAction:
    made = FollowUpAction.objects.create(**{"kind": "debate", "title": title} | fields)
    if published:
        FollowUpAction.objects.filter(pk=made.pk).publish()
    return made


def an_event(action: FollowUpAction, text: str = "Asked for.", **fields) -> StatusEvent:
    values = {"status": "requested", "happened_on": "2024-06-25"} | fields
    return StatusEvent.objects.create(follow_up=action, text=text, **values)


def a_date(review, due_on: str = "2024-07-04", **fields) -> ClockDate:
    step = ClockStep.objects.get(clock="upr_review", slug="mid-term-report")
    return ClockDate.objects.create(**{"review": review, "step": step, "due_on": due_on} | fields)


def everything() -> None:
    action = an_action(summary="How many are there?")
    an_event(action, source=a_source(), locator="p. 3")
    review = a_review(status="held", reviewed_on="2024-01-23")
    a_recommendation(review, paragraph="28.5", position="noted")
    a_date(review)
    statement = Statement.objects.create(title="On teapots", summary="First.\n\nSecond.", issued_on="2024-06-25")
    Signature.objects.create(statement=statement, organisation=an_organisation())
    Statement.objects.publish()


def read(client, name: str, query: str = ""):
    """A feed as a reader has it; checked on the way."""
    response = client.get(f"/feeds/{name}.atom{query}")
    assert response.status_code == 200, response.content
    check(response.content, f"http://127.0.0.1:8000/feeds/{name}.atom{query}")
    parsed = feedparser.parse(
        response.content, response_headers={name.lower(): value for name, value in response.items()}
    )
    assert parsed.bozo == 0, parsed.get("bozo_exception")
    assert parsed.version == "atom10"
    return parsed


def check(raw: bytes, own: str) -> None:
    """RFC 4287: what a feed and each of its entries must have."""
    feed = ElementTree.fromstring(raw)  # noqa: S314 - our own answer
    assert feed.tag == f"{ATOM}feed"
    entries = feed.findall(f"{ATOM}entry")
    for element in (feed, *entries):
        for needed in ("id", "title", "updated"):
            assert len(element.findall(f"{ATOM}{needed}")) == 1, needed
        assert RFC_3339.fullmatch(element.findtext(f"{ATOM}updated"))
        assert element.findtext(f"{ATOM}id").startswith("http://127.0.0.1:8000/")
        alternate = [one for one in element.findall(f"{ATOM}link") if one.get("rel", "alternate") == "alternate"]
        assert len(alternate) == 1
    assert feed.find(f"{ATOM}author/{ATOM}name").text == "UPR Tracker"
    assert [one.get("href") for one in feed.findall(f"{ATOM}link") if one.get("rel") == "self"] == [own]
    ids = [entry.findtext(f"{ATOM}id") for entry in entries]
    assert len(set(ids)) == len(ids)
    times = [entry.findtext(f"{ATOM}updated") for entry in entries]
    assert times == sorted(times, reverse=True)
    assert len(entries) <= 50


def titles(feed) -> list[str]:
    return [entry.title for entry in feed.entries]


@pytest.mark.parametrize("name", FEEDS)
def test_each_feed_is_one(client, name):
    everything()
    feed = read(client, name)
    assert feed.entries
    assert feed.feed.id == f"http://127.0.0.1:8000/feeds/{name}.atom"
    assert feed.feed.updated_parsed[:3] == (2024, 7, 1)


@pytest.mark.parametrize("name", FEEDS)
def test_a_feed_in_which_nothing_stands_is_one_too_and_does_not_tell_the_time(client, clock, name):
    first = client.get(f"/feeds/{name}.atom").content
    assert read(client, name).entries == []
    clock.later()
    assert client.get(f"/feeds/{name}.atom").content == first


@pytest.mark.parametrize("name", FEEDS)
def test_the_same_bytes_at_another_time(client, clock, name):
    everything()
    first = client.get(f"/feeds/{name}.atom")
    clock.later(400 * DAY)
    again = client.get(f"/feeds/{name}.atom")
    assert again.content == first.content
    assert client.get(f"/feeds/{name}.atom", headers={"If-None-Match": first["ETag"]}).status_code == 304


def test_steps_come_as_they_are_recorded_newest_first(client, clock):
    action = an_action()
    clock.later()
    an_event(action, happened_on="2024-06")
    clock.later()
    an_event(action, "Refused in a letter.", status="refused", happened_on="2023", source=a_source(), locator="p. 3")
    feed = read(client, "follow-up")
    assert titles(feed) == [
        "Count the teapots: Refused, 2023",
        "Count the teapots: Requested, June 2024",
        "Debate: Count the teapots",
    ]
    newest = feed.entries[0]
    assert newest.link == "http://127.0.0.1:8000/follow-up/count-the-teapots/"
    assert newest.updated_parsed[:3] == (2024, 7, 3)
    assert "Refused in a letter." in newest.summary
    assert "Teapot Press, “Teapots”, p. 3" in newest.summary


def test_what_was_recorded_before_the_public_saw_it_is_new_when_it_does(client, clock):
    an_event(an_action(published=False))
    clock.later(3 * DAY)
    FollowUpAction.objects.publish()
    assert [entry.updated_parsed[:3] for entry in read(client, "follow-up").entries] == [(2024, 7, 4)] * 2


def test_a_correction_makes_a_step_new_under_the_same_id_and_tells_nothing_of_what_it_said(client, clock):
    action = an_action()
    event = an_event(action, "A wrong text.")
    before = {entry.id for entry in read(client, "follow-up").entries}
    clock.later()
    event.text = "A right text."
    event.save()
    feed = read(client, "follow-up")
    assert {entry.id for entry in feed.entries} == before
    assert feed.entries[0].updated_parsed[:3] == (2024, 7, 2)
    assert "wrong" not in client.get("/feeds/follow-up.atom").content.decode()


def test_steps_that_were_recorded_at_once_have_ids_of_their_own(client):
    action = an_action()
    StatusEvent.objects.bulk_create(
        StatusEvent(follow_up=action, status="progress", happened_on="2024-06-25", text=f"Teapot {n}") for n in range(3)
    )
    assert len({entry.id for entry in read(client, "follow-up").entries}) == 4


def test_ids_do_not_count_what_is_not_public(client):
    ids = []
    for hidden in (0, 3):
        FollowUpAction.objects.all().delete()
        for n in range(hidden):
            an_event(an_action(f"Secret {n}", published=False))
        an_event(an_action())
        ids.append([entry.id for entry in read(client, "follow-up").entries])
    assert ids[0] == ids[1]


def test_what_is_not_public_is_in_no_feed_and_changes_no_byte(client, clock):
    everything()
    before = {name: client.get(f"/feeds/{name}.atom").content for name in FEEDS}
    clock.later()
    hidden = a_review("PRT", 47, published=False, reviewed_on="2024-11-04")
    a_recommendation(hidden, "Hide the teapots")
    secret = an_action("Secret teapots", published=False)
    an_event(secret)
    Statement.objects.create(title="Secret statement").reviews.set([hidden])
    public = FollowUpAction.objects.get(title="Count the teapots")
    public.reviews.add(hidden)
    public.continues = secret
    public.save()
    Statement.objects.get(title="On teapots").reviews.add(hidden)
    assert {name: client.get(f"/feeds/{name}.atom").content for name in FEEDS} == before
    FollowUpAction.objects.publish()
    assert "Debate: Secret teapots" in titles(read(client, "follow-up"))
    FollowUpAction.objects.filter(title="Secret teapots").withdraw()
    assert client.get("/feeds/follow-up.atom").content == before["follow-up"]


def test_a_signature_makes_a_statement_new(client, clock):
    everything()
    clock.later()
    joined = an_organisation("Teapots without Borders")
    Signature.objects.create(statement=Statement.objects.get(), organisation=joined, role="later")
    (entry,) = read(client, "statements").entries
    assert entry.updated_parsed[:3] == (2024, 7, 2)
    assert entry.published_parsed[:3] == (2024, 7, 1)
    assert "<p>First.</p>" in entry.summary


def test_positions_are_told_as_they_stand(client, clock):
    review = a_review(status="held")
    clock.later()
    one = a_recommendation(review, paragraph="28.5", position="noted")
    a_recommendation(review, "Wash the saucers", paragraph="28.6", position="accepted")
    feed = read(client, "reviews")
    assert titles(feed) == ["Positions of the State: China, 2024", "Universal Periodic Review of China, 2024"]
    assert "Recorded: 2 in numbered paragraphs of the UN report. Accepted: 1; Noted: 1." in feed.entries[0].summary
    clock.later()
    RecommendationPosition.objects.create(recommendation=one, category="accepted", taken_on="2024-06-11")
    newest = read(client, "reviews").entries[0]
    assert newest.id == feed.entries[0].id
    assert newest.updated_parsed[:3] == (2024, 7, 3)
    assert "Accepted: 2." in newest.summary


def test_dates_are_told_as_sources_state_them_and_no_others(client, clock):
    said = a_date(a_review(status="held", reviewed_on="2024-01-23"), source=a_source(), locator="p. 3", note="At noon.")
    a_date(a_review("PRT", 47, published=False), "2031-02")
    clock.later()
    call = ClockStep.objects.get(clock="reprisals_report", slug="call")
    ClockDate.objects.create(session=Session.objects.get(kind="hrc", number=57), step=call, due_on="2024-06")
    clock.later()
    said.due_on = "2026-08"
    said.save()
    feed = read(client, "dates")
    assert titles(feed) == [
        "Mid-term report: Universal Periodic Review of China, 2024",
        "Call for information on reprisals: Human Rights Council, session 57",
    ]
    assert feed.entries[0].updated_parsed[:3] == (2024, 7, 3)
    for word in ("Due: August 2026", "Teapot Press, “Teapots”, p. 3", "At noon."):
        assert word in feed.entries[0].summary


# Since a day


def test_what_changed_since_a_day(client, clock):
    action = an_action()
    clock.later(3 * DAY)
    an_event(action)
    feed = read(client, "follow-up", "?since=2024-07-04")
    assert titles(feed) == ["Count the teapots: Requested, 25 June 2024"]
    assert feed.feed.subtitle == "What changed since 4 July 2024."
    assert len(read(client, "follow-up", "?since=2024-07").entries) == 2
    none = read(client, "follow-up", "?since=2024-07-05")
    assert none.entries == []
    assert none.feed.updated_parsed[:3] == (2024, 7, 4)


@pytest.mark.parametrize("name", FEEDS)
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
def test_what_is_no_date_is_refused_by_name(client, name, query, named):
    response = client.get(f"/feeds/{name}.atom?{query}")
    assert response.status_code == 400
    assert named in response.content.decode()


def test_a_feed_holds_fifty_and_tells_what_is_cut(client, clock):
    action = an_action()
    for n in range(60):
        clock.later(datetime.timedelta(minutes=1))
        an_event(action, f"Teapot {n}")
    feed = read(client, "follow-up")
    assert len(feed.entries) == 50
    assert "The newest 50 of 61 changes." in feed.feed.subtitle
    assert "Teapot 59" in feed.entries[0].summary


# Awkward text


def test_text_is_text(client):
    title = "<b>Teapots</b> & “茶壶” \x0b\x1b\ufffe"
    an_event(an_action(title, slug="awkward"), "<script>alert(1)</script>\x00 & more".replace("\x00", "\x01"))
    feed = read(client, "follow-up")
    raw = client.get("/feeds/follow-up.atom").content.decode()
    assert "<script" not in raw
    assert "&amp;lt;script&amp;gt;" in raw
    assert any("&lt;b&gt;Teapots" in entry.title or "<b>Teapots" in entry.title for entry in feed.entries)


# What it costs, and where it is found


@pytest.mark.parametrize(("name", "cost"), [("follow-up", 4), ("statements", 4), ("reviews", 7), ("dates", 7)])
@pytest.mark.parametrize("many", [5, 25])
def test_a_feed_asks_the_database_as_often_however_many(client, name, cost, many, django_assert_num_queries):
    states = State.objects.order_by("iso3").values_list("iso3", flat=True)[:many]
    for n in range(many):
        an_event(an_action(f"Teapots {n}"), source=a_source(f"Book {n}"))
        review = a_review(states[n], status="held")
        a_recommendation(review, paragraph="1.1")
        a_date(review)
        statement = Statement.objects.create(title=f"On teapots {n}")
        Signature.objects.create(statement=statement, organisation=an_organisation(f"Friends {n}"))
    Statement.objects.publish()
    with django_assert_num_queries(cost):
        client.get(f"/feeds/{name}.atom")


@pytest.mark.parametrize(
    "path", ["/reviews/", "/reviews/china-2024/", "/follow-up/", "/statements/", "/calendar/", "/feeds/"]
)
def test_pages_lead_readers_to_the_feeds(client, path):
    everything()
    page = client.get(path).content.decode()
    for name in FEEDS:
        assert re.search(rf'<link rel="alternate" type="application/atom\+xml"[^>]* href="/feeds/{name}.atom">', page)


def test_the_index_tells_of_each_feed(client):
    page = client.get("/feeds/").content.decode()
    for name in FEEDS:
        assert f'<a href="/feeds/{name}.atom">' in page
