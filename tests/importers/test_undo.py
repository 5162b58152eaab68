"""Undo: what an import made goes, what people worked on since stays, what was replaced counts again."""

import pytest

from recommendations.models import (
    Assessment,
    Case,
    Change,
    ImportRun,
    KeyRedirect,
    Organisation,
    Reading,
    Recommendation,
    RecommendationPosition,
    RecommendingState,
    Review,
    Tag,
    Theme,
    together,
)
from recommendations.tracking.publishing import publish
from recommendations.tracking.undo_plan import CannotUndo, plan_undo
from recommendations.tracking.undoing import undo
from tests.records import a_recommendation, a_review, a_theme

from .files import (
    KETTLE,
    SPOONS,
    TEAPOT,
    Paragraph,
    csv_bytes,
    everything_recorded,
    matrix_2025,
    upr_row,
)

pytestmark = pytest.mark.django_db


def the_record() -> dict[str, list]:
    """All that the public record says, without what follows from it and without history."""
    return {
        "recommendations": list(
            Recommendation.objects.order_by("review__slug", "key").values_list(
                "review__slug", "key", "text", "position", "action_category", "search_words", "sort_key"
            )
        ),
        "positions": sorted(RecommendationPosition.objects.values_list("recommendation__key", "category")),
        "States": sorted(RecommendingState.objects.values_list("recommendation__key", "state__iso3", "own_words")),
        "themes": sorted(Tag.objects.values_list("recommendation__key", "theme__name")),
        "readings": sorted(
            Reading.objects.values_list("recommendation__key", "sender", "category", "is_current", "merged_from")
        ),
        "reviews": sorted(Review.objects.values_list("slug", "published_at")),
        "redirects": sorted(KeyRedirect.objects.values_list("old_key", "recommendation__key")),
    }


def last_import() -> Change:
    return ImportRun.objects.first().change


def test_an_import_goes_without_a_trace(read_in):
    before = the_record(), everything_recorded()
    read_in(csv_bytes(upr_row(), upr_row(KETTLE, "Peru", "Noted", issue="Teapots")), publish=True)
    assert Recommendation.objects.count() == 2
    assert Theme.objects.filter(name="Teapots").exists()
    plan = undo(last_import())
    assert plan.removes["recommendations"] == 2
    assert not plan.kept
    assert the_record() == before[0]
    assert not Theme.objects.filter(name="Teapots").exists()


def test_it_can_be_imported_again(read_in):
    read_in(csv_bytes(upr_row()))
    first = the_record()
    undo(last_import())
    assert read_in(csv_bytes(upr_row())).report["reviews"][0]["created"] == 1
    assert the_record() == first


def test_what_an_import_changed_becomes_what_it_was(read_in):
    read_in(csv_bytes(upr_row(), upr_row(KETTLE, "Peru", "Noted", action="3", issue="Women's rights")))
    before = the_record()
    read_in(csv_bytes(upr_row(), upr_row(KETTLE, "Peru", "Accepted", action="5", issue="Torture")))
    assert the_record() != before
    plan = undo(last_import())
    assert plan.restores
    assert the_record() == before


def test_a_number_that_an_import_brought_goes_with_it(read_in):
    read_in(csv_bytes(upr_row(to="Slovenia", session="48")))
    before = the_record()
    read_in(matrix_2025(Paragraph()), review="slovenia-2025")
    assert Recommendation.objects.get().key == "140.7"
    undo(last_import())
    assert the_record() == before


def test_what_was_merged_away_comes_back(read_in):
    read_in(csv_bytes(upr_row(), upr_row(sender="Peru", response="Noted")))
    before = the_record()
    assert len(before["recommendations"]) == 2
    read_in(csv_bytes(upr_row(), upr_row(sender="Peru")))
    assert Recommendation.objects.count() == 1
    undo(last_import())
    assert the_record() == before


def edit(recommendation: Recommendation) -> None:
    recommendation.note = "Seen by hand"
    recommendation.save()


def assess(recommendation: Recommendation) -> None:
    organisation = Organisation.objects.create(name="Friends of Teapots")
    Assessment.objects.create(recommendation=recommendation, organisation=organisation, judgement="weak")


def tag(recommendation: Recommendation) -> None:
    Tag.objects.create(recommendation=recommendation, theme=a_theme("Tibet", "territories"))


def single_out(recommendation: Recommendation) -> None:
    Case.objects.create(title="Teapots").recommendations.add(recommendation)


def take_a_part(recommendation: Recommendation) -> None:
    Recommendation.objects.create(review=recommendation.review, parent=recommendation, text="Its lid")


def lose_a_state(recommendation: Recommendation) -> None:
    recommendation.recommenders.get().delete()


@pytest.mark.parametrize("work", [edit, assess, tag, single_out, take_a_part, lose_a_state])
def test_what_people_worked_on_is_kept_and_listed(read_in, work):
    read_in(csv_bytes(upr_row(), upr_row(KETTLE)))
    kept = Recommendation.objects.get(text=TEAPOT)
    work(kept)
    of = RecommendationPosition.objects.filter(recommendation=kept).count(), kept.recommenders.count()
    plan = undo(last_import())
    assert plan.kept == [kept]
    assert not Recommendation.objects.filter(text=KETTLE).exists()
    assert (RecommendationPosition.objects.filter(recommendation=kept).count(), kept.recommenders.count()) == of
    assert not Reading.objects.exists()


