"""Issuing a paper: from a draft to a frozen copy, in one transaction, or not at all.

A paper that used anything of the guarded room, published incidents too, is stored encrypted, with a key that is made
of one part for each thing that it used (`reprisals/paper_keys.py`): it can be read no longer than all of that lasts.
"""

import hashlib
import json
import uuid
from collections.abc import Generator, Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from cryptography.fernet import Fernet
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from exports.document import Footnote, Heading, Run
from exports.formats import FORMATS
from recommendations.importers.uploading import Progress
from reprisals import disclosure, paper_keys

from .checking import Finding, check
from .draft import Draft, Read
from .filters import as_filters, session_slug
from .kinds import KINDS
from .letterheads import under_letterhead
from .making import PAPERS, CannotBeMade, file_of
from .models import ReadRecord, Report, ReportFile

OF_ROOM = "reprisals."
OF_DESK = "reprisals.mission"


class NotIssued(Exception):
    """A paper that does not leave; `problems` says why, in words."""

    def __init__(self, *problems: str) -> None:
        super().__init__(" ".join(problems))
        self.problems = list(problems)


@dataclass(frozen=True, slots=True)
class Ready:
    """A paper with its files, looked through: what is left is to keep it."""

    draft: Draft
    files: dict[str, bytes]
    findings: tuple[Finding, ...]


def problems_of(draft: Draft, formats: Iterable[str]) -> list[str]:
    """Why a draft cannot be issued at all, whatever is let pass."""
    kind, found = KINDS.get(draft.asked.kind), []
    formats = list(formats)
    if not formats:
        found.append(_("Choose at least one format."))
    if kind is None or set(formats) - set(kind.formats):
        found.append(_("This kind of paper is not made in that format."))
    if draft.confidential and not draft.tells and not draft.uses_desk:
        found.append(_("Nothing may be told: see who was left out, and why."))
    if draft.length.is_over and draft.length.refuses:
        words = {"n": draft.length.words, "most": draft.length.limit}
        found.append(_("It has %(n)s words, and at most %(most)s are taken.") % words)
    return found


def ready_in_steps(draft: Draft, by: Any, formats: Iterable[str]) -> Generator[Progress, None, Ready]:
    """Writes the files and looks them through, a step for each. Raises NotIssued."""
    formats = list(dict.fromkeys(formats))
    if problems := problems_of(draft, formats):
        raise NotIssued(*problems)
    draft = replace(draft, document=under_letterhead(draft.document, draft.asked.organisation))
    files: dict[str, bytes] = {}
    for name in formats:
        yield Progress(_("Writing the %(format)s file") % {"format": name})
        try:
            files[name] = file_of(draft, name)
        except CannotBeMade as wrong:
            raise NotIssued(str(wrong)) from None
    yield Progress(_("Looking for what must not leave"))
    return Ready(draft, files, tuple(check(draft, files, by)))


def issue(draft: Draft, by: Any, formats: Iterable[str], *, why: str = "", at: datetime | None = None) -> Report:
    """Freezes a paper and its files. Raises NotIssued; PermissionDenied; RoomShut where it used anything of the room.

    by: who issues it; a confidential paper is issued by who is at the door (`disclosure.at_the_door`) alone.
    why: the reason for which claims without a source, or names that were found, may leave all the same.
    """
    steps = ready_in_steps(draft, by, formats)
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return keep(end.value, by, why=why, at=at)


@transaction.atomic
def keep(ready: Ready, by: Any, *, why: str = "", at: datetime | None = None) -> Report:
    """Stores a paper that is ready. Raises as `issue` does."""
    draft, at = ready.draft, at or timezone.now()
    user = disclosure.require_door(by).user if draft.confidential else by
    if not user.has_perm("reports.add_report"):
        raise PermissionDenied
    _require_clean(ready, why)
    paper = uuid.uuid4()
    try:
        key, parts = _key_for(draft, paper, at)
    except paper_keys.NotThere:
        raise NotIssued(_("What it tells of an incident may no longer be told. Make it anew.")) from None
    report = _row(draft, key, parts, why, ready.files)
    report.paper, report.issued_at, report.issued_by = paper, at, user
    report.save(force_insert=True)
    ReportFile.objects.bulk_create(_file(report, name, content, key) for name, content in ready.files.items())
    ReadRecord.objects.bulk_create(_read(report, one) for one in _once(draft.read) if not _is_of_room(one, draft))
    if draft.confidential:
        disclosure.note_paper(by, draft.asked.kind, [(one.reference, one.fields) for one in draft.tells], "issued")
    return report


