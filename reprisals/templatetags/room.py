"""What the front page of the admin tells of the guarded room."""

import datetime
from typing import Any

from django import template
from django.contrib.admin.models import LogEntry
from django.db.models import OuterRef, Subquery
from django.utils import timezone

from reprisals.access import Doing, can_approve, consents_visible_to, may, visible_to
from reprisals.audit.role_changes import RoleChange, role_changes_lately
from reprisals.models import Basis, Version, VersionState
from reprisals.roles import roles_of

SOON = datetime.timedelta(days=60)  # in which people can still be asked again

register = template.Library()


@register.simple_tag(takes_context=True)
def pages_waiting(context: dict[str, Any]) -> int:
    """How many pages wait for this person to read them; none for who reads none."""
    user = context["request"].user
    if not may(user, Doing.REVIEW):
        return 0
    waiting = Version.objects.filter(state=VersionState.IN_REVIEW).select_related("incident")
    return sum(can_approve(user, version) for version in waiting)


@register.simple_tag(takes_context=True)
def may_take_down(context: dict[str, Any]) -> bool:
    """Whether this person may take published pages down."""
    return may(context["request"].user, Doing.TAKE_DOWN)


@register.simple_tag(takes_context=True)
def role_changes(context: dict[str, Any]) -> list[RoleChange]:
    """Which roles were given and taken lately, for whoever has one."""
    return role_changes_lately() if roles_of(context["request"].user) else []


@register.simple_tag(takes_context=True)
def pages_returned(context: dict[str, Any]) -> int:
    """How many incidents of this person have a page that was returned and not handed in again."""
    last = Version.objects.filter(incident=OuterRef("pk")).order_by("-pk").values("state")[:1]
    own = visible_to(context["request"].user)
    return own.annotate(last=Subquery(last)).filter(last=VersionState.RETURNED).count()


@register.simple_tag(takes_context=True)
def grounds_ending(context: dict[str, Any]) -> int:
    """How many grounds that this person keeps have ended, or end within sixty days, and were not taken back."""
    kept = consents_visible_to(context["request"].user).values("pk")
    end = timezone.localdate() + SOON
    return Basis.objects.filter(incident__in=kept, withdrawn_on=None, valid_until__lte=end).count()


@register.simple_tag(takes_context=True)
def has_no_role(context: dict[str, Any]) -> bool:
    """Whether somebody of staff was given no role yet, as whoever set the site up."""
    return not roles_of(context["request"].user)


@register.simple_tag(takes_context=True)
def recent_actions(context: dict[str, Any]) -> list[LogEntry]:
    """What this person did last, but for what is of the room: whoever left a team sees no reference of it any more."""
    own = LogEntry.objects.filter(user=context["request"].user).exclude(content_type__app_label="reprisals")
    return list(own.select_related("content_type")[:10])
