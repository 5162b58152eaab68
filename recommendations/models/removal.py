"""How often something that the public could see went away: by it, files that still hold it are known."""

from django.db import models
from django.db.models import Sum


class RemovalManager(models.Manager):
    def total(self) -> int:
        """How often, so far. It only ever grows. One query."""
        return self.aggregate(total=Sum("times"))["total"] or 0


class Removal(models.Model):
    """Written by the database alone (data_version/removals.py). On SQLite one row, on PostgreSQL one a transaction."""

    times = models.PositiveBigIntegerField(help_text="How often.")
    moved_by = models.BigIntegerField(
        null=True, unique=True, help_text="PostgreSQL's transaction, which notes it once."
    )

    objects = RemovalManager()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.times)
