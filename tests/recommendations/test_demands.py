"""Demands become follow-up actions: shown first, made once, as one change; and a signature stands once."""

import pytest
from django.contrib.auth.models import Permission, User
from django.urls import reverse

from recommendations.models import Change, Demand, FollowUpAction, Signature, Statement, StatementCitation
from recommendations.tracking.demands import make_actions, title_of, without_action
from recommendations.tracking.undoing import undo
from tests.records import a_review, a_source, an_organisation, everything

from .admin_forms import sent_back, with_row

pytestmark = pytest.mark.django_db


@pytest.fixture
def statement() -> Statement:
    made = Statement.objects.create(title="On teapots", issued_on="2024-06-25")
    made.reviews.set([a_review()])
    made.signatories.set([an_organisation(), an_organisation("Kettle Watch")])
    for title in ("First book", "Second book"):
        StatementCitation.objects.create(statement=made, source=a_source(title))
    Demand.objects.create(statement=made, rank=2, text="Return the teapots")
    Demand.objects.create(statement=made, rank=1, text="Count\nthe  teapots", locator="para. 3")
    there = FollowUpAction.objects.create(kind="debate", title="Speak of teapots")
    Demand.objects.create(statement=made, rank=3, text="Speak of teapots", follow_up=there)
    return made


def address(statement: Statement, page: str = "demands") -> str:
    return reverse(f"admin:recommendations_statement_{page}", args=[statement.pk])


def filled_in(page, **changes: str) -> dict[str, str]:
    """The form of the page as it would be sent."""
    rows = {field.html_name: field.initial for _demand, field in page.context["rows"]}
    return {**rows, "seal": page.context["seal"], **changes}


# What is made


def test_each_demand_without_an_action_becomes_one(statement):
    made = make_actions(statement)
    assert [action.title for action in made.actions] == ["Count the teapots", "Return the teapots"]
    first = made.actions[0]
    assert (first.kind, first.requested_on, first.is_published) == ("other", "2024-06-25", False)
    assert {one.name for one in first.requested_by.all()} == {"Friends of Teapots", "Kettle Watch"}
    assert [str(review) for review in first.reviews.all()] == [str(review) for review in statement.reviews.all()]
    event = first.events.get()
    assert (event.status, event.happened_on, event.locator) == ("requested", "2024-06-25", "para. 3")
    assert event.source.title == "First book"
    assert [demand.follow_up.title for demand in statement.demands.all()] == [
        "Count the teapots",
        "Return the teapots",
        "Speak of teapots",
    ]


def test_called_again_it_makes_no_more(statement):
    make_actions(statement)
    before = everything()
    again = make_actions(statement)
    assert (again.actions, again.change) == ([], None)
    assert everything() == before
    assert Change.objects.count() == 1


def test_it_is_one_change_and_can_be_taken_back(statement):
    before = everything()
    made = make_actions(statement)
    assert made.change.description == "Made 2 follow-up actions of “On teapots”"
    undo(made.change)
    after = everything()
    for kept in ("recommendations.Demand", "recommendations.FollowUpAction", "recommendations.StatusEvent"):
        assert after[kept] == before[kept], kept
    assert len(make_actions(statement).actions) == 2


def test_a_kind_can_be_chosen_for_each_and_an_unknown_one_is_refused(statement):
    count, _back = without_action(statement)
    with pytest.raises(ValueError, match="teapot"):
        make_actions(statement, {count.pk: "teapot"})
    assert FollowUpAction.objects.count() == 1
    made = make_actions(statement, {count.pk: "ohchr_assessment"})
    assert [action.kind for action in made.actions] == ["ohchr_assessment", "other"]


def test_a_statement_without_source_and_date_gives_actions_without_them():
    bare = Statement.objects.create(title="On kettles")
    Demand.objects.create(statement=bare, text="Boil")
    (action,) = make_actions(bare).actions
    event = action.events.get()
    assert (action.requested_on, event.happened_on, event.source) == ("", "", None)


