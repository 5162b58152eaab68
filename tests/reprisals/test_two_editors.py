"""Two people with the form of one incident open: the second is told, and nothing is overwritten unseen."""

import pytest
from django.test import Client

from reprisals.access import join
from reprisals.models import CaseRole, Incident, Person
from tests.recommendations.admin_forms import sent_back

from .records import a_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def clients(people, incident):
    join(incident, people[1], CaseRole.CASE_OFFICER)
    found = [Client(), Client()]
    for client, person in zip(found, people, strict=True):
        client.force_login(person)
    return found


def opened(client, incident) -> dict[str, object]:
    page = client.get(f"/admin/reprisals/incident/{incident.pk}/change/")
    return sent_back(page) | {"_version": page.context["version"]}


def saved(client, incident, form, **changes):
    return client.post(f"/admin/reprisals/incident/{incident.pk}/change/", form | changes)


def test_one_after_the_other_is_no_conflict(clients, incident):
    for client, account in zip(clients, ("First.", "Second."), strict=True):
        assert saved(client, incident, opened(client, incident), account=account).status_code == 302
    assert Incident.objects.get().account == "Second."


def test_the_second_is_told_and_keeps_what_they_typed(clients, incident):
    forms = [opened(client, incident) for client in clients]
    assert saved(clients[0], incident, forms[0], account="First.").status_code == 302
    answer = saved(clients[1], incident, forms[1], locality="The kitchen")
    assert answer.status_code == 200
    page = answer.content.decode()
    assert "somebody else has saved this incident meanwhile" in page
    assert "The kitchen" in page
    assert (Incident.objects.get().account, Incident.objects.get().locality) == ("First.", "")
    again = forms[1] | {"_version": answer.context["version"]}
    assert saved(clients[1], incident, again, locality="The kitchen").status_code == 302
    assert Incident.objects.get().locality == "The kitchen"


def test_a_part_that_somebody_saved_counts_too(clients, incident):
    person = a_person(incident)
    assert saved(clients[0], incident, opened(clients[0], incident)).status_code == 302
    forms = [opened(client, incident) for client in clients]
    person.name = "Quillon B. Tarbuckle"
    person.save()
    answer = saved(clients[1], incident, forms[1])
    assert "somebody else has saved this incident meanwhile" in answer.content.decode()
    assert Person.objects.get().name == "Quillon B. Tarbuckle"
