"""For whom the workbench is gathered."""

from typing import Any

from django.utils import timezone

from reprisals.audit.visits import sign_ins
from reprisals.waiting import room_for

from .lines import Reader


def reader_of(user: Any) -> Reader:
    """Somebody who is signed in: what is new to them came after the sign-in before this one."""
    visits = sign_ins(user)
    return Reader(user, timezone.localdate(), visits[1] if len(visits) > 1 else None, room_for(user))
