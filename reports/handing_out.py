"""Handing an issued paper out: whether it may be, asked anew each time, and its bytes."""

import datetime
import json
import uuid
from collections.abc import Iterable
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from django.db.models import Q, QuerySet
from django.utils import timezone

from reprisals import disclosure, paper_keys

from .models import Report, ReportFile


class Blocked(Exception):
    """A paper that is not handed out; `reasons` says why, in words."""

    def __init__(self, reasons: Iterable[str]) -> None:
        self.reasons = list(reasons)
        super().__init__(" ".join(self.reasons))


def papers_for(user: Any) -> QuerySet[Report]:
    """The issued papers that somebody may know of: confidential ones are for those who work on what they tell."""
    confidential = paper_keys.confidential_papers_for(user)
    return Report.objects.filter(Q(is_confidential=False) | Q(paper__in=confidential))


def why_blocked(report: Report, on: datetime.date | None = None) -> list[str]:
    """Why a paper is not handed out now; empty where it may be. Raises RoomShut for what used the room."""
    if not report.is_sealed:
        return []
    return paper_keys.why_blocked(report.paper, report.key_parts, on or timezone.localdate())


def blocked_at_sight(reports: Iterable[Report], on: datetime.date | None = None) -> set[uuid.UUID]:
    """Those of a list that cannot be handed out, as far as it can be told without opening anything."""
    parts = {report.paper: report.key_parts for report in reports if report.is_sealed}
    return paper_keys.blocked_at_sight(parts, on or timezone.localdate()) if parts else set()


def content_of(file: ReportFile, by: Any) -> bytes:
    """The file. Raises Blocked, and RoomShut where the room is shut; PermissionDenied for who is not at the door.

    by: who asks; for a confidential paper, who is at the door (`disclosure.at_the_door`). Written into the log then.
    """
    report = file.report
    if report.is_confidential:
        user = disclosure.require_door(by).user
        if not papers_for(user).filter(pk=report.pk).exists():
            raise Blocked([])
    if reasons := why_blocked(report):
        raise Blocked(reasons)
    if not report.is_sealed:
        return bytes(file.content)
    content = _opener(report).decrypt(bytes(file.content))
    if report.is_confidential:
        told = paper_keys.told_in(report.paper)
        disclosure.note_paper(by, report.kind, [(reference, ()) for reference in told], f"file {file.format}")
    return content


def opened(report: Report) -> dict[str, Any]:
    """What stands in a paper sealed: its sections, what it read of the room, the SHA-256 of its files themselves.

    Empty where nothing does. Raises Blocked where its key is destroyed, and RoomShut.
    """
    if not report.is_sealed:
        return {}
    found: dict[str, Any] = json.loads(_opener(report).decrypt(bytes(report.sealed)))
    return found


def _opener(report: Report) -> Fernet:
    """Raises Blocked where a part of the key is gone, or is not the one that it was."""
    try:
        key = paper_keys.opener_of(report.paper, report.key_parts)
        key.decrypt(bytes(report.sealed))
    except (paper_keys.KeyGone, InvalidToken):
        raise Blocked([paper_keys.why_gone()]) from None
    return key
