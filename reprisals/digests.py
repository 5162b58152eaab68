"""Who was sent a digest on which day, and to whom one could not be sent. Nothing of what it said is kept."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.utils import timezone

from .models import Digest


def readers() -> QuerySet[User]:
    """Whoever can be sent a digest: people of staff who are there, with an e-mail address."""
    return User.objects.filter(is_active=True, is_staff=True).exclude(email="").order_by("pk")


def is_due(user: Any, day: date) -> bool:
    """Whether somebody was not sent the digest of a day yet, as far as one can tell before claiming it."""
    there = Digest.objects.filter(user=user.pk, day=day).first()
    return there is None or (there.sent_at is None and bool(there.problem))


def claim(user: Any, day: date) -> Digest | None:
    """The digest of a person and day, for whoever asks first; None for everybody else who asks.

    What could not be sent can be claimed again on its day. What was begun and not ended belongs to who began.
    """
    now = timezone.now()
    digest, is_new = Digest.objects.get_or_create(user_id=user.pk, day=day, defaults={"made_at": now})
    if is_new:
        return digest
    again = Digest.objects.filter(pk=digest.pk, sent_at=None).exclude(problem="")
    if not again.update(problem="", made_at=now):
        return None
    digest.made_at, digest.problem = now, ""
    return digest


def sent(digest: Digest) -> None:
    """It was handed to the mail server."""
    digest.sent_at = timezone.now()
    digest.save(update_fields=["sent_at"])


def failed(digest: Digest, error: Exception) -> None:
    """It could not be sent: the kind of error is kept, never its words, which can hold an address."""
    digest.problem = type(error).__name__[:60]
    digest.save(update_fields=["problem"])


@dataclass(frozen=True, slots=True)
class Missed:
    """A digest that could not be sent, and why: the kind of error, empty where the run was cut off."""

    day: date
    problem: str


def not_sent(user: Any, before: date) -> list[Missed]:
    """The digests since the last one that was sent, and before a day, that could not be sent; the oldest first."""
    own = Digest.objects.filter(user=user.pk, day__lt=before)
    last = own.exclude(sent_at=None).order_by("-day").values_list("day", flat=True).first()
    since = own.filter(day__gt=last) if last else own
    return [Missed(*row) for row in since.filter(sent_at=None).order_by("day").values_list("day", "problem")]


def last_sent(user: Any) -> datetime | None:
    """For which moment the last digest that was sent was made."""
    return (
        Digest.objects.filter(user=user.pk)
        .exclude(sent_at=None)
        .order_by("-day")
        .values_list("made_at", flat=True)
        .first()
    )
