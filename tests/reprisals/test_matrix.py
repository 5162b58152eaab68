"""Who sees what of an incident in which state, through every view of the admin: anonymous first.

The table says for each view which people it opens to; everybody else is refused, and no word of the incident is in what
they are answered. Views are walked from the admin's own addresses, so that a new one fails until the table has it.
"""

import pytest
from django.contrib import admin
from django.contrib.auth.models import Permission, User
from django.test import Client

from recommendations.models import FollowUpAction, Statement
from reprisals import publication
from reprisals.access import join
from reprisals.models import (
    Assignment,
    Basis,
    CaseRole,
    ConfidentialSource,
    ConsentFile,
    Contact,
    Evidence,
    EvidenceCopy,
    Incident,
    Meeting,
    Person,
    PublicIncident,
    SignOn,
    SignOnList,
    TeamMember,
    Version,
)
from reprisals.models import Testimony as Told
from reprisals.roles import give_roles
from reprisals.tombstones import bury
from tests.records import an_organisation

from .forms import add_row, at, complaints
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
    approved,
    evidence_of,
    nobody_in,
    published,
    without_roles,
)

pytestmark = pytest.mark.django_db

NAME, TITLE, SAID = "Quillon Tarbuckle", "CANARY working title", "CANARY testimony"
STEP, MET = "CANARY step", "CANARY contact"
DESK = ("contact", "meeting", "assignment", "signon", "signonlist")
PUBLIC_TITLE = "Teapots hidden from speakers"
STATES = ["draft", "in_review", "returned", "approved", "published", "withdrawn", "purged"]
PEOPLE = [
    "anonymous",
    "member of the public with an account",
    "staff without roles",
    "superuser without roles",
    "every permission without roles",
    "editor",
    "administrator",
    "officer",
    "officer of another incident",
    "officer who left",
    "officer who lost the role",
    "officer who is inactive",
    "reviewer",
    "reviewer on the team",
    "reviewer who was an officer of it",
    "custodian",
    "custodian on the team",
    "custodian who reviewed it",
    "all roles, not on the team",
]
ON_IT = {"officer"}
READ_IT = {"reviewer", "reviewer on the team", "custodian who reviewed it"}
# Whoever has both roles may read a page until they have looked at the consents, which the matrix opens first.
FRESH = {*READ_IT, "all roles, not on the team"}
KEEP_IT = {"custodian", "custodian on the team", "all roles, not on the team"}
NOBODY: set[str] = set()
OFFICERS = {
    *("officer", "officer of another incident", "officer who left", "reviewer who was an officer of it"),
    "all roles, not on the team",
}
PLANNERS = {*OFFICERS, "editor"}  # of staff's own work on the public record
REVIEWERS = {*FRESH, "reviewer who was an officer of it"}
CUSTODIANS = {*KEEP_IT, "custodian who reviewed it"}
SIGN = {"editor", "all roles, not on the team"}  # who may also change the statement

# What opens to whom: a list opens to a role and shows what its people may see; a page opens to who may see the record.
LISTS = {
    "incident_changelist": OFFICERS,
    "incident_add": OFFICERS,
    "consentfile_changelist": CUSTODIANS,
    "consentfile_add": NOBODY,
    "version_changelist": OFFICERS | REVIEWERS,
    "version_add": NOBODY,
    "entry_changelist": REVIEWERS | {"administrator"},
    "version_published": OFFICERS | REVIEWERS | CUSTODIANS | {"administrator"},
    **{f"{desk}_{page}": OFFICERS for desk in ("contact", "meeting") for page in ("changelist", "add")},
    **{f"{d}_{p}": PLANNERS for d in ("assignment", "signon", "signonlist") for p in ("changelist", "add")},
}
OF_INCIDENT = {
    "incident_change": ON_IT,
    "incident_history": ON_IT,
    "incident_delete": NOBODY,
    "incident_publication": ON_IT,
    "incident_page": ON_IT,
    "incident_purge": ON_IT,
    "incident_evidence": ON_IT,
    "incident_log": ON_IT,
    "consentfile_change": KEEP_IT,
    "consentfile_history": KEEP_IT,
    "consentfile_delete": NOBODY,
    "consentfile_page": KEEP_IT,
    "consentfile_purge": KEEP_IT,
}
OF_VERSION = {
    "version_review": ON_IT | READ_IT,
    "version_page": ON_IT | READ_IT,
    "version_change": ON_IT | READ_IT,
    "version_history": ON_IT | READ_IT,
    "version_delete": NOBODY,
}
OF_EVIDENCE = {"incident_piece": ON_IT, "incident_original": NOBODY}  # an original is asked for by a form alone
OF_COPY = {"incident_copy": ON_IT, "consentfile_copy": KEEP_IT, "version_file": ON_IT | READ_IT}
OF_DESK = {
    **{f"{desk}_{page}": OFFICERS for desk in ("contact", "meeting") for page in ("change", "history", "delete")},
    **{f"{d}_{p}": PLANNERS for d in ("assignment", "signon", "signonlist") for p in ("change", "history", "delete")},
    **{f"signonlist_{page}": PLANNERS for page in ("answers", "print", "file")},
    "signonlist_take_over": SIGN,
}
OF_ACTION = {"contact_board": OFFICERS}
# Who may be answered with which words of the incident, wherever.
MAY_READ = {NAME: ON_IT | KEEP_IT, TITLE: ON_IT, SAID: ON_IT, STEP: PLANNERS, MET: OFFICERS}


