"""Every step with an original: taking it in, reading it, verifying it, copying it for the public, removing it.

Each leaves an event in the chain of custody, which nobody changes.
"""

import hashlib
import json
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from reprisals import audit
from reprisals.models import CustodyEvent, Evidence, EvidenceCopy, Incident, PublicFile
from reprisals.models.evidence import random_name
from reprisals.models.vault import file_key

from . import store
from .boxes import read_boxes
from .inspection import NotTaken, copied, told
from .sealing import opened, sealed

What = CustodyEvent.What
LOGGED = 32  # signs of what a file is stored as, by which the log says which one it was


class Twice(Exception):
    """The incident has this very file already."""


class StillPublic(Exception):
    """A copy of it is on a public page."""


class Changed(Exception):
    """An original is not what was taken in: changed, cut off or missing."""


def receive(incident: Incident, by: User, name: str, raw: bytes, **details: str) -> Evidence:
    """Takes a file in as it is; raises NotTaken where it is not of a kind that is kept, and Twice.

    details: what it shows, who collected it, where, when and how.
    """
    found = told(raw)
    digest = hashlib.sha256(raw).hexdigest()
    if any(row.sha256 == digest for row in evidence_of(incident)):
        raise Twice
    made = Evidence(incident=incident, **details)
    made.name, made.kind, made.size, made.sha256 = name[:300], found["kind"], str(len(raw)), digest
    made.pages = str(found["pages"] or "")
    made.stored = store.keep(sealed(file_key(incident.data_key), raw))
    try:
        with transaction.atomic():
            made.save()
            note(made, What.RECEIVED, by, made.collected_how)
            audit.note(audit.Action.EVIDENCE_ADDED, by, incident, about=f"evidence {made.pk} {made.stored[:LOGGED]}")
    except BaseException:
        store.remove([made.stored])
        raise
    return made


def evidence_of(incident: Incident) -> list[Evidence]:
    """What is kept of an incident, in the order in which it came."""
    rows = list(Evidence.objects.filter(incident=incident, removed_at__isnull=True).order_by("pk"))
    for row in rows:
        row.incident = incident
    return rows


def read(evidence: Evidence, by: User, why: str = "") -> bytes:
    """The original, which is checked first; raises Changed. Who reads it, and why, is written down."""
    raw = _original(evidence, by)
    note(evidence, What.READ, by, why)
    audit.note(audit.Action.EVIDENCE_READ, by, evidence.incident, about=f"evidence {evidence.pk}")
    return raw


def verify(evidence: Evidence, by: User | None) -> bool:
    """Whether the original is what was taken in. Written down, however it ends."""
    is_whole = is_as_received(evidence)
    note(evidence, What.VERIFIED if is_whole else What.FOUND_CHANGED, by)
    return is_whole


def is_as_received(evidence: Evidence) -> bool:
    """Whether the original, decrypted, has the SHA-256 with which it was taken in. Raises RoomShut."""
    digest, key = hashlib.sha256(), file_key(evidence.data_key)
    try:
        with store.path_of(evidence.stored).open("rb") as file:
            for piece in opened(key, file):
                digest.update(piece)
    except (OSError, ValueError):
        return False
    return digest.hexdigest() == evidence.sha256


def make_copy(evidence: Evidence, by: User, boxes: str = "") -> EvidenceCopy:
    """The copy for the public, with black boxes as they are typed; the one before stays where nothing is different.

    Raises NotTaken where none can be made, Changed where the original has changed, ValueError with a line of `boxes`.
    """
    of = EvidenceCopy.objects.filter(evidence=evidence)
    if (there := of.defer("content").first()) and there.boxes == boxes:
        return there
    if evidence.kind not in ("jpeg", "png", "webp", "pdf"):
        raise NotTaken("no copy")
    typed = read_boxes(boxes, int(evidence.pages or 0) if evidence.kind == "pdf" else 0)
    found = copied(_original(evidence, by), evidence.kind, typed)
    made = EvidenceCopy(incident=evidence.incident, evidence=evidence, name=random_name(found.media_type))
    facts: dict[str, Any] = {"sha256": hashlib.sha256(found.content).hexdigest(), "size": len(found.content)}
    facts |= {name: getattr(found, name) for name in ("media_type", "width", "height", "pages")}
    made.boxes, made.facts, made.content = boxes, json.dumps(facts), made.opener.encrypt(found.content)
    with transaction.atomic():
        of.delete()
        made.save()
        note(evidence, What.COPIED, by, boxes)
    return made


@transaction.atomic
def remove(evidence: Evidence, by: User, why: str, at: datetime | None = None) -> None:
    """Deletes an original with its copy and all that was said of it. That it was here, and why it went, stays.

    Raises StillPublic while the public can see a copy of it.
    """
    Incident.objects.select_for_update(of=("self",)).get(pk=evidence.incident_id)  # nobody publishes it meanwhile
    stored = evidence.stored
    names = EvidenceCopy.objects.filter(evidence=evidence).values("name")
    if PublicFile.objects.filter(name__in=names).exists():
        raise StillPublic
    note(evidence, What.REMOVED, by, why)
    words = CustodyEvent.objects.filter(evidence=evidence, what__in=[What.RECEIVED, What.DESCRIBED, What.COPIED])
    words.update(sealed=b"")  # that it was done stays, not what was said of the piece
    EvidenceCopy.objects.filter(evidence=evidence).delete()
    for name in Evidence.sealed_texts():
        if name not in ("kind", "size", "sha256"):
            evidence.write(name, "")
    evidence.stored, evidence.shown, evidence.removed_at = "", False, at or timezone.now()
    evidence.save()
    audit.note(audit.Action.EVIDENCE_REMOVED, by, evidence.incident, about=f"evidence {evidence.pk}")
    remove_after_commit([stored])


def remove_after_commit(names: list[str]) -> None:
    """Deletes originals from the store once nothing leads to them any more."""
    transaction.on_commit(lambda: store.remove(name for name in names if name), robust=True)


def note(evidence: Evidence, what: str, by: User | None, text: str = "") -> None:
    """Adds to the chain of custody."""
    event = CustodyEvent(incident=evidence.incident, evidence=evidence, what=what, at=timezone.now(), by=by)
    event.note = text
    event.save()


def _original(evidence: Evidence, by: User | None) -> bytes:
    digest, raw = hashlib.sha256(), bytearray()
    try:
        with store.path_of(evidence.stored).open("rb") as file:
            for piece in opened(file_key(evidence.data_key), file):
                digest.update(piece)
                raw += piece
    except (OSError, ValueError):
        raw.clear()
    if digest.hexdigest() != evidence.sha256:
        note(evidence, What.FOUND_CHANGED, by)
        raise Changed
    return bytes(raw)
