"""The consents of an incident as their custodian sees and keeps them."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from reprisals import publication
from reprisals.models import Basis, Entry, Person, PublicIncident, Step, TeamMember
from tests.recommendations.admin_forms import sent_back

from .forms import at
from .records import CUSTODIAN, REVIEWER, a_basis, a_person, a_person_of_staff, an_incident, nobody_in, published

pytestmark = pytest.mark.django_db
NAME = "Quillon Tarbuckle"


@pytest.fixture
def keeper(db) -> Client:
    client = Client()
    client.force_login(a_person_of_staff("keeper", CUSTODIAN))
    return client


def page_of(client: Client, incident):
    return client.get(at("consentfile_change", incident.pk))


def saved(client: Client, incident, **changes):
    return client.post(at("consentfile_change", incident.pk), sent_back(page_of(client, incident)) | changes)


def prefix(client: Client, incident, model=Basis) -> str:
    shown = page_of(client, incident).context["inline_admin_formsets"]
    return next(one.formset.prefix for one in shown if one.formset.model is model)


def test_people_and_grounds_are_there_and_nothing_else_of_the_incident(keeper, incident):
    a_basis(incident, person=a_person(incident))
    page = page_of(keeper, incident)
    said = page.content.decode()
    assert {one.formset.model for one in page.context["inline_admin_formsets"]} == {Person, Basis}
    assert NAME in said
    assert "The teapot affair" not in said
    assert "Somebody hid the teapots." not in said


def test_a_consent_is_recorded_by_its_custodian_who_is_on_the_team_from_then_on(keeper, incident):
    person = a_person(incident)
    row = prefix(keeper, incident)
    total = page_of(keeper, incident).context["inline_admin_formsets"]
    n = next(one.formset.total_form_count() for one in total if one.formset.model is Basis)
    given = {"kind": "person", "person": person.pk, "given_on": "2021-06-01", "scopes": ["site"], "given_by": "herself"}
    values = {f"{row}-{n}-{name}": value for name, value in given.items()} | {f"{row}-TOTAL_FORMS": n + 1}
    assert saved(keeper, incident, **values).status_code == 302
    assert Basis.objects.get(person=person).given_by == "herself"
    assert TeamMember.objects.get(user__username="keeper").role == CUSTODIAN
    assert Step.objects.get().taken_by.username == "keeper"


def test_the_log_names_no_field_of_people_who_are_only_shown_there(keeper, incident):
    a_basis(incident, person=a_person(incident))
    page = page_of(keeper, incident).content.decode()
    sent = sent_back(page_of(keeper, incident)) | {f"{prefix(keeper, incident)}-0-given_by": "herself"}
    as_a_browser_does = {name: value for name, value in sent.items() if f'name="{name}"' in page or name[0] == "_"}
    assert f"{prefix(keeper, incident, Person)}-0-name" not in as_a_browser_does
    assert keeper.post(at("consentfile_change", incident.pk), as_a_browser_does).status_code == 302
    assert Entry.objects.get(action="changed").fields == "basis.given_by"


def test_people_are_not_changed_there(keeper, incident):
    person = a_person(incident)
    page = page_of(keeper, incident)
    of_people = next(o.formset.prefix for o in page.context["inline_admin_formsets"] if o.formset.model is Person)
    saved(keeper, incident, **{f"{of_people}-0-id": person.pk, f"{of_people}-0-name": "Oddny"})
    assert Person.objects.get().name == NAME


def test_a_ground_that_is_edited_away_takes_the_page_down(keeper, people, incident):
    basis = a_basis(incident, person=a_person(incident, visibility="name"))
    published(incident, *people)
    row = prefix(keeper, incident)
    n = list(Basis.objects.order_by("pk")).index(basis)
    assert saved(keeper, incident, **{f"{row}-{n}-scopes": ["kept"]}).status_code == 302
    assert not PublicIncident.objects.exists()


def test_the_page_to_which_people_are_asked_to_consent_is_shown(keeper, incident):
    said = keeper.get(at("consentfile_page", incident.pk)).content.decode()
    assert "Teapots hidden from speakers" in said


def test_the_list_tells_people_and_the_next_end_at_a_known_cost(keeper, people, django_assert_max_num_queries):
    for n in range(6):
        made = an_incident(people[0])
        nobody_in(made, valid_until=datetime.date(2031, 5, 4 + n))
        a_basis(made, person=a_person(made), valid_until=datetime.date(2030, 5, 4), withdrawn_on="2022-01-01")
    # One of them is the turn at the log, on PostgreSQL only.
    with django_assert_max_num_queries(6 + 13):
        said = keeper.get(at("consentfile_changelist")).content.decode()
    assert "4 May 2031" in said
    assert "4 May 2030" not in said


@pytest.mark.parametrize(
    ("days", "taken_back", "told"), [(60, False, True), (-1, False, True), (61, False, False), (10, True, False)]
)
def test_the_front_page_tells_its_custodian_which_grounds_end_soon(keeper, people, incident, days, taken_back, told):
    today = timezone.localdate()
    ends = today + datetime.timedelta(days=days)
    a_basis(incident, person=a_person(incident), valid_until=ends, withdrawn_on=today if taken_back else None)
    assert ("1 ground for publication has ended, or" in keeper.get("/admin/").content.decode()) is told
    officer = Client()
    officer.force_login(people[0])
    assert "for publication has ended" not in officer.get("/admin/").content.decode()


def test_what_was_saved_meanwhile_is_not_overwritten(keeper, incident):
    page = page_of(keeper, incident)
    form = sent_back(page) | {"_version": page.context["version"]}
    a_basis(incident, person=a_person(incident))
    answer = keeper.post(at("consentfile_change", incident.pk), form)
    assert "somebody else has saved this incident meanwhile" in answer.content.decode()


def test_whoever_has_seen_the_names_does_not_review_the_page_without_them(people, incident):
    version = publication.submit(incident, people[0])
    both = a_person_of_staff("both", CUSTODIAN, REVIEWER)
    client = Client()
    client.force_login(both)
    assert client.get(at("version_review", version.pk)).status_code == 200
    client.get(at("consentfile_changelist"))
    assert client.get(at("version_review", version.pk)).status_code == 200
    page_of(client, incident)
    assert client.get(at("version_review", version.pk)).status_code == 404
    with pytest.raises(PermissionDenied):
        publication.approve(version, both)


def test_the_list_tells_how_many_people_have_no_ground(keeper, people):
    made = an_incident(people[0])
    a_basis(made, person=a_person(made))
    a_basis(made, person=a_person(made, "relative"), withdrawn_on="2022-01-01")
    a_person(made)
    a_person(made, "perpetrator")
    said = keeper.get(at("consentfile_changelist")).content.decode()
    assert '<td class="field-people">4</td><td class="field-uncovered">2</td>' in said
    nobody_in(made)
    said = keeper.get(at("consentfile_changelist")).content.decode()
    assert '<td class="field-uncovered">0</td>' in said