def test_a_long_demand_is_shortened_to_a_title():
    title = title_of(Demand(text="Count " * 100))
    assert len(title) == 200
    assert title.endswith("…")


# In the admin


def test_the_page_shows_what_would_be_made_and_writes_nothing(statement, admin_client):
    before = everything()
    page = admin_client.get(address(statement)).content.decode()
    for said in ("Count the teapots</label> (para. 3)", "Return the teapots", "Kettle Watch", "25 June 2024"):
        assert said in page
    assert "First book" in page
    assert "Speak of teapots" not in page
    assert everything() == before


def test_the_button_makes_what_was_shown(statement, admin_client):
    count = without_action(statement)[0]
    page = admin_client.get(address(statement))
    data = filled_in(page, **{f"kind-{count.pk}": "vote"})
    answer = admin_client.post(address(statement), data, follow=True)
    assert "Made 2 follow-up actions of “On teapots”. They are not public yet." in answer.content.decode()
    assert FollowUpAction.objects.get(title="Count the teapots").kind == "vote"
    assert Change.objects.get().made_by.username == "admin"
    again = admin_client.post(address(statement), data, follow=True)
    assert "followed already" in again.content.decode()
    assert FollowUpAction.objects.count() == 3


def test_a_demand_that_changed_meanwhile_is_shown_again(statement, admin_client):
    page = admin_client.get(address(statement))
    Demand.objects.filter(text="Return the teapots").update(text="Return the kettles")
    answer = admin_client.post(address(statement), filled_in(page))
    assert "changed since what you were shown" in answer.content.decode()
    assert "Return the kettles" in answer.content.decode()
    assert FollowUpAction.objects.count() == 1


def test_a_kind_that_there_is_not_is_refused(statement, admin_client):
    count = without_action(statement)[0]
    page = admin_client.get(address(statement))
    data = filled_in(page, **{f"kind-{count.pk}": "teapot"})
    assert "teapot is not one of the available choices" in admin_client.post(address(statement), data).content.decode()
    assert FollowUpAction.objects.count() == 1


@pytest.mark.parametrize("may", [{"change_statement"}, {"add_followupaction"}, {"view_statement"}])
def test_who_may_not_do_both_is_not_offered_it_and_is_refused(statement, client, may):
    person = User.objects.create_user("reader", is_staff=True)
    codenames = may | {"view_statement"}
    person.user_permissions.set(Permission.objects.filter(codename__in=codenames))
    client.force_login(person)
    assert client.get(address(statement)).status_code == 403
    assert "follow-up actions of the demands" not in client.get(address(statement, "change")).content.decode()


def test_the_form_offers_it_only_while_there_is_something_to_make(statement, admin_client):
    offered = "Make follow-up actions of the demands"
    assert offered in admin_client.get(address(statement, "change")).content.decode()
    make_actions(statement)
    assert offered not in admin_client.get(address(statement, "change")).content.decode()


# Signatures


def test_a_signature_twice_is_refused_by_the_name_of_the_organisation(statement, admin_client):
    there = Signature.objects.filter(statement=statement).first()
    page = admin_client.get(address(statement, "change"))
    data = with_row(sent_back(page), "signatures", organisation=there.organisation.pk, role="lead")
    answer = admin_client.post(address(statement, "change"), data)
    assert answer.status_code == 200
    assert "Friends of Teapots stands twice among the signatures: an organisation signs once." in (
        answer.content.decode()
    )
    assert Signature.objects.count() == 2


def test_texts_demands_and_roles_are_kept_by_the_form(statement, admin_client):
    other = an_organisation("Cup Watch")
    data = sent_back(admin_client.get(address(statement, "change")))
    data = with_row(data, "signatures", organisation=other.pk, role="lead")
    data = with_row(data, "texts", language="fr", title="Des théières", text="Comptez.")
    data = with_row(data, "demands", rank=9, text="Wash the cups")
    assert admin_client.post(address(statement, "change"), data).status_code == 302
    assert Signature.objects.get(organisation=other).role == "lead"
    assert statement.texts.get().title == "Des théières"
    assert statement.demands.last().text == "Wash the cups"
