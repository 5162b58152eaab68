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
    """Puts one case officer in the place of another on every incident that the other works on."""
    if CaseRole.CASE_OFFICER.value not in roles_of(to):
        raise NotHandedOver(f"{to} is not a case officer.")
    if to.pk == leaving.pk:
        raise NotHandedOver(f"{to} cannot take over from themselves: nobody would see the incidents any more.")
    done, passed = HandedOver(), []
    theirs = TeamMember.objects.filter(user=leaving, role=CaseRole.CASE_OFFICER, ended_on=None)
    for incident in Incident.objects.filter(pk__in=theirs.values("incident")).order_by("reference"):
        member, new = TeamMember.objects.get_or_create(
            incident=incident, user=to, defaults={"role": CaseRole.CASE_OFFICER}
        )
        if new or (member.role == CaseRole.CASE_OFFICER and not member.ended_on):
            theirs.filter(incident=incident).update(ended_on=timezone.localdate())
            done.passed.append(incident.reference)
            passed.append(incident)
        else:
            done.kept.append(incident.reference)
    for incident in passed:
        audit.note(audit.Action.CHANGED, None, incident, ["teammember.user"], about=f"hand_over user {to.pk}")
    return done
