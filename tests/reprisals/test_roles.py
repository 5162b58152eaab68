"""The roles as `migrate` makes them, who is on a team, and how incidents pass from one officer to another."""

import io
import json

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, Permission, User
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.test import Client

from reprisals.access import CaseRole, join, visible_to
from reprisals.models import Entry, StaffRole, TeamMember
from reprisals.roles import ensure_roles_after_migrate, give_roles, roles_of
from tests.recommendations.admin_forms import sent_back
from tests.records import a_state

from .forms import add_row, at, change_row, complaints
from .records import (
    ADMINISTRATOR,
    CUSTODIAN,
    EDITOR,
    OFFICER,
    REVIEWER,
    a_person_of_staff,
    an_incident,
    without_roles,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(people) -> Client:
    client = Client()
    client.force_login(people[0])
    return client


# Groups


def test_migrate_makes_a_group_for_each_role():
    assert set(Group.objects.values_list("name", flat=True)) == set(StaffRole.values)


def test_no_permission_leads_into_the_room():
    assert not Permission.objects.filter(content_type__app_label="reprisals").exists()


def test_each_role_may_do_its_own_in_the_public_record_and_with_accounts():
    for role in (OFFICER, REVIEWER, CUSTODIAN):
        reads = a_person_of_staff(f"reads {role}", role)
        assert reads.has_perm("recommendations.view_review")
        assert not reads.has_perm("recommendations.change_review")
        assert not reads.has_perm("auth.view_user")
    editor = a_person_of_staff("edits", EDITOR)
    assert editor.has_perms(["recommendations.change_review", "recommendations.add_importrun"])
    assert not editor.has_perm("auth.view_user")
    administrator = a_person_of_staff("administers", ADMINISTRATOR)
    assert administrator.has_perms(["auth.add_user", "auth.change_user"])
    assert not administrator.has_perm("auth.delete_user")
    assert not administrator.has_perm("recommendations.view_review")


def test_what_somebody_took_from_a_role_or_gave_it_is_put_right_by_migrate():
    group = Group.objects.get(name=OFFICER)
    group.permissions.set(Permission.objects.filter(codename="delete_user"))
    Group.objects.filter(name=REVIEWER).delete()
    ensure_roles_after_migrate()
    assert not group.permissions.filter(codename="delete_user").exists()
    assert group.permissions.filter(codename="view_review").exists()
    assert Group.objects.filter(name=REVIEWER).exists()


def test_giving_roles_leaves_other_groups():
    user = without_roles("somebody")
    user.groups.add(Group.objects.create(name="choir"))
    give_roles(user, [OFFICER, REVIEWER])
    give_roles(user, [CUSTODIAN])
    assert set(user.groups.values_list("name", flat=True)) == {"choir", CUSTODIAN.value}
    assert roles_of(user) == {CUSTODIAN.value}


# Teams


def test_the_database_holds_one_role_for_each_person_and_incident(people, incident):
    with pytest.raises(IntegrityError), transaction.atomic():
        TeamMember.objects.create(incident=incident, user=people[0], role=CaseRole.REVIEWER)
    with pytest.raises(IntegrityError), transaction.atomic():
        TeamMember.objects.create(incident=incident, user=people[1], role=ADMINISTRATOR)


def test_whoever_records_an_incident_is_on_its_team(officer, people):
    page = officer.get(at("incident_add"))
    assert TeamMember not in {i.formset.model for i in page.context["inline_admin_formsets"]}
    assert officer.post(at("incident_add"), sent_back(page) | {"kind": "reprisal", "title": "T"}).status_code == 302
    member = TeamMember.objects.get()
    assert (member.user, member.role) == (people[0], OFFICER)
    assert visible_to(people[0]).exists()


def test_a_colleague_is_put_on_the_team_and_taken_off(officer, incident):
    other = a_person_of_staff("other", OFFICER, REVIEWER)
    assert not visible_to(other).exists()
    assert add_row(officer, incident, TeamMember, user=other.pk, role=OFFICER.value).status_code == 302
    assert visible_to(other).exists()
    member = TeamMember.objects.get(user=other)
    assert change_row(officer, incident, member, ended_on="2021-06-01").status_code == 302
    assert not visible_to(other).exists()
    assert "on the team already" in complaints(
        add_row(officer, incident, TeamMember, user=other.pk, role=CaseRole.REVIEWER.value)
    )


def test_a_role_that_somebody_does_not_have_is_not_given_by_a_team(officer, incident):
    other = a_person_of_staff("other", REVIEWER)
    refused = add_row(officer, incident, TeamMember, user=other.pk, role=OFFICER.value)
    assert "does not have this role" in complaints(refused)
    refused = add_row(officer, incident, TeamMember, user=other.pk, role=ADMINISTRATOR.value)
    assert "Select a valid choice" in complaints(refused)
    outside = without_roles("outside")
    assert "valid choice" in complaints(add_row(officer, incident, TeamMember, user=outside.pk, role=OFFICER.value))
    assert TeamMember.objects.count() == 1


def test_an_incident_keeps_an_officer(officer, people, incident):
    mine = TeamMember.objects.get()
    assert "Nobody would see" in complaints(change_row(officer, incident, mine, ended_on="2021-06-01"))
    for gone in (a_person_of_staff("gone", OFFICER, is_active=False), without_roles("lost it")):
        join(incident, gone, CaseRole.CASE_OFFICER)
        assert "Nobody would see" in complaints(change_row(officer, incident, mine, ended_on="2021-06-01"))
    add_row(officer, incident, TeamMember, user=people[1].pk, role=OFFICER.value)
    assert change_row(officer, incident, mine, ended_on="2021-06-01").status_code == 302
    assert officer.get(at("incident_change", incident.pk)).status_code == 302


def test_who_is_on_a_team_is_not_exchanged_or_deleted(officer, people, incident):
    other = a_person_of_staff("other", OFFICER)
    add_row(officer, incident, TeamMember, user=other.pk, role=OFFICER.value)
    member = TeamMember.objects.get(user=other)
    change_row(officer, incident, member, user=people[1].pk)
    change_row(officer, incident, member, role=CaseRole.REVIEWER.value)
    change_row(officer, incident, member, DELETE="on")
    member.refresh_from_db()
    assert (member.user, member.role) == (other, OFFICER)


def test_the_front_page_tells_of_no_incident_after_somebody_left(officer, people, incident):
    add_row(officer, incident, TeamMember, user=people[1].pk, role=OFFICER.value)
    LogEntry.objects.log_actions(people[0].pk, [a_state("PRT")], 2, single_object=True)
    officer.get("/admin/")  # where what they just did is said
    TeamMember.objects.filter(user=people[0]).update(ended_on="2021-06-01")
    page = officer.get("/admin/").content.decode()
    assert incident.reference not in page
    assert "Portugal" in page  # what they did to the public record


def test_nobody_leaves_in_the_future(officer, people, incident):
    add_row(officer, incident, TeamMember, user=people[1].pk, role=OFFICER.value)
    member = TeamMember.objects.get(user=people[1])
    assert "acts at once" in complaints(change_row(officer, incident, member, ended_on="2999-01-01"))


# Handing over


def run(*names: str) -> dict[str, object]:
    out = io.StringIO()
    call_command("hand_over", *names, json=True, stdout=out)
    return json.loads(out.getvalue())


def test_incidents_pass_to_another_officer(people, incident):
    other = a_person_of_staff("other", OFFICER)
    reviewed = an_incident(people[0])
    join(reviewed, other, CaseRole.REVIEWER)
    assert run("writer", "other") == {"passed": [incident.reference], "kept": [reviewed.reference], "problems": []}
    assert list(visible_to(other)) == [incident]
    assert list(visible_to(people[0])) == [reviewed]
    noted = Entry.objects.get(about__startswith="handed_over")
    assert (noted.subject, noted.about) == (
        incident.audit_mark.hex,
        f"handed_over user {people[0].pk} to user {other.pk}",
    )
    assert run("writer", "other")["passed"] == []


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (("writer", "nobody"), "No account has the name “nobody”"),
        (("writer", "reads"), "reads is not a case officer"),
        (("writer", "writer"), "writer would hand over to themselves"),
    ],
)
def test_incidents_pass_to_a_case_officer_alone(people, incident, names, said):
    a_person_of_staff("reads", REVIEWER)
    out = io.StringIO()
    with pytest.raises(CommandError, match=said):
        call_command("hand_over", *names, json=True, stdout=out)
    assert said in json.loads(out.getvalue())["problems"][0]
    assert list(visible_to(people[0])) == [incident]


