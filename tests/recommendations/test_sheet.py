"""A printable sheet of every record, and the greeting of an empty database."""

import pytest
from django.contrib.auth.models import Permission

from recommendations.models import Case, ImportRun, Recommendation, RecommendationPosition
from tests.records import a_recommendation, a_review, a_theme

from .admin_forms import MAKE, address, every_model

pytestmark = pytest.mark.django_db


def sheet_of(client, record) -> str:
    page = client.get(address(type(record), "sheet", record.pk))
    assert page.status_code == 200
    return page.content.decode()


@every_model
def test_every_record_has_a_sheet(admin_client, model):
    record = MAKE[model](0)
    if hasattr(record, "history"):
        assert "<h1>" in sheet_of(admin_client, record)
        assert (
            address(model, "sheet", record.pk) in admin_client.get(address(model, "change", record.pk)).content.decode()
        )


def test_it_holds_the_record_and_its_parts(admin_client):
    recommendation = a_recommendation(
        a_review(published=False),
        "Invent a teapot",
        "28.5",
        themes=(a_theme("Tibet", "territories"),),
        senders=("KEN",),
    )
    RecommendationPosition.objects.create(recommendation=recommendation, category="noted", taken_on="2024-06")
    Case.objects.create(title="Teapots")
    page = sheet_of(admin_client, recommendation)
    for shown in ("Invent a teapot", "28.5", "Tibet", "Kenya", "June 2024", "not recorded", "search_words"):
        assert (shown in page) == (shown != "search_words"), shown


def test_it_says_whether_the_public_sees_it(admin_client):
    assert "Not public" in sheet_of(admin_client, a_review("KEN", published=False))
    assert "Public." in sheet_of(admin_client, a_review("PER"))


def test_it_is_for_staff_who_may_see_the_record(client, django_user_model):
    recommendation = a_recommendation(a_review())
    where = address(Recommendation, "sheet", recommendation.pk)
    assert client.get(where).status_code == 302
    client.force_login(django_user_model.objects.create_user("guest", is_staff=True))
    assert client.get(where).status_code == 403


def test_an_empty_database_greets_with_what_to_do_first(admin_client):
    page = admin_client.get("/admin/").content.decode()
    assert "Start here" in page
    assert address(ImportRun, "add") in page
    a_recommendation(a_review())
    assert "Start here" not in admin_client.get("/admin/").content.decode()


def test_it_greets_with_what_that_person_may_do(client, django_user_model):
    guest = django_user_model.objects.create_user("guest", is_staff=True)
    client.force_login(guest)
    assert "Start here" not in client.get("/admin/").content.decode()
    guest.user_permissions.add(Permission.objects.get(codename="add_review"))
    page = client.get("/admin/").content.decode()
    assert "Start here" in page
    assert "importrun" not in page
