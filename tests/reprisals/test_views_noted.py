"""Every look at what is confidential stands in the log: each view that opens to somebody, tried by who may open it."""

from datetime import timedelta

import pytest
from django.test import Client

from reprisals import audit
from reprisals.audit import noting
from reprisals.models import Assignment, Contact, Entry, Evidence, EvidenceCopy, Incident, Person, Version
from reprisals.models.audit import Action

from .forms import add_row, at, save
from .records import CUSTODIAN, OFFICER, REVIEWER, a_person_of_staff
from .test_matrix import LISTS, brought_to

pytestmark = pytest.mark.django_db

OF_INCIDENT = {
    "officer": ["change", "history", "publication", "page", "purge", "evidence", "piece", "copy", "log"],
    "custodian": ["change", "history", "page", "purge", "copy"],
}


@pytest.fixture
def record(people, monkeypatch):
    """An incident with evidence whose page is public, and a log in which nothing is left out."""
    monkeypatch.setattr(noting, "SAME_VIEW", timedelta(0))
    return brought_to("published", *people)


def signed_in(name: str, *roles) -> Client:
    client = Client()
    client.force_login(a_person_of_staff(name, *roles))
    return client


def looked(client: Client, address: str) -> list[tuple[str, str]]:
    """What the log holds more after somebody looked: of which incident, and what."""
    last = Entry.objects.first().number if Entry.objects.exists() else 0
    assert client.get(address).status_code == 200, address
    new = Entry.objects.filter(number__gt=last, action=Action.VIEWED)
    return list(new.values_list("subject", "about"))


def arguments(incident: Incident, page: str) -> list[object]:
    evidence = Evidence.objects.get(incident=incident)
    more = {"piece": [evidence.pk], "copy": [EvidenceCopy.objects.get(evidence=evidence).name]}
    return [incident.pk, *more.get(page, [])]


@pytest.mark.parametrize("page", OF_INCIDENT["officer"])
def test_each_page_of_an_incident_is_noted(record, people, page):
    officer = Client()
    officer.force_login(people[0])
    found = looked(officer, at(f"incident_{page}", *arguments(record, page)))
    assert {subject for subject, _about in found} == {record.audit_mark.hex}


@pytest.mark.parametrize("page", OF_INCIDENT["custodian"])
def test_each_page_of_a_consent_file_is_noted(record, page):
    found = looked(signed_in("keeper", CUSTODIAN), at(f"consentfile_{page}", *arguments(record, page)))
    assert {subject for subject, _about in found} == {record.audit_mark.hex}


@pytest.mark.parametrize("page", ["review", "page", "change", "history", "file"])
def test_each_page_in_review_is_noted(record, page):
    version = Version.objects.get()
    name = [EvidenceCopy.objects.get().name] if page == "file" else []
    found = looked(signed_in("reader", REVIEWER), at(f"version_{page}", version.pk, *name))
    assert {subject for subject, _about in found} == {record.audit_mark.hex}


@pytest.mark.parametrize("view", sorted(v for v in LISTS if v.endswith("_changelist") and v != "entry_changelist"))
def test_each_list_is_noted(record, view):
    found = looked(signed_in("all"), at(view))
    assert ("", f"list {view.split('_')[0]}") in found


@pytest.mark.parametrize(("model", "page"), [(m, p) for m in (Contact, Assignment) for p in ("change", "history")])
def test_each_record_of_the_desk_is_noted(record, model, page):
    row = model()
    row.save()
    name = model._meta.model_name
    found = looked(signed_in("officer", OFFICER), at(f"{name}_{page}", row.pk))
    assert [about for _subject, about in found] == [f"{name} {row.pk} {'form' if page == 'change' else page}"]


def test_an_edit_is_noted_with_the_names_of_fields_and_no_value(record, people):
    officer = Client()
    officer.force_login(people[0])
    save(officer, record, account="CANARY account", title="CANARY title")
    add_row(officer, record, Person, role="relative", visibility="withheld", name="CANARY name")
    first, second = Entry.objects.filter(action=Action.CHANGED, subject=record.audit_mark.hex).order_by("number")
    assert set(first.fields.split(",")) == {"account", "title"}
    assert {"person.name", "person.role"} <= set(second.fields.split(","))
    assert "CANARY" not in repr(list(Entry.objects.values_list()))


def test_what_is_refused_is_no_look(record):
    outsider = signed_in("outsider", OFFICER)
    last = Entry.objects.first().number
    for page in OF_INCIDENT["officer"]:
        assert outsider.get(at(f"incident_{page}", *arguments(record, page))).status_code in (302, 404)
    assert not Entry.objects.filter(number__gt=last, action=Action.VIEWED).exists()


def test_the_same_look_within_ten_minutes_is_noted_once(record, people, monkeypatch):
    monkeypatch.setattr(noting, "SAME_VIEW", timedelta(minutes=10))
    officer = Client()
    officer.force_login(people[0])
    for _n in range(3):
        officer.get(at("incident_change", record.pk))
    assert Entry.objects.filter(action=Action.VIEWED, about="incident form").count() == 1


def test_who_works_on_an_incident_sees_who_looked_at_it(record, people, django_assert_max_num_queries):
    signed_in("keeper", CUSTODIAN).get(at("consentfile_change", record.pk))
    officer = Client()
    officer.force_login(people[0])
    save(officer, record, account="CANARY account")
    with django_assert_max_num_queries(16):
        said = officer.get(at("incident_log", record.pk)).content.decode()
    assert "<td>keeper</td><td>Viewed</td><td>consentfile form</td>" in said
    assert "<td>writer</td><td>Changed</td><td>edited</td><td>account</td>" in said
    assert "CANARY" not in said
    assert "Signed in" not in said  # what is of no incident


def test_a_long_log_has_pages(record, people):
    for _n in range(120):
        audit.note(Action.VIEWED, people[1], record, about="older")
    officer = Client()
    officer.force_login(people[0])
    first = officer.get(at("incident_log", record.pk)).content.decode()
    assert first.count("<td>older</td>") == 99  # this very look is the hundredth
    assert 'href="?page=2">Older' in first
    assert officer.get(at("incident_log", record.pk), {"page": "2"}).content.decode().count("<td>older</td>") > 20
