"""Undo in the admin: what it would do is shown first, what people worked on is listed, and only some may do it."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from recommendations.models import Change, ImportRun, Recommendation, Review, together
from recommendations.tracking.publishing import publish
from tests.importers.files import KETTLE, csv_bytes, upr_row
from tests.records import a_review

from .test_upload import accept, upload

pytestmark = pytest.mark.django_db

LIST = reverse("admin:recommendations_change_changelist")


def undo_page(change: Change) -> str:
    return reverse("admin:recommendations_change_undo", args=[change.pk])


@pytest.fixture
def imported(admin_client) -> Change:
    upload(admin_client, csv_bytes(upr_row(), upr_row(KETTLE)))
    accept(admin_client)
    return ImportRun.objects.get().change


def test_the_list_of_imports_leads_to_undo(admin_client, imported):
    page = admin_client.get(reverse("admin:recommendations_importrun_changelist")).content.decode()
    assert f'href="{undo_page(imported)}"' in page


def test_looking_changes_nothing_and_lists_what_stays(admin_client, imported):
    edited = Recommendation.objects.get(text=KETTLE)
    edited.note = "Seen by hand"
    edited.save()
    page = admin_client.get(undo_page(imported)).content.decode()
    assert "<li>1 recommendation" in page
    assert reverse("admin:recommendations_recommendation_change", args=[edited.pk]) in page
    assert Recommendation.objects.count() == 2


def test_one_click_undoes(admin_client, admin_user, imported):
    response = admin_client.post(undo_page(imported), follow=True)
    assert "Undone:" in response.content.decode()
    assert not Recommendation.objects.exists()
    imported.refresh_from_db()
    assert imported.undone_by.made_by == admin_user
    assert "undone by admin" in admin_client.get(LIST).content.decode()


def test_a_second_click_says_that_it_is_done(admin_client, imported):
    admin_client.post(undo_page(imported))
    response = admin_client.post(undo_page(imported), follow=True)
    assert "cannot be undone" in response.content.decode()


@pytest.mark.parametrize(("may", "status"), [("view_change", 403), ("add_importrun", 200)])
def test_who_may_import_may_undo_an_import(client, django_user_model, imported, may, status):
    person = django_user_model.objects.create_user("potter", is_staff=True)
    person.user_permissions.add(Permission.objects.get(codename=may))
    client.force_login(person)
    assert client.get(undo_page(imported)).status_code == status


@pytest.mark.parametrize(
    ("may", "status"), [("add_importrun", 403), ("change_recommendation", 403), ("change_review", 200)]
)
def test_who_may_edit_may_undo_a_bulk_change(client, django_user_model, may, status):
    a_review(published=False)
    with together(Change.objects.create(kind=Change.Kind.BULK, description="Teapots")) as change:
        publish(Review.objects.all())
    person = django_user_model.objects.create_user("potter", is_staff=True)
    person.user_permissions.add(Permission.objects.get(codename=may))
    client.force_login(person)
    assert client.get(undo_page(change)).status_code == status
