"""What SQLite does for each new row, it does as well at once for very many: nothing is missed or left behind."""

import pytest
from django.db import IntegrityError, connection, transaction

from recommendations.importers.new_rows import RECOMMENDATION
from recommendations.models import DataVersion, Recommendation, RecommendingState, row_triggers
from recommendations.search import schema
from tests.records import a_recommendation, a_review, a_state

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL asks once for each statement as it is"),
]


@pytest.fixture(autouse=True)
def few_are_many(monkeypatch):
    monkeypatch.setattr(row_triggers, "FEWEST", 2)


def made() -> list[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name")
        return cursor.fetchall()


def write(review, *words: str):
    rows = [(review.pk, "", f"u{word}", f"u{word}", word, word, "noted", None, "") for word in words]
    return Recommendation.objects.create_rows(RECOMMENDATION, rows)


def found(word: str) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT rowid FROM {schema.FTS} WHERE {schema.FTS} MATCH %s ORDER BY rowid", [word])
        return [key for (key,) in cursor.fetchall()]


def test_rows_that_the_public_sees_move_the_version():
    hidden, public = a_review(published=False), a_review("SVN", 48)
    before = DataVersion.objects.read()
    write(hidden, "teapot", "kettle")
    assert DataVersion.objects.read() == before
    write(public, "teapot", "kettle")
    assert DataVersion.objects.read() != before


def test_parts_of_what_the_public_sees_move_the_version():
    teapots, kettles = (a_recommendation(a_review(), text, text) for text in ("1.1", "1.2"))
    hidden = a_recommendation(a_review("SVN", 48, published=False), "Sell teapots", "1.1")
    before = DataVersion.objects.read()
    state, other = a_state("KEN"), a_state("PER")
    RecommendingState.objects.create_rows(
        ("recommendation_id", "state_id"), [(hidden.pk, state.pk), (hidden.pk, other.pk)]
    )
    assert DataVersion.objects.read() == before
    rows = [(hidden.pk, a_state("FRA").pk), (teapots.pk, state.pk), (kettles.pk, state.pk)]
    RecommendingState.objects.create_rows(("recommendation_id", "state_id"), rows)
    assert DataVersion.objects.read() != before


def test_each_row_is_indexed_once():
    (*teapots, kettle) = write(a_review(), "teapot", "teapots", "kettle")
    assert (found("teapot"), found("kettle")) == (teapots[:1], [kettle])
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {schema.FTS}({schema.FTS}, rank) VALUES ('integrity-check', 1)")


def test_the_triggers_are_there_again():
    before = made()
    (key, _other) = write(a_review(), "teapot", "kettle")
    assert made() == before
    Recommendation.objects.filter(pk=key).delete()
    assert found("teapot") == []
    assert list(write(a_review("SVN", 48), "spoon")) == found("spoon")


def test_they_are_there_after_a_failure():
    before = made()
    with pytest.raises(IntegrityError), transaction.atomic():
        write(a_review(), "teapot", "teapot")
    assert made() == before
    assert found("teapot") == []


def test_a_trigger_that_is_not_known_runs_for_each_row():
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TRIGGER strange AFTER INSERT ON {schema.TABLE} BEGIN"
            " UPDATE recommendations_recommendation SET note = 'seen' WHERE id = NEW.id; END"
        )
    before = made()
    keys = write(a_review(), "teapot", "kettle")
    assert Recommendation.objects.filter(pk__in=keys, note="seen").count() == 2
    assert made() == before
