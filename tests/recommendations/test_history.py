"""History: every public record has one, whatever writes it."""

import pytest
from django.apps import apps
from django.db import models

from recommendations.models import (
    Change,
    DataVersion,
    ImportRun,
    KeyRedirect,
    Merged,
    Reading,
    Recommendation,
    RecommendationPosition,
    Removal,
    SavedView,
    Source,
    Tag,
    Theme,
    Tracked,
    Upload,
    UploadedFile,
    together,
)
from tests.records import a_recommendation, a_review, a_theme

pytestmark = pytest.mark.django_db

NOT_RECORDS = {Change, DataVersion, ImportRun, KeyRedirect, Merged, Reading, Removal, SavedView, Upload, UploadedFile}


def test_every_public_record_keeps_its_history():
    kept = {
        model
        for model in apps.get_app_config("recommendations").get_models()
        if not model.__name__.startswith("Historical")
    }
    assert {model for model in kept if not issubclass(model, Tracked)} == NOT_RECORDS


def test_every_manager_keeps_the_history_of_what_is_written_in_bulk():
    for model in apps.get_app_config("recommendations").get_models():
        if issubclass(model, Tracked):
            assert hasattr(model._default_manager.all(), "_keep"), model


def test_saving_says_what_was_saved():
    source = Source.objects.create(publisher="Teapot Press", title="Teapots")
    source.title = "Kettles"
    source.save()
    assert list(source.history.values_list("history_type", "title")) == [("~", "Kettles"), ("+", "Teapots")]


def test_saving_what_did_not_change_says_nothing():
    source = Source.objects.create(publisher="Teapot Press", title="Teapots")
    source.save()
    assert source.history.count() == 1


def test_writing_in_bulk_says_what_was_written():
    Source.objects.bulk_create(Source(publisher="Teapot Press", title=title) for title in ("Teapots", "Kettles"))
    Source.objects.filter(title="Kettles").update(title="Spoons")
    said = Source.history.filter(publisher="Teapot Press").order_by("history_id").values_list("history_type", "title")
    assert list(said) == [("+", "Teapots"), ("+", "Kettles"), ("~", "Spoons")]


def test_deleting_in_bulk_says_what_was_deleted():
    Source.objects.create(publisher="Teapot Press", title="Teapots")
    Source.objects.filter(title="Teapots").delete()
    assert Source.history.filter(title="Teapots").values_list("history_type", flat=True)[0] == "-"


def test_more_than_a_batch_is_kept(django_assert_max_num_queries):
    Source.objects.bulk_create(Source(publisher="Teapot Press", title=f"Teapot {n}") for n in range(1100))
    with django_assert_max_num_queries(60):
        Source.objects.filter(publisher="Teapot Press").update(language="fr")
    assert Source.history.filter(history_type="~", language="fr").count() == 1100


def test_what_follows_from_other_fields_is_no_change():
    recommendation = a_recommendation(a_review())
    before = Recommendation.history.count()
    Recommendation.objects.update(search_words="teapots")
    recommendation.save(update_fields=["search_words"])
    Tag.objects.create(recommendation=recommendation, theme=a_theme("Tibet", "territories"))
    assert Recommendation.history.count() == before


def test_a_new_position_is_a_change_of_the_recommendation_too():
    recommendation = a_recommendation(a_review(), position="noted")
    RecommendationPosition.objects.create(recommendation=recommendation, category="accepted")
    said = recommendation.history.order_by("history_id").values_list("position", flat=True)
    assert list(said) == ["pending", "noted", "accepted"]


def test_links_are_kept():
    case = apps.get_model("recommendations", "Case").objects.create(title="Teapots")
    review = a_review()
    case.reviews.add(review)
    assert [row.review for row in case.history.first().reviews.all()] == [review]


def test_changes_made_together_say_so(admin_user):
    change = Change.objects.create(kind=Change.Kind.BULK, description="Teapots", made_by=admin_user)
    with together(change):
        one = Source.objects.create(publisher="Teapot Press", title="Teapots")
        Source.objects.bulk_create([Source(publisher="Teapot Press", title="Kettles")])
        Source.objects.filter(pk=one.pk).update(language="fr")
        Theme.objects.filter(name="Torture and other CID treatment").delete()
    Source.objects.create(publisher="Teapot Press", title="Spoons")
    said = Source.history.filter(publisher="Teapot Press").order_by("history_id")
    assert [row.change for row in said] == [change, change, change, None]
    assert [row.history_user for row in said] == [admin_user, admin_user, admin_user, None]


def test_whoever_is_signed_in_is_who_did_it(admin_client, admin_user):
    admin_client.post("/admin/recommendations/source/add/", {"symbol": "A/1/1", "language": "en"})
    assert Source.history.get(symbol="A/1/1").history_user == admin_user


def test_history_fields_hold_what_the_records_hold():
    """A field of a record that its history left out would be lost by an undo."""
    for model in apps.get_app_config("recommendations").get_models():
        if issubclass(model, Tracked):
            fields = {f.attname for f in model._meta.fields if not isinstance(f, models.AutoField)}
            kept = {f.attname for f in model.history.model._meta.fields}
            assert fields - kept <= {"search_words", "sort_key"}, model
