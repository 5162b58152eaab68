"""The form of an incident: what it takes and refuses, row by row."""

import datetime
import html
import re

import pytest
from django.test import Client
from django.utils import timezone

from reprisals.access import join
from reprisals.models import (
    Act,
    Basis,
    CaseRole,
    ConfidentialSource,
    Development,
    Engagement,
    Incident,
    IncidentCitation,
    IncidentLink,
    InternalNote,
    Person,
    PublicIncident,
    Response,
    Step,
    TeamMember,
)
from reprisals.models import Testimony as Told
from tests.recommendations.admin_forms import sent_back
from tests.records import a_recommendation, a_review, a_source

from .forms import add_row, at, change_row, complaints, save
from .records import (
    a_basis,
    a_person,
    an_incident,
    published,
)

pytestmark = pytest.mark.django_db
NAME = "Quillon Tarbuckle"


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def writer(people) -> Client:
    return signed_in(people[0])


@pytest.fixture
def reviewer(people) -> Client:
    return signed_in(people[1])


def test_an_incident_is_recorded_by_whoever_fills_in_the_form(writer, people):
    data = sent_back(writer.get(at("incident_add")))
    data |= {"kind": "reprisal", "title": "Teapots", "public_title": "Kettles", "began_on": "2021-05"}
    assert writer.post(at("incident_add"), data).status_code == 302
    made = Incident.objects.get()
    assert (made.title, made.public_title, made.created_by) == ("Teapots", "Kettles", people[0])
    assert Step.objects.get().kind == "edited"


def rows() -> dict[type, tuple[dict[str, object], dict[str, object]]]:
    source = a_source("A document")
    recommendation = a_recommendation(a_review("PRT", 45), paragraph="28.5")
    return {
        Act: ({"kind": "raid", "happened_on": "2021", "note": "At night."}, {"note": "At noon."}),
        Engagement: ({"kind": "hrc", "mechanism": "CERD", "note": "A letter."}, {"note": "Two letters."}),
        Person: ({"role": "relative", "visibility": "withheld", "name": NAME}, {"name": "Oddny Featherstone"}),
        Development: ({"status": "died", "happened_on": "2022", "text": "In custody."}, {"text": "At home."}),
        Response: ({"kind": "wgad", "text": "An opinion.", "source": source.pk}, {"text": "A view."}),
        IncidentCitation: ({"source": source.pk, "note": "Read it."}, {"note": "Read it twice."}),
        IncidentLink: (
            {"address": f"https://upr.example.org{recommendation.get_absolute_url()[:-1]}"},
            {"address": recommendation.get_absolute_url()},
        ),
        Told: ({"text": "They took it.", "given_by": NAME}, {"text": "They did."}),
        ConfidentialSource: ({"name": NAME, "reach": "By pigeon."}, {"reach": "By ship."}),
        InternalNote: ({"text": "Ask again."}, {"text": "Asked."}),
        Basis: (
            {"kind": "nobody", "given_on": "2021-06-01", "risk_assessment": "Weighed.", "scopes": ["kept", "site"]},
            {"risk_assessment": "Weighed again."},
        ),
    }


KINDS = [
    Act, Engagement, Person, Development, Response, IncidentCitation, IncidentLink, Told, ConfidentialSource,
    InternalNote, Basis,
]  # fmt: skip


@pytest.mark.parametrize("model", KINDS, ids=lambda model: model.__name__)
def test_rows_of_every_kind_are_added_changed_and_deleted(writer, people, model):
    incident = an_incident(people[0], acts=())
    Engagement.objects.all().delete()
    first, then = rows()[model]
    assert add_row(writer, incident, model, **first).status_code == 302
    row = model.objects.get()
    assert row.incident == incident
    for name, value in first.items():
        if name in model.sealed_texts():
            assert getattr(row, name) == value
    assert change_row(writer, incident, row, **then).status_code == 302
    row = model.objects.get()
    for name, value in then.items():
        assert getattr(row, name) == value
    assert change_row(writer, incident, row, DELETE="on").status_code == 302
    assert not model.objects.exists()
    assert Step.objects.filter(kind="edited", taken_by=people[0]).count() == 3


def test_every_kind_of_row_is_tried(writer, incident):
    shown = {i.formset.model for i in writer.get(at("incident_change", incident.pk)).context["inline_admin_formsets"]}
    assert shown == {*KINDS, TeamMember}


def test_saving_a_form_as_it_is_changes_no_text(writer, incident):
    incident.public_summary = "First.\n\nSecond."
    incident.save()
    data = sent_back(writer.get(at("incident_change", incident.pk)))
    data["public_summary"] = data["public_summary"].replace("\n", "\r\n")  # as a browser sends it
    writer.post(at("incident_change", incident.pk), data)
    assert Incident.objects.get().public_summary == "First.\n\nSecond."


