"""Values of records, and of rows of their history, as people read them."""

from datetime import datetime
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.formats import localize
from django.utils.translation import gettext as _

from recommendations.models import PartialDateField


def spoken_value(record: Any, field: Any) -> str:
    """A field's value in words: "not recorded" for an empty one, the name of what it refers to, spoken dates."""
    value = getattr(record, field.attname)
    if value in (None, ""):
        return _("not recorded")
    if isinstance(field, models.ForeignKey):
        found = field.related_model._base_manager.filter(pk=value).first()
        return str(found) if found else _("something that was removed since")
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(field, PartialDateField):
        return value.spoken
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return str(localize(timezone.localtime(value)))
    return str(value)
