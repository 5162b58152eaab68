"""What the workbench is made of: parts with a sentence and a count, and lines that lead to where something is done."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from reprisals.waiting import Room


@dataclass(frozen=True, slots=True)
class Reader:
    """For whom it is gathered, for which day, and what is new to them.

    `room`: whether the guarded room is open, None for who has no role in it. `since`: when they were here before, None
    on a first visit. `in_mail`: what goes out by e-mail, where nobody opens what is sealed.
    """

    user: Any
    on: datetime.date
    since: datetime.datetime | None
    room: Room | None
    in_mail: bool = False

    def may(self, do: str, kind: str) -> bool:
        """Whether they may view, add or change a kind of public record, such as "review"."""
        return bool(self.user.has_perm(f"recommendations.{do}_{kind}"))

    @property
    def room_is_open(self) -> bool:
        """Whether what waits in the room, and at its desk, is shown."""
        return self.room is not None and self.room.is_open


@dataclass(frozen=True, slots=True)
class Button:
    """What can be done at once."""

    label: str
    address: str


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that waits. `in_mail`: it is public, so that it may be named in an e-mail."""

    text: str
    address: str
    note: str = ""
    button: Button | None = None
    in_mail: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """Things of one kind that wait: how many in a sentence, the first of them, and why they are told.

    `everything` is the page that lists all; without one, the workbench has one. What is no `call` is told beside what
    is: it sends no digest by itself.
    """

    said: str
    why: str
    total: int
    lines: list[Line] = field(default_factory=list)
    everything: str = ""
    is_call: bool = True

    @property
    def unlisted(self) -> int:
        """How many there are beside the lines."""
        return self.total - len(self.lines)


Gathering = Callable[[Reader, int], Part | None]  # for whom, and how many lines at most
