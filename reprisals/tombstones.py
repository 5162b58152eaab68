"""The references of purged incidents, in a file outside the database: a restored backup does not bring them back."""

import datetime
import os
from pathlib import Path

from django.conf import settings


def bury(reference: str, on: datetime.date) -> None:
    """Writes a reference down for ever, before anything is deleted."""
    path = Path(settings.TOMBSTONES)
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "a", encoding="ascii") as file:
        file.write(f"{reference} {on.isoformat()}\n")
        file.flush()
        os.fsync(file.fileno())


def buried() -> set[str]:
    """The references of all that was ever purged here."""
    path = Path(settings.TOMBSTONES)
    if not path.exists():
        return set()
    return {line.split()[0] for line in path.read_text(encoding="ascii").splitlines() if line.strip()}
