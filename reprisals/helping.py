"""Help with signing in: never given to oneself, and never so that one could become the other unseen."""

from datetime import timedelta
from typing import Any

from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.utils import timezone

from . import audit
from .models.staff import GivenHelp

Kind = GivenHelp.Kind
APART = timedelta(hours=24)


def refused(person: User, by: User | None, kind: str) -> str:
    """Why this help may not be given now: "self", "superuser", "too_soon", "moved", or "" where it may.

    Whoever runs the server (`by` is None) may give any. An administrator who did one thing waits a day with another
    for the same person, unless this person signed in meanwhile and confirmed having read of it. After a change of the
    e-mail address everybody waits: whoever made themselves further accounts could else be the other administrator.
    """
    if by is None:
        return ""
    if by.pk == person.pk:
        return "self"
    if person.is_superuser and not by.is_superuser:
        return "superuser"
    lately = GivenHelp.objects.filter(person=person, read_at__isnull=True, given_at__gt=timezone.now() - APART)
    others = lately.exclude(kind=kind)
    if others.filter(given_by=by).exists():
        return "too_soon"
    return "moved" if others.filter(kind=Kind.ADDRESS, given_by__isnull=False).exists() else ""


def record(person: User, by: User | None, kind: str) -> None:
    """Notes help that was given, for the person and for the log."""
    GivenHelp.objects.create(person=person, given_by=by, kind=kind, given_at=timezone.now())
    audit.note(audit.Action.HELPED, by=by, about=f"user {person.pk} {kind}")


def of(person: Any) -> QuerySet[GivenHelp]:
    """All help that somebody was given, the newest first."""
    return GivenHelp.objects.filter(person_id=person.pk).select_related("given_by")


def unread(person: Any) -> QuerySet[GivenHelp]:
    """The help of which somebody has not yet said that they have read of it."""
    return of(person).filter(read_at__isnull=True)


def confirm(person: Any, up_to: int) -> None:
    """This person has read of all help up to this row."""
    unread(person).filter(pk__lte=up_to).update(read_at=timezone.now())
