"""How States stand on an action: who of the Human Rights Council supports it, how its members voted, who has joined.

All of it comes from `StateStance` and from the dated terms in the Council. Members decide; observers are counted apart.
"""

import datetime
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from recommendations.models import (
    FOR_A_SPECIAL_SESSION,
    SEATS,
    SEATS_OF,
    CouncilTerm,
    FollowUpAction,
    PartialDate,
    RegionalGroup,
    State,
    StateStance,
    name_order,
)

Stance, Kind = StateStance.Stance, StateStance.Kind
COUNCIL = "human rights council"
NOT_RECORDED = "none"
SIGNS = {
    Stance.FOR: "✓",
    Stance.AGAINST: "✗",
    Stance.ABSTAINED: "–",
    Stance.ABSENT: "∅",
    Stance.WITHDRAWN: "↶",
    NOT_RECORDED: "?",
}


class Question(Enum):
    """What is counted, and of which kinds the stances are that count."""

    SPECIAL_SESSION = frozenset({Kind.SUPPORTS, Kind.JOINED})
    RESOLUTION = frozenset(Kind)
    JOINT_STATEMENT = frozenset({Kind.JOINED})


@dataclass(frozen=True, slots=True)
class Seat:
    """One State: its terms in the Council, how it stands, and how it stood on other actions about the same State."""

    state: State
    is_member: bool
    terms: list[CouncilTerm] = field(default_factory=list)
    stance: StateStance | None = None
    before: list[StateStance] = field(default_factory=list)

    @property
    def value(self) -> str:
        """for, against, abstained, absent, withdrawn or none."""
        return self.stance.stance if self.stance else NOT_RECORDED

    @property
    def label(self) -> str:
        return str(Stance(self.stance.stance).label) if self.stance else _("not recorded")

    @property
    def sign(self) -> str:
        return SIGNS[self.value]

    @property
    def years(self) -> str:
        """The years of membership that are recorded: “2020–2022, 2024–2026”; a part of a year counts as a year."""
        runs: list[list[int]] = []
        for term in sorted(self.terms, key=lambda term: term.starts_on):
            if runs and term.starts_on.year - runs[-1][1] <= 1:
                runs[-1][1] = max(runs[-1][1], term.ends_on.year)
            else:
                runs.append([term.starts_on.year, term.ends_on.year])
        return ", ".join(f"{first}–{last}" if first != last else f"{first}" for first, last in runs)


@dataclass(frozen=True, slots=True)
class GroupOfSeats:
    """The members of one regional group, and how many seats it has; of a State without a group: None."""

    label: str
    seats: list[Seat]
    allotted: int | None


@dataclass(frozen=True, slots=True)
class Board:
    """Where States stand on an action on a day.

    day: the day whose members are meant. of_the_vote: whether that is the day of the vote, as nobody asked for another.
    undated: how many stances do not count, as they bear no date and a day of the past is asked for.
    """

    question: Question
    day: datetime.date
    of_the_vote: bool
    members: list[Seat]
    observers: list[Seat]
    undated: int = 0

    @property
    def before(self) -> list[FollowUpAction]:
        """The other actions about the same State on which some of these States stood before."""
        seats = (*self.members, *self.observers)
        return list(dict.fromkeys(stance.follow_up for seat in seats for stance in seat.before))

    @property
    def groups(self) -> list[GroupOfSeats]:
        """The members by regional group."""
        known = {str(group.value): group for group in RegionalGroup}
        found = [
            GroupOfSeats(
                str(group.label), [s for s in self.members if s.state.regional_group == value], SEATS_OF[group]
            )
            for value, group in known.items()
        ]
        others = [seat for seat in self.members if seat.state.regional_group not in known]
        return [*found, *([GroupOfSeats(_("Regional group not recorded"), others, None)] if others else [])]

    @property
    def by_stance(self) -> list[Seat]:
        """The members in the order of what they stand for, each by name; of whom nothing is recorded, last."""
        order = [*Stance.values, NOT_RECORDED]
        return sorted(self.members, key=lambda seat: order.index(seat.value))

    @property
    def counts(self) -> list[tuple[str, str, str, int]]:
        """The stances of members in their order: value, sign, label, how many. What nobody took is left out."""
        n = Counter(seat.value for seat in self.members)
        labels = {**{stance.value: str(stance.label) for stance in Stance}, NOT_RECORDED: _("Not recorded")}
        return [(value, SIGNS[value], label, n[value]) for value, label in labels.items() if n[value]]

    def of(self, value: str) -> int:
        """How many members stand so."""
        return sum(seat.value == value for seat in self.members)

    @property
    def in_words(self) -> list[str]:
        """What the counts come to, in sentences."""
        tell = {
            Question.SPECIAL_SESSION: _special_session,
            Question.RESOLUTION: _resolution,
            Question.JOINT_STATEMENT: _joint_statement,
        }
        return [*tell[self.question](self), *_observers(self), *_gaps(self)]


