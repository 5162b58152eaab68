"""Which roles were given and taken lately, for everybody who works here to see: nobody comes to a role unseen."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import User
from django.utils import timezone

from reprisals import audit
from reprisals.models import Entry, StaffRole
from reprisals.models.audit import Action

LATELY = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class RoleChange:
    """That somebody gave a person a role, or took it from them; `by` is empty for whoever runs the server."""

    at: datetime
    by: str
    person: str
    role: str
    given: bool


def note_roles(person: User, by: Any, before: Iterable[str], now: Iterable[str]) -> None:
    """Notes which roles somebody was given and which were taken from them; `by` is None for whoever runs the server."""
    before, now = set(before), set(now)
    for role in sorted(now - before):
        audit.note(Action.ROLE_GIVEN, by=by, about=f"user {person.pk} {role}")
    for role in sorted(before - now):
        audit.note(Action.ROLE_TAKEN, by=by, about=f"user {person.pk} {role}")


def given_by_the_log() -> set[tuple[int, str]]:
    """Who has which role by what the log saw: pairs of a user's key and a role."""
    changes = Entry.objects.filter(action__in=[Action.ROLE_GIVEN, Action.ROLE_TAKEN]).order_by("number")
    held: set[tuple[int, str]] = set()
    for action, about in changes.values_list("action", "about"):
        _user, pk, role = about.split(" ", 2)
        (held.add if action == Action.ROLE_GIVEN else held.discard)((int(pk), role))
    return held


def role_changes_lately() -> list[RoleChange]:
    """The changes of the last 30 days as the log tells them, the newest first."""
    entries = Entry.objects.filter(
        action__in=[Action.ROLE_GIVEN, Action.ROLE_TAKEN], taken_at__gte=timezone.now() - LATELY
    ).select_related("by")
    about = [entry.about.split(" ", 2) for entry in entries]  # “user 12 case officer”
    names = dict(User.objects.filter(pk__in={int(pk) for _user, pk, _role in about}).values_list("pk", "username"))
    roles = {role.value: str(role.label).split(":")[0] for role in StaffRole}
    return [
        RoleChange(
            at=entry.taken_at,
            by=entry.by.username if entry.by else "",
            person=names.get(int(pk), pk),
            role=roles.get(role, role),
            given=entry.action == Action.ROLE_GIVEN,
        )
        for entry, (_user, pk, role) in zip(entries, about, strict=True)
    ]