def test_a_ground_is_of_a_person_of_the_same_incident(writer, people, incident):
    stranger = a_person(an_incident(people[0]))
    values = {"kind": "person", "given_on": "2021-06-01", "scopes": ["site"], "given_by": "themselves"}
    answer = add_row(writer, incident, Basis, person=stranger.pk, **values)
    assert "not one of the available choices" in complaints(answer)
    own = a_person(incident)
    assert add_row(writer, incident, Basis, person=own.pk, **values).status_code == 302


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"scopes": []}, "choose the scopes one by one"),
        ({"given_by": " "}, "Say who consented"),
        ({"person": ""}, "say whose"),
        ({"given_on": ""}, "required"),
        ({"valid_until": "2021-05-01"}, "would end before it was given"),
        ({"scopes": ["teapot"]}, "not one of the available choices"),
        ({"kind": "un_record", "risk_assessment": "Weighed."}, "Name the public UN document"),
        ({"kind": "nobody"}, "needs a written risk assessment"),
    ],
)
def test_a_ground_that_is_none_is_refused(writer, incident, changes, said):
    values = {"kind": "person", "given_on": "2021-06-01", "scopes": ["site"], "given_by": "themselves"}
    values |= {"person": a_person(incident).pk} | changes
    assert said in complaints(add_row(writer, incident, Basis, **values))


def test_the_dead_do_not_consent(writer, incident):
    values = {"given_on": "2021-06-01", "scopes": ["site"], "given_by": "a brother"}
    values["person"] = a_person(incident, is_dead=True).pk
    assert "The dead cannot consent" in complaints(add_row(writer, incident, Basis, kind="person", **values))
    assert add_row(writer, incident, Basis, kind="next_of_kin", **values).status_code == 302


def test_what_was_taken_back_stays_on_record_as_it_was_given(writer, people, incident):
    basis = a_basis(incident, person=a_person(incident), withdrawn_on=timezone.localdate())
    change_row(writer, incident, basis, given_by="somebody else", kind="nobody", person="", valid_until="2099-01-01")
    same = Basis.objects.get(pk=basis.pk)
    assert (same.kind, same.person_id, same.given_by, same.valid_until) == (
        "person",
        basis.person_id,
        "themselves",
        None,
    )
    assert "stays on record" in complaints(change_row(writer, incident, basis, DELETE="on"))
    assert Basis.objects.filter(pk=basis.pk).exists()


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"role": "source", "visibility": "role"}, "A source is always withheld"),
        ({"role": "targeted", "visibility": "withheld", "size": 3}, "Only a group has a number"),
    ],
)
def test_people_as_they_may_not_be_shown_are_refused(writer, incident, values, said):
    assert said in complaints(add_row(writer, incident, Person, **values))


@pytest.mark.parametrize(
    ("address", "said"),
    [("/admin/", "is not the address of a recommendation"), ("/cases/nowhere/", "No record has the address")],
)
def test_a_link_leads_to_a_record(writer, incident, address, said):
    assert said in complaints(add_row(writer, incident, IncidentLink, address=address))


def test_a_note_has_its_author_who_stays(writer, reviewer, people, incident):
    join(incident, people[1], CaseRole.CASE_OFFICER)
    add_row(writer, incident, InternalNote, text="Ask again.")
    note = InternalNote.objects.get()
    change_row(reviewer, incident, note, text="Asked.")
    assert InternalNote.objects.get().written_by == people[0]


def test_texts_that_are_too_long_are_refused(writer, incident):
    answer = save(writer, incident, public_title="t" * 301, public_summary="t" * 1_000_000)
    assert "at most 300" in complaints(answer)
    assert "at most 100000" in complaints(answer)


def test_a_published_page_goes_when_its_ground_is_edited_away(writer, people, incident):
    basis = a_basis(incident, person=a_person(incident, visibility="name"))
    published(incident, *people)
    assert change_row(writer, incident, basis, scopes=["site"]).status_code == 302
    assert not PublicIncident.objects.exists()


def test_a_published_page_goes_when_a_name_on_it_is_recorded_as_one_to_withhold(writer, people, incident):
    published(incident, *people)
    add_row(writer, incident, Person, role="perpetrator", visibility="withheld", name="Oddny", other_names="Teapots")
    assert not PublicIncident.objects.exists()


def test_a_page_that_had_ended_does_not_come_back_by_one_person(writer, people, incident, monkeypatch):
    basis = a_basis(incident, person=a_person(incident), valid_until=timezone.localdate())
    published(incident, *people)
    PublicIncident.objects.update(shown_until=timezone.localdate() - datetime.timedelta(days=1))
    change_row(writer, incident, basis, valid_until="2099-01-01")
    assert not PublicIncident.objects.exists()
    assert Step.objects.filter(incident=incident, kind="expired").exists()


def test_what_is_wrong_is_listed_first_and_leads_to_its_field(writer, incident):
    page = add_row(writer, incident, Person, role="targeted", visibility="withheld", size=3, name="x" * 301)
    said = page.content.decode()
    listed = html.unescape(said[said.index('id="wrong"') : said.index("</section>", said.index('id="wrong"'))])
    assert "Person or group 1, Name</a>: Ensure this value has at most 300 characters" in listed
    field = re.search(r'href="#(id_[^"]+-name)"', listed)[1]
    assert f'id="{field}"' in said[said.index("</section>", said.index('id="wrong"')) :]
    save_again = save(writer, incident, began_on="yesterday")
    assert '<a href="#id_began_on">Began on</a>' in save_again.content.decode()
    assert 'id="wrong"' not in writer.get(at("incident_change", incident.pk)).content.decode()


def test_the_page_as_it_would_be_says_that_only_staff_see_it(writer, incident):
    said = writer.get(at("incident_page", incident.pk)).content.decode()
    back = at("incident_publication", incident.pk)
    assert f'Only staff see this: the page as readers would see it. <a href="{back}">' in said
