"""Staff's own work: contacts, assignments and sign-ons, sealed and seen by whoever may."""

import pytest
from django.contrib.admin.models import LogEntry
from django.db import IntegrityError, connection, transaction
from django.test import Client

from recommendations.models import Statement
from reprisals import audit
from reprisals.models import Assignment, Contact, DataKey, Entry, SignOn
from tests.recommendations.admin_forms import sent_back
from tests.records import an_organisation

from .forms import at, complaints
from .records import REVIEWER, a_person_of_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff() -> Client:
    client = Client()
    client.force_login(a_person_of_staff("desk"))
    return client


def rows() -> dict[type, tuple[dict[str, object], dict[str, object]]]:
    statement = Statement.objects.create(title="On teapots")
    sign_on = {"statement": statement.pk, "organisation": an_organisation().pk, "answer": "asked"}
    return {
        Contact: ({"name": "SECRET envoy", "promised": "SECRET vote"}, {"name": "SECRET consul"}),
        Assignment: ({"step": "SECRET call", "due_on": "2025-03-01"}, {"step": "SECRET letter"}),
        SignOn: (sign_on | {"note": "SECRET yes"}, {"answer": "yes", "note": "SECRET no"}),
    }


@pytest.mark.parametrize("model", [Contact, Assignment, SignOn])
def test_a_row_is_added_changed_and_deleted_and_its_texts_are_sealed(staff, model):
    name, (first, then) = model._meta.model_name, rows()[model]
    data = sent_back(staff.get(at(f"{name}_add"))) | first
    assert staff.post(at(f"{name}_add"), data).status_code == 302
    row = model.objects.get()
    assert {text: getattr(row, text) for text in first if text in model.sealed_texts()} == {
        text: value for text, value in first.items() if text in model.sealed_texts()
    }
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {model._meta.db_table}")
        assert "SECRET" not in repr([bytes(v) if isinstance(v, memoryview) else v for v in cursor.fetchone()])
    where = at(f"{name}_change", row.pk)
    assert staff.post(where, sent_back(staff.get(where)) | then).status_code == 302
    for field, value in then.items():
        assert getattr(model.objects.get(), field) == value
    assert staff.get(at(f"{name}_changelist")).status_code == 200
    assert staff.post(at(f"{name}_delete", row.pk), {"post": "yes"}).status_code == 302
    assert not model.objects.exists()
    assert "SECRET" not in repr(list(LogEntry.objects.values_list("object_repr", "change_message")))


@pytest.mark.parametrize("model", [Contact, Assignment, SignOn])
def test_what_is_done_with_a_row_is_noted_in_the_log(staff, model):
    name, (first, then) = model._meta.model_name, rows()[model]
    staff.post(at(f"{name}_add"), sent_back(staff.get(at(f"{name}_add"))) | first)
    row = model.objects.get()
    where = at(f"{name}_change", row.pk)
    staff.post(where, sent_back(staff.get(where)) | then)
    staff.post(at(f"{name}_delete", row.pk), {"post": "yes"})
    noted = Entry.objects.filter(action=audit.Action.CHANGED, about=f"{name} {row.pk}").order_by("number")
    added, changed, deleted = (set(fields.split(",")) for fields in noted.values_list("fields", flat=True))
    assert (added >= set(first) - {"answer"}, changed, deleted) == (True, set(then), {"deleted"})
    assert {entry.by.username for entry in noted} == {"desk"}


def test_an_organisation_is_asked_once(staff):
    first, _then = rows()[SignOn]
    add = at("signon_add")
    for _n in range(2):
        answer = staff.post(add, sent_back(staff.get(add)) | first)
    assert "asked already" in complaints(answer)
    row = SignOn.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        SignOn(statement=row.statement, organisation=row.organisation).save()


@pytest.mark.parametrize("model", ["contact", "assignment", "signon"])
def test_who_only_reviews_pages_sees_nothing_of_the_desk(model):
    partner = Client()
    partner.force_login(a_person_of_staff("partner", REVIEWER))
    Contact(name="SECRET").save()
    for page in ("changelist", "add"):
        assert partner.get(at(f"{model}_{page}")).status_code == 403


def test_lookups_typed_into_the_address_are_refused(staff):
    Contact(name="SECRET").save()
    for query in ("sealed__contains=x", "state__iso3=PRT", "assigned_to__password__startswith=a"):
        for model in ("contact", "assignment", "signon"):
            assert staff.get(f"{at(f'{model}_changelist')}?{query}").status_code in {302, 400}


def test_the_desk_has_one_key():
    for n in range(3):
        Contact(name=f"{n}").save()
    assert DataKey.objects.filter(purpose="desk").count() == 1
