"""The published incidents that bear on a page of the public record, from the projection alone."""

from typing import Any

from django import template
from django.utils import timezone

from recommendations.languages import permanent
from reprisals.models.projection import PublicIncident
from reprisals.public import incidents_of

register = template.Library()


@register.simple_tag
def incidents_about(record: Any) -> list[PublicIncident]:
    """What the public may see today of incidents that bear on a record; one query.

    The record's floor knows nothing of them: its page asks for this tag, as the templates of all floors stand together.
    """
    return incidents_of(permanent(record.get_absolute_url()), timezone.localdate())