def test_whoever_is_on_a_team_joins_it_in_no_other_role_and_not_again_after_leaving(people, incident):
    join(incident, people[0], CaseRole.CASE_OFFICER)
    with pytest.raises(PermissionDenied):
        join(incident, people[0], CaseRole.REVIEWER)
    TeamMember.objects.update(ended_on="2021-06-01")
    with pytest.raises(PermissionDenied):
        join(incident, people[0], CaseRole.CASE_OFFICER)
    assert TeamMember.objects.count() == 1


# Given in the account


@pytest.fixture
def administrator(db) -> Client:
    client = Client()
    client.force_login(a_person_of_staff("ann", ADMINISTRATOR))
    return client


def account(client: Client, user, **changes):
    page = f"/admin/auth/user/{user.pk}/change/"
    return client.post(page, sent_back(client.get(page)) | changes)


def test_an_administrator_gives_and_takes_roles_which_is_told_to_all(
    administrator, mailoutbox, django_capture_on_commit_callbacks
):
    ben = without_roles("ben", email="ben@example.org")
    keeper = a_person_of_staff("keeper", CUSTODIAN)
    with django_capture_on_commit_callbacks(execute=True):
        assert account(administrator, ben, roles=[OFFICER.value, REVIEWER.value]).status_code == 302
    assert roles_of(User.objects.get(pk=ben.pk)) == {OFFICER, REVIEWER}
    assert "Your roles were changed" in mailoutbox[0].body
    with django_capture_on_commit_callbacks(execute=True):
        account(administrator, ben, roles=[REVIEWER.value])
    assert roles_of(User.objects.get(pk=ben.pk)) == {REVIEWER}
    told = (
        Entry.objects.filter(action__startswith="role_")
        .order_by("number")
        .values_list("action", "about", "by__username")
    )
    assert list(told) == [
        ("role_given", f"user {ben.pk} case officer", "ann"),
        ("role_given", f"user {ben.pk} reviewer-publisher", "ann"),
        ("role_taken", f"user {ben.pk} case officer", "ann"),
    ]
    for user, sees in ((keeper, True), (ben, True), (without_roles("outside"), False)):
        client = Client()
        client.force_login(user)
        said = client.get("/admin/").content.decode()
        assert ("ben became Reviewer-publisher, by ann" in said) is sees
        assert ("ben is no longer Case officer, by ann" in said) is sees


