"""Tables whose columns a PDF gives one after the other: a run of paragraph numbers, then the answers to them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby

from ..problems import Problems
from .answer_words import Words, leading
from .paper import Line
from .paragraph_lists import ListReader

_HEADING = re.compile(
    r"(?:recommendations?|paragraphs?|(?:position|response|answer|reply|replies|status|comments?)s?(?: of .{1,80})?|"
    r"recommendations? (?:position|response|answer|reply|status)s?(?: of .{1,80})?)",
    re.I,
)
_TEXT = re.compile(r"[A-ZÀ-Þ\"“(]")


@dataclass(slots=True)
class _Entry:
    """A paragraph number, or an answer, with the lines below it."""

    is_number: bool
    lines: list[Line]
    paragraph: str = ""

    @property
    def is_closed(self) -> bool:
        """Whether a number has text with it that is no recommendation, which ends with a State in brackets."""
        return self.is_number and self.has_text and not re.search(r"\)[\s;.,:*]*$", self.lines[-1].text)

    @property
    def has_text(self) -> bool:
        """Whether a number has text beside or below it."""
        return len(self.lines) > 1 or re.search(r"[a-z]{4}", self.lines[0].text) is not None


@dataclass(slots=True)
class _Page:
    """The entries of a page, and the lines that stand above the first answer and belong to no number."""

    entries: list[_Entry] = field(default_factory=list)
    others: list[Line] = field(default_factory=list)

    @property
    def runs(self) -> list[list[_Entry]]:
        """Numbers and answers, as they follow each other; a number with other text below it is a run of its own."""
        runs: list[list[_Entry]] = []
        for entry in self.entries:
            before = runs[-1][-1] if runs else None
            if before and before.is_number == entry.is_number and not before.is_closed:
                runs[-1].append(entry)
            else:
                runs.append([entry])
        return runs

    @property
    def is_by_columns(self) -> bool:
        """Whether several numbers are followed by several answers."""
        return any(
            numbers[0].is_number and not answers[0].is_number and len(numbers) > 1 and len(answers) > 1
            for numbers, answers in zip(self.runs, self.runs[1:], strict=False)
        )


def in_reading_order(lines: list[Line], lists: ListReader, words: Words, problems: Problems) -> list[Line]:
    """The lines of a PDF with each answer below its number.

    Numbers and answers are brought together page by page and only where there are as many of the one as of the other;
    else they are left out, with a warning that names the page and the paragraphs.
    """
    ordered: list[Line] = []
    for number, group in groupby(lines, lambda line: line.page):
        on_page = list(group)
        page = _read_page(on_page, lists, words)
        ordered += _ordered(page, number, problems) if page.is_by_columns else _without_headings(on_page)
    return ordered


def _without_headings(lines: list[Line]) -> list[Line]:
    """The lines without the headings of a table, which every page repeats."""
    return [line for line in lines if not _HEADING.fullmatch(line.text.strip())]


def _read_page(lines: list[Line], lists: ListReader, words: Words) -> _Page:
    page = _Page()
    answered = False
    for line in lines:
        if (entry := _entry(line, lists, words)) is not None:
            page.entries += entry
            answered = answered or not page.entries[-1].is_number
        elif _HEADING.fullmatch(line.text.strip()):
            continue
        elif page.entries and (answered or page.entries[-1].has_text):
            page.entries[-1].lines.append(line)
        else:
            page.others.append(line)
    return page


def _entry(line: Line, lists: ListReader, words: Words) -> list[_Entry] | None:
    """What a line begins: a number, an answer, or both."""
    answer = leading(line.text, words)
    if answer is not None and line.text[answer.start : answer.start + 1].isupper():
        return [_Entry(False, [line])]
    named = lists.at_start(line.text)
    if named is None or len(named.paragraphs) != 1:
        return None
    rest = line.text[named.end :].lstrip(" .:;)*–—-")
    number = _Entry(True, [line], named.paragraphs[0])
    if not rest or (_TEXT.match(rest) and leading(rest, words) is None):
        return [number]
    if leading(rest, words) is not None:
        return [
            _Entry(True, [Line(line.text[: named.end], line.page)], named.paragraphs[0]),
            _Entry(False, [Line(rest, line.page)]),
        ]
    return None


def _ordered(page: _Page, number: int, problems: Problems) -> Iterator[Line]:
    yield from page.others
    runs = page.runs
    while runs:
        run = runs.pop(0)
        if run[0].is_number and runs and not runs[0][0].is_number:
            yield from _paired(run, runs.pop(0), number, problems)
        else:
            yield from (line for entry in run for line in entry.lines)


def _paired(numbers: list[_Entry], answers: list[_Entry], page: int, problems: Problems) -> Iterator[Line]:
    in_order = sorted(numbers, key=_order)
    named = _named(in_order)
    if len(numbers) == 1:
        yield from (line for entry in (*numbers, *answers) for line in entry.lines)
        return
    if len(numbers) != len(answers):
        problems.warn(
            f"The page gives {len(numbers)} paragraph numbers ({named}) and then {len(answers)} answers, which cannot "
            "be brought together: not read. Use the Word document, or enter them by hand.",
            page=page,
        )
        return
    if in_order != numbers:
        if _order(in_order[-1]) - _order(in_order[0]) != len(numbers) - 1:
            problems.warn(f"The paragraph numbers of the table are not in their order ({named}): not read.", page=page)
            return
        problems.warn(
            f"The numbers of the table are not in their order; the answers were read as those to {named}.", page=page
        )
    for entry, answer in zip(in_order, answers, strict=True):
        yield from entry.lines
        yield from answer.lines


def _order(entry: _Entry) -> int:
    return int(entry.paragraph.rpartition(".")[2])


def _named(entries: list[_Entry]) -> str:
    return entries[0].paragraph if len(entries) == 1 else f"{entries[0].paragraph} to {entries[-1].paragraph}"
