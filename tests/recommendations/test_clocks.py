"""The dates that clocks give: what is stated beats what is counted, and nothing is more precise than it is known."""

import datetime

import pytest

from recommendations.agenda import all_entries, upcoming
from recommendations.clocks import Basis, dates_of_action, dates_of_review, dates_of_session
from recommendations.models import ClockDate, ClockStep, FollowUpAction, PartialDate, Session, State, StatusEvent
from recommendations.models.counting import count
from recommendations.reference import load_clocks, load_sessions
from tests.records import a_review, a_source, a_state

pytestmark = pytest.mark.django_db


def step(clock: str, slug: str) -> ClockStep:
    return ClockStep.objects.get(clock=clock, slug=slug)


def by_step(dates) -> dict:
    return {one.step: one for one in dates}


def told(dates) -> dict[str, str]:
    return {one.step: one.spoken for one in dates}


# Counting


@pytest.mark.parametrize(
    ("start", "offset", "unit", "on", "certain"),
    [
        ("2024-01-23", 2, "days", "2024-01-25", True),
        ("2024-01-23", -2, "weeks", "2024-01-09", True),
        ("2024-03-31", -1, "months", "2024-02-29", True),
        ("2024-01-23", -7, "months", "2023-06-23", True),
        ("2023-12-31", 2, "months", "2024-02-29", True),
        ("2018-11", -7, "months", "2018-04", True),
        ("2024-01", 2, "days", "2024-01", False),
        ("2027-03", -2, "weeks", "2027-02", False),
        ("2009", 24, "months", "2011", True),
        ("2009", -7, "months", "2008", False),
    ],
)
def test_counting_keeps_the_precision_and_never_tells_a_day_too_late(start, offset, unit, on, certain):
    assert count(PartialDate(start), offset, unit) == (on, certain)


@pytest.mark.parametrize("start", ["0001-01", "9999-12"])
def test_what_lies_beyond_all_calendars_is_not_told(start):
    assert count(PartialDate(start), -1 if start < "1" else 1, "months") is None


# A review


def test_a_review_by_its_day():
    review = a_review(reviewed_on="2024-01-23", adopted_on="2024-07-04", status="adopted")
    assert told(dates_of_review(review)) == {
        "stakeholder-deadline": "about 23 June 2023",
        "advance-questions": "about 9 January 2024",
        "review": "23 January 2024",
        "draft-recommendations": "about 25 January 2024",
        "addendum": "about 13 June 2024",
        "adoption": "4 July 2024",
        "mid-term-report": "about 4 July 2026",
    }


def test_a_review_of_which_only_the_session_is_known_has_months():
    dates = by_step(dates_of_review(a_review(session=31)))  # November 2018
    assert dates["review"].spoken == "November 2018"
    assert dates["stakeholder-deadline"].spoken == "about April 2018"
    assert dates["adoption"].on == "2019-04"
    assert dates["mid-term-report"].on == "2021-04"  # counted through the adoption, which is counted itself
    assert dates["mid-term-report"].counted == (
        "about 24 months after: Adoption of the outcome by the Council, about April 2019"
    )


def test_a_session_that_runs_into_the_next_month_leaves_the_month_of_a_review_open():
    dates = by_step(dates_of_review(a_review(session=54)))  # January to February 2027
    assert dates["review"].spoken == "about January 2027"
    assert "Day not recorded" in dates["review"].note


def test_what_is_stated_beats_what_is_counted_and_what_follows_is_counted_from_it():
    review, source = a_review(reviewed_on="2024-01-23"), a_source()
    ClockDate.objects.create(review=review, step=step("upr_review", "adoption"), due_on="2024-09", source=source)
    dates = by_step(dates_of_review(review))
    assert dates["adoption"].spoken == "September 2024"
    assert dates["adoption"].is_stated
    assert dates["adoption"].source == source
    assert dates["mid-term-report"].spoken == "about September 2026"
    assert not dates["mid-term-report"].is_stated
    assert dates["mid-term-report"].source is None


def test_what_is_stated_beats_what_the_record_holds():
    review = a_review(reviewed_on="2024-01-23")
    ClockDate.objects.create(review=review, step=step("upr_review", "review"), happened_on="2024-01-24")
    dates = by_step(dates_of_review(review))
    assert (dates["review"].basis, dates["review"].on) == (Basis.STATED, "2024-01-24")
    assert dates["draft-recommendations"].on == "2024-01-26"


def test_what_is_counted_exactly_from_an_estimate_is_an_estimate():
    ClockStep.objects.filter(slug="mid-term-report").update(is_estimate=False)
    dates = by_step(dates_of_review(a_review(reviewed_on="2024-01-23")))
    assert dates["mid-term-report"].spoken == "about 23 June 2026"
    assert dates["mid-term-report"].counted.startswith("24 months after: ")
    known = by_step(dates_of_review(a_review("PRT", 46, adopted_on="2024-09-20")))
    assert known["mid-term-report"].spoken == "20 September 2026"


