"""The second door: who goes through it, and what a confidential paper may tell on which ground."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.test import RequestFactory

from reprisals import disclosure
from reprisals.audit import Action, entries_of
from reprisals.disclosure import AtTheDoor, at_the_door, disclose, given_away, names_left_in, require_door
from reprisals.models import ConfidentialSource, Contact, Development, Meeting, Response
from tests.records import a_state

from .records import (
    ADMINISTRATOR,
    CUSTODIAN,
    EDITOR,
    OFFICER,
    REVIEWER,
    a_basis,
    a_person,
    a_person_of_staff,
    an_incident,
    nobody_in,
    without_roles,
)

pytestmark = pytest.mark.django_db
ON = datetime.date(2024, 6, 15)
NAME, RELATIVE, HELPER = "Zebulon Whistlethorpe", "Ottoline Featherstonehaugh", "Marmaduke Pettigrew"


@pytest.fixture
def told_of(people):
    """An incident with somebody who agreed that the UN alone hears of it, and a relative who agreed to nothing."""
    made = an_incident(people[0], began_on="2021-05-04", locality="Teapot Square", account="Somebody hid the teapots.")
    made.targeted = a_person(made, name=NAME, details="Reached by pigeon")
    made.basis = a_basis(made, person=made.targeted, scopes=["un_only"])
    return made


@pytest.fixture
def door(people):
    return AtTheDoor(people[0])


def one(door, incident, scope="un_only", is_safe=False):
    told, left_out = disclose(door, [incident.reference], scope, ON, is_safe=is_safe)
    return (told[0] if told else None), left_out


# Who


@pytest.mark.parametrize("role", [EDITOR, REVIEWER, CUSTODIAN, ADMINISTRATOR])
def test_the_door_is_shut_to_everybody_but_case_officers(told_of, role):
    somebody = a_person_of_staff("somebody", role)
    with pytest.raises(PermissionDenied):
        disclose(AtTheDoor(somebody), [told_of.reference], "un_only", ON, is_safe=True)


def test_a_superuser_without_roles_stays_outside(told_of):
    with pytest.raises(PermissionDenied):
        require_door(AtTheDoor(without_roles("root", is_superuser=True)))


def test_an_officer_of_another_incident_is_told_nothing(told_of):
    other = a_person_of_staff("other", OFFICER)
    with pytest.raises(PermissionDenied):
        disclose(AtTheDoor(other), [told_of.reference], "un_only", ON, is_safe=True)


def test_who_did_not_prove_who_they_are_is_not_at_the_door(people, settings, monkeypatch):
    request = RequestFactory().get("/")
    request.user = people[0]
    monkeypatch.setattr(disclosure, "proved_lately", lambda _request: False)
    assert at_the_door(request) is None
    for by in (people[0], None):
        with pytest.raises(PermissionDenied):
            require_door(by)


# Whom


def test_a_person_appears_only_where_they_agreed_to_this_very_scope(door, told_of):
    told, left_out = one(door, told_of)
    assert [person["called"] for person in told.page["people"]] == [NAME]
    assert left_out == []
    for scope in ("state", "un_report"):
        told, left_out = one(door, told_of, scope)
        assert told is None
        assert "did not agree" in left_out[0]
        assert NAME not in str(left_out)


@pytest.mark.parametrize("scope", ["kept", "site", "site_named", "teapot"])
def test_what_is_no_scope_of_a_paper_is_refused(door, told_of, scope):
    with pytest.raises(ValueError, match=scope):
        one(door, told_of, scope)


def test_the_dead_do_not_consent_and_what_was_taken_back_holds_no_more(door, told_of):
    told_of.basis.withdrawn_on = ON
    told_of.basis.save()
    assert one(door, told_of)[0] is None
    told_of.basis.withdrawn_on = None
    told_of.basis.save()
    told_of.targeted.is_dead = True
    told_of.targeted.save()
    assert one(door, told_of)[0] is None


def test_a_ground_of_the_whole_incident_does_not_name_anybody(door, told_of):
    a_person(told_of, "relative", name=RELATIVE)
    a_basis(told_of, "un_record", scopes=["un_only"])
    nobody_in(told_of)
    told, left_out = one(door, told_of)
    assert RELATIVE not in str(told.page)
    assert any("Relative" in line for line in left_out)


def test_where_somebody_did_not_agree_all_is_told_coarsely_and_no_text_names_them(door, told_of):
    a_person(told_of, "relative", name=RELATIVE)
    told_of.account = f"{RELATIVE} hid the teapots."
    told_of.public_summary = f"{RELATIVE} and {HELPER} saw it."
    told_of.save()
    ConfidentialSource(incident=told_of, name=HELPER).save()
    told, left_out = one(door, told_of)
    assert not told.is_exact
    assert (told.page["began_on"], told.page["place"], told.page["summary"]) == ("2021-05", "Portugal", "")
    for name in (NAME, RELATIVE, HELPER):
        assert name not in str(told.page)
        assert name not in str(left_out)


def test_an_incident_with_nobody_in_it_needs_a_ground_with_the_scope(door, people):
    made = an_incident(people[0])
    assert one(door, made)[0] is None
    nobody_in(made, scopes=["state"])
    assert one(door, made)[0] is None
    assert one(door, made, "state")[0]


# What


def test_the_full_paper_tells_day_place_and_account_and_never_a_source(door, told_of):
    a_person(told_of, "source", name=HELPER)
    a_person(told_of, "perpetrator", name="Constable Kettle")
    told, left_out = one(door, told_of)
    assert (told.page["began_on"], told.page["place"]) == ("2021-05-04", "Teapot Square, Portugal")
    assert told.page["summary"] == "Somebody hid the teapots."
    assert [p["called"] for p in told.page["people"]] == [NAME, "Constable Kettle"]
    assert HELPER not in str(told.page) + str(left_out)
    assert "pigeon" not in str(told)


def test_the_safe_version_beside_it_names_nobody(door, told_of):
    told, _left_out = one(door, told_of, is_safe=True)
    assert (told.page["began_on"], told.page["place"]) == ("2021-05", "Portugal")
    assert NAME not in str(told.page)
    assert [person["role"] for person in told.page["people"]] == ["targeted"]


def test_a_communication_that_is_not_public_is_told_to_the_un_alone(door, told_of):
    Response(incident=told_of, kind="communication", happened_on="2021-06-01", text="A letter.").save()
    Development(incident=told_of, status="detained", happened_on="2021-05-05", text="Held.").save()
    assert [row["text"] for row in one(door, told_of)[0].page["timeline"]] == ["Held.", "A letter."]
    a_basis(told_of, person=told_of.targeted, scopes=["state"])
    assert [row["text"] for row in one(door, told_of, "state")[0].page["timeline"]] == ["Held."]


# The log, and what comes out of the paper all the same


def test_a_preview_and_a_paper_are_noted_by_names_of_fields(door, told_of):
    told, _left_out = one(door, told_of)
    disclosure.note_paper(door, "teapots", [(told.reference, told.fields)], "issued")
    viewed, exported = entries_of(told_of).order_by("number")
    assert (viewed.action, viewed.about) == (Action.VIEWED, "paper preview")
    assert (exported.action, exported.about) == (Action.EXPORTED, "issued teapots")
    assert set(exported.fields.split(",")) == {*disclosure.EXACT_FIELDS, "Person.name"}


def test_a_name_that_got_into_the_finished_text_is_found(door, told_of):
    a_person(told_of, "relative", name=RELATIVE)
    said = f"{NAME} and {RELATIVE}"
    (found,) = names_left_in(door, said, {told_of.reference: (told_of.targeted.pk,)})
    assert "Relative" in found
    assert RELATIVE not in found


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("On 4 May 2021, in Teapot Square", "its day and its place"),
        ("Near Teapot Square", "its place stands"),
        ("On 4 May 2021 in Portugal", "its day stands"),
        ("Le 4 mai 2021, Portugal", "its day stands"),
        ("On 4 May 2021", ""),
    ],
)
def test_day_and_place_that_a_page_tells_coarsely_are_found_in_a_public_paper(people, told_of, text, said):
    assert [said in line for line in given_away(text, people[0])] == ([True] if said else [])
    assert given_away(text, a_person_of_staff("other", OFFICER)) == []


def test_what_has_no_date_or_place_gives_neither_away(people):
    an_incident(people[0], began_on="", country=None, locality="")
    assert given_away("On 4 May 2021 in Portugal", people[0]) == []


# The desk


def test_contacts_at_a_mission_are_for_case_officers_and_noted(door):
    contact = Contact(name="Secretary Teacup", state=a_state("PRT"), promised="A speech")
    contact.save()
    Meeting(contact=contact, held_on=ON, asked="To speak", promised="A speech").save()
    (found,) = disclosure.contacts_at(door, a_state("PRT"))
    assert (found.name, found.meetings[0].asked) == ("Secretary Teacup", "To speak")
    with pytest.raises(PermissionDenied):
        disclosure.contacts_at(AtTheDoor(a_person_of_staff("other", EDITOR)), a_state("PRT"))
