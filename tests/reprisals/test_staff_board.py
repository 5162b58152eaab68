"""The board of staff: how States stand on an action, and whom we speak to at missions, for case officers alone."""

import html

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from recommendations.models import FollowUpAction, StateStance
from reprisals import audit
from reprisals.models import Contact, Entry, Meeting
from tests.recommendations.admin_forms import sent_back
from tests.records import a_state

from .forms import at, complaints
from .records import EDITOR, OFFICER, a_person_of_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def action() -> FollowUpAction:
    made = FollowUpAction.objects.create(kind="special_session", title="Meet about the kettles", state=a_state("CHN"))
    FollowUpAction.objects.filter(pk=made.pk).publish()
    return made


@pytest.fixture
def client() -> Client:
    made = Client()
    made.force_login(a_person_of_staff("officer", OFFICER))
    return made


def a_contact(state: str = "FRA", name: str = "SECRET envoy") -> Contact:
    made = Contact(name=name, office="SECRET desk", state=a_state(state))
    made.save()
    return made


def text(answer) -> str:
    return html.unescape(answer.content.decode())


def test_a_meeting_added_from_the_board_stands_beside_the_stance_of_its_state(client, action):
    contact = a_contact()
    StateStance.objects.create(
        follow_up=action, state=contact.state, kind="supports", stance="for", taken_on="2024-03-04"
    )
    board = at("contact_board", action.pk)
    page = text(client.get(board))
    query = f"?address=%2Ffollow-up%2F{action.slug}%2F&_from=followupaction-{action.pk}"
    assert f"{at('meeting_add')}{query}&contact={contact.pk}" in page
    where = f"{at('meeting_add')}{query}&contact={contact.pk}"
    filled = sent_back(client.get(where))
    assert (filled["contact"], filled["address"]) == (str(contact.pk), f"/follow-up/{action.slug}/")
    values = {"held_on": "2024-03-05", "asked": "SECRET ask", "promised": "SECRET vote"}
    assert client.post(where, filled | values)["Location"] == board
    page = text(client.get(board))
    for part in ("SECRET envoy", "SECRET ask", "SECRET vote", "5 March 2024", "France", "1 member is recorded as"):
        assert part in page, part
    contact.refresh_from_db()
    assert str(contact.spoken_on) == "2024-03-05"
    assert "SECRET ask" in text(client.get(at("contact_change", contact.pk)))
    assert "SECRET ask" in text(client.get(at("meeting_changelist")))
    assert board in text(client.get(f"/admin/recommendations/followupaction/{action.pk}/change/"))


def test_nothing_of_it_is_public_or_shown_to_editors(client, action):
    contact = a_contact()
    Meeting(contact=contact, held_on="2024-03-05", asked="SECRET ask", address=action.get_absolute_url()).save()
    editor = Client()
    editor.force_login(a_person_of_staff("editor", EDITOR))
    board = at("contact_board", action.pk)
    for address in (board, at("meeting_changelist"), at("meeting_add"), at("contact_changelist")):
        assert editor.get(address).status_code == 403
    form = text(editor.get(f"/admin/recommendations/followupaction/{action.pk}/change/"))
    for page in (form, text(Client().get(action.get_absolute_url())), text(Client().get("/states/FRA/"))):
        assert "SECRET" not in page
        assert board not in page


def test_who_looks_at_it_is_noted(client, action):
    client.get(at("contact_board", action.pk))
    assert Entry.objects.get(action=audit.Action.VIEWED).about == f"followupaction {action.pk} board"


def test_a_shut_room_shows_none(client, action, settings):
    a_contact()
    settings.ROOM_PASSPHRASE, settings.FIELD_ENCRYPTION_KEYS = "", []
    assert client.get(at("contact_board", action.pk)).status_code == 403


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"held_on": "2999-01-02"}, "2 January 2999 has not come yet."),
        ({"held_on": "2024-02-30"}, "Enter a valid date"),
        ({"asked": " "}, "Say what we asked, what they promised, or what else was said."),
        ({"address": "/admin/"}, "is not the address of a recommendation"),
        ({"contact": ""}, "This field is required"),
        ({"contact": "77777"}, "valid choice"),
    ],
)
def test_what_cannot_be_is_refused_in_words(client, values, said):
    contact = a_contact()
    data = {"contact": contact.pk, "held_on": "2024-03-05", "asked": "SECRET ask"} | values
    answer = client.post(at("meeting_add"), sent_back(client.get(at("meeting_add"))) | data)
    assert said in complaints(answer)
    assert not Meeting.objects.exists()


def test_as_of_a_date_and_where_the_council_decides_nothing(client, action):
    a_contact("USA")
    assert "The members are those of 6 October 2022" in text(
        client.get(at("contact_board", action.pk) + "?as_of=2022-10-06")
    )
    refused = client.get(at("contact_board", action.pk) + "?as_of=teapot")
    assert refused.status_code == 400
    assert "SECRET" not in text(refused)
    other = FollowUpAction.objects.create(kind="other", title="Polish the kettles")
    page = text(client.get(at("contact_board", other.pk)))
    assert "does not decide this" in page
    assert "SECRET" not in page


def test_the_board_asks_as_often_for_many_contacts_and_meetings(client, action):
    asked = []
    for states in (["FRA"], ["JPN", "BRA", "USA", "KEN", "CHN"]):
        for iso3 in states:
            contact = a_contact(iso3)
            for day in ("2024-03-05", "2024-03-06"):
                Meeting(contact=contact, held_on=day, asked="SECRET", address=action.get_absolute_url()).save()
        for address in (at("contact_board", action.pk), at("meeting_changelist"), at("contact_changelist")):
            client.get(address)  # noted once
            with CaptureQueriesContext(connection) as queries:
                client.get(address)
            asked.append(len(queries))
    assert asked[:3] == asked[3:]
