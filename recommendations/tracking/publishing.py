"""Publishing and withdrawing: one function each, whoever calls."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from recommendations.models.publication import PublishedQuerySet


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many records changed, and how many were as asked already."""

    changed: int
    already: int


@transaction.atomic
def publish(records: PublishedQuerySet, at: datetime | None = None) -> Outcome:
    """Makes records public. A recommendation, position or assessment follows its review."""
    total = records.count()
    changed = records.publish(at or timezone.now())
    return Outcome(changed, total - changed)


@transaction.atomic
def withdraw(records: PublishedQuerySet) -> Outcome:
    """Takes records from the public, at once; their addresses answer as if they had never been."""
    total = records.count()
    changed = records.withdraw()
    return Outcome(changed, total - changed)
