"""Publishing and withdrawing: one function each, whoever calls."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from recommendations.models import Assessment, Change, Recommendation, Review, together
from recommendations.models.publication import PublishedQuerySet


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many records changed, and how many were as asked already; the change where it can be taken back."""

    changed: int
    already: int
    change: Change | None = None


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


def publish_together(records: PublishedQuerySet, user: User | None = None) -> Outcome:
    """Makes records public, as one change that can be taken back."""
    return _together(publish, records, _("Published %(n)d %(kind)s"), user)


def withdraw_together(records: PublishedQuerySet, user: User | None = None) -> Outcome:
    """Takes records from the public, as one change that can be taken back."""
    return _together(withdraw, records, _("Withdrew %(n)d %(kind)s"), user)


@transaction.atomic
def _together(
    act: Callable[[PublishedQuerySet], Outcome], records: PublishedQuerySet, said: str, user: User | None
) -> Outcome:
    change = Change.objects.create(kind=Change.Kind.BULK, description="…", made_by=user)
    with together(change):
        outcome = act(records)
    if not outcome.changed:
        change.delete()
        return outcome
    options = records.model._meta
    kind = options.verbose_name if outcome.changed == 1 else options.verbose_name_plural
    change.description = said % {"n": outcome.changed, "kind": kind}
    change.save(update_fields=["description"])
    return Outcome(outcome.changed, outcome.already, change)


@dataclass(frozen=True, slots=True)
class Comes:
    """What comes into view, or goes from it, with reviews."""

    recommendations: int
    assessments: int


def comes_with(reviews: PublishedQuerySet) -> Comes:
    """What the public sees, or no longer sees, when these reviews are published or withdrawn."""
    pks = Review.objects.filter(pk__in=reviews.order_by().values("pk")).values("pk")
    assessments = Assessment.objects.filter(recommendation__review__in=pks) | Assessment.objects.filter(review__in=pks)
    return Comes(Recommendation.objects.filter(review__in=pks).count(), assessments.count())