def a_team(incident: Incident) -> dict[str, Client]:
    """Everybody of the table, signed in."""
    users: dict[str, User] = {
        "member of the public with an account": User.objects.create_user("visitor"),
        "staff without roles": without_roles("plain"),
        "superuser without roles": without_roles("root", is_superuser=True),
        "every permission without roles": without_roles("permitted"),
        "editor": a_person_of_staff("editor", EDITOR),
        "administrator": a_person_of_staff("administrator", ADMINISTRATOR),
        "officer": User.objects.get(username="writer"),
        "officer of another incident": a_person_of_staff("elsewhere", OFFICER),
        "officer who left": a_person_of_staff("left", OFFICER),
        "officer who lost the role": a_person_of_staff("lost", OFFICER),
        "officer who is inactive": a_person_of_staff("inactive", OFFICER),
        "reviewer": a_person_of_staff("reads", REVIEWER),
        "reviewer on the team": a_person_of_staff("reads on it", REVIEWER),
        "reviewer who was an officer of it": a_person_of_staff("wrote once", OFFICER, REVIEWER),
        "custodian": a_person_of_staff("keeps", CUSTODIAN),
        "custodian on the team": a_person_of_staff("keeps on it", CUSTODIAN),
        "custodian who reviewed it": a_person_of_staff("read once", CUSTODIAN, REVIEWER),
        "all roles, not on the team": a_person_of_staff("all"),
    }
    give_roles(users["officer"], [OFFICER])
    users["every permission without roles"].user_permissions.set(Permission.objects.all())
    nobody_in(an_incident(users["officer of another incident"], title="Another affair", public_title="Another affair"))
    on_it = {
        "officer who left": CaseRole.CASE_OFFICER,
        "officer who lost the role": CaseRole.CASE_OFFICER,
        "officer who is inactive": CaseRole.CASE_OFFICER,
        "reviewer on the team": CaseRole.REVIEWER,
        "reviewer who was an officer of it": CaseRole.CASE_OFFICER,
        "custodian on the team": CaseRole.CUSTODIAN,
        "custodian who reviewed it": CaseRole.REVIEWER,
    }
    for name, role in on_it.items():
        join(incident, users[name], role)
    left = ["left", "wrote once"]
    TeamMember.objects.filter(user__username__in=left).update(ended_on="2021-06-01")
    users["officer who lost the role"].groups.clear()
    clients = {"anonymous": Client()}
    for name, user in users.items():
        clients[name] = Client()
        clients[name].force_login(user)
    User.objects.filter(username="inactive").update(is_active=False)
    assert set(clients) == set(PEOPLE)
    return clients


