"""A session pack: the papers for one session, each of them issued, and a cover note of deadlines and lengths.

Public papers alone. All of them are frozen in one transaction, or none; what cannot be made is told in the cover note.
"""

import datetime
import io
import zipfile
from collections.abc import Generator, Iterable, Iterator, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from exports import docx_file
from exports.document import Block, Document, Table, heading, paragraph, points, words
from recommendations.clocks import StepDate, dates_of_review, dates_of_session
from recommendations.importers.uploading import Progress
from recommendations.models import Review, Session
from reprisals.disclosure import RoomShut

from . import wording
from .asked import Asked
from .filters import session_slug
from .handing_out import Blocked, content_of
from .issuing import NotIssued, Ready, keep, ready_in_steps
from .kinds import KINDS
from .making import CannotBeMade, draft
from .models import Pack, Report

MOMENT = (1980, 1, 1, 0, 0, 0)  # of every file in it: when it was made stands in the cover note


def pack_in_steps(
    asked: Sequence[Asked], by: Any, formats: Iterable[str], at: datetime.datetime | None = None
) -> Generator[Progress, None, Pack]:
    """Makes the papers, a step for each file, then keeps all of them at once. Raises NotIssued where none can be made.

    asked: what for, one for each kind. formats: those that a kind does not have are left out for it.
    """
    formats, ready, not_made = list(formats), list[Ready](), list[list[str]]()
    for n, one in enumerate(asked, 1):
        kind = KINDS[one.kind]
        words_of_step = {"kind": kind.label, "n": n, "of": len(asked)}
        yield Progress(_("%(kind)s (%(n)s of %(of)s)") % words_of_step)
        if kind.confidential:
            raise NotIssued(_("A pack holds public papers alone."))
        own = [name for name in formats if name in kind.formats] or list(kind.formats[:1])
        try:
            made = yield from ready_in_steps(draft(one, by), by, own)
        except (NotIssued, CannotBeMade) as wrong:
            not_made.append([str(kind.label), str(wrong)])
            continue
        if made.findings:
            not_made.append([str(kind.label), " ".join(finding.text for finding in made.findings)])
        else:
            ready.append(made)
    if not ready:
        raise NotIssued(*(f"{label}: {why}" for label, why in not_made))
    yield Progress(_("Keeping the papers"))
    return keep_all(ready, not_made, by, at or timezone.now())


@transaction.atomic
def keep_all(ready: Sequence[Ready], not_made: Sequence[Sequence[str]], by: Any, at: datetime.datetime) -> Pack:
    """Issues the papers and keeps what belongs together. Raises as `keep` does; nothing is kept then."""
    reports = [keep(one, by, at=at) for one in ready]
    asked = ready[0].draft.asked
    lengths = [_length(one) for one in ready]
    cover = {"deadlines": deadlines(asked), "lengths": lengths, "not_made": [list(one) for one in not_made]}
    numbers = [report.paper.hex for report in reports]
    return Pack.objects.create(session=session_slug(asked.session), papers=numbers, cover=cover, made_at=at, made_by=by)


def deadlines(asked: Asked) -> list[list[str]]:
    """The dates of the session, and of the reviews that were asked for: what, when, and how it is known."""
    rows = [*_rows(str(asked.session), dates_of_session(asked.session))]
    for review in _reviews(asked):
        rows += _rows(str(review), dates_of_review(review))
    return rows


def reports_of(pack: Pack) -> list[Report]:
    """The papers of a pack, in their order."""
    found = {report.paper.hex: report for report in Report.objects.filter(paper__in=pack.papers)}
    return [found[number] for number in pack.papers if number in found]


def zip_of(pack: Pack, by: Any) -> bytes:
    """The pack as a ZIP: its papers as they are handed out now, and the cover note, which names those that are not."""
    blocked: list[str] = []
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as packed:
        for report in reports_of(pack):
            for file in report.files.order_by("pk"):
                try:
                    content = content_of(file, by)
                except (Blocked, RoomShut) as why:
                    blocked.append(f"{report.kind}.{file.format}: {why}")
                    continue
                packed.writestr(_entry(file_name(report, file.format)), content)
        packed.writestr(_entry(f"{pack.session}-cover-note.docx"), docx_file.write(cover_note(pack, blocked)))
    return raw.getvalue()


def file_name(report: Report, file_format: str) -> str:
    """How a file of a paper is called: by its kind, session and number, and by nothing of what it says."""
    return f"{report.kind}-{report.session}-{report.paper.hex[:8]}.{file_format}"


def cover_note(pack: Pack, blocked: Sequence[str] = ()) -> Document:
    """The cover note as a paper. It names nobody."""
    title = _("Papers for session %(session)s") % {"session": pack.session.partition("-")[2]}
    return Document(title, "en", tuple(_cover(pack, blocked)))


def _cover(pack: Pack, blocked: Sequence[str]) -> Iterator[Block]:
    made_on = wording.day(timezone.localdate(pack.made_at))
    yield paragraph(_("Made on %(date)s.") % {"date": made_on})
    if rows := pack.cover["deadlines"]:
        yield heading(1, _("Dates"))
        yield _table((_("Of"), _("What"), _("When"), _("How it is known")), rows)
    yield heading(1, _("Papers and their length"))
    yield _table((_("Paper"), _("Words"), _("Limit"), _("Rule")), pack.cover["lengths"])
    for title, lines in (
        (_("Not made, and why"), [": ".join(one) for one in pack.cover["not_made"]]),
        (_("Made, and not handed out any more"), list(blocked)),
    ):
        if lines:
            yield heading(1, title)
            yield points(lines)


def _table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> Table:
    return Table(tuple(words(text) for text in header), tuple(tuple(words(cell) for cell in row) for row in rows))


def _length(ready: Ready) -> list[str]:
    length, kind = ready.draft.length, KINDS[ready.draft.asked.kind]
    limit = str(length.limit) if length.limit is not None else _("none")
    return [str(kind.label), str(length.words), limit, length.rule or "–"]


def _rows(of: str, dates: Iterable[StepDate]) -> list[list[str]]:
    return [[of, one.name, one.spoken, _("recorded") if one.is_stated else one.counted] for one in dates]


def _reviews(asked: Asked) -> Iterable[Review]:
    if asked.reviews or not asked.case:
        return asked.reviews
    of_session = asked.session if asked.session.kind == Session.Kind.HRC else None
    found = asked.case.reviews.filter(published_at__isnull=False).select_related("state", "wg_session", "hrc_session")
    return [review for review in found if of_session is None or review.hrc_session_id == of_session.pk]


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, MOMENT)
    entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
    return entry
