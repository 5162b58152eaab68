"""Which roles were given and taken lately, for everybody who works here to see: nobody comes to a role unseen."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.utils import timezone

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
