"""Opens the guarded room for whoever tries the site on their own machine."""

import secrets

from django.conf import settings

from .models import Lock
from .models.vault import is_laptop


def first_passphrase() -> str | None:
    """A fresh passphrase for a room that nobody has locked yet, taken for this process; None where there is no need.

    Only where the database is a file on this machine and no passphrase was given.
    """
    if settings.ROOM_PASSPHRASE or not is_laptop() or Lock.objects.exists():
        return None
    settings.ROOM_PASSPHRASE = secrets.token_urlsafe(15)
    return str(settings.ROOM_PASSPHRASE)
