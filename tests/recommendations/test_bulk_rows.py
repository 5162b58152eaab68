"""Rows written as plain values are the rows that saving would have made, and are checked as those are."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from recommendations.models import Change, ImportRun, Reading, RecommendationPosition, RecommendingState, insert_rows
from tests.records import a_recommendation, a_review, a_state

pytestmark = pytest.mark.django_db


@pytest.fixture
def teapots():
    return a_recommendation(a_review(), "Polish teapots", "28.5")


def written(model, pk: int) -> dict[str, object]:
    """All columns of a row but its key, as the database holds them."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {model._meta.db_table} WHERE id = %s", [pk])
        names = [column[0] for column in cursor.description]
        return dict(zip(names, cursor.fetchone(), strict=True)) | {"id": None}


def test_a_row_is_what_saving_makes(teapots):
    values = {"category": "noted", "own_words": "Né'e\tta\\n\nboil", "taken_on": "2024-03", "is_final": False}
    saved = RecommendationPosition.objects.bulk_create([RecommendationPosition(recommendation=teapots, **values)])[0]
    names = ("recommendation_id", *values)
    (key,) = RecommendationPosition.objects.create_rows(names, [(teapots.pk, *values.values())])
    assert written(RecommendationPosition, key) == written(RecommendationPosition, saved.pk)
    assert key > saved.pk
    assert RecommendationPosition.objects.create(recommendation=teapots, category="noted").pk > key
    kept = RecommendationPosition.history.filter(id__in=[saved.pk, key])
    assert kept.count() == 2
    assert len(set(kept.values_list("history_type", "category", "taken_on", "own_words", "change"))) == 1


def test_structured_values_come_back_as_they_were(teapots):
    change = Change.objects.create(kind=Change.Kind.IMPORT, description="Teapots")
    run = ImportRun.objects.create(change=change, format="upr_info", imported_at=timezone.now())
    said = {"text": 'A "kettle" – \\ \t', "senders": [["Perú", "PER", ""]], "action": None}
    names = ("run_id", "recommendation_id", "format", "place", "category", "values")
    (key,) = insert_rows(Reading, names, [(run.pk, teapots.pk, "upr_info", 2, "noted", said)])
    reading = Reading.objects.get(pk=key)
    assert (reading.values, reading.is_current, reading.occurrence, reading.sender) == (said, True, 1, "")


def test_what_the_database_refuses_is_refused_whole(teapots):
    before = teapots.positions.count()
    rows = [(teapots.pk, "noted"), (teapots.pk, "boiled")]
    with pytest.raises(IntegrityError), transaction.atomic():
        RecommendationPosition.objects.create_rows(("recommendation_id", "category"), rows)
    assert teapots.positions.count() == before


def test_a_state_asks_once(teapots):
    twice = [(teapots.pk, a_state("FRA").pk)] * 2
    with pytest.raises(IntegrityError), transaction.atomic():
        RecommendingState.objects.create_rows(("recommendation_id", "state_id"), twice)


def test_a_reference_to_nothing_is_refused(teapots):
    RecommendingState.objects.create_rows(("recommendation_id", "state_id"), [(2**40, a_state("FRA").pk)])
    with pytest.raises(IntegrityError), transaction.atomic():
        connection.check_constraints()
    RecommendingState.objects.filter(recommendation_id=2**40).delete()
