"""Next steps: what is to be done about a record and who has it, for case officers and editors alone."""

import datetime
import html

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from recommendations.models import Case, FollowUpAction
from reprisals import audit
from reprisals.models import Assignment, Entry
from reprisals.roles import give_roles
from tests.recommendations.admin_forms import sent_back
from tests.records import a_recommendation, a_review

from .forms import at, complaints
from .records import ADMINISTRATOR, CUSTODIAN, EDITOR, OFFICER, REVIEWER, a_person_of_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def action() -> FollowUpAction:
    return FollowUpAction.objects.create(kind="debate", title="Count the teapots")


@pytest.fixture
def editor() -> User:
    return a_person_of_staff("editor", EDITOR)


@pytest.fixture
def client(editor) -> Client:
    made = Client()
    made.force_login(editor)
    return made


def add(client: Client, query: str = "", **values: object):
    where = at("assignment_add") + query
    return client.post(where, sent_back(client.get(where)) | {"step": "SECRET call"} | values)


def form_of(action: FollowUpAction) -> str:
    return f"/admin/recommendations/followupaction/{action.pk}/change/"


def text(answer) -> str:
    return html.unescape(answer.content.decode())


def test_from_the_form_of_an_action_a_step_is_added_with_its_address_and_leads_back(client, editor, action):
    page = text(client.get(form_of(action)))
    assert "Nobody has a next step here." in page
    query = f"?address=%2Ffollow-up%2F{action.slug}%2F&_from=followupaction-{action.pk}"
    assert f"{at('assignment_add')}{query}" in page
    answer = add(client, query, assigned_to=editor.pk, due_on="2030-05-04")
    assert answer["Location"] == form_of(action)
    row = Assignment.objects.get()
    assert (row.address, row.step, row.assigned_to) == (f"/follow-up/{action.slug}/", "SECRET call", editor)
    page = text(client.get(form_of(action)))
    assert "SECRET call" in page
    assert "editor; due 4 May 2030" in page
    Assignment.objects.update(done_on=timezone.localdate())
    assert "SECRET call" not in text(client.get(form_of(action)))


def test_what_is_shown_with_an_action_is_noted(client, editor, action):
    Assignment(step="SECRET call", address=f"/follow-up/{action.slug}/").save()
    client.get(form_of(action))
    assert Entry.objects.get(action=audit.Action.VIEWED).about == f"followupaction {action.pk} steps"


@pytest.mark.parametrize("role", [REVIEWER, CUSTODIAN, ADMINISTRATOR])
def test_other_roles_see_no_next_step_with_an_action(action, role):
    Assignment(step="SECRET call", address=f"/follow-up/{action.slug}/").save()
    other = Client()
    person = a_person_of_staff("other", role, is_superuser=True)  # who may see all of the public record
    other.force_login(person)
    page = text(other.get(form_of(action)))
    assert "Count the teapots" in page
    assert not [word for word in ("SECRET", "next step") if word in page]
    give_roles(person, [OFFICER])
    assert "SECRET call" in text(other.get(form_of(action)))


def test_a_shut_room_shows_none(client, action, settings):
    Assignment(step="SECRET call", address=f"/follow-up/{action.slug}/").save()
    settings.ROOM_PASSPHRASE, settings.FIELD_ENCRYPTION_KEYS = "", []
    page = text(client.get(form_of(action)))
    assert not [word for word in ("SECRET", "next step") if word in page]
    assert client.get(at("assignment_add")).status_code == 403


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"address": "/admin/"}, "“/admin/” is not the address of a recommendation"),
        ({"address": "https://teapots.example/follow-up/never/"}, "No record has the address “/follow-up/never/”"),
        ({"step": "  "}, "Say what is to be done next."),
        ({"done_on": "2999-01-02"}, "2 January 2999 has not come yet."),
        (
            {"due_on": "2030-01-02", "remind_on": "2030-01-03"},
            "3 January 2030 is after 2 January 2030, when it is due.",
        ),
        ({"due_on": "2030-02-30"}, "Enter a valid date"),
    ],
)
def test_what_cannot_be_is_refused_in_words(client, values, said):
    assert said in complaints(add(client, **values))
    assert not Assignment.objects.exists()


