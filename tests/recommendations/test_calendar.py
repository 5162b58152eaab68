"""The calendar file as calendar programs read it, and the page of what comes."""

import datetime
import re

import icalendar
import pytest
from django.utils import timezone

from recommendations.models import (
    Case,
    ClockDate,
    ClockStep,
    FollowUpAction,
    Review,
    Session,
    Source,
    StatusEvent,
)
from tests.records import a_review, a_source, a_state

pytestmark = pytest.mark.django_db

TODAY = datetime.datetime(2024, 6, 15, 12, 0, tzinfo=datetime.UTC)


@pytest.fixture(autouse=True)
def in_june(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: TODAY)


def an_action(title: str = "Count the teapots", **fields) -> FollowUpAction:
    made = FollowUpAction.objects.create(**{"kind": "debate", "title": title, "due_on": "2024-11-05"} | fields)
    FollowUpAction.objects.filter(pk=made.pk).publish()
    return made


def events(client, query: str = "") -> dict[str, icalendar.Event]:
    """The events of the file by what they are called without the host; the file is checked on the way."""
    response = client.get(f"/calendar.ics{query}")
    assert response.status_code == 200, response.content
    return {uid.removesuffix("@127.0.0.1"): event for uid, event in checked(response.content).items()}


def checked(raw: bytes) -> dict[str, icalendar.Event]:
    """RFC 5545, as far as it binds a calendar of all-day events."""
    assert raw.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in raw.replace(b"\r\n", b"")
    for line in raw.split(b"\r\n"):
        assert len(line) <= 75, line
        line.decode()
        assert not re.search(rb"[\x00-\x08\x0b-\x1f\x7f]", line)
    calendar = icalendar.Calendar.from_ical(raw)
    assert calendar.errors == []
    assert calendar["VERSION"] == "2.0"
    assert calendar["PRODID"]
    assert calendar.subcomponents
    found = {}
    for event in calendar.walk("VEVENT"):
        assert event.errors == []
        for needed in ("UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "URL", "DESCRIPTION"):
            assert len(event.get(needed) if isinstance(event.get(needed), list) else [event[needed]]) == 1
        assert event["UID"] not in found, "the same UID twice"
        assert event["DTSTART"].params["VALUE"] == event["DTEND"].params["VALUE"] == "DATE"
        assert event["DTEND"].dt > event["DTSTART"].dt
        assert event["DTSTAMP"].dt.utcoffset() == datetime.timedelta(0)
        found[str(event["UID"])] = event
    return found


def days(event: icalendar.Event) -> tuple[str, str]:
    return event["DTSTART"].dt.isoformat(), event["DTEND"].dt.isoformat()


# The file


def test_a_day_is_one_day_and_the_end_is_the_day_after(client):
    an_action(state=a_state("CHN"))
    event = events(client)["follow-up-count-the-teapots-due"]
    assert days(event) == ("2024-11-05", "2024-11-06")
    assert event["SUMMARY"] == "Due: Count the teapots"
    assert event["URL"] == "http://127.0.0.1:8000/follow-up/count-the-teapots/"
    assert event["STATUS"] == "CONFIRMED"
    assert event["TRANSP"] == "TRANSPARENT"


def test_a_month_stands_over_the_whole_month_and_says_so(client):
    an_action(due_on="2024-12")
    event = events(client)["follow-up-count-the-teapots-due"]
    assert days(event) == ("2024-12-01", "2025-01-01")
    assert event["SUMMARY"] == "Due: Count the teapots (month known only)"
    assert event["STATUS"] == "TENTATIVE"


def test_a_year_has_no_event_but_stands_on_the_page(client):
    an_action(due_on="2025")
    assert "follow-up-count-the-teapots-due" not in events(client)
    assert "2025, month not recorded" in client.get("/calendar/").content.decode()


def test_an_estimate_says_about_and_what_it_is_counted_from(client):
    a_review(reviewed_on="2024-01-23", adopted_on="2024-07-04", status="adopted")
    found = events(client)
    event = found["review-china-2024-upr-review-mid-term-report"]
    assert days(event) == ("2026-07-04", "2026-07-05")
    assert event["SUMMARY"] == "about: Mid-term report: Universal Periodic Review of China, 2024"
    assert "about 24 months after: Adoption of the outcome by the Council, 4 July 2024" in event["DESCRIPTION"]
    assert "HRC resolution 16/21" in event["DESCRIPTION"]
    assert event["STATUS"] == "TENTATIVE"
    assert found["review-china-2024-upr-review-review"]["STATUS"] == "CONFIRMED"


def test_what_is_stated_names_its_source(client):
    review = a_review(reviewed_on="2024-01-23")
    step = ClockStep.objects.get(slug="addendum")
    ClockDate.objects.create(
        review=review, step=step, due_on="2024-06-11", source=a_source("Book of teapots"), locator="p. 3"
    )
    event = events(client)["review-china-2024-upr-review-addendum"]
    assert "Source: Teapot Press, “Book of teapots”, p. 3" in event["DESCRIPTION"]
    assert event["SUMMARY"].startswith("Addendum")


def test_a_session_is_one_event_from_its_first_to_its_last_day(client):
    found = events(client)
    assert days(found["session-hrc-59-hrc-session-opens"]) == ("2025-06-16", "2025-07-12")
    assert "session-hrc-59-hrc-session-closes" not in found
    assert days(found["session-upr-54-opens"]) == ("2027-01-01", "2027-03-01")
    assert found["session-hrc-59-hrc-session-written-statements"]["SUMMARY"].startswith("about: Deadline for NGOs'")


def test_awkward_text_is_escaped_folded_and_cleaned(client):
    title = "Teapots; kettles, cups\\saucers \x0b\x1b and “茶壶” " + "ཇ་ལོང་" * 15
    an_action(title, slug="awkward")
    event = events(client)["follow-up-awkward-due"]
    assert event["SUMMARY"] == f"Due: {title}".replace("\x0b", "").replace("\x1b", "")


def test_two_dates_of_one_step_are_two_events(client):
    action = an_action()
    step = ClockStep.objects.get(clock="communication", slug="sent")
    for day in ("2024-03-01", "2024-05-01"):
        ClockDate.objects.create(follow_up=action, step=step, happened_on=day)
    found = events(client)
    assert {"follow-up-count-the-teapots-communication-sent", "follow-up-count-the-teapots-communication-sent-2"} <= {
        *found
    }


@pytest.mark.parametrize("query", ["", "?kind=follow-up"])
def test_the_same_bytes_twice_and_at_another_time(client, monkeypatch, query):
    an_action()
    a_review(reviewed_on="2024-01-23")
    first = client.get(f"/calendar.ics{query}")
    monkeypatch.setattr(timezone, "now", lambda: TODAY + datetime.timedelta(days=90))
    again = client.get(f"/calendar.ics{query}")
    assert first.content == again.content
    assert (first["ETag"], first["Last-Modified"]) == (again["ETag"], again["Last-Modified"])
    if query:
        assert first["Last-Modified"] == "Sat, 15 Jun 2024 12:00:00 GMT"


def test_an_event_is_stamped_with_when_what_it_shows_was_changed(client, monkeypatch):
    action = an_action()
    monkeypatch.setattr(timezone, "now", lambda: TODAY + datetime.timedelta(days=1))
    action.refresh_from_db()
    action.summary = "Not in the calendar"
    action.save()
    action.reviews.add(a_review("PRT", published=False))  # of which no reader may learn
    assert events(client)["follow-up-count-the-teapots-due"]["DTSTAMP"].dt == TODAY
    action.due_on = "2024-11-06"
    action.save()
    assert events(client)["follow-up-count-the-teapots-due"]["DTSTAMP"].dt == TODAY + datetime.timedelta(days=1)


def test_what_is_not_public_is_in_no_calendar(client, monkeypatch):
    before = client.get("/calendar.ics").content
    hidden = a_review("PRT", published=False, reviewed_on="2024-11-04")
    action = FollowUpAction.objects.create(kind="debate", title="Secret teapots", due_on="2024-11-05")
    action.reviews.set([hidden])
    ClockDate.objects.create(review=hidden, step=ClockStep.objects.get(slug="adoption"), due_on="2024-12-01")
    assert client.get("/calendar.ics").content == before
    page = client.get("/calendar/").content.decode()
    assert "Secret" not in page
    assert "Portugal" not in page
    FollowUpAction.objects.publish()
    assert "follow-up-secret-teapots-due" in events(client)
    FollowUpAction.objects.withdraw()
    assert client.get("/calendar.ics").content == before


def test_what_was_only_counted_is_left_out_once_its_year_is_over(client):
    a_review(session=17, reviewed_on="2013-10-22", adopted_on="2014-03-20", status="adopted")
    an_action(due_on="2013-12-01")
    found = events(client)
    assert "review-china-2013-upr-review-review" in found
    assert "review-china-2013-upr-review-mid-term-report" not in found
    assert "follow-up-count-the-teapots-due" in found


# Asking for a part


def test_filters_by_kind_state_and_case(client):
    china, portugal = a_state("CHN"), a_state("PRT")
    action, other = an_action(state=china), an_action("Wash the saucers", state=portugal)
    review = a_review(reviewed_on="2024-01-23")
    case = Case.objects.create(title="Teapots")
    case.follow_up.set([other])
    case.reviews.set([review])
    Case.objects.publish()
    kinds = {uid.split("-")[0] for uid in events(client, "?kind=session&kind=review")}
    assert kinds == {"session", "review"}
    of_china = set(events(client, "?state=CHN"))
    assert "follow-up-count-the-teapots-due" in of_china
    assert {uid.split("-")[0] for uid in of_china} == {"follow", "review"}
    assert "follow-up-wash-the-saucers-due" not in of_china
    of_case = set(events(client, "?case=teapots&kind=follow-up"))
    assert of_case == {"follow-up-wash-the-saucers-due"}
    assert action.slug not in str(of_case)


def test_a_calendar_in_which_nothing_stands_is_still_one(client):
    assert events(client, "?state=NRU") == {}


@pytest.mark.parametrize("path", ["/calendar.ics", "/calendar/"])
@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("kind=teapot", "“teapot”"),
        ("state=XXX", "“XXX”"),
        ("case=hidden", "“hidden”"),
        ("teapot=1", "“teapot”"),
        ("page=1", "“page”"),
    ],
)
def test_what_is_unknown_is_refused_by_name(client, path, query, named):
    Case.objects.create(title="Hidden", slug="hidden")
    response = client.get(f"{path}?{query}")
    assert response.status_code == 400
    assert named in response.content.decode()