def test_what_is_stated_for_the_session_holds_for_its_reviews_unless_theirs_says_otherwise():
    review, other = a_review(session=47), a_review("PRT", session=47)
    deadline = step("upr_review", "stakeholder-deadline")
    ClockDate.objects.create(session=review.wg_session, step=deadline, due_on="2024-04-02")
    ClockDate.objects.create(review=other, step=deadline, due_on="2024-04-09")
    assert by_step(dates_of_review(review))["stakeholder-deadline"].spoken == "2 April 2024"
    assert by_step(dates_of_review(other))["stakeholder-deadline"].spoken == "9 April 2024"


@pytest.mark.parametrize("status", ["postponed", "absent"])
def test_a_review_that_was_put_off_has_no_date_of_its_session(status):
    assert dates_of_review(a_review(status=status)) == []


def test_what_happened_is_told_with_when_it_was_due():
    review = a_review(reviewed_on="2024-01-23")
    addendum = step("upr_review", "addendum")
    ClockDate.objects.create(review=review, step=addendum, due_on="2024-06-01", happened_on="2024-06-11")
    date = by_step(dates_of_review(review))["addendum"]
    assert (date.on, date.due_on, date.happened_on, date.basis) == (
        "2024-06-11",
        "2024-06-01",
        "2024-06-11",
        Basis.STATED,
    )


# Circles


def test_steps_in_a_circle_give_no_date_and_no_endless_loop():
    ClockStep.objects.filter(slug="adoption").update(counted_from="mid-term-report")
    dates = dates_of_review(a_review(reviewed_on="2024-01-23", wg_session=None))
    assert "adoption" not in told(dates)
    assert "mid-term-report" not in told(dates)
    assert told(dates)["review"] == "23 January 2024"


def test_a_step_that_is_counted_from_nothing_known_gives_no_date():
    ClockStep.objects.filter(slug="advance-questions").update(counted_from="teapot")
    assert "advance-questions" not in told(dates_of_review(a_review(reviewed_on="2024-01-23")))


# Sessions and actions


def test_a_session_of_the_council():
    session = Session.objects.get(kind="hrc", number=59)
    dates = by_step(dates_of_session(session))
    assert told(dates.values()) == {
        "written-statements": "about 2 June 2025",
        "opens": "16 June 2025",
        "closes": "11 July 2025",
    }
    assert dates["opens"].note == "document A/HRC/59/15"


def test_a_session_whose_dates_are_not_recorded_has_none():
    assert dates_of_session(Session.objects.create(kind="hrc", number=900)) == []


def an_action(**fields) -> FollowUpAction:
    action = FollowUpAction.objects.create(**{"kind": "treaty_body_review", "title": "Count the teapots"} | fields)
    FollowUpAction.objects.publish()
    action.refresh_from_db()
    return action


def test_an_action_is_due_and_done():
    action = an_action(due_on="2019-12")
    assert told(dates_of_action(action)) == {"due": "December 2019"}
    StatusEvent.objects.create(follow_up=action, status="done", happened_on="2024-05-02", text="Counted.")
    (due,) = dates_of_action(FollowUpAction.objects.get())
    assert (due.due_on, due.happened_on) == ("2019-12", "2024-05-02")


def test_an_action_has_the_clock_of_its_kind_and_those_of_which_a_date_is_stated():
    action = an_action()
    ClockDate.objects.create(follow_up=action, step=step("treaty_body_review", "dialogue"), due_on="2025-03-04")
    ClockDate.objects.create(follow_up=action, step=step("communication", "sent"), happened_on="2025-03-01")
    assert told(dates_of_action(action)) == {
        "sent": "1 March 2025",
        "public-from": "about 30 April 2025",
        "dialogue": "4 March 2025",
        "concluding-observations": "about 25 March 2025",
        "follow-up-report": "about 25 March 2026",
    }


def test_of_several_dates_of_a_step_the_latest_is_counted_from():
    action = an_action()
    for day in ("2025-05-01", "2025-03-01"):
        ClockDate.objects.create(follow_up=action, step=step("communication", "sent"), happened_on=day)
    dates = dates_of_action(action)
    assert [(one.step, one.nth) for one in dates] == [("sent", 1), ("sent", 2), ("public-from", 1)]
    assert dates[-1].on == "2025-06-30"


# What comes


