"""What the front page of the admin tells of the guarded room."""

from dataclasses import dataclass
from typing import Any

from django import template
from django.contrib.admin.models import LogEntry
from django.urls import reverse
from django.utils.http import urlencode

from recommendations.admin.related import FROM
from reprisals import waiting
from reprisals.access import Doing, may
from reprisals.audit.role_changes import RoleChange, role_changes_lately
from reprisals.roles import roles_of

register = template.Library()

PLACES = {"followupaction": "follow-up", "case": "cases"}  # of records about which there are next steps


@dataclass(frozen=True, slots=True)
class NextSteps:
    """What is to be done next about a record, with the texts, and where another step is added."""

    steps: list[tuple[waiting.NextStep, str]]
    adding: str


@register.simple_tag(takes_context=True)
def may_take_down(context: dict[str, Any]) -> bool:
    """Whether this person may take published pages down."""
    return may(context["request"].user, Doing.TAKE_DOWN)


@register.simple_tag(takes_context=True)
def role_changes(context: dict[str, Any]) -> list[RoleChange]:
    """Which roles were given and taken lately, for whoever has one."""
    return role_changes_lately() if roles_of(context["request"].user) else []


@register.simple_tag(takes_context=True)
def has_no_role(context: dict[str, Any]) -> bool:
    """Whether somebody of staff was given no role yet, as whoever set the site up."""
    return not roles_of(context["request"].user)


@register.simple_tag(takes_context=True)
def recent_actions(context: dict[str, Any]) -> list[LogEntry]:
    """What this person did last, but for what is of the room: whoever left a team sees no reference of it any more."""
    own = LogEntry.objects.filter(user=context["request"].user).exclude(content_type__app_label="reprisals")
    return list(own.select_related("content_type")[:10])


@register.simple_tag(takes_context=True)
def next_steps_about(context: dict[str, Any], record: Any) -> NextSteps | None:
    """The next steps about a public record and who has them; None for whoever does not plan, or while the room is shut.

    The record's floor knows nothing of them: its form asks for this tag, as the templates of all floors stand together.
    """
    user = context["request"].user
    state = waiting.room_for(user) if waiting.may_plan(user) else None
    if state is None or not state.is_open:
        return None
    kind, address = record._meta.model_name, f"/{PLACES[record._meta.model_name]}/{record.slug}/"
    steps = waiting.next_steps_about(user, address)
    texts = waiting.texts(user, steps, f"{kind} {record.pk} steps")
    query = urlencode({"address": address, FROM: f"{kind}-{record.pk}"})
    return NextSteps([(step, texts[step.pk]) for step in steps], f"{reverse('admin:reprisals_assignment_add')}?{query}")


@register.simple_tag(takes_context=True)
def staff_board_of(context: dict[str, Any], record: Any) -> str:
    """The address of the board of an action with whom we speak to at missions; empty for whoever sees no contacts."""
    user = context["request"].user
    state = waiting.room_for(user) if may(user, Doing.WRITE) else None
    return reverse("admin:reprisals_contact_board", args=[record.pk]) if state and state.is_open else ""
