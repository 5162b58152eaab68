"""When a case officer goes: their incidents pass to another, without anybody having to look into them."""

from dataclasses import dataclass, field

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from . import audit
from .models import CaseRole, Incident, TeamMember
from .roles import roles_of


class NotHandedOver(Exception):
    """The incidents cannot pass to this person; the message says why."""


@dataclass
class HandedOver:
    """The references of the incidents that passed, and of those that did not as the new officer has another role."""

    passed: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)


@transaction.atomic
def hand_over(leaving: User, to: User) -> HandedOver:
    """Puts one case officer in the place of another on every incident that they work on; each is noted.

    NotHandedOver where the other is no case officer, or the same person: nobody would see the incidents any more.
    """
    if leaving == to:
        raise NotHandedOver(f"{to} would hand over to themselves: nobody would see these incidents any more.")
    if CaseRole.CASE_OFFICER.value not in roles_of(to):
        raise NotHandedOver(f"{to} is not a case officer.")
    done = HandedOver()
    passed: list[Incident] = []
    theirs = TeamMember.objects.filter(user=leaving, role=CaseRole.CASE_OFFICER, ended_on=None)
    for incident in Incident.objects.filter(pk__in=theirs.values("incident")).order_by("reference"):
        member, new = TeamMember.objects.get_or_create(
            incident=incident, user=to, defaults={"role": CaseRole.CASE_OFFICER}
        )
        if new or (member.role == CaseRole.CASE_OFFICER and not member.ended_on):
            theirs.filter(incident=incident).update(ended_on=timezone.localdate())
            passed.append(incident)
        else:
            done.kept.append(incident.reference)
    for incident in passed:  # last, as whoever notes something keeps others from doing so
        audit.note(audit.Action.CHANGED, None, incident, about=f"handed_over user {leaving.pk} to user {to.pk}")
    done.passed = [incident.reference for incident in passed]
    return done
