"""Staff keep a list as it is filtered, for themselves or for colleagues; never for the public."""

import pytest

from recommendations.models import Recommendation, SavedView, Source
from tests.records import a_recommendation, a_review

from .admin_forms import address

pytestmark = pytest.mark.django_db

LIST = address(Recommendation, "changelist")
VIEWS = address(Recommendation, "views")


@pytest.fixture
def colleague(django_user_model):
    return django_user_model.objects.create_superuser("potter")


def keep(client, **values):
    return client.post(VIEWS, {"name": "Noted", "query": "position__exact=noted&q=teapot"} | values, follow=True)


def test_a_filtered_list_offers_to_be_kept_and_a_plain_one_does_not(admin_client):
    assert "Keep this view as" in admin_client.get(LIST, {"position__exact": "noted"}).content.decode()
    assert "Keep this view as" not in admin_client.get(LIST, {"p": "1"}).content.decode()


def test_a_kept_view_leads_back_to_the_same_list(admin_client):
    a_recommendation(a_review(), "Invent a teapot", position="noted")
    a_recommendation(a_review(), "Invent a teapot again", position="accepted")
    page = keep(admin_client)
    assert page.request["QUERY_STRING"] == "position__exact=noted&q=teapot"
    assert [r.text for r in page.context["cl"].result_list] == ["Invent a teapot"]
    assert 'href="/admin/recommendations/recommendation/?position__exact=noted&amp;q=teapot">Noted</a>' in (
        admin_client.get(LIST).content.decode()
    )


def test_the_same_name_again_replaces(admin_client):
    keep(admin_client)
    keep(admin_client, query="q=kettle")
    assert SavedView.objects.get().query == "q=kettle"


def test_a_view_is_its_owners_unless_shared(admin_client, client, colleague):
    keep(admin_client)
    client.force_login(colleague)
    assert "Noted</a>" not in client.get(LIST).content.decode().split('id="changelist"')[0]
    keep(admin_client, is_shared="on")
    assert "Noted</a>" in client.get(LIST).content.decode().split('id="changelist"')[0]


def test_only_its_owner_forgets_a_view(admin_client, client, colleague):
    keep(admin_client, is_shared="on")
    view = SavedView.objects.get()
    client.force_login(colleague)
    assert "not yours" in client.post(VIEWS, {"forget": view.pk}, follow=True).content.decode()
    admin_client.post(VIEWS, {"forget": view.pk})
    assert not SavedView.objects.exists()


def test_views_belong_to_one_list(admin_client):
    keep(admin_client)
    assert "Noted</a>" not in admin_client.get(address(Source, "changelist")).content.decode()


@pytest.mark.parametrize("values", [{"name": ""}, {"name": "x" * 81}, {"query": "x" * 2001}])
def test_what_cannot_be_kept_is_said(admin_client, values):
    assert "The view was not saved" in keep(admin_client, **values).content.decode()
    assert not SavedView.objects.exists()


@pytest.mark.parametrize("forget", ["x", "9" * 40, "²"])
def test_no_key_breaks_the_page(admin_client, forget):
    assert admin_client.post(VIEWS, {"forget": forget}, follow=True).status_code == 200


def test_looking_is_not_saving(admin_client, client, django_user_model):
    assert admin_client.get(VIEWS).status_code == 405
    client.force_login(django_user_model.objects.create_user("guest", is_staff=True))
    assert client.post(VIEWS, {"name": "Noted", "query": "q=1"}).status_code == 403
