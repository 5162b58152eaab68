"""Whether an installation is whole: a list of checks, each of which says in words what is wrong.

What it says may be read by whoever runs the server: pieces are told by their number, never by what stands in them.
"""

import stat
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.contrib.auth.models import User
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from .audit.role_changes import given_by_the_log
from .evidence import store
from .evidence.custody import is_as_received
from .models import Entry, Evidence, Incident, StaffRole
from .models.audit import Action
from .models.vault import RoomShut, room
from .tombstones import buried

STILL_WRITTEN = 600  # seconds, in which a file may be there before its row is


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong: by which check it was found, with what, and in words."""

    check: str
    about: str
    message: str


def findings() -> list[Finding]:
    """All that is wrong."""
    return [found for check in CHECKS for found in check()]


def migrations() -> Iterator[Finding]:
    """The tables are those of this version."""
    executor = MigrationExecutor(connection)
    for migration, _backwards in executor.migration_plan(executor.loader.graph.leaf_nodes()):
        yield Finding("migrations", str(migration), "This migration is not applied: run migrate.")


def tombstones() -> Iterator[Finding]:
    """What was purged is known, so that a restored backup does not bring it back."""
    try:
        buried()
    except (OSError, ValueError, IndexError) as error:
        text = f"The references of purged incidents cannot be read: {type(error).__name__}."
        yield Finding("tombstones", settings.TOMBSTONES, text)


def originals() -> Iterator[Finding]:
    """Each original is there, and as it was stored; nothing else is. Needs no keys."""
    paths = list(store.files())
    there = {path.name: path for path in paths if path == _place(path.name)}
    kept = dict(Evidence.objects.exclude(stored="").values_list("stored", "pk"))
    for name, pk in sorted(kept.items(), key=lambda row: row[1]):
        if name not in there:
            yield Finding("originals", f"evidence {pk}", "The original is missing from EVIDENCE_DIR.")
        elif (problem := _problem_with(there[name])) is not None:
            yield Finding("originals", f"evidence {pk}", problem)
    for path in paths:
        if there.get(path.name) != path or path.name not in kept:
            yield from _orphan(path)


def logged() -> Iterator[Finding]:
    """Each original is the one that the log saw come, or the log saw it go. Of what was purged it tells nothing."""
    known = {mark.hex for mark in Incident.objects.values_list("audit_mark", flat=True)}
    kept = Evidence.objects.exclude(stored="").values_list("pk", "stored", "incident__audit_mark")
    there = {f"evidence {pk}": (stored, mark.hex) for pk, stored, mark in kept}
    removed = set(Entry.objects.filter(action=Action.EVIDENCE_REMOVED).values_list("about", flat=True))
    came = Entry.objects.filter(action=Action.EVIDENCE_ADDED).order_by("number").values_list("subject", "about")
    seen = set()
    for subject, about in came:
        piece, stored = about.rpartition(" ")[::2] if about.count(" ") > 1 else (about, "")
        seen.add(piece)
        if subject not in known:
            continue
        if piece not in there and piece not in removed:
            yield Finding("vanished", piece, "It was taken in, and is gone without having been removed by anybody.")
        elif piece in there and not (there[piece][0].startswith(stored) and there[piece][1] == subject):
            yield Finding("exchanged", piece, "The original is not the one that the log saw being taken in.")
    for piece in there.keys() - seen:
        yield Finding("unlogged", piece, "The log did not see it being taken in.")


def inside() -> Iterator[Finding]:
    """Each original, decrypted, has the SHA-256 with which it was taken in. Only while the room is open."""
    if not room().is_open:
        return
    for evidence in Evidence.objects.exclude(stored="").select_related("incident__data_key").order_by("pk"):
        try:
            is_whole = is_as_received(evidence)
        except (RoomShut, ValueError):  # of another key, or a row that was altered
            yield Finding("inside", f"evidence {evidence.pk}", "What is known of the original cannot be opened.")
            continue
        if not is_whole:
            yield Finding("inside", f"evidence {evidence.pk}", "The original is not what was taken in.")


def roles() -> Iterator[Finding]:
    """Nobody has a role that the log saw nobody give, as whoever writes into the database could give themselves."""
    groups = User.groups.through.objects.filter(group__name__in=StaffRole.values)
    held = set(groups.values_list("user_id", "group__name"))
    for pk, role in sorted(held - given_by_the_log()):
        text = f"Has the role “{role}”, which the log saw nobody give: take it away under Users, or give it anew there."
        yield Finding("roles", f"user {pk}", text)


def folder() -> Iterator[Finding]:
    """Nobody else on the machine looks into the folder of originals, and no server hands it out."""
    place = store.folder()
    if place.is_dir() and stat.S_IMODE(place.stat().st_mode) & 0o077:
        yield Finding("folder", "EVIDENCE_DIR", "Other accounts of this machine can look into it: chmod 700.")
    if is_handed_out(place):
        yield Finding("folder", "EVIDENCE_DIR", "It lies within a folder that is handed out to visitors: move it.")


def is_handed_out(place: Path) -> bool:
    """Whether a folder lies within those of which files are served."""
    served = [Path(settings.STATIC_ROOT), *(Path(str(one)) for one in settings.STATICFILES_DIRS)]
    served += [Path(settings.MEDIA_ROOT)] if settings.MEDIA_ROOT else []
    return any(place.resolve().is_relative_to(one.resolve()) for one in served)


CHECKS: list[Callable[[], Iterator[Finding]]] = [migrations, tombstones, roles, folder, originals, logged, inside]


def _place(name: str) -> Path | None:
    try:
        return store.path_of(name)
    except ValueError:
        return None


def _problem_with(path: Path) -> str | None:
    try:
        return None if store.digest_of(path) == path.name else "The original has changed since it was stored."
    except OSError:
        return "The original cannot be read."


def _orphan(path: Path) -> Iterator[Finding]:
    try:
        age = time.time() - path.lstat().st_mtime
    except FileNotFoundError:
        return
    if age > STILL_WRITTEN:
        yield Finding("originals", path.name, "No record leads to this file of EVIDENCE_DIR: delete it.")