def brought_to(state: str, writer: User, reader: User) -> Incident:
    """An incident with people, testimony and a source, taken to a state."""
    incident = an_incident(writer, title=TITLE)
    a_basis(incident, person=a_person(incident, name=NAME))
    Told(incident=incident, text=SAID).save()
    ConfidentialSource(incident=incident, name=SAID).save()
    evidence_of(incident, writer)
    if state == "draft":
        return incident
    if state in ("published", "withdrawn", "purged"):
        published(incident, writer, reader)
    elif state == "approved":
        approved(incident, writer, reader)
    else:
        version = publication.submit(incident, writer)
        if state == "returned":
            publication.return_to_draft(version, reader, "Whose teapots?")
    if state == "withdrawn":
        publication.withdraw(incident, writer)
    if state == "purged":  # by a machine that a backup was restored to since
        bury(incident.reference, incident.created_at.date())
    return incident


def may_open(state: str, table: dict[str, set[str]], view: str) -> set[str]:
    if state == "purged" and view in OF_INCIDENT | OF_VERSION | OF_EVIDENCE | OF_COPY:
        return NOBODY
    return table[view]


@pytest.mark.one_database
@pytest.mark.parametrize("state", STATES)
def test_every_view_opens_to_those_of_the_table_alone(state, people):
    incident = brought_to(state, *people)
    version = Version.objects.filter(incident=incident).first()
    contact = Contact(name=MET)
    contact.save()
    action = FollowUpAction.objects.create(kind="special_session", title="Meet about teapots")
    Meeting(contact=contact, held_on="2021-06-01", asked=MET, address=action.get_absolute_url()).save()
    Assignment(step=STEP).save()
    statement = Statement.objects.create(slug="teapots", title="Teapots")
    SignOn(statement=statement, organisation=an_organisation("Teapot Watch")).save()
    SignOnList(statement=statement, deadline="2021-06-01").save()
    addresses = {(view, at(view)): LISTS for view in LISTS}
    addresses |= {(view, at(view, incident.pk)): OF_INCIDENT for view in OF_INCIDENT}
    if version:
        addresses |= {(view, at(view, version.pk)): OF_VERSION for view in OF_VERSION}
    evidence = Evidence.objects.get(incident=incident)
    addresses |= {(view, at(view, incident.pk, evidence.pk)): OF_EVIDENCE for view in OF_EVIDENCE}
    name = EvidenceCopy.objects.get(evidence=evidence).name
    for view in OF_COPY if version else OF_COPY.keys() - {"version_file"}:
        addresses[view, at(view, version.pk if view == "version_file" else incident.pk, name)] = OF_COPY
    desk = {
        "contact": Contact,
        "meeting": Meeting,
        "assignment": Assignment,
        "signon": SignOn,
        "signonlist": SignOnList,
    }
    addresses |= {(view, at(view, action.pk)): OF_ACTION for view in OF_ACTION}
    addresses |= {(v, at(v, desk[v.split("_")[0]].objects.get().pk)): OF_DESK for v in OF_DESK}
    wrong = []
    for who, client in a_team(incident).items():
        for (view, address), table in addresses.items():
            answer = client.get(address)
            opened = answer.status_code == 200
            if opened != (who in may_open(state, table, view)):
                wrong.append(f"{who}: {view} answers {answer.status_code}")
            said = "" if answer.get("Content-Type", "").startswith("image/") else answer.content.decode()
            wrong += [f"{who} reads “{w}” in {view}" for w, may in MAY_READ.items() if w in said and who not in may]
            if state == "purged" and PUBLIC_TITLE in said and "Another" not in said:
                wrong.append(f"{who} reads of a purged incident in {view}")
            if answer.status_code == 302 and who == "anonymous":
                assert "login" in answer["Location"], view
    assert wrong == []


def test_the_table_has_every_view_of_the_room():
    known = {
        f"reprisals_{view}"
        for table in (LISTS, OF_INCIDENT, OF_VERSION, OF_EVIDENCE, OF_COPY, OF_DESK, OF_ACTION)
        for view in table
    }
    ours = [one for model, one in admin.site._registry.items() if model._meta.app_label == "reprisals"]
    named = {url.name for one in ours for url in one.get_urls() if url.name}
    assert named == known | {"reprisals_version_change"}


