"""Whom staff speak to at missions, and what was asked and promised about a record. It reaches no public page."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import F

from recommendations.board import Board, Seat
from reprisals.models import Contact, Meeting
from reprisals.waiting import with_one_key


@dataclass(frozen=True, slots=True)
class Spoken:
    """A contact, and the meetings with them about one record, the newest first."""

    contact: Contact
    meetings: list[Meeting] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Mission:
    """A State on a board, and whom we speak to there."""

    seat: Seat
    spoken: list[Spoken]


@dataclass(frozen=True, slots=True)
class StaffBoard:
    """A board with what is private: missions of members and observers, and contacts elsewhere."""

    members: list[Mission]
    observers: list[Mission]
    elsewhere: list[Spoken]


def all_contacts() -> list[Contact]:
    """Every contact with their State, opened with one key, in the order of States and of names."""
    found = Contact.objects.select_related("state").order_by(F("state__name").asc(nulls_last=True), "pk")
    return with_one_key(found)


def spoken_about(address: str) -> list[Spoken]:
    """Every contact, each with the meetings about a record of this site. RoomShut where the room is shut."""
    meetings: dict[int, list[Meeting]] = {}
    for meeting in with_one_key(Meeting.objects.filter(address=address).order_by("-held_on", "-pk")):
        meetings.setdefault(meeting.contact_id, []).append(meeting)
    return [Spoken(contact, meetings.get(contact.pk, [])) for contact in all_contacts()]


def staff_board(board: Board | None, address: str) -> StaffBoard:
    """A board with whom we speak to; where the Council decides nothing, contacts with whom it was spoken about."""
    spoken = spoken_about(address)
    if board is None:
        return StaffBoard([], [], [one for one in spoken if one.meetings])
    of_state: dict[int | None, list[Spoken]] = {}
    for one in spoken:
        of_state.setdefault(one.contact.state_id, []).append(one)
    members, observers = (_missions(seats, of_state) for seats in (board.members, board.observers))
    listed = {mission.seat.state.pk for mission in (*members, *observers)}
    return StaffBoard(members, observers, [one for one in spoken if one.contact.state_id not in listed])


def _missions(seats: Iterable[Seat], of_state: dict[int | None, list[Spoken]]) -> list[Mission]:
    return [Mission(seat, of_state.get(seat.state.pk, [])) for seat in seats]
