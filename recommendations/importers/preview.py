"""What was read from the papers of an upload, paragraph by paragraph, least certain first, as it is kept with it."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Self

from recommendations.models import UN_CLASS, FileFormat, UNClass, sort_key

from .papers import doubts
from .papers.answers import EVERY, applied
from .papers_together import PAPERS, in_order, is_draft, symbol_of
from .passages import Mark, PaperText
from .problems import Problem
from .readings import ReadFile, ReadRow


@dataclass(slots=True)
class Place:
    """Where a paragraph was read: the file, by its number among the upload's; its page (0 for none); the passages."""

    file: int
    page: int
    marks: list[Mark] = field(default_factory=list)


@dataclass(slots=True)
class Paragraph:
    """What the papers of an upload say of one paragraph, and why that may be wrong.

    text is None where no report among them prints it, reason where none of them is an answer. A paragraph that ends
    with "*" is a rule for all that are not named; there is nothing to correct of it. answered_in: the file whose
    answer comes last; None where none of them answers it.
    """

    paragraph: str
    text: str | None = None
    senders: list[list[str]] = field(default_factory=list)  # name and code
    position: str = ""
    words: str = ""
    reason: str | None = None
    doubts: list[str] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    answered_in: int | None = None

    @property
    def is_rule(self) -> bool:
        return self.paragraph.endswith(EVERY)

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def of(cls, kept: dict[str, Any]) -> Self:
        """What as_dict() has made."""
        places = [Place(p["file"], p["page"], [Mark(**mark) for mark in p["marks"]]) for p in kept["places"]]
        return cls(**kept | {"places": places})


def paragraphs_of(
    files: list[ReadFile], problems: list[Problem], recorded: Mapping[str, doubts.Recorded] | None = None
) -> list[Paragraph]:
    """All paragraphs that the papers among the files report or answer: most doubts first, then in their order.

    recorded: what the record holds of these paragraphs already.
    """
    papers = [file for file in in_order(files) if file.format in PAPERS]
    asked = _asked(papers)
    answered = _answered(papers, asked)
    told: dict[str, list[Problem]] = defaultdict(list)
    for problem in problems:
        told[problem.paragraph].append(problem)
    texts = {id(file): PaperText(file.pages) for file in papers}
    numbers = {id(file): number for number, file in enumerate(files)}
    usual = doubts.Usual.of([row for _file, row in asked.values()])
    found = []
    for number in dict.fromkeys([*asked, *answered]):
        paragraph = Paragraph(number)
        if number in asked:
            file, row = asked[number]
            _add_recommendation(paragraph, row, usual)
            paragraph.places.append(Place(numbers[id(file)], row.page or 0, texts[id(file)].recommendation(row)))
        for file, row in answered.get(number, []):
            _add_answer(paragraph, row)
            paragraph.answered_in = numbers[id(file)]
            paragraph.places.append(Place(numbers[id(file)], row.page or 0, texts[id(file)].answer(row)))
            if number in asked:
                paragraph.doubts += doubts.of_both(asked[number][1], row)
        if recorded and number in recorded:
            paragraph.doubts += doubts.of_record(paragraph.text, paragraph.position, recorded[number])
        paragraph.doubts = list(dict.fromkeys([*paragraph.doubts, *doubts.of_problems(told[number])]))
        found.append(paragraph)
    return sorted(found, key=lambda each: (-len(each.doubts), sort_key(each.paragraph)))


def unread(problems: list[Problem], paragraphs: list[Paragraph]) -> list[Problem]:
    """What stands beside no paragraph that was read: errors, and what looks like a recommendation and was left."""
    read = {paragraph.paragraph for paragraph in paragraphs}
    return [problem for problem in problems if problem.level == "error" or problem.paragraph not in read]


def _asked(papers: list[ReadFile]) -> dict[str, tuple[ReadFile, ReadRow]]:
    """The recommendations of the report by paragraph; a draft counts only where there is no report."""
    reports = [(file, review) for file in papers for review in file.reviews if file.format == FileFormat.WG_REPORT]
    reports.sort(key=lambda each: not is_draft(symbol_of(each[1])))
    return {row.paragraph: (file, row) for file, review in reports for row in review.rows}


def _answered(
    papers: list[ReadFile], asked: dict[str, tuple[ReadFile, ReadRow]]
) -> dict[str, list[tuple[ReadFile, ReadRow]]]:
    """The answers of each addendum by paragraph; a rule for the rest is that of each paragraph which it means."""
    found: dict[str, list[tuple[ReadFile, ReadRow]]] = defaultdict(list)
    pending = [number for number, (_file, row) in asked.items() if UN_CLASS[row.category] == UNClass.PENDING]
    for file, row in _answers(papers, list(asked), pending):
        found[row.paragraph].append((file, row))
    return found


def _answers(papers: list[ReadFile], asked: list[str], pending: list[str]) -> Iterator[tuple[ReadFile, ReadRow]]:
    for file in papers:
        if file.format != FileFormat.ADDENDUM:
            continue
        for review in file.reviews:
            rules = [row for row in review.rows if row.paragraph.endswith(EVERY)]
            named = [row for row in review.rows if not row.paragraph.endswith(EVERY)]
            rows = applied([*applied(named, asked), *rules], pending) if asked else review.rows
            yield from ((file, row) for row in rows)


def _add_recommendation(paragraph: Paragraph, row: ReadRow, usual: doubts.Usual) -> None:
    paragraph.text, paragraph.position, paragraph.words = row.text, row.category, row.response
    paragraph.senders = [[sender.name, sender.iso3] for sender in row.senders]
    paragraph.doubts += doubts.of_recommendation(row, usual)


def _add_answer(paragraph: Paragraph, row: ReadRow) -> None:
    paragraph.position, paragraph.words, paragraph.reason = row.category, row.response, row.remark
    paragraph.doubts += doubts.of_answer(row)
