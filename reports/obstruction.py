"""Reprisals, intimidation and obstruction in a public paper: what stands on published pages, and nothing else."""

from collections.abc import Iterator

from django.conf import settings
from django.utils.translation import gettext as _

from exports.document import Block, ListBlock, paragraph
from reprisals.models.projection import PublicIncident

from . import reads, wording
from .claims import Cite, Claims, of_printed
from .record import Record


def incidents(claims: Claims, record: Record, whole: bool = False) -> Iterator[Block]:
    """Each published incident as a point: what, when, and how sure it is. whole: with why, and what its page says."""
    if record.incidents:
        yield ListBlock(tuple(_incident(claims, one, whole) for one in record.incidents))


def _incident(claims: Claims, one: PublicIncident, whole: bool) -> tuple[Block, ...]:
    claims.read(reads.of_incident(one))
    page, cites = one.page, cites_of(one)
    when = f" ({_when(page)})" if page["began_on"] else ""
    sure, reason = one.get_confidence_display(), page["confidence_reason"] if whole else ""
    texts = [text for text in page["summary"].split("\n\n") if text.strip()] if whole else []
    if claims.language == "en":
        known = f"{sure}: {wording.within_a_sentence(reason)}" if reason else sure
        said = claims.said(f"{one.title.rstrip('.')}{when}. {wording.sentence(known)}", cites)
        return paragraph(said), *(paragraph(" ".join(text.split())) for text in texts)
    lead = claims.said(f"{one.get_kind_display()}{when}. {sure}.", cites)
    return paragraph(lead), *(claims.theirs(text) for text in (one.title, *texts, reason) if text.strip())


def _when(page: dict[str, str]) -> str:
    began, ended = page["began_on"], page["ended_on"]
    if ended and ended != began:
        return _("%(began)s to %(ended)s") % {"began": wording.date(began), "ended": wording.date(ended)}
    return wording.date(began)


def cites_of(one: PublicIncident) -> tuple[Cite, ...]:
    """The sources that its page prints, and the page itself."""
    printed = [cite for row in one.page["citations"] for cite in of_printed(row["source"], row["place"])]
    address = f"{settings.SITE_URL}{one.get_absolute_url()}"
    ours = _("UPR Tracker, page %(reference)s") % {"reference": one.reference}
    return (*printed, Cite(ours, ours, address, prints_link=False)) if printed else ()
