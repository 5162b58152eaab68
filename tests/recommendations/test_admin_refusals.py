"""What the database refuses is said in the form, in words."""

import pytest

from recommendations.models import (
    Assessment,
    Case,
    FollowUpAction,
    Recommendation,
    Review,
    Session,
    Source,
    State,
    Statement,
    StateName,
)
from tests.records import a_recommendation, a_review, a_state, a_theme

from .admin_forms import MAKE, add, address, an_organisation, complaints, save, sent_back, with_row

pytestmark = pytest.mark.django_db


# What the database refuses is said in the form


def test_a_second_review_of_a_state_in_a_cycle_is_refused_in_words(admin_client):
    review = a_review()
    page = add(admin_client, Review, state=review.state_id, cycle=review.cycle, slug="china-again")
    assert "This State's review of this cycle is recorded already." in complaints(page)


def test_a_review_in_cycle_nought_is_refused_in_words(admin_client):
    page = add(admin_client, Review, state=a_state("CHN").pk, cycle=0)
    assert "greater than or equal to 1" in complaints(page)


def test_a_tally_that_does_not_add_up_is_refused_in_words(admin_client):
    source = MAKE[Source](0)
    row = {"unit": "paragraphs", "total": 12, "accepted": 7, "noted": 4, "source": source.pk}
    rows = {"announced_tallies": row}
    page = add(admin_client, Review, rows, state=a_state("CHN").pk, cycle=4)
    assert "The numbers do not add up to the total." in complaints(page)
    rows["announced_tallies"]["rejected"] = 1
    assert add(admin_client, Review, rows, state=a_state("CHN").pk, cycle=4).status_code == 302


def test_two_tallies_of_one_source_are_refused_in_words(admin_client):
    review, source = a_review(), MAKE[Source](0)
    where = address(Review, "change", review.pk)
    data = sent_back(admin_client.get(where))
    for _ in range(2):
        data = with_row(data, "announced_tallies", unit="rows", total=1, noted=1, source=source.pk)
    assert "duplicate" in complaints(admin_client.post(where, data))


@pytest.mark.parametrize(("category", "origin"), [("5", ""), ("", "confirmed")])
def test_an_action_category_without_an_origin_is_refused_in_words(admin_client, category, origin):
    recommendation = a_recommendation(a_review())
    page = save(admin_client, recommendation, action_category=category, action_origin=origin)
    assert "Say who gave the action category" in complaints(page)


def test_a_follow_up_that_is_done_without_a_date_is_refused_in_words(admin_client):
    rows = {"events": {"status": "done", "text": "The teapot was invented."}}
    page = add(admin_client, FollowUpAction, rows, kind="other", title="Teapots")
    assert "Say when it was done." in complaints(page)


@pytest.mark.parametrize(
    ("kind", "dates", "said"),
    [
        ("voted", ("2022-10-06", "2022-10-07"), "Kenya stands twice among the votes: a State votes once."),
        ("supports", ("2024-03", "March 2024"), "Kenya stands twice with the date March 2024."),
        ("supports", ("", ""), "Kenya stands twice without a date"),
        ("supports", ("2024-03", "2999"), "“2999” has not come yet."),
        ("supports", ("2024-03", "2024-04"), ""),
    ],
)
def test_a_state_that_would_stand_twice_is_refused_in_words(admin_client, kind, dates, said):
    action = FollowUpAction.objects.create(kind="vote", title="Teapots")
    where = address(FollowUpAction, "change", action.pk)
    data = sent_back(admin_client.get(where))
    for on in dates:
        data = with_row(data, "stances", state=a_state("KEN").pk, kind=kind, stance="for", taken_on=on)
    answer = admin_client.post(where, data)
    if said:
        assert said in complaints(answer)
    assert action.stances.count() == (0 if said else 2)


def test_actions_that_continue_each_other_are_refused_in_words(admin_client):
    first = FollowUpAction.objects.create(kind="other", title="Fill the teapot")
    then = FollowUpAction.objects.create(kind="other", title="Empty the teapot", continues=first)
    said = "in a circle: Fill the teapot → Empty the teapot → Fill the teapot."
    assert said in complaints(save(admin_client, first, continues=then.pk))


def test_a_paragraph_that_is_recorded_already_is_refused_in_words(admin_client):
    a_recommendation(a_review(), paragraph="28.5")
    other = a_recommendation(a_review(), "Wash the saucers", paragraph="28.6")
    assert "recorded already in this review" in complaints(save(admin_client, other, paragraph="28.5"))


@pytest.mark.parametrize("paragraph", ["28/5", "28 5", "28.5?"])
def test_a_paragraph_that_no_address_can_hold_is_refused_in_words(admin_client, paragraph):
    recommendation = a_recommendation(a_review())
    assert "such as 28.5" in complaints(save(admin_client, recommendation, paragraph=paragraph))


def test_a_recommendation_that_is_part_of_itself_is_refused_in_words(admin_client):
    recommendation = a_recommendation(a_review())
    assert "no parts of its own" in complaints(save(admin_client, recommendation, parent=recommendation.pk))


