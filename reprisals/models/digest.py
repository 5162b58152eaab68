"""What was sent to people of staff by e-mail, and what could not be."""

from typing import Any

from django.conf import settings
from django.db import models

from .one_way import OneWayKey


class Digest(models.Model):
    """The daily digest for one person on one day. It keeps no word of what it said."""

    user: Any = OneWayKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    day = models.DateField()
    made_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    problem = models.CharField(max_length=60, blank=True)

    class Meta:
        default_permissions = ()
        ordering = ["day", "pk"]
        constraints = [models.UniqueConstraint(fields=["user", "day"], name="digest_once_a_day")]

    def __str__(self) -> str:
        return f"digest {self.pk or ''}".strip()
