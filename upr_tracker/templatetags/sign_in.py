"""What the pages of staff tell somebody about their own account."""

from typing import Any

from django import template
from django.conf import settings

from reprisals import helping
from reprisals.step_up import factors
from upr_tracker.sign_in.noted import HELPED

register = template.Library()


@register.simple_tag(takes_context=True)
def unread_help(context: dict[str, Any]) -> list[Any]:
    """The help that this person has not confirmed having read of; asked only where signing in found some."""
    request = context.get("request")
    if request is None or not getattr(request, "session", {}).get(HELPED):
        return []
    return list(helping.unread(request.user))


@register.simple_tag(takes_context=True)
def all_help(context: dict[str, Any]) -> list[Any]:
    """All help that this person was ever given."""
    return list(helping.of(context["request"].user))


@register.simple_tag(takes_context=True)
def second_factor_missing(context: dict[str, Any]) -> bool:
    """Whether to tell somebody to set up a second factor, where none is required yet."""
    return bool(settings.DEBUG and not factors(context["request"].user))