def question_of(action: FollowUpAction, stances: Iterable[StateStance]) -> Question | None:
    """What is counted for an action; None where the Human Rights Council does not decide it."""
    kinds = {stance.kind for stance in stances}
    if action.kind == FollowUpAction.Kind.SPECIAL_SESSION:
        return Question.SPECIAL_SESSION
    if COUNCIL not in action.mechanism.casefold():
        return None
    if Kind.JOINED in kinds and Kind.VOTED not in kinds and action.kind == FollowUpAction.Kind.VOTE:
        return Question.JOINT_STATEMENT
    decided = {FollowUpAction.Kind.VOTE, FollowUpAction.Kind.DEBATE, FollowUpAction.Kind.MECHANISM}
    return Question.RESOLUTION if action.kind in decided else None


def board_of(action: FollowUpAction, as_of: PartialDate | None = None) -> Board | None:
    """The board of an action today, or as of a day, month or year; None where the Council does not decide it.

    Without a date, a recorded vote has the members of its day. At most three queries: stances, other stances, terms.
    """
    stances = list(action.stances.select_related("state", "source"))
    question = question_of(action, stances)
    if question is None:
        return None
    vote = max((s.taken_on for s in stances if s.kind == Kind.VOTED and len(s.taken_on) == 10), default="")
    of_the_vote = bool(vote) and not as_of and question is Question.RESOLUTION
    day = PartialDate(vote).latest if of_the_vote else (as_of or PartialDate.today()).latest
    known = [s for s in stances if is_known(s, as_of)]
    current = current_stances(s for s in known if _counts(s, question))
    before = _before(action, as_of)
    members, terms = _terms(day, [*current, *before])
    seats = {
        state: Seat(state, state.pk in members, terms.get(state.pk, []), current.get(state), before.get(state, []))
        for state in {**{term.state: 0 for of in terms.values() for term in of}, **current}
    }
    by_name = sorted(seats.values(), key=lambda seat: name_order(seat.state.name))
    return Board(
        question,
        day,
        of_the_vote,
        [seat for seat in by_name if seat.is_member],
        [seat for seat in by_name if not seat.is_member and seat.stance],
        sum(not s.taken_on for s in stances) if as_of else 0,
    )


def current_stances(stances: Iterable[StateStance]) -> dict[State, StateStance]:
    """The one that counts of each State: its vote, else the latest by date, else the last that was recorded."""
    found: dict[State, StateStance] = {}
    for stance in sorted(stances, key=lambda s: (s.kind == Kind.VOTED, s.taken_on, s.pk)):
        found[stance.state] = stance
    return found


def _counts(stance: StateStance, question: Question) -> bool:
    """Whether a stance is of a kind that counts. A State that spoke for a special session has not yet asked for it."""
    spoke_otherwise = stance.kind == Kind.SPOKE and stance.stance != Stance.FOR
    return stance.kind in question.value or (question is Question.SPECIAL_SESSION and spoke_otherwise)


def is_known(stance: StateStance, as_of: PartialDate | None) -> bool:
    """Whether a stance counts: as of a date only what had surely been taken by its end."""
    return as_of is None or bool(stance.taken_on and PartialDate(stance.taken_on).latest <= as_of.latest)


