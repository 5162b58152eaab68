"""What of the room waits for somebody of staff: dates and keys, by which its pages are found, and no word of it.

The text of a next step is opened for whoever has it and for whoever plans with them, by `texts` alone, which notes it.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from recommendations.models import Statement

from . import audit
from .access import Doing, consents_visible_to, may, to_approve, versions_visible_to, visible_to
from .links import Linked, linked_by_address
from .models import Assignment, Basis, SignOnList, StaffRole, Version, VersionState
from .models.vault import Room as Room
from .models.vault import room
from .roles import roles_of

ENDS_SOON = datetime.timedelta(days=60)  # in which people can still be asked again
REMINDED = datetime.timedelta(days=7)  # before a next step is due, where no other day is set

IN_THE_ROOM = {StaffRole.EDITOR, StaffRole.CASE_OFFICER, StaffRole.REVIEWER, StaffRole.CUSTODIAN}


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing that waits: the key of its page, and the moment or day that it is about."""

    pk: int
    on: Any


@dataclass(frozen=True, slots=True)
class NextStep:
    """A next step that is not done, without its text; `about` is the record that it is about, where that is found."""

    pk: int
    address: str
    about: Linked | None
    who: str
    due_on: datetime.date | None
    remind_on: datetime.date | None

    @property
    def begins_on(self) -> datetime.date | None:
        """From which day on it reminds whoever has it; None without any date."""
        return self.remind_on or (self.due_on - REMINDED if self.due_on else None)

    def reminds(self, on: datetime.date) -> bool:
        """Whether it reminds whoever has it on a day."""
        return self.begins_on is not None and self.begins_on <= on


def room_for(user: Any) -> Room | None:
    """Whether the room is open, for whoever has a role in it or at its desk; None for everybody else."""
    return room() if roles_of(user) & IN_THE_ROOM else None


def may_plan(user: Any) -> bool:
    """Whether somebody sees next steps, and which organisations are asked to sign."""
    return may(user, Doing.PLAN)


def planners() -> QuerySet[User]:
    """Whom a next step can be given to: whoever is there and sees next steps."""
    roles = [role.value for role in Doing.PLAN.value]
    return User.objects.filter(is_active=True, is_staff=True, groups__name__in=roles).distinct().order_by("username")


def pages_to_read(user: Any) -> list[Waiting]:
    """The pages that wait for somebody to read them, with the moment when each was handed in."""
    return [Waiting(version.pk, version.submitted_at) for version in to_approve(user)]


def pages_to_publish(user: Any, at: datetime.datetime) -> list[Waiting]:
    """The approved pages that somebody can publish at a moment: those under an embargo do not wait yet."""
    if not may(user, Doing.REVIEW):
        return []
    approved = versions_visible_to(user).filter(state=VersionState.APPROVED)
    ready = approved.filter(Q(embargo_until=None) | Q(embargo_until__lte=at)).order_by("approved_at", "pk")
    return [Waiting(*row) for row in ready.values_list("pk", "approved_at")]


def pages_returned(user: Any) -> list[Waiting]:
    """The incidents of somebody with a page that was returned and not handed in again; when it was handed in."""
    last = Version.objects.filter(incident=OuterRef("pk")).order_by("-pk")
    own = visible_to(user).annotate(
        last=Subquery(last.values("state")[:1]), at=Subquery(last.values("submitted_at")[:1])
    )
    rows = own.filter(last=VersionState.RETURNED).order_by("at", "pk").values_list("pk", "at")
    return [Waiting(*row) for row in rows]


def grounds_ending(user: Any, on: datetime.date) -> list[Waiting]:
    """The grounds that somebody keeps and that have ended or end within sixty days: of which incident, and when."""
    kept = consents_visible_to(user).values("pk")
    ending = Basis.objects.filter(incident__in=kept, withdrawn_on=None, valid_until__lte=on + ENDS_SOON)
    return [Waiting(*row) for row in ending.order_by("valid_until", "pk").values_list("incident", "valid_until")]


def next_steps_of(user: Any) -> list[NextStep]:
    """What somebody has to do next, what is due first coming first; without texts."""
    return _next_steps(user, Q(assigned_to=user.pk))


def next_steps_about(user: Any, address: str) -> list[NextStep]:
    """What is to be done next about a record of this site, and who has it; without texts."""
    return _next_steps(user, Q(address=address))


def _next_steps(user: Any, which: Q) -> list[NextStep]:
    if not may_plan(user):
        return []
    found = Assignment.objects.filter(which, done_on=None).order_by(F("due_on").asc(nulls_last=True), "pk")
    rows = list(found.values_list("pk", "address", "assigned_to__username", "due_on", "remind_on"))
    linked = linked_by_address(row[1] for row in rows)
    return [NextStep(pk, address, linked.get(address), who or "", due, on) for pk, address, who, due, on in rows]


def texts(user: Any, steps: Iterable[NextStep], about: str) -> dict[int, str]:
    """The texts of next steps by their keys, opened for somebody who sees them; noted in the log as a view of `about`.

    RoomShut where the room is shut.
    """
    keys = [step.pk for step in steps]
    if not keys or not may_plan(user):
        return {}
    said = {row.pk: row.step for row in with_one_key(Assignment.objects.filter(pk__in=keys))}
    audit.note_view(user, about=about)
    return said


def with_one_key(rows: Iterable[Any]) -> list[Any]:
    """Rows of the desk, all opened with its one key, which is asked for once."""
    found = list(rows)
    for row in found[1:]:
        row.opener = found[0].opener
    return found


def sign_ons_closing(user: Any, by: datetime.date) -> list[tuple[int, Statement, datetime.date]]:
    """The sign-on lists that close by a day or should have been closed before: key, statement and deadline."""
    if not may_plan(user):
        return []
    lists = SignOnList.objects.filter(closed_on=None, deadline__lte=by).order_by("deadline", "pk")
    rows = list(lists.values_list("pk", "statement", "deadline"))
    statements = Statement.objects.in_bulk([statement for _pk, statement, _deadline in rows])
    return [(pk, statements[statement], deadline) for pk, statement, deadline in rows]