@pytest.mark.parametrize("state", ["draft", "published"])
def test_lists_show_each_their_own(state, people):
    incident = brought_to(state, *people)
    clients = a_team(incident)
    for who in OFFICERS:
        rows = clients[who].get(at("incident_changelist")).context["cl"].result_list
        assert (incident in rows) == (who in ON_IT), who
    for who in CUSTODIANS:
        rows = clients[who].get(at("consentfile_changelist")).context["cl"].result_list
        assert (ConsentFile.objects.get(pk=incident.pk) in rows) == (who in KEEP_IT), who
    for who in OFFICERS | REVIEWERS:
        rows = clients[who].get(at("version_changelist")).context["cl"].result_list
        seen = {version.incident_id for version in rows}
        assert (incident.pk in seen) == (state == "published" and who in ON_IT | FRESH), who


LOOKUPS = [
    "id__exact={pk}",
    "pk={pk}",
    "reference={ref}",
    "incident={pk}",
    "incident__id__exact={pk}",
    "incident__reference={ref}",
    "created_by__username=writer",
    "created_by__id__exact=1",
    "sealed__contains=x",
    "data_key__wrapped__contains=x",
    "person__role=targeted",
    "teammember__user=1",
    "%2B__user=1",
    "submitted_by__password__startswith=a",
    "q=Teapots",
    "_to_field=reference",
]


@pytest.mark.parametrize("query", LOOKUPS)
def test_no_lookup_typed_into_an_address_tells_whether_there_is_one(query, people):
    """With and without the incident, the same answer but for what signs each request."""
    incident = brought_to("in_review", *people)
    clients = a_team(incident)
    asked = query.format(pk=incident.pk, ref=incident.reference)
    for who in set(PEOPLE) - ON_IT - FRESH - KEEP_IT:
        for page in ("incident", "consentfile", "version", *DESK):
            answer = clients[who].get(f"{at(f'{page}_changelist')}?{asked}")
            assert incident.reference.encode() not in answer.content.replace(asked.encode(), b""), (who, page)
            if answer.status_code == 200:
                assert incident not in answer.context["cl"].result_list
                assert answer.context["cl"].full_result_count in (None, 0, 1), (who, page)


AUTOCOMPLETES = [
    ("version", "incident"),
    ("basis", "person"),
    ("basis", "incident"),
    ("person", "incident"),
    ("teammember", "user"),
    ("teammember", "incident"),
    ("assignment", "assigned_to"),
    ("consentfile", "data_key"),
    ("incident", "created_by"),
    ("step", "taken_by"),
]

# Names of accounts are completed for those who see the list of accounts anyway.
OF_ACCOUNTS = {"user", "assigned_to", "created_by", "taken_by"}
SEE_ACCOUNTS = {
    *("superuser without roles", "every permission without roles", "administrator", "all roles, not on the team")
}


@pytest.mark.parametrize(("model", "field"), AUTOCOMPLETES)
def test_nothing_private_is_completed_for_anybody(model, field, people):
    incident = brought_to("published", *people)
    asked = {"app_label": "reprisals", "model_name": model, "field_name": field, "term": ""}
    for who, client in a_team(incident).items():
        if field in OF_ACCOUNTS and who in SEE_ACCOUNTS:
            continue
        assert client.get("/admin/autocomplete/", asked).status_code in {302, 403, 404}, who


def test_raw_keys_of_another_incident_are_not_taken(people):
    """A person of an incident that one does not see is no choice for a ground, whatever is posted."""
    incident = brought_to("draft", *people)
    clients = a_team(incident)
    theirs = Incident.objects.exclude(pk=incident.pk).get()
    values = {"kind": "person", "given_on": "2021-06-01", "scopes": ["site"], "given_by": "x"}
    values["person"] = Person.objects.get(incident=incident).pk
    answer = add_row(clients["officer of another incident"], theirs, Basis, **values)
    assert "valid choice" in complaints(answer)


def test_a_published_page_is_taken_down_by_any_of_those_who_may_and_by_nobody_else(people):
    incident = brought_to("published", *people)
    clients = a_team(incident)
    for who in sorted(set(PEOPLE) - LISTS["version_published"]):
        assert clients[who].post(at("version_published"), {"withdraw": incident.reference}).status_code in {302, 403}
        assert PublicIncident.objects.exists(), who
    clients["administrator"].post(at("version_published"), {"withdraw": incident.reference})
    assert not PublicIncident.objects.exists()