def _before(action: FollowUpAction, as_of: PartialDate | None) -> dict[State, list[StateStance]]:
    """How States stood on other public actions about the same State, newest first."""
    if not action.state_id:
        return {}
    others = StateStance.objects.filter(follow_up__state=action.state_id, follow_up__published_at__isnull=False)
    others = others.exclude(follow_up=action.pk).select_related("follow_up", "state").order_by("-taken_on", "pk")
    found: dict[State, list[StateStance]] = {}
    for stance in others:
        if is_known(stance, as_of):
            found.setdefault(stance.state, []).append(stance)
    return found


def _terms(day: datetime.date, states: Iterable[State]) -> tuple[set[int], dict[int, list[CouncilTerm]]]:
    """Who is a member on a day, and the terms of all States by their keys."""
    found: dict[int, list[CouncilTerm]] = {}
    members = set()
    for term in CouncilTerm.objects.select_related("state").order_by("starts_on", "pk"):
        found.setdefault(term.state_id, []).append(term)
        if term.starts_on <= day <= term.ends_on:
            members.add(term.state_id)
    return members, found


# In words


def _special_session(board: Board) -> list[str]:
    support = board.of(Stance.FOR)
    missing = FOR_A_SPECIAL_SESSION - support
    said = ngettext(
        "%(n)d member is recorded as supporting it; %(needed)d are needed, one third of the %(seats)d.",
        "%(n)d members are recorded as supporting it; %(needed)d are needed, one third of the %(seats)d.",
        support,
    )
    words = [said % {"n": support, "needed": FOR_A_SPECIAL_SESSION, "seats": SEATS}]
    if missing <= 0:
        return [*words, _("That is enough for a special session.")]
    return [*words, ngettext("%(n)d more is needed.", "%(n)d more are needed.", missing) % {"n": missing}]


def _resolution(board: Board) -> list[str]:
    yes, no, abstained = (board.of(stance) for stance in (Stance.FOR, Stance.AGAINST, Stance.ABSTAINED))
    unknown = board.of(NOT_RECORDED) + board.of(Stance.WITHDRAWN)
    numbers = {"yes": yes, "no": no, "abstained": abstained, "unknown": unknown}
    voting = yes + no
    numbers |= {"voting": voting, "majority": voting // 2 + 1}
    words = [_("For %(yes)d, against %(no)d, abstained %(abstained)d.") % numbers]
    if unknown:
        words = [_("For %(yes)d, against %(no)d, abstained %(abstained)d, not recorded %(unknown)d.") % numbers]
    if voting:
        said = _("Of %(voting)d members present and voting, %(majority)d are a majority; abstentions do not count.")
        words.append(said % numbers)
    if yes > no + unknown:
        return [*words, _("A majority is for it.")]
    if yes + unknown <= no:
        return [*words, _("There is no majority for it.")]
    return [*words, _("Open: those of whom nothing is recorded decide.")]


def _joint_statement(board: Board) -> list[str]:
    joined = [seat for seat in (*board.members, *board.observers) if seat.value == Stance.FOR]
    members = sum(seat.is_member for seat in joined)
    said = ngettext("%(n)d State has joined.", "%(n)d States have joined.", len(joined)) % {"n": len(joined)}
    text = _("Members of the Council: %(members)d. Others: %(others)d.")
    return [said, text % {"members": members, "others": len(joined) - members}]


def _observers(board: Board) -> list[str]:
    """The support of observers, which does not decide; of a joint statement it is told with the others."""
    n = sum(seat.value == Stance.FOR for seat in board.observers)
    if not n or board.question is Question.JOINT_STATEMENT:
        return []
    said = ngettext(
        "%(n)d State that is no member supports it too. It is counted apart and does not decide.",
        "%(n)d States that are no members support it too. They are counted apart and do not decide.",
        n,
    )
    return [said % {"n": n}]


def _gaps(board: Board) -> list[str]:
    """What is missing in the record, so that nobody takes the counts for more than they are."""
    words = []
    if len(board.members) != SEATS:
        said = _("Of the %(seats)d members on this day, %(n)d are recorded.")
        words.append(said % {"seats": SEATS, "n": len(board.members)})
    if board.undated:
        said = ngettext(
            "%(n)d stance without a date does not count here.",
            "%(n)d stances without a date do not count here.",
            board.undated,
        )
        words.append(said % {"n": board.undated})
    return words
