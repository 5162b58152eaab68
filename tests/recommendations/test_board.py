"""Boards: who of the Council supports an action, toward the number that is needed; members count, observers do not."""

import datetime
from collections import Counter

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from recommendations.board import Question, board_of
from recommendations.models import (
    FOR_A_SPECIAL_SESSION,
    SEATS,
    SEATS_OF,
    CouncilTerm,
    FollowUpAction,
    PartialDate,
    State,
    StateStance,
)
from recommendations.reference import load_council_terms
from tests.records import a_source, a_state

pytestmark = pytest.mark.django_db
FOR = [
    "CZE",
    "FIN",
    "FRA",
    "DEU",
    "HND",
    "JPN",
    "LTU",
    "LUX",
    "MHL",
    "MNE",
    "NLD",
    "PRY",
    "POL",
    "KOR",
    "SOM",
    "GBR",
    "USA",
]
AGAINST = [
    "BOL",
    "CMR",
    "CHN",
    "CUB",
    "CIV",
    "ERI",
    "GAB",
    "IDN",
    "KAZ",
    "MRT",
    "NAM",
    "NPL",
    "PAK",
    "QAT",
    "SEN",
    "SDN",
    "ARE",
    "UZB",
    "VEN",
]
ABSTAINED = "ARG ARM BEN BRA GMB IND LBY MWI MYS MEX UKR".split()  # noqa: SIM905


def an_action(kind: str = "special_session", published: bool = True, **fields: object) -> FollowUpAction:
    values = {"title": f"Kettles {kind}", "mechanism": "Human Rights Council", "state": a_state("CHN")} | fields
    action = FollowUpAction.objects.create(kind=kind, **values)
    if published:
        FollowUpAction.objects.filter(pk=action.pk).publish()
    return action


def stand(action: FollowUpAction, codes: list[str], stance: str = "for", kind: str = "supports", on: str = "2024-03"):
    states = [a_state(iso3) for iso3 in codes]
    StateStance.objects.bulk_create(
        StateStance(follow_up=action, state=state, kind=kind, stance=stance, taken_on=on) for state in states
    )


def as_of(action: FollowUpAction, date: str = ""):
    return board_of(action, PartialDate(date) if date else None)


def codes(seats) -> list[str]:
    return [seat.state.iso3 for seat in seats]


# Who is a member


@pytest.mark.parametrize("year", range(2016, 2027))
def test_each_year_has_47_members_and_the_groups_have_their_seats(year):
    for day in (datetime.date(year, 1, 1), datetime.date(year, 12, 31)):
        groups = Counter(CouncilTerm.objects.on(day).values_list("state__regional_group", flat=True))
        assert groups == Counter({group.value: seats for group, seats in SEATS_OF.items()})
    assert sum(SEATS_OF.values()) == SEATS == 47
    assert FOR_A_SPECIAL_SESSION == 16


def test_who_voted_on_6_october_2022_are_the_members_of_that_day():
    members = CouncilTerm.objects.on(datetime.date(2022, 10, 6)).values_list("state__iso3", flat=True)
    assert sorted(members) == sorted([*FOR, *AGAINST, *ABSTAINED])


def test_a_seat_that_was_left_and_filled_again_is_empty_between():
    assert CouncilTerm.objects.on(datetime.date(2022, 4, 20)).count() == 46
    assert CouncilTerm.objects.on(datetime.date(2022, 5, 10)).count() == 47


def test_a_term_that_staff_removed_stays_removed_and_nothing_comes_twice():
    CouncilTerm.objects.get(state__iso3="CZE", starts_on="2022-05-10").delete()
    n = CouncilTerm.objects.count()
    load_council_terms()
    assert CouncilTerm.objects.count() == n


# A special session


