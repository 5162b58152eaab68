"""The whole way on the UN's own files: import, edit, import again, undo."""

from pathlib import Path

import pytest

from recommendations.models import Change, Reading, Recommendation, RecommendationPosition, Review
from recommendations.tracking.undoing import undo

from .files import run_import

pytestmark = pytest.mark.django_db


@pytest.fixture
def matrices(shared_data: Path) -> list[Path]:
    return sorted((shared_data / "ohchr").glob("*.docx"))


def record() -> dict[int, tuple[str, str, str]]:
    return {r.pk: (r.text, r.position, r.note) for r in Recommendation.objects.all()}


def test_what_ten_people_edited_survives_an_import_and_an_undo(matrices):
    run_import(*matrices)
    assert Recommendation.objects.count() == 215 + 254
    edited = list(Recommendation.objects.order_by("review__slug", "sort_key")[::50])
    assert len(edited) == 10
    for number, recommendation in enumerate(edited):
        if number % 2:
            recommendation.text = f"Corrected by hand, {number}"
        recommendation.note = f"Seen by hand, {number}"
        recommendation.save()
        if number % 3 == 0:
            RecommendationPosition.objects.create(recommendation=recommendation, category="rejected", taken_on="2026")
    before = record()
    again = run_import(*matrices).report["reviews"]
    assert [(r["created"], r["updated"], r["unchanged"]) for r in again] == [(0, 0, 215), (0, 0, 254)]
    assert record() == before
    first, second = Change.objects.order_by("pk")
    assert undo(second).kept == []
    assert record() == before
    plan = undo(first)
    assert [r.pk for r in plan.kept] == [r.pk for r in edited]
    assert record() == {r.pk: before[r.pk] for r in edited}
    assert not Reading.objects.exists()
    assert Review.objects.count() == 2


def test_report_and_addendum_of_both_reviews_go_without_a_trace(shared_data):
    papers = shared_data / "un-reports"
    for name in ("A-HRC-43-15", "A-HRC-59-15"):
        assert run_import(papers / f"{name}.pdf", papers / f"{name}-Add.1.pdf").exit_code == 0
    assert Recommendation.objects.count() == 215 + 254
    for change in Change.objects.order_by("pk"):
        assert undo(change).kept == []
    assert not Recommendation.objects.exists()
    assert not Review.objects.exists()
