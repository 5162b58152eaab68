"""The admin: lists and forms of every model answer, and explain each field."""

import pytest
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteMixin, RelatedFieldWidgetWrapper
from django.db import connection
from django.forms import ModelChoiceField
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from recommendations.models import (
    Change,
    Recommendation,
    Review,
)

from .admin_forms import MAKE, REGISTERED, WORD, address, every_model, fields

pytestmark = pytest.mark.django_db


@pytest.fixture
def superuser_request(rf, admin_user):
    request = rf.get("/admin/")
    request.user = admin_user
    return request


# Every model


def test_every_model_here_is_one_that_these_tests_can_make():
    assert set(MAKE) == set(REGISTERED)


@every_model
def test_lists_and_forms_open(admin_client, model):
    record = MAKE[model](0)
    assert admin_client.get(address(model, "changelist")).status_code == 200
    assert admin_client.get(address(model, "change", record.pk)).status_code == 200
    assert admin_client.get(address(model, "add")).status_code == (403 if model is Change else 200)


@every_model
def test_nobody_sees_them_without_signing_in(client, model):
    record = MAKE[model](0)
    for where in (address(model, "changelist"), address(model, "add"), address(model, "change", record.pk)):
        response = client.get(where)
        assert response.status_code == 302
        assert response["Location"].startswith(reverse("admin:login"))


@every_model
def test_staff_without_permissions_see_nothing(client, django_user_model, model):
    client.force_login(django_user_model.objects.create_user("newcomer", is_staff=True))
    record = MAKE[model](0)
    for where in (address(model, "changelist"), address(model, "add"), address(model, "change", record.pk)):
        assert client.get(where).status_code == 403
    assert client.get(reverse("admin:index")).context["app_list"] == []


@every_model
def test_a_list_finds_a_record_by_a_word(admin_client, model):
    record = MAKE[model](0)
    MAKE[model](1)
    page = admin_client.get(address(model, "changelist"), {"q": WORD.get(model, "teapot")})
    assert page.status_code == 200
    assert record in page.context["cl"].result_list


@every_model
def test_every_choice_of_every_list_filter_answers(admin_client, model):
    for n in range(3):
        MAKE[model](n)
    where = address(model, "changelist")
    changelist = admin_client.get(where).context["cl"]
    # Filters without a choice (a cycle where there is one only) do not show.
    assert len(changelist.filter_specs) >= len(admin.site._registry[model].list_filter) - 2
    for spec in changelist.filter_specs:
        for choice in spec.choices(changelist):
            response = admin_client.get(where + choice["query_string"])
            assert response.status_code == 200, choice["query_string"]


@every_model
def test_a_list_asks_the_database_as_often_for_twelve_records_as_for_three(admin_client, model):
    keys = [MAKE[model](n).pk for n in range(12)]
    asked = []
    for some in (keys[:3], keys):
        with CaptureQueriesContext(connection) as queries:
            page = admin_client.get(address(model, "changelist"), {"id__in": ",".join(map(str, some))})
        assert len(page.context["cl"].result_list) == len(some)
        asked.append([query["sql"] for query in queries])
    assert len(asked[0]) == len(asked[1]), "\n".join(asked[1])


@every_model
def test_every_field_that_a_person_edits_is_explained(superuser_request, model):
    unexplained = [
        f"{of.__name__}.{name}" for of, name, field in fields(model, superuser_request) if not field.help_text
    ]
    assert unexplained == []


@every_model
def test_no_form_lists_all_rows_of_another_table(superuser_request, model):
    for of, name, field in fields(model, superuser_request):
        if isinstance(field, ModelChoiceField):
            widget = field.widget.widget if isinstance(field.widget, RelatedFieldWidgetWrapper) else field.widget
            assert isinstance(widget, AutocompleteMixin), f"{of.__name__}.{name}"


@every_model
def test_every_autocomplete_field_answers(admin_client, superuser_request, model):
    for of, name, field in fields(model, superuser_request):
        if isinstance(field, ModelChoiceField):
            assert autocomplete(admin_client, of, name, "4").status_code == 200, f"{of.__name__}.{name}"


# Autocomplete


def autocomplete(client, model: type, field: str, term: str):
    asked = {"app_label": "recommendations", "model_name": model._meta.model_name, "field_name": field, "term": term}
    return client.get(reverse("admin:autocomplete"), asked)


def suggestions(client, model: type, field: str, term: str) -> list[str]:
    return [found["text"] for found in autocomplete(client, model, field, term).json()["results"]]


@pytest.mark.parametrize(
    ("term", "state"),
    [("Swaziland", "Eswatini"), ("Czech Rep", "Czechia"), ("turkey", "Türkiye"), ("kaz", "Kazakhstan")],
)
def test_a_state_is_suggested_by_a_former_name(admin_client, term, state):
    assert suggestions(admin_client, Review, "state", term) == [state]


def test_only_sessions_of_the_working_group_are_suggested_for_a_review(admin_client):
    assert suggestions(admin_client, Review, "wg_session", "45") == ["UPR 45"]
    assert suggestions(admin_client, Review, "hrc_session", "56") == ["HRC 56"]


@pytest.mark.parametrize(("field", "term"), [("wg_session", "UPR 45"), ("hrc_session", "hrc 56")])
def test_a_session_is_suggested_by_the_name_that_the_admin_shows(admin_client, field, term):
    assert suggestions(admin_client, Review, field, term) == [term.upper()]


def test_a_place_is_suggested_by_each_of_its_names(admin_client):
    tag = Recommendation.tags.rel.related_model
    assert "Tibet (Territories)" in suggestions(admin_client, tag, "theme", "Xizang")


def test_suggestions_are_not_for_visitors(client):
    assert autocomplete(client, Review, "state", "fra").status_code == 302