def test_the_same_recommending_state_twice_is_refused_in_words(admin_client):
    recommendation = a_recommendation(a_review(), senders=())
    where = address(Recommendation, "change", recommendation.pk)
    data = sent_back(admin_client.get(where))
    for _ in range(2):
        data = with_row(data, "recommenders", state=a_state("PRT").pk)
    assert "duplicate" in complaints(admin_client.post(where, data))


def test_a_theme_from_an_organisation_that_is_not_named_is_refused_in_words(admin_client):
    recommendation = a_recommendation(a_review())
    where = address(Recommendation, "change", recommendation.pk)
    row = {"theme": a_theme("Tibet", "territories").pk, "origin": "organisation"}
    page = admin_client.post(where, with_row(sent_back(admin_client.get(where)), "tags", **row))
    assert "Name the organisation" in complaints(page)


def test_an_assessment_of_nothing_is_refused_in_words(admin_client):
    page = add(admin_client, Assessment, organisation=an_organisation(0).pk, judgement="weak")
    assert "Name either a recommendation or a review." in complaints(page)


def test_a_source_without_a_name_is_refused_in_words(admin_client):
    assert "Give a UN symbol" in complaints(add(admin_client, Source, language="en", title="Teapots"))


def test_a_working_group_session_without_a_cycle_is_refused_in_words(admin_client):
    page = add(admin_client, Session, kind="wg", number=900)
    assert "session_cycle_for_working_group_only" in complaints(page)


def test_a_second_signature_is_refused_in_words(admin_client):
    statement = MAKE[Statement](0)
    where = address(Statement, "change", statement.pk)
    row = {"organisation": an_organisation(0).pk, "role": "signed"}
    once = with_row(sent_back(admin_client.get(where)), "signatures", **row)
    assert admin_client.post(where, once).status_code == 302
    again = with_row(sent_back(admin_client.get(where)), "signatures", **row)
    assert "stands twice among the signatures" in complaints(admin_client.post(where, again))


def test_a_name_that_another_state_has_is_refused_in_words(admin_client):
    state = a_state("FRA")
    where = address(State, "change", state.pk)
    page = admin_client.post(where, with_row(sent_back(admin_client.get(where)), "names", name="SWAZILAND"))
    assert "This name belongs to Eswatini already." in complaints(page)


@pytest.mark.parametrize("names", [["Teapotland"], ["The TEAPOTLAND"], ["Land of Teapots", "land of teapots"]])
def test_a_name_that_a_new_state_has_already_is_refused_in_words(admin_client, names):
    where = address(State, "add")
    data = sent_back(admin_client.get(where))
    data |= {"iso3": "TPT", "name": "Teapotland", "slug": "teapotland", "status": "member"}
    for name in names:
        data = with_row(data, "names", name=name)
    assert "This name is recorded already" in complaints(admin_client.post(where, data))


def test_a_name_can_be_given_again_in_place_of_one_that_is_deleted(admin_client):
    state = a_state("FRA")
    state.names.all().delete()
    StateName.objects.create(state=state, name="Teapotland")
    where = address(State, "change", state.pk)
    data = sent_back(admin_client.get(where))
    data = with_row(data | {"names-0-DELETE": "on"}, "names", name="Kettleland")
    assert admin_client.post(where, data).status_code == 302
    assert {name.name for name in state.names.all()} == {"France", "Kettleland"}


def test_the_same_judgement_twice_is_refused_in_words(admin_client):
    recommendation = a_recommendation(a_review())
    where = address(Recommendation, "change", recommendation.pk)
    row = {"organisation": an_organisation(0).pk, "judgement": "weak"}
    once = with_row(sent_back(admin_client.get(where)), "assessments", **row)
    assert "recorded already" in complaints(admin_client.post(where, with_row(once, "assessments", **row)))
    assert admin_client.post(where, once).status_code == 302
    again = with_row(sent_back(admin_client.get(where)), "assessments", **row)
    assert "recorded already" in complaints(admin_client.post(where, again))
    dated = with_row(sent_back(admin_client.get(where)), "assessments", assessed_on="2024", **row)
    assert admin_client.post(where, dated).status_code == 302


@pytest.mark.parametrize(("model", "values"), [(Case, {}), (FollowUpAction, {"kind": "other"}), (Statement, {})])
def test_an_address_is_made_where_none_is_given_and_refused_in_words_where_it_is_taken(admin_client, model, values):
    for title in ("Teapots", "Teapots!", "茶壶"):
        assert add(admin_client, model, title=title, **values).status_code == 302
    assert {"teapots", "teapots-2"} < set(model.objects.values_list("slug", flat=True))
    assert "already exists" in complaints(add(admin_client, model, title="Teapots", slug="teapots", **values))
    assert save(admin_client, model.objects.get(slug="teapots"), slug="").status_code == 302


def test_a_second_review_of_a_year_gets_the_address_of_its_cycle(admin_client):
    review = a_review()
    values = {"state": review.state_id, "cycle": 5, "wg_session": review.wg_session_id}
    assert add(admin_client, Review, **values).status_code == 302
    assert Review.objects.filter(slug="china-cycle-5").exists()
    assert "required" in complaints(add(admin_client, Review, cycle=6))


def test_a_date_that_is_none_is_refused_in_words(admin_client):
    page = save(admin_client, MAKE[Statement](0), issued_on="30 February 2024")
    assert "is not a date" in complaints(page)
