"""Merging in the admin: which one stays is chosen, what would come of it is shown, one button does it."""

import html
import re

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from recommendations.models import (
    Change,
    Merged,
    Organisation,
    Signature,
    Source,
    State,
    Statement,
    StateName,
    StateNames,
    Theme,
)
from tests.records import a_review, a_state, an_organisation

from .admin_forms import MAKE, add, address, complaints, save

pytestmark = pytest.mark.django_db

LIST = address(Organisation, "changelist")


def ask(client, records, where: str = LIST, **fields: object):
    data = {"action": "merge_selected", "select_across": 0, "_selected_action": [r.pk for r in records], **fields}
    return client.post(where, data if fields else data | {"index": 0})


def merge(client, records, into, where: str = LIST):
    seen = ask(client, records, where, into=into.pk, preview="1")
    return ask(client, records, where, into=into.pk, do="1", seal=seen.context["seal"])


def text(page) -> str:
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.content.decode())))


@pytest.fixture
def pair() -> list[Organisation]:
    pair = [an_organisation(), an_organisation("Teapots' Friends", acronym="TF")]
    for title, signers in (("Brew", pair), ("Pour", pair[1:])):
        statement = Statement.objects.create(title=title)
        for organisation in signers:
            Signature.objects.create(statement=statement, organisation=organisation)
    return pair


def test_the_page_proposes_the_one_that_most_refers_to_and_shows_what_would_come_of_it(admin_client, pair):
    page = ask(admin_client, pair)
    assert page.context["into"] == pair[1]
    seen = text(page)
    assert "2 rows refer to it" in seen
    assert "What would come of it if “Teapots' Friends (TF)” stays" in seen
    other = text(ask(admin_client, pair, into=pair[0].pk, preview="1"))
    assert "What would come of it if “Friends of Teapots” stays" in other
    assert "Would refer to it signatures: 1" in other
    assert "Both have it: would be kept once signatures: 1 Brew: Teapots' Friends" in other
    assert "Would be filled in, where it is empty now acronym: “TF”" in other
    assert Organisation.objects.count() == 2
    assert not Change.objects.exists()


@pytest.mark.parametrize("model", [Organisation, Source, State, Theme], ids=lambda model: model.__name__)
def test_one_button_merges_and_the_message_leads_to_undo(admin_client, admin_user, model):
    records = [MAKE[model](n) for n in range(2)]
    if model is Theme:
        records[1].vocabulary = records[0].vocabulary
        records[1].save()
    where = address(model, "changelist")
    response = merge(admin_client, records, records[0], where)
    assert (response.status_code, response["Location"]) == (302, where)
    assert not model.objects.filter(pk=records[1].pk).exists()
    change = Change.objects.get()
    assert change.made_by == admin_user
    message = " ".join(map(str, admin_client.get(where).context["messages"]))
    assert "Merged “" in message
    undo = reverse("admin:recommendations_change_undo", args=[change.pk])
    assert f'href="{undo}"' in message
    assert admin_client.post(undo).status_code == 302
    assert model.objects.filter(pk=records[1].pk).exists()
    assert not Merged.objects.exists()


@pytest.mark.parametrize("n", [1, 11])
def test_one_or_too_many_are_refused_in_words(admin_client, n):
    records = [an_organisation(f"Friends {number}") for number in range(n)]
    response = ask(admin_client, records)
    assert response.status_code == 302
    message = str(next(iter(admin_client.get(LIST).context["messages"])))
    assert message == f"Select two or more records to merge, at most 10 at once: {n} were selected."


def test_another_choice_than_was_shown_is_shown_first(admin_client, pair):
    seen = ask(admin_client, pair, into=pair[0].pk, preview="1")
    page = ask(admin_client, pair, into=pair[1].pk, do="1", seal=seen.context["seal"])
    assert "look again" in text(page)
    assert Organisation.objects.count() == 2


def test_what_changed_meanwhile_is_shown_first(admin_client, pair):
    seen = ask(admin_client, pair, into=pair[0].pk, preview="1")
    Signature.objects.create(statement=Statement.objects.create(title="Sip"), organisation=pair[1])
    page = ask(admin_client, pair, into=pair[0].pk, do="1", seal=seen.context["seal"])
    assert "look again" in text(page)
    assert Organisation.objects.count() == 2


@pytest.mark.parametrize("into", ["teapot", "0", "99999999999", ""])
def test_a_choice_that_is_not_among_them_is_none(admin_client, pair, into):
    page = ask(admin_client, pair, into=into, do="1", seal="0")
    assert page.context["into"] == pair[1]
    assert Organisation.objects.count() == 2


def test_what_stands_against_it_is_shown_and_there_is_no_button(admin_client):
    states = [a_state("FRA"), a_state("PRT")]
    for state in states:
        a_review(state.iso3)
    where = address(State, "changelist")
    page = ask(admin_client, states, where)
    assert "Both have a review where only one can be" in text(page)
    assert 'name="do"' not in page.content.decode()
    ask(admin_client, states, where, into=states[0].pk, do="1", seal=page.context["seal"])
    assert State.objects.filter(iso3__in=["FRA", "PRT"]).count() == 2


def test_merging_needs_the_permission_to_change_and_to_delete(client, django_user_model, pair):
    person = django_user_model.objects.create_user("potter", is_staff=True)
    needed = ["view_organisation", "change_organisation", "delete_organisation"]
    person.user_permissions.set(Permission.objects.filter(codename__in=needed[:2]))
    client.force_login(person)
    merge_page = ask(client, pair)
    assert not (merge_page.context and merge_page.context.get("foreseen"))
    person.user_permissions.set(Permission.objects.filter(codename__in=needed))
    assert ask(client, pair).context["foreseen"]
    merge(client, pair, pair[0])
    undo = reverse("admin:recommendations_change_undo", args=[Change.objects.get().pk])
    assert client.get(undo).status_code == 200
    person.user_permissions.set(Permission.objects.filter(codename="change_recommendation"))
    assert client.get(undo).status_code == 403


# Spellings


def test_a_spelling_moves_to_another_state(admin_client):
    name = StateName.objects.get(name="Swaziland")
    inline = admin_client.get(address(State, "change", name.state_id)).content.decode()
    assert address(StateName, "change", name.pk) in inline
    assert save(admin_client, name, state=a_state("PRT").pk).status_code == 302
    assert StateNames.load().iso3("Swaziland") == "PRT"


def test_a_states_own_name_stays_with_it(admin_client):
    page = save(admin_client, a_state("SWZ").names.get(name="Eswatini"), state=a_state("PRT").pk)
    assert "This is the name of Eswatini itself." in complaints(page)
    assert StateNames.load().iso3("Eswatini") == "SWZ"


def test_a_spelling_of_another_state_is_refused_in_words(admin_client):
    page = add(admin_client, StateName, name="swaziland", state=a_state("PRT").pk)
    assert "This name belongs to Eswatini already." in complaints(page)
