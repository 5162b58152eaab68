"""The two forms of OHCHR's matrix: which columns each has, and what stands in their cells.

A matrix in either form can be read again by `recommendations.importers.ohchr_matrix`, as OHCHR's own can.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from exports.document import Break, Footnote, Inline, Run
from recommendations.columns import permanent_address
from recommendations.models import Assessment, Axis, Category, Citation, Judgement, PartialDate, Recommendation, Source

from .record import Row

# The UN's class where that is all; else words that also say what the State's own answer amounts to.
POSITIONS: dict[str, str] = {
    Category.ACCEPTED: "Supported",
    Category.ACCEPTED_BEING_IMPLEMENTED: "Supported/In the process of implementation",
    Category.ACCEPTED_ALREADY_IMPLEMENTED: "Supported/Already implemented",
    Category.PARTIALLY_ACCEPTED: "Supported/Noted",
    Category.NOTED: "Noted",
    Category.REJECTED: "Not supported",
    Category.PENDING: "Pending",
}
NOT_RECORDED = "not recorded"
UNSOURCED = "[source not recorded]"
_GOAL = re.compile(r"SDG (\d+): (.+)")
Cell = tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Form:
    """One form: the heading, width and cell of each column, and whether our assessments have a place in it."""

    name: str
    columns: tuple[tuple[str, int, Callable[[Row], Cell]], ...]
    has_assessments: bool

    @property
    def header(self) -> tuple[Cell, ...]:
        return tuple((Run(name),) for name, _width, _cell in self.columns)

    @property
    def widths(self) -> tuple[int, ...]:
        return tuple(width for _name, width, _cell in self.columns)

    def cells(self, row: Row) -> tuple[Cell, ...]:
        return tuple(cell(row) for _name, _width, cell in self.columns)


def asked_by(one: Recommendation) -> str:
    """What was asked and by whom, as the UN prints it: each ask with its States in brackets."""
    senders = list(one.recommenders.all())
    if not any(sender.own_words for sender in senders):
        return " ".join([one.text.strip(), *(f"({sender})" for sender in senders)])
    asks: list[tuple[list[str], list[str]]] = []  # words, and who said them
    for words in one.text.split("; "):
        theirs = [str(sender) for sender in senders if words in sender.own_words.split("; ")]
        if asks and asks[-1][1] == theirs:
            asks[-1][0].append(words)
        else:
            asks.append(([words], theirs))
    return "; ".join(" ".join(["; ".join(words), *(f"({name})" for name in names)]) for words, names in asks)


def position_of(row: Row) -> str:
    return POSITIONS[row.category]


def source_of_position(row: Row) -> str:
    """Such as "A/HRC/59/15/Add.1 - para. 3"; empty where no position is recorded yet."""
    if row.position is None:
        return ""
    source = row.position.source
    named = [name_of(source), row.position.locator] if source else [NOT_RECORDED]
    return " - ".join(part for part in named if part)


def name_of(source: Source) -> str:
    return source.symbol or str(source)


def spoken(date: str) -> str:
    return PartialDate(date).spoken if date else "date not recorded"


def goals(row: Row) -> list[str]:
    """Such as "16 - PEACE, JUSTICE AND STRONG INSTITUTIONS"."""
    named = (_GOAL.fullmatch(theme.name) for theme in row.of(Axis.SDG))
    return [f"{goal[1]} - {goal[2].upper()}" for goal in named if goal]


def judged(assessment: Assessment) -> str:
    """Who judged when, what, and why: in one line, without its sources."""
    who = assessment.organisation.acronym or assessment.organisation.name
    extent = f" ({assessment.extent})" if assessment.extent else ""
    said = [f"{who}, {spoken(assessment.assessed_on)}: {Judgement(assessment.judgement).label}{extent}"]
    return " ".join(f"{part.strip().rstrip('.')}." for part in (*said, assessment.reasons) if part.strip())


def cited(citation: Citation) -> tuple[Run, ...]:
    """A source with its place, linked: [A/HRC/59/NGO/1, page 2]."""
    place = f", {citation.locator}" if citation.locator else ""
    return (Run(name_of(citation.source), link=citation.source.link), Run(place))


def is_sourced(row: Row) -> bool:
    """Whether a document is recorded in which the recommendation stands: the report, one it cites, or the answer."""
    one = row.recommendation
    in_report = one.paragraph and one.review.report_id
    return bool(in_report or one.citations.all() or (row.position and row.position.source))


def note_of(row: Row) -> str:
    """What a reader must know of a recommendation; where it is not in the report, what it cites."""
    one = row.recommendation
    senders = "" if one.recommenders.all() else "Recommending State: not recorded."
    cites = "" if one.paragraph else "; ".join(str(citation) for citation in one.citations.all())
    source = f"Source: {cites}." if cites else "" if is_sourced(row) else UNSOURCED
    return " ".join(part for part in (one.note, source, senders) if part)


# Cells


def _text(row: Row) -> Cell:
    one = row.recommendation
    label = one.paragraph or "(Paragraph not recorded)"
    said: list[Inline] = [Run(label, link=permanent_address(one)), Run(f" {asked_by(one)}", language=_other(one))]
    if note := note_of(row):
        said.append(Footnote((Run(note),)))
    if source := source_of_position(row):
        said += [Break(), Run("Source of Position: ", bold=True), Run(source, link=_link(row))]
    return tuple(said)


def _other(one: Recommendation) -> str:
    return "" if one.language == "en" else one.language


def _link(row: Row) -> str:
    source = row.position.source if row.position else None
    return source.link if source else ""


def _position(row: Row) -> Cell:
    return (Run(position_of(row)),)


def _themes_2019(row: Row) -> Cell:
    lists = (("", _names(row, Axis.THEME)), ("SDGs:", goals(row)), ("Affected persons:", _names(row, Axis.AFFECTED)))
    return _lines(_lists(*lists))


def _themes_2025(row: Row) -> Cell:
    return _lines(_lists(("", _names(row, Axis.THEME)), ("Groups of Persons:", _names(row, Axis.AFFECTED))))


def _goals(row: Row) -> Cell:
    return _lines(_lists(("", goals(row))))


def _assessments(row: Row) -> Cell:
    """A line for each assessment, with its sources in brackets."""
    made: list[Inline] = []
    for assessment in row.assessments:
        made += [*([Break()] if made else []), Run(judged(assessment))]
        for citation in assessment.citations.all():
            made += [Run(" ["), *cited(citation), Run("]")]
        if not assessment.citations.all():
            made.append(Run(f" {UNSOURCED}"))
    return tuple(made)


def _names(row: Row, axis: Axis) -> list[str]:
    return [theme.name for theme in row.of(axis)]


def _lists(*lists: tuple[str, list[str]]) -> Iterator[str]:
    for heading, names in lists:
        if names and heading:
            yield heading
        yield from (f"- {name}" for name in names)


def _lines(lines: Iterator[str]) -> Cell:
    made: list[Inline] = []
    for line in lines:
        made += [*([Break()] if made else []), Run(line)]
    return tuple(made)


FORMS = {
    "2019": Form(
        "2019",
        (
            ("Recommendation", 10, _text),
            ("Position", 4, _position),
            ("Full list of themes", 7, _themes_2019),
            ("Assessment/comments on level of implementation", 8, _assessments),
        ),
        has_assessments=True,
    ),
    "2025": Form(
        "2025",
        (
            ("Recommendation and recommending State", 11, _text),
            ("Position of the State under review", 4, _position),
            ("Human rights themes and groups of persons", 7, _themes_2025),
            ("Relevant SDGs", 7, _goals),
        ),
        has_assessments=False,
    ),
}
