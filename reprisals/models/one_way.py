"""Keys from private rows to the public record and to people of staff, which lead one way only.

`related_name="+"` gives no accessor, but Django still joins back through the name “+”: in an address of the admin,
`/admin/recommendations/state/?%2B__isnull=0` would tell whoever may see States which of them private rows name.
"""

from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.db import models


class OneWay(models.ManyToOneRel):
    """The way back, which nobody goes: a lookup through it is answered with 400."""

    @property
    def path_infos(self) -> Any:
        raise SuspiciousOperation("A lookup leads into the guarded room.")


class OneWayKey(models.ForeignKey):
    """A foreign key without a way back, by accessor or lookup."""

    rel_class = OneWay

    def deconstruct(self) -> Any:
        """A foreign key like any other, as far as the database is concerned."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.ForeignKey", args, kwargs