def _require_clean(ready: Ready, why: str) -> None:
    final = [one.text for one in ready.findings if one.is_final]
    if final:
        raise NotIssued(*final)
    if ready.findings and not why.strip():
        raise NotIssued(*(one.text for one in ready.findings))


def _key_for(draft: Draft, paper: uuid.UUID, at: datetime) -> tuple[Fernet | None, int]:
    """What encrypts the paper, where it used anything of the room, and of how many parts its key is made."""
    if draft.confidential:
        used = [paper_keys.Used(one.reference, one.scope, one.people) for one in draft.tells]
    else:
        used = [paper_keys.Used(one.key) for one in _once(draft.read) if one.model.startswith(OF_ROOM)]
    if not used and not draft.uses_desk:
        return None, 0
    contacts = [int(one.key) for one in draft.read if one.model == OF_DESK] if draft.uses_desk else None
    return paper_keys.lock_up(paper, used, timezone.localdate(at), contacts)


def _row(draft: Draft, key: Fernet | None, parts: int, why: str, files: dict[str, bytes]) -> Report:
    """The row of a paper. What tells of the room stands in it sealed: of a confidential paper everything does."""
    asked = draft.asked
    report = Report(
        kind=asked.kind,
        session=session_slug(asked.session),
        language=asked.language,
        as_of=asked.on,
        words=draft.length.words,
        limit=draft.length.limit,
        rule=draft.length.rule[:300],
        is_confidential=draft.confidential,
        key_parts=parts,
    )
    of_room = {"sections": _sections(draft), "note": why.strip()}
    public: dict[str, Any] = {
        "title": draft.document.title[:300],
        "case": asked.case.slug if asked.case else "",
        "state": asked.state.iso3 if asked.state else "",
        "organisation": asked.organisation.slug if asked.organisation else "",
        "agenda_item": asked.agenda_item,
        "filters": as_filters(asked),
    }
    if key is None:
        _set(report, public | of_room)
        return report
    read = [asdict(one) for one in _once(draft.read) if _is_of_room(one, draft)]
    digests = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    sealed = of_room | {"read": read, "sha256": digests, "disclosed": list(draft.disclosed)}
    if draft.confidential:
        sealed |= public
    else:
        _set(report, public)
    report.sealed = key.encrypt(json.dumps(sealed).encode())
    return report


def _set(report: Report, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(report, name, value)


def _file(report: Report, name: str, content: bytes, key: Fernet | None) -> ReportFile:
    stored = key.encrypt(content) if key else content
    media_type = PAPERS.get(name) or FORMATS[name].content_type
    digest = hashlib.sha256(stored).hexdigest()
    return ReportFile(
        report=report, format=name, media_type=media_type, content=stored, sha256=digest, size=len(stored)
    )


def _read(report: Report, one: Read) -> ReadRecord:
    words = {"address": one.address[:300], "name": one.name[:300], "digest": one.digest}
    return ReadRecord(report=report, model=one.model, key=one.key, **words)


def _once(read: Iterable[Read]) -> list[Read]:
    """Each record once, as it was read first."""
    found: dict[tuple[str, str], Read] = {}
    for one in read:
        found.setdefault((one.model, one.key), one)
    return list(found.values())


def _is_of_room(one: Read, draft: Draft) -> bool:
    """Whether that it was read is not written in the clear: incidents never, nor anything by a confidential paper."""
    return draft.confidential or one.model.startswith(OF_ROOM)


def _sections(draft: Draft) -> list[str]:
    return ["".join(_said(block)) for block in draft.document.blocks if isinstance(block, Heading)]


def _said(block: Heading) -> Iterator[str]:
    for one in block.inlines:
        if isinstance(one, Run):
            yield one.text
        elif not isinstance(one, Footnote):
            yield " "
