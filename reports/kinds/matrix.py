"""The matrix of recommendations, in the form that OHCHR gave it in 2019, with our assessments, or in 2025."""

import datetime
import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from exports.document import (
    Across,
    Block,
    Document,
    Footnote,
    Paragraph,
    Run,
    Table,
    heading,
    paragraph,
    points,
)
from recommendations.models import CATEGORIES, Assessment, Category, CountUnit, Review
from reports.asked import Asked
from reports.counting import words_of
from reports.draft import Draft, Length, Read
from reports.matrix.forms import (
    FORMS,
    NOT_RECORDED,
    Form,
    cited,
    is_sourced,
    judged,
    name_of,
    spoken,
)
from reports.matrix.record import ReviewRows, load
from reports.matrix.sheet import Values, assessment_text, sheet, values_of

from .kind import Kind

HOW_TO_READ = (
    "Supported and Noted are the UN's classes. Where the State's own answer says more, it is told: “Supported/Noted” "
    "is accepted in part, “Not supported” is rejected in the State's own word; the UN counts both as noted."
)


def draft(asked: Asked, by: Any) -> Draft:
    """The matrix of the reviews, the case or the State that was asked for; of published reviews alone.

    Raises LookupError where there is none.
    In English whatever is spoken around it, as OHCHR's are.
    """
    with translation.override("en"):
        return _draft(asked)


def _draft(asked: Asked) -> Draft:
    form = FORMS[asked.form or "2019"]
    found = load(asked)
    if not found:
        raise LookupError
    blocks = tuple(block for of_review in found for block in _blocks(of_review, form, asked, len(found) > 1))
    document = Document(
        title=_title(found, asked),
        language="en",
        blocks=blocks,
        subject="Matrix of recommendations",
        author=asked.organisation.name if asked.organisation else "",
        form="ohchr",
        landscape=True,
        running_head=_running_head(found),
    )
    values = values_of(found, form)
    return Draft(
        asked=asked,
        document=document,
        length=Length(words_of(document)),
        read=tuple(_reads(found, form, values)),
        unsourced=tuple(_unsourced(found, form)),
        table=sheet(found, form, asked, values, _announced(found)),
        warnings=tuple(_warnings(found, asked)),
    )


def _title(found: list[ReviewRows], asked: Asked) -> str:
    if len(found) == 1:
        return f"Matrix of recommendations: {_named(found[0].review)}"
    return f"Matrix of recommendations: {asked.case}" if asked.case else "Matrix of recommendations"


def _named(review: Review) -> str:
    return f"{review.state.name}, Universal Periodic Review of {review.when}" if review.when else str(review)


def _running_head(found: list[ReviewRows]) -> str:
    """By which the reader of OHCHR's matrices knows the review: UPR of Slovenia (4th Cycle - 48th Session)."""
    review = found[0].review if len(found) == 1 else None
    if review is None or review.wg_session is None:
        return "Matrix of recommendations"
    cycle, session = _ordinal(review.cycle), _ordinal(review.wg_session.number)
    return f"UPR of {review.state.name} ({cycle} Cycle - {session} Session): matrix of recommendations"


def _ordinal(number: int) -> str:
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


# The paper


def _blocks(of_review: ReviewRows, form: Form, asked: Asked, is_one_of_several: bool) -> Iterator[Block]:
    if is_one_of_several:
        yield heading(1, str(of_review.review))
    yield _tally(of_review)
    yield _recorded(of_review, asked.on)
    yield paragraph(HOW_TO_READ)
    if form.has_assessments and of_review.assessments:
        yield paragraph("Organisations judge these recommendations together:")
        yield points([(Run(judged(one)), *_note_of_sources(one)) for one in of_review.assessments])
    if of_review.rows:
        yield Table(form.header, tuple(_rows(of_review, form)), widths=form.widths)


def _rows(of_review: ReviewRows, form: Form) -> Iterator[Any]:
    for theme, rows in of_review.by_theme():
        if theme or len(rows) < len(of_review.rows):
            yield Across((Run(f"Theme: {theme.name if theme else NOT_RECORDED}"),))
        for row in rows:
            yield form.cells(row)


