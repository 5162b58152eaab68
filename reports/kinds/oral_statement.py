"""The oral statement: a text to be read in the time there is, its sources listed below it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from exports.document import Block, Document, Inline, heading, paragraph, points
from reports import demanded, figures, frame, judged, wording
from reports.asked import Asked
from reports.claims import Cite, Claims, of_citations
from reports.counting import words_of
from reports.draft import Draft
from reports.limits import WARN_FROM, length_of, warnings_of
from reports.models import Situation
from reports.record import Record

from .kind import Kind


@wording.in_its_language
def draft(asked: Asked, by: Any = None) -> Draft:
    """What can be read well in the time: figures, then judgements and demands as long as they fit."""
    record = Record(asked)
    asked = replace(asked, situation=asked.situation or _situation(record))
    record, claims = Record(asked), Claims(asked.language, in_notes=False)
    spoken = _spoken(asked, claims, record)
    length = length_of(asked, tuple(spoken))
    document = Document(
        title=_("%(review)s: oral statement") % {"review": wording.sentence_start(wording.review_of(record.main))},
        language=asked.language,
        subject=wording.session(asked.session),
        author=asked.organisation.name if asked.organisation else "",
        blocks=(
            frame.for_session(record, by_whom=True),
            paragraph(" ".join((str(Situation(asked.situation).label) + ".", *warnings_of(length)[:1]))),
            *spoken,
            heading(1, _("Sources, not to be read")),
            points(claims.sources(), numbered=True),
            *frame.about(record),
        ),
    )
    warnings = (*warnings_of(length), *claims.gaps)
    return Draft(asked, document, length, claims.records, tuple(claims.unsourced), warnings=warnings)


def _situation(record: Record) -> str:
    """The adoption where the outcome is adopted at this session, else the general debate."""
    at_adoption = record.main.hrc_session_id == record.asked.session.pk
    return str(Situation.ADOPTION if at_adoption else Situation.GENERAL_DEBATE)


def _spoken(asked: Asked, claims: Claims, record: Record) -> list[Block]:
    """The text to be read: what must be said, then what still fits, chosen by its weight and told in its order."""
    limit = length_of(asked, ()).limit
    most = WARN_FROM * limit if limit else None  # who reads needs breath
    opens: list[Block] = [
        paragraph(_("Mr./Madam President,")),
        figures.opening(figures.tally(claims, record, spoken=True)),
        figures.opening(figures.shares_in_a_sentence(claims, record)),
    ]
    thanks = paragraph(_("Thank you."))
    told = list(_thoughts(record))
    chosen: list[int] = []
    for n in sorted(range(len(told)), key=lambda n: told[n].weight):
        tried = Claims(asked.language, in_notes=False)
        said = [paragraph(told[one].say(tried)) for one in (*chosen, n)]
        if most is None or words_of(*opens, *said, thanks) < most:
            chosen.append(n)
    return [*opens, *(paragraph(told[n].say(claims)) for n in sorted(chosen)), thanks]


@dataclass(frozen=True, slots=True)
class _Thought:
    """What can be said, one paragraph; the least weight goes in first."""

    weight: int
    say: Callable[[Claims], tuple[Inline, ...]]


def _thoughts(record: Record) -> Iterator[_Thought]:
    """What can be said beyond the figures, in the order in which it is told."""
    yield _Thought(3, lambda claims: figures.earlier_cycles(claims, record))
    for one in record.assessments:
        is_of_main = one.review_id == record.main.pk
        yield _Thought(0 if is_of_main else 4, _said(judged.spoken(one), of_citations(one.citations.all())))
    yield _Thought(2, lambda claims: demanded.votes_in_a_row(claims, record))
    for text, cites in demanded.spoken(record):
        yield _Thought(1, _said(text, cites))


def _said(text: str, cites: tuple[Cite, ...]) -> Callable[[Claims], tuple[Inline, ...]]:
    return lambda claims: claims.said(text, cites)


ORAL_STATEMENT = Kind(
    name="oral-statement",
    label=gettext_lazy("Oral statement"),
    formats=("docx", "pdf"),
    needs=("case|reviews|state",),
    draft=draft,
)