def test_members_count_toward_sixteen_and_observers_apart():
    action = an_action()
    stand(action, FOR[:15])  # some of whom are no members in 2024
    board = as_of(action, "2024-06-25")
    members = {term.state.iso3 for term in CouncilTerm.objects.on(datetime.date(2024, 6, 25)).select_related("state")}
    support = [seat for seat in board.members if seat.value == "for"]
    assert set(codes(support)) == members & set(FOR[:15])
    assert set(codes(board.observers)) == set(FOR[:15]) - members
    assert board.question is Question.SPECIAL_SESSION
    assert board.in_words == [
        f"{len(support)} members are recorded as supporting it; 16 are needed, one third of the 47.",
        f"{16 - len(support)} more are needed.",
        f"{15 - len(support)} States that are no members support it too. They are counted apart and do not decide.",
    ]


def test_sixteen_members_are_enough_and_fifteen_are_not():
    action = an_action()
    members = [term.state.iso3 for term in CouncilTerm.objects.on(datetime.date(2024, 6, 25)).select_related("state")]
    stand(action, members[:15])
    assert "1 more is needed." in as_of(action, "2024-06-25").in_words
    stand(action, members[15:16])
    assert as_of(action, "2024-06-25").in_words[1:] == ["That is enough for a special session."]


def test_speaking_for_a_special_session_is_no_request_but_speaking_against_it_shows():
    action = an_action()
    stand(action, ["FRA"], kind="spoke")
    stand(action, ["CHN"], "against", "spoke")
    board = as_of(action, "2024-06-25")
    assert {seat.state.iso3: seat.value for seat in board.members if seat.stance} == {"CHN": "against"}
    assert board.by_stance[0].state.iso3 == "CHN"


def test_stances_and_membership_change_with_the_date():
    action = an_action()
    stand(action, ["DEU"], on="2024-03")
    stand(action, ["DEU"], "withdrawn", on="2025-02-01")
    values = {}
    for date in ("2024-03-15", "2024-04", "2025-02-01", "2026"):
        board = as_of(action, date if date < "2026" else "2026-01")
        values[date] = [(seat.is_member, seat.value) for seat in (*board.members, *board.observers) if seat.stance]
    assert values == {
        "2024-03-15": [],  # “March 2024” is not known to be by the 15th
        "2024-04": [(True, "for")],
        "2025-02-01": [(True, "withdrawn")],
        "2026": [(False, "withdrawn")],
    }


def test_what_bears_no_date_counts_today_and_is_told_apart_as_of_a_date():
    action = an_action()
    stand(action, ["FRA"], on="")
    assert [seat.value for seat in as_of(action).members if seat.stance] == ["for"]
    then = as_of(action, "2024-06-25")
    assert not [seat for seat in then.members if seat.stance]
    assert then.in_words[-1] == "1 stance without a date does not count here."


def test_of_a_day_whose_members_are_not_all_recorded_the_board_says_so():
    assert as_of(an_action(), "2014-06").in_words[-1] == "Of the 47 members on this day, 14 are recorded."


# A vote, and a resolution to come


def the_vote(**fields: object) -> FollowUpAction:
    action = an_action("vote", title="Debate the kettles", **fields)
    for stance, states in (("for", FOR), ("against", AGAINST), ("abstained", ABSTAINED)):
        stand(action, states, stance, "voted", "2022-10-06")
    return action


def test_a_vote_is_counted_with_the_members_of_its_day():
    board = as_of(the_vote())
    assert (board.day, board.of_the_vote) == (datetime.date(2022, 10, 6), True)
    assert (board.of("for"), board.of("against"), board.of("abstained"), board.of("none")) == (17, 19, 11, 0)
    assert board.in_words == [
        "For 17, against 19, abstained 11.",
        "Of 36 members present and voting, 19 are a majority; abstentions do not count.",
        "There is no majority for it.",
    ]
    assert board.observers == []


def test_as_of_another_day_it_tells_how_its_members_stand():
    action = the_vote()
    assert {seat.value for seat in as_of(action, "2022-10-05").members} == {"none"}
    later = as_of(action, "2026-06")
    assert sum(seat.stance is not None for seat in (*later.members, *later.observers)) == 47
    assert {"DEU", "USA"} <= set(codes(later.observers))