def test_upcoming_tells_what_lies_ahead_and_is_not_over():
    action = an_action(due_on="2031-02-03")
    done = an_action(title="Wash the teapots", due_on="2031-02-04")
    StatusEvent.objects.create(follow_up=done, status="done", happened_on="2024-05-02", text="Washed.")
    an_action(title="Hide the teapots", due_on="2031-02-03")
    FollowUpAction.objects.filter(title="Hide the teapots").withdraw()
    ahead = upcoming(datetime.date(2031, 1, 4), 30)
    assert [(entry.kind, entry.record, entry.date.step) for entry in ahead] == [("follow-up", action, "due")]
    assert upcoming(datetime.date(2031, 1, 3), 30) == []
    assert upcoming(datetime.date(2031, 2, 4), 30) == []
    for_staff = upcoming(datetime.date(2031, 1, 4), 30, for_staff=True)
    assert sorted(entry.title for entry in for_staff) == ["Count the teapots", "Hide the teapots"]


def test_a_month_that_is_running_is_still_to_come():
    an_action(due_on="2031-02")
    assert [str(entry.date.on) for entry in upcoming(datetime.date(2031, 2, 28), 10)] == ["2031-02"]


COST_OF_ALL = 6  # steps; stated dates; sessions; reviews; actions; their events


@pytest.mark.parametrize("many", [5, 25])
def test_all_entries_ask_the_database_as_often_however_many(many, django_assert_num_queries):
    review_step, sent = step("upr_review", "addendum"), step("communication", "sent")
    iso3 = State.objects.order_by("iso3").values_list("iso3", flat=True)[:many]
    for n in range(many):
        action = an_action(title=f"Teapots {n}", due_on="2024-11-02", state=a_state(iso3[n]))
        ClockDate.objects.create(follow_up=action, step=sent, due_on="2024-01-02", source=a_source(f"Book {n}"))
        review = a_review(iso3[n], 45 if n % 2 else 46, reviewed_on="2024-02-02")
        ClockDate.objects.create(review=review, step=review_step, due_on="2024-01-02", source=a_source(f"Pot {n}"))
    with django_assert_num_queries(COST_OF_ALL):
        entries = all_entries()
        assert all(entry.name and entry.address and entry.date.counted is not None for entry in entries)
        assert len([entry for entry in entries if entry.kind == "follow-up"]) == 3 * many
    ahead = django_assert_num_queries(COST_OF_ALL)
    with ahead:
        upcoming(datetime.date(2024, 1, 1), 30)


# The reference data


def test_every_clock_has_its_steps_and_each_says_where_its_rule_comes_from():
    assert set(ClockStep.objects.values_list("clock", flat=True)) == set(ClockStep.Clock.values)
    for rule in ClockStep.objects.all():
        assert rule.note, rule
        rule.full_clean()
        if rule.counted_from:
            assert rule.is_estimate, rule


def test_steps_that_staff_changed_removed_or_renamed_stay_so():
    changed, removed, renamed = (step("upr_review", slug) for slug in ("adoption", "addendum", "advance-questions"))
    changed.offset = 4
    changed.save()
    removed.delete()
    renamed.slug = "questions"
    renamed.save()
    ClockStep.history.filter(slug="mid-term-report").delete()
    ClockStep.objects.filter(slug="mid-term-report").delete()
    ClockStep.history.filter(slug="mid-term-report").delete()
    load_clocks()
    assert step("upr_review", "adoption").offset == 4
    slugs = set(ClockStep.objects.filter(clock="upr_review").values_list("slug", flat=True))
    assert slugs & {"addendum", "advance-questions", "questions", "mid-term-report"} == {"questions", "mid-term-report"}


def test_sessions_that_are_missing_come_and_those_that_staff_changed_stay():
    before = Session.objects.count()
    Session.objects.filter(kind="hrc", number__in=(57, 60)).delete()
    Session.objects.filter(kind="hrc", number=59).update(starts_on="2025-06-17")
    made = Session.objects.create(kind="hrc", number=57)  # by an import, without dates
    emptied = Session.objects.get(kind="hrc", number=58)
    emptied.starts_on = emptied.checked = ""
    emptied.save()
    load_sessions()
    load_sessions()
    assert Session.objects.count() == before
    assert Session.objects.get(kind="hrc", number=59).starts_on == "2025-06-17"
    made.refresh_from_db()
    emptied.refresh_from_db()
    assert (made.starts_on, emptied.starts_on) == ("2024-09", "")


def test_three_regular_sessions_of_the_council_a_year_in_their_order():
    sessions = list(Session.objects.filter(kind="hrc").order_by("number"))
    assert [session.number for session in sessions] == list(range(1, 67))
    assert sessions[-1].starts_on == "2027-09"
    for session in sessions[3:]:
        year, which = divmod(session.number - 4, 3)
        assert session.starts_on[:4] == str(2007 + year), session
        assert session.starts_on[5:7] in {0: ("02", "03"), 1: ("05", "06"), 2: ("09",)}[which], session
        assert session.checked, session
