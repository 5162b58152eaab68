"""Who may do what with which incident. Nothing else decides it: no permission of Django's, and no superuser.

Roles come from groups (roles.py). Case officers see the incidents on whose team they are. Reviewers see the pages that
were handed in, custodians the people and grounds, of every incident on which they have no other role. Whoever has acted
on an incident in one role never acts on it in another: the database holds one role for each person and incident.
"""

import enum
from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet

from .models import CaseRole, Incident, StaffRole, Step, TeamMember, Version, VersionState
from .roles import roles_of
from .tombstones import buried


class Doing(enum.Enum):
    """What is done with incidents, and in which roles."""

    WRITE = (StaffRole.CASE_OFFICER,)
    REVIEW = (StaffRole.REVIEWER,)
    KEEP_CONSENT = (StaffRole.CASE_OFFICER, StaffRole.CUSTODIAN)
    PURGE = (StaffRole.CUSTODIAN, StaffRole.CASE_OFFICER)
    # Staff's own work on the public record: next steps, and organisations that are asked to sign. Of no incident.
    PLAN = (StaffRole.CASE_OFFICER, StaffRole.EDITOR)
    # What is public already may be taken down at once by whoever is there.
    TAKE_DOWN = (StaffRole.CASE_OFFICER, StaffRole.REVIEWER, StaffRole.CUSTODIAN, StaffRole.ADMINISTRATOR)


def may(user: Any, doing: Doing, incident: Incident | None = None) -> bool:
    """Whether somebody may do this with an incident; without one, whether they may do it at all."""
    if incident is None:
        return bool(roles_of(user) & set(doing.value))
    return any(acts_as(user, CaseRole(role), incident) for role in doing.value if role in CaseRole.values)


def acts_as(user: Any, role: CaseRole, incident: Incident) -> bool:
    """Whether somebody can act on an incident in a role: officers by being on its team, others unless they are on it
    in another role, or were."""
    return incidents_for(user, role).filter(pk=incident.pk).exists()


def incidents_for(user: Any, role: CaseRole) -> QuerySet:
    """The incidents on which somebody can act in a role. What was purged stays gone, also after a restore."""
    if role.value not in roles_of(user):
        return Incident.objects.none()
    there = Incident.objects.exclude(reference__in=buried())
    on_teams = TeamMember.objects.filter(user=user.pk)
    if role == CaseRole.CASE_OFFICER:
        return there.filter(pk__in=on_teams.filter(role=role, ended_on=None).values("incident"))
    return there.exclude(pk__in=on_teams.exclude(role=role, ended_on=None).values("incident"))


def visible_to(user: Any) -> QuerySet:
    """The incidents that somebody works on, with all that is recorded of them."""
    return incidents_for(user, CaseRole.CASE_OFFICER)


def consents_visible_to(user: Any) -> QuerySet:
    """The incidents of which somebody keeps the consents: people and grounds, and nothing else of them."""
    return incidents_for(user, CaseRole.CUSTODIAN)


def versions_visible_to(user: Any) -> QuerySet:
    """The pages that somebody may read before they are public."""
    readable = (incidents_for(user, role).values("pk") for role in (CaseRole.CASE_OFFICER, CaseRole.REVIEWER))
    own, read = readable
    return Version.objects.filter(incident__in=own) | Version.objects.filter(incident__in=read)


def can_read_audit(user: Any) -> bool:
    """Whether somebody reads the log of who looked at what and who changed it."""
    return bool(roles_of(user) & {StaffRole.ADMINISTRATOR, StaffRole.REVIEWER})


def authors(incident: Incident) -> set[int]:
    """Who wrote what is not public yet: whoever edited or handed in since the page was last published."""
    return authors_of([incident.pk])[incident.pk]


def authors_of(incidents: Iterable[int]) -> dict[int, set[int]]:
    """The authors of many incidents, by their keys, in two queries."""
    recorded_by = dict(Incident.objects.filter(pk__in=list(incidents)).values_list("pk", "created_by"))
    kinds = [Step.Kind.EDITED, Step.Kind.SUBMITTED, Step.Kind.PUBLISHED]
    steps = Step.objects.filter(incident__in=recorded_by, taken_by__isnull=False, kind__in=kinds)
    rows = list(steps.order_by("taken_at", "pk").values_list("incident", "kind", "pk", "taken_by"))
    published = {incident: pk for incident, kind, pk, _by in rows if kind == Step.Kind.PUBLISHED}  # the last one
    wrote = {pk: {by} if by and pk not in published else set() for pk, by in recorded_by.items()}
    for incident, kind, pk, by in rows:
        if kind != Step.Kind.PUBLISHED and pk > published.get(incident, 0):
            wrote[incident].add(by)
    return wrote


def can_approve(user: Any, version: Version) -> bool:
    """Whether somebody is the second pair of eyes for this page."""
    if version.state != VersionState.IN_REVIEW or not may(user, Doing.REVIEW, version.incident):
        return False
    return user.pk not in authors(version.incident) | {version.submitted_by_id}


def to_approve(user: Any) -> list[Version]:
    """The pages for which somebody is the second pair of eyes, the oldest first, in a constant number of queries."""
    readable = incidents_for(user, CaseRole.REVIEWER).values("pk")
    waiting = Version.objects.filter(state=VersionState.IN_REVIEW, incident__in=readable).defer("sealed")
    found = list(waiting.order_by("submitted_at", "pk"))
    wrote = authors_of(version.incident_id for version in found) if found else {}
    return [version for version in found if user.pk not in wrote[version.incident_id] | {version.submitted_by_id}]


def require(user: User, doing: Doing, incident: Incident | None = None) -> None:
    """PermissionDenied where somebody may not do this."""
    if not may(user, doing, incident):
        raise PermissionDenied


def join(incident: Incident, user: User, role: CaseRole) -> None:
    """Puts somebody on the team of an incident in a role, where they are not on it in this role already.

    PermissionDenied where they are on it, or were, in another role.
    """
    member, _new = TeamMember.objects.get_or_create(incident=incident, user=user, defaults={"role": role.value})
    if member.role != role.value or member.ended_on:
        raise PermissionDenied