@pytest.mark.parametrize(
    ("yes", "no", "said"),
    [
        (24, 0, "A majority is for it."),
        (23, 0, "Open: those of whom nothing is recorded decide."),
        (0, 24, "There is no majority for it."),
        (0, 23, "Open: those of whom nothing is recorded decide."),
        (0, 0, "Open: those of whom nothing is recorded decide."),
    ],
)
def test_a_majority_to_come_is_told_only_when_nobody_can_turn_it(yes, no, said):
    action = an_action("mechanism")
    members = [term.state.iso3 for term in CouncilTerm.objects.on(datetime.date(2024, 6, 25)).select_related("state")]
    stand(action, members[:yes])
    stand(action, members[yes : yes + no], "against", "spoke")
    board = as_of(action, "2024-06-25")
    assert board.in_words[-1] == said
    assert f"not recorded {47 - yes - no}" in board.in_words[0]


def test_a_joint_statement_tells_who_has_joined():
    action = an_action("vote")
    stand(action, ["FRA", "JPN", "NOR"], kind="joined")
    board = as_of(action, "2024-06-25")
    assert board.question is Question.JOINT_STATEMENT
    assert board.in_words == ["3 States have joined.", "Members of the Council: 2. Others: 1."]


def test_what_the_council_does_not_decide_has_no_board():
    action = an_action("vote", mechanism="General Assembly, Third Committee")
    stand(action, ["FRA"], kind="voted")
    assert as_of(action) is None


# The record


def test_a_state_votes_once_and_its_support_is_recorded_by_date():
    action = the_vote()
    twice = StateStance(follow_up=action, state=a_state("FRA"), kind="voted", stance="against", taken_on="2022-10-07")
    with pytest.raises(ValidationError, match="The vote of this State is recorded already"):
        twice.full_clean()
    stand(action, ["FRA"])
    again = StateStance(follow_up=action, state=a_state("FRA"), kind="supports", stance="against", taken_on="2024-03")
    with pytest.raises(ValidationError, match="on this date is recorded already"):
        again.full_clean()
    again.taken_on = "2024-04"
    again.full_clean()
    again.taken_on = "2999"
    with pytest.raises(ValidationError, match="has not come yet"):
        again.full_clean()


# The page


def test_the_page_shows_seats_sources_years_and_how_they_stood_before(client: Client):
    the_vote()
    action = an_action()
    StateStance.objects.create(
        follow_up=action,
        state=a_state("FRA"),
        kind="supports",
        stance="for",
        taken_on="2024-03-04",
        source=a_source("Kettle Gazette", url="https://kettles.example/1"),
        locator="p. 4",
    )
    page = client.get(f"{action.get_absolute_url()}?as_of=2024-06-25").content.decode()
    for part in (
        '<span class="seat for" title="France: For">FRA<b>✓</b></span>',
        "Western European and Others Group: 7 of 7 seats",
        '<a href="https://kettles.example/1" rel="noreferrer">Kettle Gazette</a>, p. 4',
        "4 March 2024",
        "2021–2026",
        '<a href="/follow-up/debate-the-kettles/" title="Debate the kettles">Abstained, 6 October 2022</a>',
        "The members are those of 25 June 2024.",
    ):
        assert part in page, part
    assert page.count('<span class="seat ') == 47 + 2  # and two in the key
    assert 'style="' not in page


def test_how_a_state_stood_on_what_is_not_public_does_not_show(client: Client):
    the_vote(published=False)
    page = client.get(an_action().get_absolute_url()).content.decode()
    assert "Debate the kettles" not in page
    assert "Stood before" not in page


@pytest.mark.parametrize("n", [1, 40])
def test_follow_up_page_query_budget(client: Client, django_assert_num_queries, n: int):
    the_vote()
    action = an_action()
    states = list(State.objects.values_list("iso3", flat=True)[:n])
    stand(action, states)
    # The action, steps, who asks for it; stances, stances on other actions, terms; sources; steps and dates of clocks;
    # reviews; what continues it; recommendations; incidents.
    with django_assert_num_queries(3 + 3 + 1 + 2 + 1 + 1 + 1 + 1):
        client.get(action.get_absolute_url())
