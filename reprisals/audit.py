"""STANDIN for the log of who did what; the real one takes its place."""

from collections.abc import Iterable

from django.contrib.auth.models import User
from django.db import models

from .models import Incident


class Action(models.TextChoices):
    CHANGED = "changed"
    EVIDENCE_ADDED = "evidence_added"
    EVIDENCE_READ = "evidence_read"
    EVIDENCE_REMOVED = "evidence_removed"


def note(
    action: Action, by: User | None, incident: Incident | None = None, fields: Iterable[str] = (), about: str = ""
) -> None:
    """Appends nothing yet."""
