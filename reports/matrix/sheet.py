"""The matrix as a sheet of a spreadsheet: the same rows, with what has no place in OHCHR's forms."""

import datetime
from collections.abc import Callable
from operator import itemgetter

from exports.table import Cell, Column, Table
from recommendations.columns import permanent_address
from recommendations.models import Assessment, Axis
from reports.asked import Asked

from .forms import Form, goals, judged, note_of, position_of, source_of_position
from .record import ReviewRows, Row

Values = dict[int, tuple[Cell, ...]]


def values_of(found: list[ReviewRows], form: Form) -> Values:
    """What the sheet says of each recommendation, by its key in the database; taken while English is spoken."""
    named = columns(form)
    rows = (row for of_review in found for row in of_review.rows)
    return {row.recommendation.pk: tuple(column.cell(row) for column in named) for row in rows}


def sheet(found: list[ReviewRows], form: Form, asked: Asked, values: Values, notes: dict[str, str]) -> Table:
    """All rows of all reviews. notes: what the file says of itself."""
    return Table(
        name="matrix",
        columns=[Column(column.name, column.help, itemgetter(at)) for at, column in enumerate(columns(form))],
        records=list(values.values()),
        count=len(values),
        filtered="; ".join(str(of_review.review) for of_review in found),
        address="; ".join(permanent_address(of_review.review) for of_review in found),
        exported_at=datetime.datetime.combine(asked.on, datetime.time(), datetime.UTC),
        notes=notes,
    )


def columns(form: Form) -> list[Column]:
    judgements = Column(
        "assessments",
        "What organisations judge of it, with sources, joined by semicolons.",
        lambda r: [assessment_text(one) for one in r.assessments],
    )
    return [
        Column("review", "Address part of the review.", lambda r: r.recommendation.review.slug),
        Column("paragraph", "Paragraph of the report; empty if not recorded.", lambda r: r.recommendation.paragraph),
        Column("recommendation", "What was asked.", lambda r: r.recommendation.text),
        Column("recommending_states", "Who asked.", _senders),
        Column("position", "As the matrix prints it.", position_of),
        Column("position_category", "Category of the position.", lambda r: r.category),
        Column("position_own_words", "The State's own words.", lambda r: r.position.own_words if r.position else ""),
        Column("position_reason", "The reason that the State gave.", lambda r: r.position.reason if r.position else ""),
        Column("source_of_position", "Document and place.", source_of_position),
        Column("themes", "Themes, joined by semicolons.", _themes(Axis.THEME)),
        Column("affected", "Affected persons, joined by semicolons.", _themes(Axis.AFFECTED)),
        Column("sdgs", "Goals, joined by semicolons.", goals),
        *([judgements] if form.has_assessments else []),
        Column("note", "What a reader must know.", note_of),
        Column("address", "Permanent address.", lambda r: permanent_address(r.recommendation)),
    ]


def assessment_text(one: Assessment) -> str:
    sources = ", ".join(str(citation) for citation in one.citations.all())
    return f"{judged(one)} [{sources}]" if sources else judged(one)


def _senders(row: Row) -> Cell:
    return [str(one) for one in row.recommendation.recommenders.all()]


def _themes(axis: Axis) -> Callable[[Row], Cell]:
    return lambda row: [theme.name for theme in row.of(axis)]
