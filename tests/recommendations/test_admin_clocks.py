"""What an office changes of the clocks, and the dates that it states: what cannot be is refused in words."""

import pytest

from recommendations.models import ClockDate, ClockStep, FollowUpAction, Review, Session
from tests.records import a_review, a_source

from .admin_forms import add, address, complaints, save, sent_back, with_row

pytestmark = pytest.mark.django_db


def step(clock: str, slug: str) -> ClockStep:
    return ClockStep.objects.get(clock=clock, slug=slug)


def state_a_date(client, record, **row):
    where = address(type(record), "change", record.pk)
    return client.post(where, with_row(sent_back(client.get(where)), "clock_dates", **row))


def test_an_office_changes_a_rule_and_the_date_follows(admin_client, client):
    review = a_review(reviewed_on="2024-01-23")
    assert save(admin_client, step("upr_review", "stakeholder-deadline"), offset="-6").status_code == 302
    page = client.get(review.get_absolute_url()).content.decode()
    assert "about 23 July 2023" in page


def test_the_list_tells_each_rule_in_words(admin_client):
    page = admin_client.get(f"{address(ClockStep, 'changelist')}?clock=upr_review").content.decode()
    assert "about 7 months before: Review in the Working Group" in page
    assert "set each time" in page


def test_a_circle_of_steps_is_refused_in_words(admin_client):
    adoption = step("upr_review", "adoption")
    page = save(admin_client, adoption, counted_from="mid-term-report")
    assert (
        "These steps are counted from each other in a circle: "
        "Adoption of the outcome by the Council → Mid-term report → Adoption of the outcome by the Council."
    ) in complaints(page)
    adoption.refresh_from_db()
    assert adoption.counted_from == "review"


def test_a_circle_that_is_there_all_the_same_is_told_in_the_list(admin_client):
    ClockStep.objects.filter(slug="adoption").update(counted_from="mid-term-report")
    page = admin_client.get(f"{address(ClockStep, 'changelist')}?clock=upr_review").content.decode()
    assert "counted from each other in a circle" in page


def test_a_step_of_another_clock_is_no_origin(admin_client):
    page = save(admin_client, step("upr_review", "adoption"), counted_from="dialogue")
    assert "“dialogue” is not the short name of a step of this clock." in complaints(page)


def test_a_step_counted_from_itself_is_refused_in_words(admin_client):
    assert "in a circle" in complaints(save(admin_client, step("upr_review", "adoption"), counted_from="adoption"))


def test_half_a_rule_is_refused_in_words(admin_client):
    page = save(admin_client, step("upr_review", "adoption"), offset="")
    assert "Say from which step it is counted, how long, and in what unit; or none." in complaints(page)


def test_a_new_step_is_added_once(admin_client):
    values = {"clock": "upr_review", "slug": "teapot-party", "name": "Teapot party", "rank": 35}
    counted = {"counted_from": "review", "offset": 1, "unit": "days"}
    assert add(admin_client, ClockStep, **values, **counted).status_code == 302
    assert "has a step of this short name already" in complaints(add(admin_client, ClockStep, **values, **counted))


def test_a_step_keeps_its_short_name_by_which_others_know_it(admin_client):
    save(admin_client, step("upr_review", "adoption"), slug="teapot")
    assert step("upr_review", "adoption")


def test_a_date_is_stated_with_its_source(admin_client):
    review, source = a_review(), a_source()
    addendum = step("upr_review", "addendum")
    row = {"step": addendum.pk, "happened_on": "11 June 2024", "source": source.pk, "locator": "p. 3"}
    assert state_a_date(admin_client, review, **row).status_code == 302
    said = ClockDate.objects.get()
    assert (said.review, said.happened_on, said.source) == (review, "2024-06-11", source)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"due_on": "31 February 2024"}, "“31 February 2024” is not a date."),
        ({"happened_on": "2024-13"}, "“2024-13” is not a date."),
        ({"happened_on": "2 February 2999"}, "“2 February 2999” has not come yet: write it under “due on”."),
        ({"note": "Teapots"}, "Say when it is due, or when it happened."),
    ],
)
def test_impossible_dates_are_refused_in_words(admin_client, row, said):
    page = state_a_date(admin_client, a_review(), step=step("upr_review", "addendum").pk, **row)
    assert said in complaints(page)
    assert not ClockDate.objects.exists()


@pytest.mark.parametrize(
    ("model", "clock", "slug"),
    [
        (Review, "treaty_body_review", "dialogue"),
        (Session, "treaty_body_review", "dialogue"),
        (FollowUpAction, "upr_review", "adoption"),
    ],
)
def test_a_step_of_another_clock_is_refused_in_words(admin_client, model, clock, slug):
    record = {
        Review: lambda: a_review(),
        Session: lambda: Session.objects.get(kind="hrc", number=59),
        FollowUpAction: lambda: FollowUpAction.objects.create(kind="debate", title="Teapots"),
    }[model]()
    wrong = step(clock, slug)
    page = state_a_date(admin_client, record, step=wrong.pk, due_on="2024-06-11")
    assert f"“{wrong.name}” is a step of another clock: {wrong.get_clock_display()}." in complaints(page)


def test_a_step_of_another_clock_is_refused_on_the_form_of_a_new_record_too(admin_client):
    rows = {"clock_dates": {"step": step("upr_review", "adoption").pk, "due_on": "2024-06-11"}}
    page = add(admin_client, FollowUpAction, rows, kind="debate", title="Teapots")
    assert "is a step of another clock" in complaints(page)


def test_a_deadline_is_stated_for_all_reviews_of_a_session(admin_client, client):
    review = a_review(session=54)
    deadline = step("upr_review", "stakeholder-deadline")
    page = state_a_date(admin_client, review.wg_session, step=deadline.pk, due_on="2026-06-17")
    assert page.status_code == 302
    assert "<strong>17 June 2026</strong>" in client.get(review.get_absolute_url()).content.decode()


def test_a_step_twice_for_one_review_is_refused_in_words(admin_client):
    review = a_review()
    where = address(Review, "change", review.pk)
    data = sent_back(admin_client.get(where))
    for day in ("2024-06-11", "2024-06-12"):
        data = with_row(data, "clock_dates", step=step("upr_review", "addendum").pk, due_on=day)
    assert "duplicate" in complaints(admin_client.post(where, data))
