"""The keys of papers that used incidents or the desk: of one part for each, sealed with the key of what it is of.

Nothing outside of the room has to be told of a withdrawal or a purge: a paper that is asked for looks here, at that
moment, whether everything it used still stands; and what was purged took its part of the key with it.
"""

import base64
import datetime
import json
import secrets
import uuid
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from cryptography.fernet import Fernet
from django.db.models import Count
from django.utils.translation import gettext as _

from .access import visible_to
from .disclosure import may_knock, still_allowed
from .exposure import newly_disclosed
from .models import Contact, DeskShare, Incident, PaperShare, PublicIncident
from .public import incidents as public_incidents

LENGTH = 32  # bytes of a key, and of each part of it


class KeyGone(Exception):
    """A part of the key was destroyed: nobody can read this paper any more."""


class NotThere(Exception):
    """An incident that a paper used is gone, or no longer public, before the paper was issued."""


@dataclass(frozen=True, slots=True)
class Used:
    """An incident that a paper used: its public page, or with a scope what confidential papers may tell of it."""

    reference: str
    scope: str = ""
    people: tuple[int, ...] = ()


def lock_up(
    paper: uuid.UUID, used: Iterable[Used], on: datetime.date, contacts: Iterable[int] | None = None
) -> tuple[Fernet, int]:
    """Makes the key of a paper and stores its parts; gives what encrypts with it, and how many parts it has.

    contacts: of a paper that used the desk, the keys of those whom it tells of. To be called in the transaction that
    issues the paper. Raises NotThere and RoomShut; ValueError without anything.
    """
    parts = [_share_with_incident(paper, one, on) for one in sorted(used, key=lambda one: one.reference)]
    if contacts is not None:
        parts.append(_new_part())
        row = DeskShare(paper=paper)
        row.share, row.contacts = _as_text(parts[-1]), json.dumps(sorted(contacts))
        row.save()
    return _key_of(parts), len(parts)


def opener_of(paper: uuid.UUID, parts: int) -> Fernet:
    """What decrypts a paper whose key has so many parts. Raises KeyGone and RoomShut."""
    rows: list[Any] = [*_shares(paper), *DeskShare.objects.filter(paper=paper)]
    if len(rows) != parts:
        raise KeyGone
    return _key_of([base64.b64decode(row.share) for row in rows])


def why_blocked(paper: uuid.UUID, parts: int, on: datetime.date) -> list[str]:
    """Why a paper is not handed out now; empty where it may be. Raises RoomShut."""
    shares, of_desk = _shares(paper), list(DeskShare.objects.filter(paper=paper))
    reasons = [] if len(shares) + len(of_desk) == parts else [why_gone()]
    told = {pk for row in of_desk for pk in json.loads(row.contacts)}
    if Contact.objects.filter(pk__in=told).count() < len(told):
        reasons.append(_("Somebody of whom it tells was removed from the contacts."))
    shown = {
        row.reference: row for row in public_incidents(on).filter(reference__in=[s.incident.reference for s in shares])
    }
    for share in shares:
        if share.scope:
            people = json.loads(share.people)
            if not still_allowed(share.incident, share.scope, people, on):
                reasons.append(_("A ground on which it tells of somebody is no longer in force."))
        elif (now := shown.get(share.incident.reference)) is None:
            reasons.append(_("An incident that it used is no longer public."))
        elif newly_disclosed(json.loads(share.page), now.page):
            reasons.append(_("It says of an incident what the page of that incident no longer says. Make it anew."))
    return list(dict.fromkeys(reasons))


def blocked_at_sight(papers: dict[uuid.UUID, int], on: datetime.date) -> set[uuid.UUID]:
    """Those of many papers of which it can be told without opening anything that they are not handed out.

    papers: how many parts the key of each has. Three queries, whatever their number.
    """
    rows = PaperShare.objects.filter(paper__in=papers).values_list("paper", "scope", "incident__reference")
    found = list(rows)
    there = Counter(paper for paper, _scope, _reference in found)
    there.update(DeskShare.objects.filter(paper__in=papers).values_list("paper", flat=True))
    read = {reference for _paper, scope, reference in found if not scope}
    public = set(public_incidents(on).filter(reference__in=read).values_list("reference", flat=True))
    gone = {paper for paper, scope, reference in found if not scope and reference not in public}
    return gone | {paper for paper, parts in papers.items() if there[paper] != parts}


def confidential_papers_for(user: Any) -> set[uuid.UUID]:
    """The confidential papers that somebody may know of: officers those of whose incidents all are their own.

    A paper of the desk is for every case officer.
    """
    if not may_knock(user):
        return set()
    confidential = PaperShare.objects.exclude(scope="")
    others = confidential.exclude(incident__in=visible_to(user).values("pk")).values("paper")
    own = set(confidential.exclude(paper__in=others).values_list("paper", flat=True))
    return own | set(DeskShare.objects.values_list("paper", flat=True))


def why_gone() -> str:
    """What is said of a paper whose key is destroyed."""
    return _("Something that it used was purged: its key is destroyed, and nobody can read it any more.")


def told_in(paper: uuid.UUID) -> list[str]:
    """The references of the incidents that a paper used, for the log."""
    return list(PaperShare.objects.filter(paper=paper).values_list("incident__reference", flat=True))


def papers_that_use(incident: Incident) -> int:
    """How many issued papers used an incident."""
    found: int = PaperShare.objects.filter(incident=incident).aggregate(n=Count("paper", distinct=True))["n"]
    return found


def _share_with_incident(paper: uuid.UUID, used: Used, on: datetime.date) -> bytes:
    incident = Incident.objects.select_for_update(of=("self",)).filter(reference=used.reference).first()
    page: PublicIncident | None = None
    if not used.scope:
        page = public_incidents(on).filter(reference=used.reference).first()
    if incident is None or (not used.scope and page is None):
        raise NotThere
    if used.scope and not still_allowed(incident, used.scope, used.people, on):
        raise NotThere
    row = PaperShare(incident=incident, paper=paper, scope=used.scope)
    part = _new_part()
    row.share, row.people = _as_text(part), json.dumps(used.people)
    row.page = json.dumps(page.page) if page else ""
    row.save()
    return part


def _shares(paper: uuid.UUID) -> list[PaperShare]:
    return list(PaperShare.objects.filter(paper=paper).select_related("incident__data_key").order_by("pk"))


def _new_part() -> bytes:
    return secrets.token_bytes(LENGTH)


def _as_text(part: bytes) -> str:
    return base64.b64encode(part).decode()


def _key_of(parts: Sequence[bytes]) -> Fernet:
    """The key: all parts, each bit of it the sum of theirs. Without one of them the others say nothing of it."""
    if not parts:
        raise ValueError("A paper that used nothing of the room has no key of the room.")
    key = 0
    for part in parts:
        key ^= int.from_bytes(part)
    return Fernet(base64.urlsafe_b64encode(key.to_bytes(LENGTH)))