def test_a_reader_who_has_it_gets_nothing_anew(client):
    first = client.get("/calendar.ics")
    again = client.get("/calendar.ics", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    an_action()
    assert client.get("/calendar.ics", headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_what_is_withdrawn_is_gone_for_a_reader_who_asks_by_date_alone(client):
    an_action()
    an_action("Wash the saucers")
    first = client.get("/calendar.ics")
    FollowUpAction.objects.filter(title="Wash the saucers").withdraw()
    again = client.get("/calendar.ics", headers={"If-Modified-Since": first["Last-Modified"]})
    assert again.status_code == 200
    assert b"saucers" not in again.content
    assert again["Cache-Control"] == "no-cache"


COST_OF_FILE = 6 + 5  # all entries; when they were changed, by kind


@pytest.mark.parametrize("many", [5, 25])
def test_the_file_asks_the_database_as_often_however_many(client, many, django_assert_num_queries):
    for n in range(many):
        action = an_action(f"Teapots {n}")
        ClockDate.objects.create(
            follow_up=action,
            step=ClockStep.objects.get(slug="sent"),
            due_on="2024-11-02",
            source=a_source(f"Book {n}"),
        )
    with django_assert_num_queries(COST_OF_FILE):
        client.get("/calendar.ics")
    with django_assert_num_queries(6):  # all entries
        client.get("/calendar/")


# The page


def test_the_page_tells_what_comes_by_month(client):
    an_action()
    page = client.get("/calendar/").content.decode()
    headings = re.findall(r"<h2>(.*?)</h2>", page)
    assert headings[0] == "June 2024"  # the session that is running at most
    assert "November 2024" in headings
    assert headings[-1] == "In your own calendar"
    assert '<a href="/follow-up/count-the-teapots/">Count the teapots</a>' in page
    assert 'href="/calendar.ics"' in page
    assert 'href="/feeds/"' in page
    assert "session 66" not in page  # in September 2027


def test_the_page_keeps_what_is_asked_in_the_address_of_the_file(client):
    page = client.get("/calendar/?kind=session").content.decode()
    assert 'href="/calendar.ics?kind=session"' in page


def test_an_empty_page_says_what_to_do(client):
    Session.objects.all().delete()
    assert "Staff add sessions, reviews and follow-up actions" in client.get("/calendar/").content.decode()


def test_the_pages_of_a_review_and_an_action_tell_their_dates(client, django_assert_max_num_queries):
    review = a_review(reviewed_on="2024-01-23", adopted_on="2024-07-04", status="adopted")
    action = an_action()
    page = client.get(review.get_absolute_url()).content.decode()
    stated, counted = page.split("Counted by rule")
    assert "Review in the Working Group: <strong>23 January 2024</strong>" in stated
    assert "Mid-term report: <strong>about 4 July 2026</strong>" in counted
    assert "Due: <strong>5 November 2024</strong>" in client.get(action.get_absolute_url()).content.decode()


def test_an_action_that_is_done_is_no_longer_ahead(client):
    action = an_action()
    assert "Count the teapots" in client.get("/calendar/").content.decode()
    StatusEvent.objects.create(follow_up=action, status="done", happened_on="2024-06-01", text="Counted.")
    assert "Count the teapots" not in client.get("/calendar/").content.decode()
    assert days(events(client)["follow-up-count-the-teapots-due"]) == ("2024-06-01", "2024-06-02")


def test_nothing_in_the_file_counts_what_is_not_public(client):
    """Numbers of the database would: two files that differ in hidden records alone are the same."""
    FollowUpAction.objects.create(kind="debate", title="Secret teapots")
    Source.objects.create(publisher="Teapot Press", title="Secret")
    action = an_action()
    ClockDate.objects.create(follow_up=action, step=ClockStep.objects.get(slug="sent"), due_on="2024-11-02")
    raw = client.get("/calendar.ics?kind=follow-up").content.decode()
    FollowUpAction.objects.all().delete()
    Review.objects.all().delete()
    action = an_action()
    ClockDate.objects.create(follow_up=action, step=ClockStep.objects.get(slug="sent"), due_on="2024-11-02")
    assert client.get("/calendar.ics?kind=follow-up").content.decode() == raw
