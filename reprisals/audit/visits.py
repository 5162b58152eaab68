"""When somebody was here before, as the log tells it: from this on, what others did is new to them."""

from datetime import datetime
from typing import Any

from reprisals.models import Entry
from reprisals.models.audit import Action


def sign_ins(user: Any) -> list[datetime]:
    """The last two times that somebody signed in, the newest first; fewer where there were fewer."""
    entries = Entry.objects.filter(by_id=user.pk, action=Action.SIGNED_IN).order_by("-number")
    return list(entries.values_list("taken_at", flat=True)[:2])
