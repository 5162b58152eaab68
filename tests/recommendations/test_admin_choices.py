"""Fields of the admin in which a record is chosen are what HTML wants of them, and of use without scripts."""

import re

import pytest
from django.contrib import admin
from django.urls import reverse

from tests.records import a_review, a_theme

pytestmark = pytest.mark.django_db
SELECT = re.compile(r"<select ([^>]*)>(.*?)</select>", re.S)
OPTION = re.compile(r"<option ([^>]*)>([^<]*)</option>")
FORMS = [model for model, ours in admin.site._registry.items() if model._meta.app_label == "recommendations"]


def choices(page: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """Of each field to choose from: its attributes, and of each choice its attributes and its word."""
    return [(attributes, OPTION.findall(inner)) for attributes, inner in SELECT.findall(page)]


@pytest.mark.parametrize("model", FORMS, ids=lambda model: model._meta.model_name)
def test_each_choice_has_a_word_and_what_must_be_chosen_begins_with_none(admin_client, model):
    there = reverse(f"admin:recommendations_{model._meta.model_name}_add")
    response = admin_client.get(there)
    if response.status_code != 200:
        return  # what nobody adds by hand
    for attributes, options in choices(response.content.decode()):
        assert [word for _attributes, word in options if not word.strip()] == [], attributes
        if "required" in attributes and "multiple" not in attributes:
            assert 'value=""' in options[0][0], attributes


def test_what_is_chosen_is_chosen_and_none_can_be_chosen_again(admin_client):
    theme = a_theme("Detention")
    page = admin_client.get(reverse("admin:recommendations_theme_change", args=[theme.pk])).content.decode()
    (found,) = [options for attributes, options in choices(page) if 'name="vocabulary"' in attributes]
    assert [word for _attributes, word in found] == ["---------", str(theme.vocabulary)]
    assert ["selected" in attributes for attributes, _word in found] == [False, True]


def test_a_source_is_typed_in_rows_too_where_no_script_runs(admin_client):
    review = a_review()
    there = reverse("admin:recommendations_review_change", args=[review.pk])
    page = admin_client.get(there).content.decode()
    assert '<noscript><input type="text" class="vTextField" name="pledges-__prefix__-source_typed"' in page


def test_moments_of_a_history_are_dates_that_html_knows(admin_client):
    review = a_review()
    review.note = "Teapots"
    review.save()
    page = admin_client.get(reverse("admin:recommendations_review_history", args=[review.pk])).content.decode()
    told = re.findall(r'<time datetime="([^"]*)"', page)
    assert told
    assert [one for one in told if not re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+0000", one)] == []
