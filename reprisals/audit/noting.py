"""How entries come into the log."""

import re
from collections.abc import Iterable
from datetime import timedelta
from functools import partial
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from reprisals.models import Entry, Incident
from reprisals.models.audit import Action

from .witness import write_down

SAME_VIEW = timedelta(minutes=10)
_TURN = 7_210_543  # PostgreSQL's advisory lock under which numbers are given; any number that nothing else here uses
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.]{0,99}")
_ABOUT = re.compile(r"[A-Za-z0-9_.:-]+( [A-Za-z0-9_.:-]+)*")
LONGEST_ABOUT = 60  # signs


def note(
    action: Action, by: Any, incident: Incident | None = None, fields: Iterable[str] = (), about: str = ""
) -> None:
    """Adds an entry to the log, in the transaction of whoever calls: it is there exactly if that is committed.

    `by` is the user, or None for what happens by itself; `fields` are names, never values; `about` is a machine word
    such as a kind of record or “user 12”, never content. ValueError for what cannot be a name or a machine word.

    From here to the end of the transaction nobody else writes to the log. So note last, after taking every other
    lock: who waits for a row while holding the log can wait for ever for somebody who waits for the log.
    """
    names = _names(fields)
    _require_machine_word(about, incident)
    with transaction.atomic(savepoint=False):
        _wait_for_our_turn()
        last = Entry.objects.order_by("-number").values_list("number", "digest").first()
        number, previous = last or (0, "")
        entry = Entry(
            number=number + 1,
            taken_at=timezone.now(),
            action=Action(action),
            by_id=by.pk if by else None,
            subject=incident.audit_mark.hex if incident else "",
            about=about,
            fields=names,
            previous=previous,
        )
        entry.seal()
        entry.save(force_insert=True)
        transaction.on_commit(partial(write_down, entry.number, entry.digest), robust=True)


def note_view(by: Any, incident: Incident | None = None, about: str = "") -> None:
    """Notes that somebody looked at an incident, or at the part of it or the list that `about` says.

    The same person, incident and part are noted once in ten minutes, or who turns pages back and forth would bury all
    else. Of two requests in the same moment both may be noted. Takes a short transaction of its own.
    """
    since = timezone.now() - SAME_VIEW
    subject = incident.audit_mark.hex if incident else ""
    of_this = Entry.objects.filter(subject=subject, action=Action.VIEWED, about=about, taken_at__gte=since)
    if not of_this.filter(by_id=by.pk).exists():
        note(Action.VIEWED, by, incident, about=about)


def entries_of(incident: Incident) -> QuerySet[Entry]:
    """What the log holds of an incident, the newest first, with who did it."""
    return Entry.objects.filter(subject=incident.audit_mark.hex).select_related("by")


def _wait_for_our_turn() -> None:
    """On SQLite the transaction has the whole file to itself already (IMMEDIATE)."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_TURN])


def _names(fields: Iterable[str]) -> str:
    names = [fields] if isinstance(fields, str) else list(dict.fromkeys(fields))
    if not all(_NAME.fullmatch(name) for name in names):
        raise ValueError("The log takes names of fields, never their values.")
    return ",".join(names)


def _require_machine_word(about: str, incident: Incident | None) -> None:
    told = incident is not None and incident.reference in about
    if told or len(about) > LONGEST_ABOUT or (about and not _ABOUT.fullmatch(about)):
        raise ValueError("The log takes a short machine word of what an entry is about, never content.")
