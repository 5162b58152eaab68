"""What a source changed since its last reading."""

import pytest

from recommendations.models import Recommendation, Review, text_key

from .files import KETTLE, SPOONS, TEAPOT, Paragraph, upr_row
from .outcomes import answers, numbers, senders, the_recommendation, themes

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("before", "after", "position"),
    [
        ("Accepted", "Noted", "noted"),
        ("Noted", "Accepted", "accepted"),
        ("Pending", "Accepted", "accepted"),
        ("Accepted", "Pending", "pending"),
        ("Noted", "Rejected", "rejected"),
        ("Noted", "Partially accepted", "partially_accepted"),
        ("Accepted", "Accepted and being implemented", "accepted_being_implemented"),
        ("Accepted and already implemented", "Supported", "accepted_already_implemented"),
    ],
)
def test_a_response_that_the_source_changed_is_applied(read_rows, before, after, position):
    """But “Supported” never overwrites a finer category."""
    read_rows(upr_row(response=before))
    outcome = read_rows(upr_row(response=after))
    assert the_recommendation().position == position
    assert outcome.warnings == []
    assert read_rows(upr_row(response=after)).review["unchanged"] == 1


def test_an_action_that_the_source_changed_is_applied(read_rows):
    read_rows(upr_row(action="5"))
    assert numbers(read_rows(upr_row(action="4"))) == (0, 1, 0)
    assert the_recommendation().action_category == 4
    read_rows(upr_row(action=""))
    assert (the_recommendation().action_category, the_recommendation().action_origin) == (None, "")


def test_themes_that_the_source_changed_are_applied(read_rows):
    read_rows(upr_row(issue="Right to education,Women's rights"))
    assert numbers(read_rows(upr_row(issue="Women's rights,Right to health"))) == (0, 1, 0)
    assert themes(the_recommendation()) == {"Women's rights", "Right to health"}


def test_a_text_that_the_source_changed_in_case_only_is_applied(read_rows):
    read_rows(upr_row())
    assert numbers(read_rows(upr_row(TEAPOT.upper()))) == (0, 1, 0)
    assert the_recommendation().text == TEAPOT.upper()


def test_a_new_sender_joins(read_rows):
    read_rows(upr_row())
    assert numbers(read_rows(upr_row(), upr_row(sender="Peru"))) == (0, 1, 0)
    assert senders(the_recommendation()) == ["FRA", "PER"]


def test_a_sender_whose_row_is_not_in_the_file_stays(read_rows):
    read_rows(upr_row(), upr_row(sender="Peru"))
    assert numbers(read_rows(upr_row())) == (0, 0, 1)
    assert senders(the_recommendation()) == ["FRA", "PER"]


def test_what_a_matrix_changed_is_applied(read_matrix):
    read_matrix(Paragraph(persons=("Children",)))
    changed = Paragraph(
        f"140.7 {KETTLE} (Turkey); {SPOONS} (Peru);",
        "Noted",
        themes=("Right to health",),
        persons=("Persons with disabilities",),
    )
    assert numbers(read_matrix(changed)) == (0, 1, 0)
    recommendation = the_recommendation()
    assert (recommendation.text, recommendation.position) == (f"{KETTLE}; {SPOONS}", "noted")
    assert senders(recommendation) == ["TUR", "PER"]
    assert themes(recommendation) == {"Right to health", "Persons with disabilities"}
    again = Paragraph(f"140.7 {TEAPOT} (Türkiye); {SPOONS} (Peru);", "Noted")
    assert numbers(read_matrix(again)) == (0, 1, 0)
    assert list(the_recommendation().recommenders.values_list("verbatim_name", "own_words")) == [
        ("Türkiye", TEAPOT),
        ("Peru", SPOONS),
    ]


def test_a_text_that_changed_is_found_by_its_new_words(read_matrix):
    read_matrix(Paragraph())
    before = the_recommendation().search_words
    read_matrix(Paragraph(f"140.7 {KETTLE} (France);"))
    assert the_recommendation().search_words not in ("", before)


def test_a_paragraph_whose_answers_agree_at_last_is_accepted(read_matrix):
    read_matrix(Paragraph(), Paragraph(position="Noted"))
    read_matrix(Paragraph(), Paragraph(position="Supported"))
    assert the_recommendation().position == "accepted"


def test_a_sender_whose_answer_changed_moves_to_the_other_recommendation(read_rows):
    france, peru = upr_row(), upr_row(sender="Peru")
    mexico = upr_row(sender="Mexico", response="Noted")
    read_rows(france, peru, mexico)
    outcome = read_rows(france, upr_row(sender="Peru", response="Noted"), mexico)
    key = text_key(TEAPOT)
    assert {r.key: (r.position, set(senders(r))) for r in Recommendation.objects.all()} == {
        key: ("accepted", {"FRA"}),
        f"{key}-2": ("noted", {"MEX", "PER"}),
    }
    assert sum(numbers(outcome)) == 2
    assert numbers(read_rows(france, upr_row(sender="Peru", response="Noted"), mexico)) == (0, 0, 2)


def test_a_sender_whose_answer_changed_gets_a_recommendation_of_its_own(read_rows):
    read_rows(upr_row(), upr_row(sender="Peru"))
    read_rows(upr_row(response="Noted"), upr_row(sender="Peru"))
    key = text_key(TEAPOT)
    assert {r.key: (r.position, senders(r)) for r in Recommendation.objects.all()} == {
        key: ("accepted", ["PER"]),
        f"{key}-2": ("noted", ["FRA"]),
    }


def test_an_answer_that_changed_for_all_senders_changes_the_recommendation(read_rows):
    read_rows(upr_row(), upr_row(sender="Peru"))
    assert numbers(read_rows(upr_row(response="Noted"), upr_row(sender="Peru", response="Noted"))) == (0, 1, 0)
    assert answers() == {text_key(TEAPOT): "noted"}


def test_a_recommendation_that_all_senders_left_is_merged_and_its_address_leads_on(read_rows, client):
    mexico = upr_row(sender="Mexico", response="Noted")
    read_rows(upr_row(), mexico)
    outcome = read_rows(upr_row(response="Noted"), mexico)
    assert outcome.warnings == []
    recommendation = the_recommendation()
    assert {made.state.iso3 for made in recommendation.recommenders.all()} == {"FRA", "MEX"}
    assert recommendation.readings.count() == 3
    Review.objects.publish()
    old = client.get(f"/recommendations/{recommendation.review.slug}/{text_key(TEAPOT)}/")
    assert (old.status_code, old["Location"]) == (301, recommendation.get_absolute_url())
    again = read_rows(upr_row(response="Noted"), mexico)
    assert numbers(again) == (0, 0, 1)


def test_a_recommendation_that_all_senders_left_stays_where_people_worked_on_it(read_rows):
    mexico = upr_row(sender="Mexico", response="Noted")
    read_rows(upr_row(), mexico)
    Recommendation.objects.filter(key=text_key(TEAPOT)).update(note="Ask again in March")
    outcome = read_rows(upr_row(response="Noted"), mexico)
    (warning,) = [w for w in outcome.warnings if w.get("paragraph") == text_key(TEAPOT)]
    assert "no recommending State any more" in warning["message"]
