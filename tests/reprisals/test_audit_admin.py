"""The log in the admin: who reads it, what they see of it, and by what they can filter it."""

import datetime

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from reprisals import audit, publication
from reprisals.access import join
from reprisals.models import CaseRole, Entry

from .records import ADMINISTRATOR, CUSTODIAN, EDITOR, OFFICER, a_person_of_staff, an_incident, without_roles

pytestmark = pytest.mark.django_db

LOG = "/admin/reprisals/entry/"


@pytest.fixture
def keeper(client, incident, monkeypatch):
    """Somebody who reads the log, and works on one incident, signed in."""
    user = a_person_of_staff("keeper", ADMINISTRATOR, OFFICER)
    join(incident, user, CaseRole.CASE_OFFICER)
    with monkeypatch.context() as patch:
        patch.setattr(audit, "note", lambda *args, **more: None)  # of the sign-in
        client.force_login(user)
    return client


@pytest.fixture
def log(people, incident, monkeypatch):
    """Entries of two people and of nobody, on three days."""
    days = iter([(2024, 1, 23), (2024, 2, 1), (2025, 3, 4)])
    clock = lambda: datetime.datetime(*next(days), 14, 5, 9, tzinfo=datetime.UTC)  # noqa: E731
    with monkeypatch.context() as patch:
        patch.setattr(timezone, "now", clock)
        audit.note(audit.Action.VIEWED, people[0], incident)
        audit.note(audit.Action.CHANGED, people[1], incident, ["title", "Person.name"], about="person")
        audit.note(audit.Action.SIGN_IN_FAILED, None, about="user 12")


def rows(client: Client, **asked: str) -> list[str]:
    answer = client.get(LOG, asked)
    assert answer.status_code == 200
    return [row.split("</tr>")[0] for row in answer.content.decode().split("<tr>") if "field-number" in row]


def test_the_list_says_who_did_what_and_when(keeper, log, incident):
    assert reverse("admin:reprisals_entry_changelist") == LOG
    latest, changed, viewed = rows(keeper)
    for words in ("23 January 2024, 14:05:09 UTC", "writer", "Viewed", incident.reference):
        assert words in viewed
    for words in ("1 February 2024, 14:05:09 UTC", "reviewer", "Changed", "title, Person.name", "person"):
        assert words in changed
    for words in ("4 March 2025, 14:05:09 UTC", "nobody", "Sign-in failed", "user 12"):
        assert words in latest


def test_whoever_is_called_like_another_or_like_nobody_is_told_apart(keeper, people):
    for name in ("nobody", "wr\N{CYRILLIC SMALL LETTER BYELORUSSIAN-UKRAINIAN I}ter"):
        other = a_person_of_staff(name, OFFICER)
        audit.note(audit.Action.CHANGED, other)
        assert f">{name} (user {other.pk})<" in rows(keeper, action__exact="changed")[0]
    audit.note(audit.Action.CHANGED, people[0])
    assert f">writer (user {people[0].pk})<" in rows(keeper, action__exact="changed")[0]
    audit.note(audit.Action.CHANGED, None)
    assert ">nobody<" in rows(keeper, action__exact="changed")[0]


@pytest.mark.parametrize(
    ("asked", "numbers"),
    [
        ({"action__exact": "viewed"}, [1]),
        ({"by__isnull": "True"}, [3]),
        ({"taken_at__year": "2024"}, [2, 1]),
        ({"taken_at__year": "2024", "taken_at__month": "2"}, [2]),
        ({"taken_at__year": "2024", "taken_at__month": "1", "taken_at__day": "23"}, [1]),
    ],
)
def test_it_is_filtered_by_action_person_and_date(keeper, log, asked, numbers):
    assert [int(row.split('field-number">')[1].split("<")[0]) for row in rows(keeper, **asked)] == numbers


def test_it_is_filtered_by_one_person(keeper, log, people):
    assert len(rows(keeper, by__id__exact=str(people[1].pk))) == 1
    page = keeper.get(LOG).content.decode()
    assert f"by__id__exact={people[1].pk}" in page
    assert ">nobody</a>" in page
    assert ">keeper</a>" not in page  # who stands in no entry


@pytest.mark.parametrize(
    "asked",
    [
        *("subject", "subject__startswith", "digest", "about", "fields__contains", "number__gt", "by__username"),
        *("by__password__startswith", "taken_at__gte", "taken_at__hour", "action", "by", "pk", "by__id__in"),
    ],
)
def test_it_is_filtered_by_nothing_else(keeper, log, asked):
    assert keeper.get(LOG, {asked: "1"}).status_code == 400


@pytest.mark.parametrize(
    "asked", [{"by__id__exact": "teapot"}, {"taken_at__year": "9" * 12}, {"taken_at__day": "x"}, {"action__exact": "x"}]
)
def test_a_value_that_cannot_be_meant_is_refused(keeper, log, asked):
    assert keeper.get(LOG, asked).status_code == 400


def test_it_is_not_searched(keeper, log, incident):
    assert 'id="searchbar"' not in keeper.get(LOG).content.decode()
    assert len(rows(keeper, q=incident.audit_mark.hex)) == 3  # as if nothing were asked


def test_nobody_else_reads_it(client, people, log):
    others = [a_person_of_staff("others", OFFICER, CUSTODIAN, EDITOR), without_roles("root", is_superuser=True)]
    for user in (*others, a_person_of_staff("gone", ADMINISTRATOR, is_active=False)):
        client.force_login(user)
        assert client.get(LOG).status_code in (302, 403)
        assert LOG not in client.get("/admin/").content.decode()
    client.logout()
    assert client.get(LOG).status_code == 302


@pytest.mark.parametrize("page", ["add/", "1/", "1/change/", "1/delete/", "1/history/"])
def test_an_entry_has_no_page_of_its_own(keeper, log, page):
    for answer in (keeper.get(LOG + page), keeper.post(LOG + page, {"about": "teapot"})):
        assert answer.status_code == 404


def test_nothing_is_changed_by_way_of_the_list(keeper, log):
    before = list(Entry.objects.values_list())
    keeper.post(LOG, {"action": "delete_selected", "_selected_action": "1", "post": "yes", "index": "0"})
    assert list(Entry.objects.values_list()) == before


def test_a_reference_is_shown_to_those_alone_who_see_the_incident(keeper, log, incident, monkeypatch):
    monkeypatch.setattr("reprisals.admin.audit.visible_to", lambda user: type(incident).objects.none())
    page = keeper.get(LOG).content.decode()
    assert incident.reference not in page
    assert incident.audit_mark.hex not in page
    assert "not shown to you, or purged" in page


def test_a_purged_incident_is_not_told(keeper, log, people, incident):
    publication.purge(incident, people[0])
    page = keeper.get(LOG).content.decode()
    assert incident.reference not in page
    assert page.count("not shown to you, or purged") == 2


def test_it_reads_while_the_room_is_shut(keeper, log, settings):
    settings.ROOM_PASSPHRASE, settings.FIELD_ENCRYPTION_KEYS = "", []
    assert len(rows(keeper)) == 3


def test_a_page_costs_the_same_however_long(keeper, log, people, django_assert_num_queries):
    for _n in range(20):
        audit.note(audit.Action.VIEWED, a_person_of_staff(f"person{_n}"), an_incident(people[0]))
    # Who is signed in (2) with which roles, what is purged, on which team; how many entries, the page, its
    # incidents; the choices of days (3) and of people.
    with django_assert_num_queries(12):
        assert len(rows(keeper)) == 23
