"""A stand-in for the log of who looked at what, until it is built: it keeps nothing."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import User
from django.db.models import TextChoices


class Action(TextChoices):
    VIEWED = "viewed"
    CHANGED = "changed"
    EXPORTED = "exported"
    STEP_TAKEN = "step_taken"
    SIGNED_IN = "signed_in"
    SIGN_IN_FAILED = "sign_in_failed"
    SIGNED_OUT = "signed_out"
    STEPPED_UP = "stepped_up"
    PASSWORD_CHANGED = "password_changed"  # noqa: S105
    FACTOR_ADDED = "factor_added"
    FACTOR_REMOVED = "factor_removed"
    HELPED = "helped"
    PURGED = "purged"


def note(action: Action, *, by: User | None, incident: Any = None, fields: Iterable[str] = (), about: str = "") -> None:
    """Appends one row to the log."""