def test_an_address_is_taken_however_it_was_pasted_and_shown_as_a_title(client, action):
    add(client, address=f"https://upr.teapots.example/follow-up/{action.slug}?x=1")
    assert Assignment.objects.get().address == f"/follow-up/{action.slug}/"
    page = text(client.get(at("assignment_changelist")))
    assert f'<a href="{form_of(action)}">Count the teapots</a>' in page


def test_a_step_is_given_to_whoever_is_there_and_can_see_it(client, editor):
    gone = a_person_of_staff("gone", EDITOR, is_active=False)
    reviewer, officer = a_person_of_staff("reads", REVIEWER), a_person_of_staff("writes", OFFICER)
    User.objects.create_user("visitor")
    field = client.get(at("assignment_add")).context["adminform"].form.fields["assigned_to"]
    assert set(field.queryset) == {editor, officer}
    for person in (gone, reviewer):
        assert "valid choice" in complaints(add(client, assigned_to=person.pk))
    kept = Assignment(step="Kept", assigned_to=gone)
    kept.save()
    where = at("assignment_change", kept.pk)
    assert client.post(where, sent_back(client.get(where)) | {"step": "Changed"}).status_code == 302
    assert Assignment.objects.get(pk=kept.pk).assigned_to == gone


def test_the_list_is_filtered_by_what_is_offered_alone(client, editor):
    other = a_person_of_staff("other", EDITOR)
    today = timezone.localdate()
    for step, whose, done in (
        ("mine", editor, None),
        ("mine that is done", editor, today),
        ("another's", other, None),
        ("nobody's", None, None),
    ):
        Assignment(step=step, assigned_to=whose, done_on=done).save()
    asked = {
        "mine": {"mine"},
        "open": {"mine", "another's", "nobody's"},
        "nobody": {"nobody's"},
        "done": {"mine that is done"},
    }
    for value, expected in asked.items():
        rows = client.get(f"{at('assignment_changelist')}?whose={value}").context["cl"].result_list
        assert {row.step for row in rows} == expected
    for query in ("whose=teapot", f"assigned_to={other.pk}", f"assigned_to__id__exact={other.pk}", "address=/x/"):
        assert client.get(f"{at('assignment_changelist')}?{query}").status_code in {302, 400}, query


def test_a_list_of_fifty_asks_as_often_as_one_of_five(client, editor):
    review = a_review("CHN", slug="china-2024")
    asked = []
    for some in (range(5), range(5, 50)):
        for n in some:
            a_recommendation(review, f"Teapot {n}", paragraph=f"9.{n}")
            Assignment(step=f"Call {n}", address=f"/recommendations/china-2024/9.{n}/", assigned_to=editor).save()
            Assignment(step=f"Write {n}", address=f"/cases/{Case.objects.create(title=f'Teapots {n}').slug}/").save()
        client.get(at("assignment_changelist"))  # noted once
        with CaptureQueriesContext(connection) as queries:
            page = client.get(at("assignment_changelist"))
        assert f"China, 2024, 9.{some[-1]}</a>" in text(page)
        asked.append(len(queries))
    assert asked[0] == asked[1]


def test_the_form_of_an_action_asks_as_often_for_many_steps(client, action):
    asked = []
    for n in (1, 20):
        for _n in range(n):
            Assignment(step="Call", address=f"/follow-up/{action.slug}/", due_on=datetime.date(2030, 1, 1)).save()
        client.get(form_of(action))
        with CaptureQueriesContext(connection) as queries:
            client.get(form_of(action))
        asked.append(len(queries))
    assert asked[0] == asked[1]
