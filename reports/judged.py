"""What organisations judge of the recommendations, and which were made and not accepted."""

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from exports.document import Block, ListBlock, Part, Quotation, Run, paragraph
from recommendations.models import Assessment, Category, Judgement, Recommendation

from . import reads, state_names, wording
from .claims import Cite, Claims, of_citations, of_source, quoted
from .figures import of_record_of
from .record import Record

NOT_ACCEPTED = (Category.NOTED, Category.REJECTED)


def of_reviews(claims: Claims, record: Record) -> Iterator[Block]:
    """What organisations judge of each review's recommendations together, always saying of which review."""
    return _judged(claims, record.assessments)


def of_main(claims: Claims, record: Record) -> Iterator[Block]:
    """The same of the review that the paper is about."""
    return _judged(claims, [one for one in record.assessments if one.review_id == record.main.pk])


def of_earlier(claims: Claims, record: Record) -> Iterator[Block]:
    """The same of all other reviews."""
    return _judged(claims, [one for one in record.assessments if one.review_id != record.main.pk])


def _judged(claims: Claims, there: list[Assessment]) -> Iterator[Block]:
    for (review, organisation, on), group in groupby(there, key=_together):
        judged = list(group)
        claims.read(*(reads.of_assessment(one) for one in judged))
        values = {"organisation": organisation, "year": wording.year(review), "date": wording.date(on)}
        text = _("%(organisation)s on the recommendations accepted in %(year)s (%(date)s):") % values
        cites = [cite for one in judged for cite in of_citations(one.citations.all())]
        yield claims.paragraph(text, cites)
        yield ListBlock(tuple(_judgement(claims, one) for one in judged))


def spoken(one: Assessment) -> str:
    """One judgement of a review's recommendations in a sentence to be read aloud."""
    values = {"organisation": one.organisation.name, "year": wording.year(one.review) if one.review else ""}
    text = _("%(organisation)s on the recommendations accepted in %(year)s: %(said)s")
    return text % (values | {"said": _in_words(one)})


def _together(one: Assessment) -> tuple[Any, ...]:
    return one.review, one.organisation, one.assessed_on


def _judgement(claims: Claims, one: Assessment) -> tuple[Block, ...]:
    """One judgement as a point: its name in the paper's language, extent and reasons as they are recorded."""
    if claims.language == "en":
        return (paragraph(_in_words(one)),)
    label = str(Judgement(one.judgement).label)
    said = " ".join(wording.sentence(text) for text in (one.extent, one.reasons) if text)
    return (paragraph(label + _(":")), claims.theirs(said)) if said else (paragraph(f"{label}."),)


def _in_words(one: Assessment) -> str:
    """Too weak or vague: dozens of the 284 accepted. Why. In English, as it is recorded."""
    label = str(Judgement(one.judgement).label)
    extent = wording.within_a_sentence(one.extent.rstrip("."))
    if one.judgement == Judgement.MISSING and one.reasons:  # its reasons say what is missing, its label only that
        return f"Of {extent}: {wording.sentence(one.reasons)}" if extent else wording.sentence(one.reasons)
    judged = f"{label}: {extent}" if extent else label
    return " ".join(wording.sentence(text) for text in (judged, one.reasons) if text)


def singled_out(claims: Claims, record: Record) -> Iterator[Block]:
    """Each recommendation that the case singles out: its words, who made it, the answer, and what is judged of it."""
    for one in record.singled_out:
        claims.read(reads.of_recommendation(one), *(reads.of_assessment(judged) for judged in one.assessments.all()))
        values = {
            "states": state_names.listed([made.state for made in one.recommenders.all()]),
            "year": wording.year(one.review),
            "position": one.get_position_display(),
        }
        text = _("%(position)s in %(year)s, recommended by %(states)s:") % values
        yield claims.paragraph(text, cites_of(one), claims.as_theirs(one.note) if one.note else "")
        yield Quotation((_words_of(claims, one),))
        for judged in one.assessments.all():
            yield paragraph(claims.said(_of_one(claims, judged), of_citations(judged.citations.all())))


def _of_one(claims: Claims, judged: Assessment) -> str:
    values = {
        "organisation": judged.organisation,
        "date": wording.date(judged.assessed_on),
        "judgement": judged.get_judgement_display().lower(),
    }
    text = _("%(organisation)s (%(date)s): %(judgement)s.") % values
    return f"{text} {wording.sentence(judged.reasons)}".strip() if claims.language == "en" else text


def _words_of(claims: Claims, one: Recommendation) -> Block:
    said = paragraph((Run(quoted(one.text) if one.language == claims.language else f"“{one.text.strip()}”"),))
    return said if one.language == claims.language else Part(one.language, (said,))


def cites_of(one: Recommendation) -> tuple[Cite, ...]:
    """Where a recommendation stands: its paragraph of the report; else what it cites; else where its position is."""
    if one.paragraph and one.review.report:
        return of_source(one.review.report, _("para. %(n)s") % {"n": one.paragraph})
    if cited := of_citations(one.citations.all()):
        return cited
    position = next((row for row in reversed(one.path) if row.source), None)
    return of_source(position.source, position.locator) if position else ()


def not_accepted(claims: Claims, record: Record, most: int) -> Iterator[Block]:
    """What was asked and not accepted, up to so many, first what most States asked, then what is most specific.

    Nothing where the review is not recorded whole.
    """
    found = record.most_asked(tuple(str(one) for one in NOT_ACCEPTED), most)
    if not found:
        return
    n = record.not_accepted_count
    text = ngettext(
        "%(n)s recommendation was noted or rejected:",
        "%(n)s recommendations were noted or rejected. Of these, %(most)s, those that most States made first:",
        n,
    )
    values = {"n": wording.number(n), "most": wording.number(len(found))}
    yield claims.paragraph(text % values, of_record_of(record))
    yield ListBlock(tuple(_asked(claims, one) for one in found))


def _asked(claims: Claims, one: Recommendation) -> tuple[Block, ...]:
    """A recommendation as a point: who asked and what became of it in our words, its text in its own."""
    claims.read(reads.of_recommendation(one))
    values = {
        "states": state_names.listed([made.state for made in one.recommenders.all()]),
        "position": wording.within_a_sentence(str(one.get_position_display())),
        "paragraph": _("para. %(n)s") % {"n": one.paragraph} if one.paragraph else _("paragraph not recorded"),
    }
    whose = _("%(states)s; %(paragraph)s; %(position)s") % values
    if one.language == claims.language:
        return (paragraph((Run(quoted(one.text)), *claims.said(f" ({whose})", cites_of(one)))),)
    return claims.paragraph(whose + _(":"), cites_of(one)), _words_of(claims, one)


def implementation(claims: Claims, record: Record) -> Iterator[Block]:
    """How many recommendations are judged to be implemented, or not: as counted in the record."""
    counted = [
        (str(judgement.label), record.implementation[judgement])
        for judgement in (
            Judgement.IMPLEMENTED,
            Judgement.PARTIAL_PROGRESS,
            Judgement.NO_PROGRESS,
            Judgement.REGRESSION,
            Judgement.UNVERIFIABLE,
        )
        if judgement in record.implementation
    ]
    if not counted:
        return
    said = "; ".join(f"{label}: {wording.number(n)}" for label, n in counted)
    text = _("How recommendations of %(year)s are judged, by organisations, one by one: %(said)s.")
    values = {"year": wording.year(record.main), "said": said}
    yield claims.paragraph(text % values, of_record_of(record))