def test_nobody_gives_themselves_a_role_whatever_they_post(administrator):
    ann = User.objects.get(username="ann")
    page = administrator.get(f"/admin/auth/user/{ann.pk}/change/")
    assert "roles" not in sent_back(page)
    account(administrator, ann, roles=[CUSTODIAN.value], groups=[group.pk for group in Group.objects.all()])
    assert roles_of(User.objects.get(pk=ann.pk)) == {ADMINISTRATOR}


def test_an_administrator_makes_nobody_a_superuser(administrator):
    ben = without_roles("ben")
    account(administrator, ben, is_superuser="on", user_permissions=[p.pk for p in Permission.objects.all()[:3]])
    ben.refresh_from_db()
    assert not ben.is_superuser
    assert not ben.user_permissions.exists()
    boss = without_roles("boss", is_superuser=True)
    page = f"/admin/auth/user/{boss.pk}/change/"
    assert administrator.post(page, {"username": "boss", "roles": [CUSTODIAN.value]}).status_code == 403
    assert not User.objects.get(username="boss").groups.exists()


@pytest.mark.parametrize("page", ["/admin/auth/group/", "/admin/account/emailaddress/", "/admin/mfa/authenticator/"])
def test_groups_and_factors_are_edited_nowhere_else(administrator, page):
    assert administrator.get(page).status_code == 404
