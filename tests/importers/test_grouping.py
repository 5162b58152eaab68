"""Which rows of a file are one recommendation."""

import pytest

from recommendations.models import Recommendation, Tag, text_key

from .files import KETTLE, TEAPOT, Paragraph, upr_row
from .outcomes import numbers, senders, the_recommendation, themes

pytestmark = pytest.mark.django_db


def test_what_is_recorded_of_a_row(read_rows):
    read_rows(upr_row(issue="Right to education,Women's rights"))
    recommendation = the_recommendation()
    assert recommendation.key == text_key(TEAPOT)
    assert (recommendation.text, recommendation.paragraph, recommendation.position) == (TEAPOT, "", "accepted")
    assert (recommendation.action_category, recommendation.action_origin) == (5, "imported")
    assert themes(recommendation) == {"Right to education", "Women's rights"}
    assert set(recommendation.tags.values_list("origin", flat=True)) == {"imported"}
    assert (senders(recommendation), str(recommendation.recommenders.get())) == (["FRA"], "France")


def test_what_is_recorded_of_a_paragraph(read_matrix):
    read_matrix(
        Paragraph(
            f"140.7 {TEAPOT} (France); {KETTLE} (the Netherlands);",
            "Supported/Noted",
            persons=("Children",),
            goals=("4 - QUALITY EDUCATION",),
        )
    )
    recommendation = the_recommendation()
    assert (recommendation.key, recommendation.paragraph) == ("140.7", "140.7")
    assert recommendation.text == f"{TEAPOT}; {KETTLE}"
    assert (recommendation.position, recommendation.action_category) == ("partially_accepted", None)
    assert list(recommendation.recommenders.values_list("state__iso3", "verbatim_name", "own_words")) == [
        ("FRA", "France", TEAPOT),
        ("NLD", "the Netherlands", KETTLE),
    ]
    assert set(recommendation.tags.values_list("theme__vocabulary__slug", "theme__slug")) == {
        ("ohchr-themes-2025", "right-to-education"),
        ("ohchr-affected-2025", "children"),
        ("sdgs", "sdg-4"),
    }


def test_the_same_of_two_senders_is_one_recommendation(read_rows):
    outcome = read_rows(upr_row(), upr_row(sender="Peru"), upr_row(sender="Mexico"))
    assert (outcome.review["rows"], numbers(outcome), outcome.warnings) == (3, (1, 0, 0), [])
    assert senders(the_recommendation()) == ["FRA", "PER", "MEX"]


def test_texts_that_differ_in_case_and_space_only_are_the_same(read_rows):
    read_rows(upr_row(), upr_row(TEAPOT.upper().replace(" ", "  "), "Peru"))
    assert senders(the_recommendation()) == ["FRA", "PER"]
    assert the_recommendation().text == TEAPOT


@pytest.mark.parametrize("other", [upr_row(sender="Peru", response="Noted"), upr_row(sender="Peru", action="4")])
def test_another_response_or_action_is_kept_apart_with_a_warning(read_rows, other):
    outcome = read_rows(upr_row(), other)
    key = text_key(TEAPOT)
    assert {r.key: senders(r) for r in Recommendation.objects.all()} == {key: ["FRA"], f"{key}-2": ["PER"]}
    assert [warning["row"] for warning in outcome.warnings] == [3]


def test_rows_in_another_order_keep_their_keys(read_rows):
    one, two = upr_row(), upr_row(sender="Peru", response="Noted")
    three = upr_row(sender="Mexico", action="4")
    read_rows(one, two, three)
    before = {r.key: (r.position, senders(r)) for r in Recommendation.objects.all()}
    assert len(before) == 3
    for order in [(three, two, one), (two, one, three)]:
        assert numbers(read_rows(*order)) == (0, 0, 3)
        assert {r.key: (r.position, senders(r)) for r in Recommendation.objects.all()} == before


def test_the_same_text_in_two_reviews_has_the_same_key_in_both(read_rows):
    read_rows(upr_row(), upr_row(to="Peru"))
    assert set(Recommendation.objects.values_list("review__slug", "key")) == {
        ("china-2013", text_key(TEAPOT)),
        ("peru-2013", text_key(TEAPOT)),
    }


def test_a_row_that_occurs_twice_is_counted_and_warned_of(read_rows):
    outcome = read_rows(upr_row(), upr_row())
    assert (outcome.review["rows"], outcome.review["positions"], numbers(outcome)) == (2, {"accepted": 2}, (1, 0, 0))
    (warning,) = outcome.warnings
    assert (warning["row"], "Duplicate row" in warning["message"]) == (3, True)
    assert senders(the_recommendation()) == ["FRA"]


def test_one_state_under_two_names_is_one_sender(read_rows):
    read_rows(upr_row(sender="Turkey"), upr_row(sender="Türkiye"))
    assert senders(the_recommendation()) == ["TUR"]


def test_a_paragraph_that_stands_under_two_themes_is_one_recommendation(read_matrix):
    outcome = read_matrix(Paragraph(themes=("Right to education",)), Paragraph(themes=("Right to health",)))
    assert (outcome.review["paragraphs"], outcome.review["rows"], numbers(outcome)) == (1, 2, (1, 0, 0))
    assert {"Right to education", "Right to health"} <= themes(the_recommendation())


def test_a_paragraph_with_two_answers_is_partially_accepted(read_matrix):
    outcome = read_matrix(Paragraph(), Paragraph(position="Noted"))
    assert the_recommendation().position == "partially_accepted"
    assert outcome.warnings


def test_a_new_theme_is_added_with_a_warning(read_rows):
    outcome = read_rows(upr_row(issue="Teapots"), upr_row(KETTLE, issue="Teapots"))
    assert [warning["message"] for warning in outcome.warnings] == ["“Teapots” is new in UPR Info issues: added."]
    assert themes(Recommendation.objects.first()) == {"Teapots"}


@pytest.mark.parametrize("issue", ["Right to education,Right To Education", "Teapots,Tea-pots,tea pots"])
def test_two_spellings_of_one_theme_are_one_tag(read_rows, issue):
    read_rows(upr_row(issue=issue))
    assert the_recommendation().tags.count() == len({name.casefold().replace("-", " ") for name in issue.split(",")})


def test_a_theme_with_a_very_long_name(read_rows):
    long = "Tea " * 100
    read_rows(upr_row(issue=long))
    read_rows(upr_row(KETTLE, issue=long))
    assert Tag.objects.count() == 2


@pytest.mark.parametrize("issue", ["茶壶,水壶", "чайник,самовар"])
def test_themes_in_other_scripts_are_told_apart(read_rows, issue):
    read_rows(upr_row(issue=issue))
    assert themes(the_recommendation()) == set(issue.split(","))
