"""What a person corrected stays."""

import pytest

from recommendations.models import RecommendationPosition, RecommendingState, Tag
from tests.records import a_state, a_theme

from .files import KETTLE, SPOONS, Paragraph, upr_row
from .outcomes import numbers, senders, the_recommendation, themes

pytestmark = pytest.mark.django_db


def correct_position(category: str) -> None:
    RecommendationPosition.objects.create(recommendation=the_recommendation(), category=category)


def correct(**fields: object) -> None:
    recommendation = the_recommendation()
    for name, value in fields.items():
        setattr(recommendation, name, value)
    recommendation.save()


def test_a_corrected_position_stays_where_the_source_says_what_it_said(read_rows):
    read_rows(upr_row())
    correct_position("noted")
    outcome = read_rows(upr_row())
    assert (numbers(outcome), outcome.warnings) == ((0, 0, 1), [])
    assert the_recommendation().position == "noted"


def test_a_corrected_position_stays_with_a_warning_where_the_source_changed_it(read_rows):
    read_rows(upr_row())
    correct_position("noted")
    outcome = read_rows(upr_row(response="Pending"))
    assert the_recommendation().position == "noted"
    (warning,) = outcome.warnings
    assert "position is “noted”" in warning["message"]
    assert "“pending”: the record was kept" in warning["message"]
    assert read_rows(upr_row(response="Pending")).warnings == []


def test_a_corrected_position_that_the_source_comes_to_agree_with_is_no_problem(read_rows):
    read_rows(upr_row())
    correct_position("rejected")
    assert read_rows(upr_row(response="Noted")).warnings == []
    assert the_recommendation().position == "rejected"


def test_a_corrected_action_stays(read_rows):
    read_rows(upr_row(action="5"))
    correct(action_category=3, action_origin="confirmed")
    assert read_rows(upr_row(action="5")).warnings == []
    (warning,) = read_rows(upr_row(action="4")).warnings
    assert "action category is “3”" in warning["message"]
    recommendation = the_recommendation()
    assert (recommendation.action_category, recommendation.action_origin) == (3, "confirmed")


def test_a_corrected_text_stays(read_matrix):
    read_matrix(Paragraph())
    correct(text=SPOONS)
    assert read_matrix(Paragraph()).warnings == []
    (warning,) = read_matrix(Paragraph(f"140.7 {KETTLE} (France);")).warnings
    assert SPOONS[:40] in warning["message"]
    assert the_recommendation().text == SPOONS


def test_a_row_whose_text_was_corrected_is_not_made_again(read_rows):
    read_rows(upr_row())
    correct(text=SPOONS)
    assert numbers(read_rows(upr_row())) == (0, 0, 1)
    assert the_recommendation().text == SPOONS


def test_corrected_themes_and_senders_stay_while_the_source_changes_something_else(read_rows):
    read_rows(upr_row(issue="Right to education,Women's rights"), upr_row(sender="Peru"))
    recommendation = the_recommendation()
    recommendation.tags.get(theme__name="Women's rights").delete()
    Tag.objects.create(recommendation=recommendation, theme=a_theme("Right to health"))
    recommendation.recommenders.get(state__iso3="PER").delete()
    RecommendingState.objects.create(recommendation=recommendation, state=a_state("MEX"))
    rows = upr_row(issue="Right to education,Women's rights", action="4"), upr_row(sender="Peru", action="4")
    assert numbers(read_rows(*rows)) == (0, 1, 0)
    assert themes(recommendation) == {"Right to education", "Right to health"}
    assert senders(recommendation) == ["FRA", "MEX"]


def test_a_theme_that_staff_gave_stays_when_the_source_drops_it(read_rows):
    read_rows(upr_row(issue="Right to education,Women's rights"))
    the_recommendation().tags.filter(theme__name="Women's rights").update(origin="staff")
    read_rows(upr_row(issue="Right to education"))
    assert themes(the_recommendation()) == {"Right to education", "Women's rights"}


def test_a_finer_position_stays_when_a_matrix_says_supported(read_matrix):
    read_matrix(Paragraph(position="Pending"))
    correct_position("accepted_already_implemented")
    assert read_matrix(Paragraph(position="Supported")).warnings == []
    assert the_recommendation().position == "accepted_already_implemented"
