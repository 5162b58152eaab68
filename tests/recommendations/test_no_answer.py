"""“The State did not answer”: recorded from the first page in two clicks, once, and taken back again."""

import html

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client

from recommendations.models import Change, FollowUpAction, PartialDate, StatusEvent
from recommendations.tracking.follow_up import Refused, no_answer_sentence, record_no_answer
from recommendations.tracking.undoing import undo
from tests.records import a_source

pytestmark = pytest.mark.django_db


@pytest.fixture
def action() -> FollowUpAction:
    return FollowUpAction.objects.create(kind="debate", title="Count the teapots", due_on="2019-12")


def page_of(action: FollowUpAction, query: str = "") -> str:
    return f"/admin/recommendations/followupaction/{action.pk}/no-answer/{query}"


def steps(action: FollowUpAction) -> list[tuple[str, str, str]]:
    return list(action.events.values_list("status", "happened_on", "text"))


def posted(client: Client, action: FollowUpAction, **values: str):
    return client.post(page_of(action), {"on": "24 June 2024", "text": "No answer came.", "source": ""} | values)


def complaints(answer) -> str:
    assert answer.status_code == 200
    return html.unescape(answer.content.decode())


def test_two_clicks_lead_from_the_first_page_to_what_is_recorded_and_back(admin_client, action):
    first = admin_client.get("/admin/")
    assert f'href="{page_of(action)}"' in first.content.decode()
    form = admin_client.get(page_of(action))  # the first click
    today = PartialDate.today()
    filled_in = {name: form.context["form"][name].value() or "" for name in ("on", "text", "source")}
    assert filled_in == {"on": today.spoken, "text": f"No answer was received by {today.spoken}.", "source": ""}
    answer = admin_client.post(page_of(action), filled_in, follow=True)  # the second click
    assert answer.redirect_chain == [("/admin/", 302)]
    assert steps(action) == [("not_answered", today, f"No answer was received by {today.spoken}.")]
    said = html.unescape(answer.content.decode())
    assert f"Recorded for “Count the teapots”: no answer by {today.spoken}." in said
    change = Change.objects.get()
    assert f"/admin/recommendations/change/{change.pk}/undo/" in said
    admin_client.post(f"/admin/recommendations/change/{change.pk}/undo/")
    assert steps(action) == []


def test_from_the_form_of_the_action_it_leads_back_there(admin_client, action):
    form = f"/admin/recommendations/followupaction/{action.pk}/change/"
    query = f"?_from=followupaction-{action.pk}"
    assert page_of(action, query) in admin_client.get(form).content.decode()
    answer = admin_client.post(page_of(action, query), {"on": "2024", "text": "No answer came."})
    assert answer["Location"] == form


def test_sending_it_twice_records_it_once(admin_client, action):
    for _n in range(2):
        answer = admin_client.post(
            page_of(action), {"on": "24 June 2024", "text": "No answer came.", "source": ""}, follow=True
        )
    assert steps(action) == [("not_answered", "2024-06-24", "No answer came.")]
    assert "is recorded already" in answer.content.decode()
    assert Change.objects.count() == 1


def test_the_sentence_follows_the_date_until_somebody_writes_another(admin_client, action):
    posted(admin_client, action, on="January 2024", text=no_answer_sentence(PartialDate.today()))
    assert steps(action) == [("not_answered", "2024-01", "No answer was received by January 2024.")]


def test_a_source_is_found_by_its_symbol(admin_client, action):
    source = a_source("", symbol="A/TEA/1", publisher="")
    posted(admin_client, action, source="A/TEA/1")
    assert action.events.get().source == source
    assert "No source is called “A/TEA/2”" in complaints(posted(admin_client, action, on="2023", source="A/TEA/2"))


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"on": "31 June 2024"}, "“31 June 2024” is not a date"),
        ({"on": "teatime"}, "“teatime” is not a date"),
        ({"on": "1 January 2999"}, "1 January 2999 has not come yet"),
        ({"on": ""}, "This field is required"),
        ({"text": "  "}, "This field is required"),
    ],
)
def test_what_cannot_be_is_refused_in_words_and_nothing_is_written(admin_client, action, values, said):
    assert said in complaints(posted(admin_client, action, **values))
    assert steps(action) == []
    assert not Change.objects.exists()


def test_an_action_that_is_done_is_refused(admin_client, action):
    StatusEvent.objects.create(follow_up=action, status="done", happened_on="2024-05-03", text="Counted.")
    for answer in (admin_client.get(page_of(action)), posted(admin_client, action)):
        assert "It was done on 3 May 2024, so that no answer is missing." in complaints(answer)
    assert action.events.count() == 1
    assert (
        page_of(action)
        not in admin_client.get(f"/admin/recommendations/followupaction/{action.pk}/change/").content.decode()
    )
    with pytest.raises(Refused, match="done on 3 May 2024"):
        record_no_answer(action, PartialDate("2024"), "No answer came.")


def test_only_whoever_may_change_follow_up_actions_records_it(client, action):
    person = User.objects.create_user("reader", is_staff=True)
    person.user_permissions.add(Permission.objects.get(codename="view_followupaction"))
    client.force_login(person)
    assert page_of(action) not in client.get("/admin/").content.decode()
    assert client.get(page_of(action)).status_code == 403
    assert posted(client, action).status_code == 403
    assert posted(Client(), action).status_code == 302
    assert steps(action) == []


def test_a_form_from_elsewhere_is_not_taken(action, admin_user):
    client = Client(enforce_csrf_checks=True)
    client.force_login(admin_user)
    assert posted(client, action).status_code == 403
    assert steps(action) == []


def test_who_recorded_it_stands_in_the_history(action, admin_user):
    change = record_no_answer(action, PartialDate("2024-06-25"), "No answer came.", user=admin_user)
    row = StatusEvent.history.get()
    assert (row.history_user, row.change) == (admin_user, change)
    undo(change, admin_user)
    assert not StatusEvent.objects.exists()
