"""The workbench on the first page of the admin."""

from typing import Any

from django import template

from upr_tracker.workbench import Bench, gather, reader_of

register = template.Library()


@register.simple_tag(takes_context=True)
def workbench(context: dict[str, Any]) -> Bench:
    """What waits for whoever is signed in."""
    return gather(reader_of(context["request"].user))
