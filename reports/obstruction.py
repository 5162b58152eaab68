"""Reprisals, intimidation and obstruction in a public paper: what stands on published pages, and nothing else."""

from collections.abc import Iterator

from django.conf import settings
from django.utils.translation import gettext as _

from exports.document import Block, Inline, ListBlock, Run, paragraph
from reprisals.models.projection import PublicIncident

from . import reads, wording
from .claims import Cite, Claims, of_printed
from .record import Record


def incidents(claims: Claims, record: Record, whole: bool = False) -> Iterator[Block]:
    """Each published incident as a point. whole: with the summary of its page, else how sure it is alone."""
    if record.incidents:
        yield ListBlock(tuple(_incident(claims, one, whole) for one in record.incidents))


def _incident(claims: Claims, one: PublicIncident, whole: bool) -> tuple[Block, ...]:
    claims.read(reads.of_incident(one))
    page = one.page
    when = f" ({_when(page)})" if page["began_on"] else ""
    cites = cites_of(one)
    known: tuple[Inline, ...] = (Run(_("How sure it is: %(confidence)s.") % {"confidence": one.get_confidence_display().lower()}),)
    if claims.language == "en":
        said = [paragraph(claims.said(f"{one.title.rstrip('.')}{when}.", cites))]
        texts = page["summary"].split("\n\n") if whole else []
        said += [paragraph(" ".join(text.split())) for text in texts if text.strip()]
        reason = page["confidence_reason"]
        said.append(paragraph((*known, Run(f" {reason}")) if reason else known))
        return tuple(said)
    lead = f"{one.get_kind_display()}{when}."
    texts = [one.title, *(page["summary"].split("\n\n") if whole else []), page["confidence_reason"]]
    return (
        paragraph(claims.said(lead, cites)),
        *(claims.theirs(text) for text in texts if text.strip()),
        paragraph(known),
    )


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
