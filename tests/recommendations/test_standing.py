"""Where an action stands as of a date, and for how long it has been overdue, in words."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from recommendations.models import FollowUpAction, PartialDate, StatusEvent
from recommendations.standing import delay, overdue, standing
from tests.records import a_source

pytestmark = pytest.mark.django_db
REPORT = "/follow-up/return-the-kettle/"


def an_action(due: str = "2019-12", title: str = "Return the kettle", **fields: object) -> FollowUpAction:
    action = FollowUpAction.objects.create(title=title, kind="treaty_body_review", due_on=due, **fields)
    FollowUpAction.objects.filter(pk=action.pk).publish()
    return FollowUpAction.objects.get(pk=action.pk)


def a_step(action: FollowUpAction, status: str, on: str, text: str = "Nothing came.") -> StatusEvent:
    return StatusEvent.objects.create(follow_up=action, status=status, happened_on=on, text=text)


@pytest.mark.parametrize(
    ("due", "day", "said"),
    [
        ("2019-12", "2024-06-25", "4 years, 6 months"),
        ("2019-12", "2024-12-01", "5 years"),
        ("2019-12", "2020-01-01", "about 1 month"),
        ("2019-12", "2020-02-29", "2 months"),
        ("2019-12-10", "2024-06-25", "4 years, 6 months"),
        ("2019-12-26", "2024-06-25", "4 years, 5 months"),
        ("2024-01-31", "2024-02-29", "1 month"),
        ("2024-02-29", "2025-02-28", "1 year"),
        ("2024-06-24", "2024-06-25", "1 day"),
        ("2024-05-26", "2024-06-25", "30 days"),
        ("2019", "2024-06-25", "4 to 5 years"),
        ("2019", "2024-12-31", "5 years"),
        ("2023", "2024-01-01", "less than 2 years"),
    ],
)
def test_a_delay_is_told_as_exactly_as_the_due_date_is_known(due, day, said):
    assert delay(PartialDate(due), datetime.date.fromisoformat(day)) == said


@pytest.mark.parametrize(
    ("due", "on", "said"),
    [
        ("2019-12", "2024-06-25", "4 years, 6 months overdue on 25 June 2024"),
        ("2019-12", "2019-12-31", ""),
        ("2019-12", "2020-01", "about 1 month overdue at the end of January 2020"),
        ("2019-12", "2019", ""),
        ("2019-12", "2020", "1 year overdue at the end of 2020"),
        ("2019", "2019-12-31", ""),
        ("", "2024-06-25", ""),
    ],
)
def test_overdue_is_from_the_last_day_on_that_the_date_can_mean(due, on, said):
    assert overdue(an_action(due), PartialDate(on)) == said


@pytest.mark.parametrize(("done", "on", "late"), [("2024-06", "2024", False), ("2024", "2024-06-25", False)])
def test_what_may_have_been_done_by_then_is_not_called_overdue(done, on, late):
    action = an_action()
    a_step(action, "done", done)
    assert bool(overdue(action, PartialDate(on))) is late
    assert overdue(action, PartialDate("2023"))


def test_as_of_a_date_only_what_had_surely_happened_stands_there():
    action = an_action()
    a_step(action, "progress", "2020-03", "A lid came.")
    a_step(action, "not_answered", "2021-05-04", "Nothing came.")
    a_step(action, "progress", "", "Someone called.")
    by = {on: standing(action, PartialDate(on) if on else None) for on in ("2020-03-15", "2020-03", "2021-05-04", "")}
    assert [step.event.text for step in by["2020-03-15"].steps] == []
    assert (by["2020-03-15"].later, by["2020-03-15"].undated) == (2, 1)
    assert [step.event.text for step in by["2020-03"].steps] == ["A lid came."]
    assert by["2021-05-04"].last.text == "Nothing came."
    assert by["2021-05-04"].steps[-1].overdue == "1 year, 5 months overdue on 4 May 2021"
    assert [step.event.text for step in by[""].steps] == ["Someone called.", "A lid came.", "Nothing came."]


def test_the_page_shows_the_words_of_a_source_beside_what_is_counted(client: Client):
    action = an_action()
    action.citations.create(source=a_source(), quotation="five years overdue")
    a_step(action, "not_answered", "2024-06-25")
    page = client.get(f"{REPORT}?as_of=2024-06-25").content.decode()
    for part in (
        "As of 25 June 2024",
        "4 years, 6 months overdue on 25 June 2024",
        "counted in months from December 2019: the day is not recorded",
        "“five years overdue”",
    ):
        assert part in page, part
    assert "overdue on 24 June 2024" in client.get("/follow-up/?as_of=2024-06-24").content.decode()
    before = client.get(f"{REPORT}?as_of=2019-12-31").content.decode()
    assert "overdue on" not in before
    assert "1 step is not known to have been taken by then." in before


@pytest.mark.parametrize("query", ["as_of=teapot", "as_of=2024-02-30", "as_of=9999", "as_of=2024&as_of=2023"])
@pytest.mark.parametrize("address", ["/follow-up/", REPORT])
def test_a_date_that_is_none_is_answered_with_400(client: Client, address, query):
    an_action()
    assert client.get(f"{address}?{query}").status_code == 400


def test_actions_that_continue_each_other_in_a_circle_are_refused():
    first, second, third = (an_action(title=f"Kettle {n}") for n in (1, 2, 3))
    second.continues, third.continues = first, second
    second.save()
    third.save()
    first.continues = third
    with pytest.raises(ValidationError) as refused:
        first.full_clean()
    assert refused.value.message_dict == {
        "continues": ["These actions would continue each other in a circle: Kettle 1 → Kettle 3 → Kettle 2 → Kettle 1."]
    }
    with pytest.raises(ValidationError):
        first.save()


@pytest.mark.parametrize("date", ["2999-01-02", "2999"])
def test_nothing_has_happened_in_the_future(date):
    event = StatusEvent(follow_up=an_action(), status="progress", happened_on=date, text="Nothing")
    with pytest.raises(ValidationError, match="has not come yet"):
        event.full_clean()
