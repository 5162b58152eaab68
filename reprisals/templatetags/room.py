"""What the front page of the admin tells of the guarded room."""

from typing import Any

from django import template

from reprisals.access import Doing, can_approve, may
from reprisals.audit.role_changes import RoleChange, role_changes_lately
from reprisals.models import Version, VersionState
from reprisals.roles import roles_of

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
