"""Which steps somebody takes in which role, and that nobody takes them in two."""

import pytest
from django.core.exceptions import PermissionDenied

from reprisals import publication
from reprisals.access import join
from reprisals.models import (
    CaseRole,
    PublicIncident,
    TeamMember,
)

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
)

pytestmark = pytest.mark.django_db


def test_who_edited_it_does_not_approve_it(incident, people):
    publication.record_edit(incident, people[1])
    version = publication.submit(incident, people[0])
    with pytest.raises(PermissionDenied):
        publication.approve(version, people[1])


def test_who_recorded_it_does_not_approve_it(people):
    incident = an_incident(people[1])
    join(incident, people[0], CaseRole.CASE_OFFICER)
    nobody_in(incident)
    version = publication.submit(incident, people[0])
    with pytest.raises(PermissionDenied):
        publication.approve(version, people[1])


def test_even_a_superuser_with_all_roles_does_not_approve_their_own(incident):
    boss = a_person_of_staff("boss", is_superuser=True)
    join(incident, boss, CaseRole.CASE_OFFICER)
    version = publication.submit(incident, boss)
    with pytest.raises(PermissionDenied):
        publication.approve(version, boss)


def test_whoever_worked_on_an_incident_never_reviews_it_also_after_leaving_the_team(incident, people):
    other = a_person_of_staff("other")
    join(incident, other, CaseRole.CASE_OFFICER)
    TeamMember.objects.filter(user=other).update(ended_on="2021-06-01")
    version = publication.submit(incident, people[0])
    with pytest.raises(PermissionDenied):
        publication.approve(version, other)
    publication.approve(version, people[1])
    with pytest.raises(PermissionDenied):
        publication.publish(version, other)


def test_a_partner_with_one_role_can_be_the_second_person(incident, people):
    partner = a_person_of_staff("partner", REVIEWER)
    version = publication.submit(incident, people[0])
    publication.approve(version, partner)
    publication.publish(version, people[1])
    assert PublicIncident.objects.get().reference == incident.reference
    assert TeamMember.objects.get(user=people[1]).role == CaseRole.REVIEWER
    assert TeamMember.objects.get(user=partner).role == CaseRole.REVIEWER


def test_whoever_has_acted_in_one_role_does_not_act_in_another(incident, people):
    basis = a_basis(incident, person=a_person(incident))
    other = a_person_of_staff("other")
    publication.approve(publication.submit(incident, people[0]), other)
    with pytest.raises(PermissionDenied):
        publication.withdraw_consent(basis, other)
    publication.withdraw_consent(basis, a_person_of_staff("keeper", CUSTODIAN))
    for name, role in (("writer", "case officer"), ("other", "reviewer-publisher"), ("keeper", "consent custodian")):
        assert TeamMember.objects.get(user__username=name).role == role


@pytest.mark.parametrize(
    ("step", "roles"),
    [
        ("submit", {REVIEWER, CUSTODIAN, ADMINISTRATOR, EDITOR}),
        ("approve", {OFFICER, CUSTODIAN, ADMINISTRATOR, EDITOR}),
        ("publish", {OFFICER, CUSTODIAN, ADMINISTRATOR, EDITOR}),
        ("return", {OFFICER, CUSTODIAN, ADMINISTRATOR, EDITOR}),
        ("withdraw", {EDITOR}),
        ("consent", {REVIEWER, ADMINISTRATOR, EDITOR}),
        ("purge", {REVIEWER, ADMINISTRATOR, EDITOR}),
    ],
)
@pytest.mark.parametrize("on_the_team", [True, False])
def test_no_step_without_its_role_also_for_a_superuser(incident, people, step, roles, on_the_team):
    other = a_person_of_staff("other", *roles, is_superuser=True)
    if on_the_team:
        join(incident, other, CaseRole.REVIEWER if step in ("consent", "purge") else CaseRole.CUSTODIAN)
    basis = a_basis(incident, person=a_person(incident))
    version = publication.submit(incident, people[0])
    if step == "publish":
        publication.approve(version, people[1])
    take = {
        "submit": lambda: publication.submit(incident, other),
        "approve": lambda: publication.approve(version, other),
        "publish": lambda: publication.publish(version, other),
        "return": lambda: publication.return_to_draft(version, other, "Why?"),
        "withdraw": lambda: publication.withdraw(incident, other),
        "consent": lambda: publication.withdraw_consent(basis, other),
        "purge": lambda: publication.purge(incident, other),
    }[step]
    with pytest.raises(PermissionDenied):
        take()


def test_a_case_officer_acts_on_no_incident_of_others(incident, people):
    other = a_person_of_staff("other", OFFICER)
    basis = a_basis(incident, person=a_person(incident))
    version = publication.submit(incident, people[0])
    for take in (
        lambda: publication.return_to_draft(version, other, "Why?"),
        lambda: publication.withdraw_consent(basis, other),
        lambda: publication.purge(incident, other),
        lambda: publication.submit(incident, other),
    ):
        with pytest.raises(PermissionDenied):
            take()