def _tally(of_review: ReviewRows) -> Paragraph:
    """The announced figures with their source, which open each paper; or that none are recorded."""
    tally = of_review.tally
    if tally is None:
        return paragraph("No announced figures are recorded of this review.")
    counted = "; ".join(f"{n} {Category(name).label.lower()}" for name, n in tally.counts.items())
    said = f"Announced: {tally.total} recommendations ({tally.get_unit_display()}): {counted}."
    place = f", {tally.locator}" if tally.locator else ""
    note = (Run(name_of(tally.source), link=tally.source.link), Run(f"{place}, {spoken(tally.source.issued_on)}."))
    return Paragraph((Run(said), Footnote((*note, *([Run(f" {tally.note}")] if tally.note else [])))))


def _recorded(of_review: ReviewRows, on: datetime.date) -> Paragraph:
    """What this matrix holds of it, in which unit, as of when, and of which report its paragraphs are."""
    whole = [row for row in of_review.rows if row.recommendation.parent_id is None]
    held = Counter(row.category for row in whole)
    counted = "; ".join(f"{held[name]} {Category(name).label.lower()}" for name in CATEGORIES if held[name])
    unit = CountUnit(of_review.unit).label if of_review.unit == CountUnit.PARAGRAPHS else "texts of UPR Info's rows"
    said = f"In this matrix: {len(whole)} ({unit}){f': {counted}' if counted else ''}; as of {spoken(on.isoformat())}."
    report = of_review.review.report
    if report is None:
        return paragraph(said)
    dated = f" ({spoken(report.issued_on)})." if report.issued_on else "."
    return Paragraph((Run(f"{said} Paragraphs are those of "), Run(name_of(report), link=report.link), Run(dated)))


def _announced(found: list[ReviewRows]) -> dict[str, str]:
    """The sentence that opens the paper, of each review, without its note."""
    return {
        one.review.slug: "".join(run.text for run in _tally(one).inlines if isinstance(run, Run)) for one in found
    } | {"positions": HOW_TO_READ}


def _note_of_sources(assessment: Assessment) -> Iterator[Footnote]:
    runs = [run for citation in assessment.citations.all() for run in (*cited(citation), Run("; "))]
    if runs:
        yield Footnote((*runs[:-1], Run(".")))


# What it read, and what it cannot prove


def _reads(found: Iterable[ReviewRows], form: Form, values: Values) -> Iterator[Read]:
    for of_review in found:
        review = of_review.review
        tally = of_review.tally
        used = [tally.counts, tally.total, str(tally.source), tally.locator, tally.note] if tally else []
        judged_together = [assessment_text(one) for one in of_review.assessments] if form.has_assessments else []
        yield _read(review, review.slug, [str(review), str(review.report), used, judged_together])
        for row in of_review.rows:
            one = row.recommendation
            yield _read(one, f"{review.slug}/{one.key}", [*values[one.pk]])


def _read(record: Any, key: str, used: list[Any]) -> Read:
    digest = hashlib.sha256(json.dumps(used, ensure_ascii=False).encode()).hexdigest()
    return Read(record._meta.label_lower, key, record.get_absolute_url(), digest, str(record))


def _unsourced(found: Iterable[ReviewRows], form: Form) -> Iterator[str]:
    for of_review in found:
        for row in of_review.rows:
            one = row.recommendation
            if not is_sourced(row):
                yield f"What was asked: {one}"
            if row.position and not row.position.source:
                yield f"The position on {one}"
        judgements = [*of_review.assessments, *(one for row in of_review.rows for one in row.assessments)]
        for assessment in judgements if form.has_assessments else ():
            if not assessment.citations.all():
                yield f"The assessment of {assessment.recommendation or assessment.review} by {assessment}"


def _warnings(found: list[ReviewRows], asked: Asked) -> Iterator[str]:
    there = {of_review.review.pk for of_review in found}
    for review in asked.reviews:
        if review.pk not in there:
            yield f"{review} is not published and was left out."
    for of_review in found:
        if of_review.left_out:
            yield f"{of_review.review}: {of_review.left_out} texts that only UPR Info's rows hold were left out."


MATRIX = Kind(
    name="matrix",
    label=_("Matrix of recommendations"),
    formats=("docx", "pdf", "xlsx", "csv"),
    needs=("case|reviews|state",),
    draft=draft,
)
