"""What the front page of the admin tells of the guarded room."""

from typing import Any

from django import template
from django.contrib.admin.models import LogEntry

from reprisals.access import Doing, can_approve, may
from reprisals.models import Version, VersionState

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
def recent_actions(context: dict[str, Any]) -> list[LogEntry]:
    """What this person did last, but for what is of the room: whoever left a team sees no reference of it any more."""
    own = LogEntry.objects.filter(user=context["request"].user).exclude(content_type__app_label="reprisals")
    return list(own.select_related("content_type")[:10])