def test_what_another_file_holds_too_is_kept(read_in):
    review = a_review("SVN", session=48)
    read_in(csv_bytes(upr_row(to="Slovenia", session="48")))
    matrix = matrix_2025(Paragraph(f"140.7 {TEAPOT} (France);"), Paragraph(f"140.8 {SPOONS} (Peru);"))
    read_in(matrix, review=review.slug)
    first, second = Change.objects.filter(kind="import").order_by("pk")
    assert Recommendation.objects.get(text=TEAPOT).readings.count() == 2
    plan = undo(first)
    assert (plan.supported, plan.kept) == (1, [])
    assert Recommendation.objects.get(text=TEAPOT).paragraph == "140.7"
    undo(second)
    assert not Recommendation.objects.exists()


def test_what_was_read_again_stands_on_the_second_file(read_in):
    read_in(csv_bytes(upr_row()))
    read_in(csv_bytes(upr_row()))
    first, second = Change.objects.filter(kind="import").order_by("pk")
    assert undo(first).supported == 1
    assert Reading.objects.get().run.change == second
    undo(second)
    assert not Recommendation.objects.exists()
    assert not Review.objects.exists()


def test_of_three_equal_imports_any_one_is_enough(read_in):
    for _time in range(3):
        read_in(csv_bytes(upr_row()))
    first, second, third = Change.objects.filter(kind="import").order_by("pk")
    undo(second)
    assert undo(first).supported == 1
    undo(third)
    assert not Recommendation.objects.exists()


def test_work_on_what_an_undo_had_kept_is_kept_by_the_next_undo(read_in):
    read_in(csv_bytes(upr_row(), upr_row(KETTLE)))
    kept = Recommendation.objects.get(text=TEAPOT)
    assess(kept)
    undo(last_import())
    read_in(csv_bytes(upr_row(), upr_row(KETTLE)))
    assert undo(last_import()).kept == [kept]
    assert kept.assessments.count() == 1


def test_undoing_the_second_of_two_equal_imports_leaves_the_first(read_in):
    read_in(csv_bytes(upr_row()))
    before = the_record()
    read_in(csv_bytes(upr_row()))
    assert plan_undo(last_import()).is_empty
    undo(last_import())
    assert the_record() == before
    undo(Change.objects.filter(kind="import").last())
    assert not Recommendation.objects.exists()


def test_files_that_came_together_go_together(read_in):
    read_in(csv_bytes(upr_row()), csv_bytes(upr_row(KETTLE)))
    undo(last_import())
    assert not Recommendation.objects.exists()


def test_a_later_import_that_was_undone_does_not_count(read_in):
    read_in(csv_bytes(upr_row()))
    first = last_import()
    read_in(csv_bytes(upr_row(response="Noted")))
    undo(last_import())
    assert not undo(first).kept
    assert not Recommendation.objects.exists()


def test_an_undo_is_undone_by_importing_again_only(read_in):
    read_in(csv_bytes(upr_row()))
    undo(last_import())
    for change in Change.objects.all():
        with pytest.raises(CannotUndo):
            undo(change)


def test_a_review_that_holds_something_else_stays(read_in):
    read_in(csv_bytes(upr_row()))
    review = Review.objects.get()
    a_recommendation(review, "Written by hand")
    undo(last_import())
    assert [r.text for r in review.recommendations.all()] == ["Written by hand"]


def test_publishing_by_an_import_is_taken_back(read_in):
    read_in(csv_bytes(upr_row()))
    read_in(csv_bytes(upr_row()), publish=True)
    assert Review.objects.get().is_published
    undo(last_import())
    assert not Review.objects.get().is_published


def bulk(description: str = "Teapots") -> Change:
    return Change.objects.create(kind=Change.Kind.BULK, description=description)


def test_a_bulk_change_is_taken_back_but_for_what_was_changed_since():
    reviews = [a_review(iso3, published=False) for iso3 in ("FRA", "KEN")]
    with together(bulk()) as change:
        publish(Review.objects.all())
    reviews[0].refresh_from_db()
    reviews[0].note = "Edited"
    reviews[0].save()
    plan = undo(change)
    assert plan.kept == [reviews[0]]
    assert list(Review.objects.published()) == [reviews[0]]


def test_tags_given_in_bulk_go_whatever_else_was_edited():
    recommendation = a_recommendation(a_review())
    with together(bulk()) as change:
        Tag.objects.bulk_create([Tag(recommendation=recommendation, theme=a_theme("Tibet", "territories"))])
    edit(recommendation)
    assert not undo(change).kept
    assert not recommendation.tags.exists()


def test_links_are_taken_back():
    case, recommendation = Case.objects.create(title="Teapots"), a_recommendation(a_review())
    with together(bulk()) as change:
        case.recommendations.add(recommendation)
    undo(change)
    assert not case.recommendations.exists()


def test_what_was_deleted_comes_back():
    recommendation = a_recommendation(a_review(), themes=(a_theme("Tibet", "territories"),))
    words = Recommendation.objects.get().search_words
    with together(bulk()) as change:
        recommendation.tags.all().delete()
    undo(change)
    assert recommendation.tags.get().theme.name == "Tibet"
    assert Recommendation.objects.get().search_words == words


def test_what_was_recorded_anew_is_not_doubled():
    recommendation = a_recommendation(a_review(), themes=(a_theme("Tibet", "territories"),))
    with together(bulk()) as change:
        recommendation.tags.all().delete()
    tag(recommendation)
    undo(change)
    assert recommendation.tags.count() == 1


def test_undo_is_in_the_history(read_in, admin_user):
    read_in(csv_bytes(upr_row()))
    pk = Recommendation.objects.get().pk
    undo(last_import(), admin_user)
    gone = Recommendation.history.filter(id=pk).first()
    assert (gone.history_type, gone.history_user, gone.change.kind) == ("-", admin_user, "undo")
