"""Where in the text of a paper stands what was read from it: passages are found whatever the lines and hyphens."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from .papers.answers import BETWEEN
from .readings import ReadPage, ReadRow

LONGEST_PAPER = 2_000_000  # characters in which passages are looked for, and that are kept
ANCHORS = (
    60,
    20,
    10,
)  # letters and digits by which the beginning of a passage is found; less where the first ask is short
LAST = 10  # by which its end is found
SLACK = 2_000  # by how much a passage may be longer than what was read of it: the States between several asks
LONGEST_SENDERS = 5_000

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Mark:
    """A passage on one page: from which sign to which, counted in the lines of the page joined by line ends."""

    page: int  # its place among the pages that were kept, from 0
    start: int
    end: int


class PaperText:
    """The text of a paper, as long as it is kept."""

    def __init__(self, pages: list[ReadPage]) -> None:
        self.pages = pages
        self.starts: list[int] = []
        texts, length = [], 0
        for page in pages:
            self.starts.append(length)
            texts.append("\n".join(page.lines))
            length += len(texts[-1]) + 1
        self.text = "\n".join(texts)
        self._places = [at for at, sign in enumerate(self.text) if sign.isalnum()]
        self._plain = "".join(self.text[at].lower()[0] for at in self._places)
        self._first = {page.number: start for page, start in reversed(list(zip(pages, self.starts, strict=True)))}

    def recommendation(self, row: ReadRow) -> list[Mark]:
        """Where a recommendation stands, with its number and its States."""
        number = row.paragraph.rpartition(".")[2]
        beginnings = (row.paragraph + row.text, number + row.text, row.text)
        spans = (self._find(beginning, row.text, row.page) for beginning in beginnings)
        found = next((span for span in spans if span), None)
        return self._marks([(found[0], self._with_senders(*found))] if found else [])

    def answer(self, row: ReadRow) -> list[Mark]:
        """Where the number, the position and the reason of an answer stand."""
        said = [*row.response.split(BETWEEN), *row.remark.split("\n"), row.text]
        spans = [self._piece(piece, row.page) for piece in map(_whole, said) if piece]
        return self._marks(filter(None, [self._number(row), *spans]))

    def _piece(self, said: str, page: int | None) -> Span | None:
        """Where a text stands word for word; where the paper has numbers in between, where it begins."""
        words = plain(said)
        for wanted in (words, words[: ANCHORS[0]]):
            start = self._start(wanted, page)
            if start >= 0:
                return self._places[start], self._places[start + len(wanted) - 1] + 1
        return None

    def _find(self, beginning: str, said: str, page: int | None) -> Span | None:
        """What begins and ends so: from its page on, else anywhere."""
        starts = (self._start(plain(beginning)[:anchor], page) for anchor in ANCHORS)
        start = next((start for start in starts if start >= 0), -1)
        if start < 0:
            return None
        length, last = len(plain(said)), plain(said)[-LAST:]
        end = self._plain.find(last, start + length - len(last), start + length + SLACK)
        stop = end + len(last) if end >= 0 else min(start + length, len(self._places))
        return self._places[start], self._places[stop - 1] + 1

    def _start(self, wanted: str, page: int | None) -> int:
        """Where letters and digits stand, from a page on, else anywhere; -1 for nowhere."""
        there = self._plain.find(wanted, self._plain_start(page)) if wanted else -1
        return there if there >= 0 or not wanted else self._plain.find(wanted)

    def _plain_start(self, page: int | None) -> int:
        """How many letters and digits stand before a page."""
        start = self._first.get(page or 0, 0)
        low, high = 0, len(self._places)
        while low < high:
            middle = (low + high) // 2
            low, high = (middle + 1, high) if self._places[middle] < start else (low, middle)
        return low

    def _with_senders(self, start: int, end: int) -> int:
        """The end of the brackets that follow a passage or are still open, and of the sign after them."""
        said = self.text[start:end]
        depth, last = max(0, said.count("(") - said.count(")")), end
        for at in range(end, min(end + LONGEST_SENDERS, len(self.text))):
            sign = self.text[at]
            depth += (sign == "(") - (sign == ")")
            if sign == ")" and depth <= 0:
                last = at + 1
            elif not depth and not sign.isspace():
                return at + 1 if sign in ";." and last > end else last
        return last

    def _number(self, row: ReadRow) -> Span | None:
        """Where the number stands, by itself or within a range such as 122.30-33; on the page of the answer."""
        series, _, number = row.paragraph.rpartition(".")
        if not series or not number.isdecimal():
            return None
        start = self._first.get(row.page or 0, 0)
        for found in re.finditer(
            rf"(?<![\d.]){series}\s?\.\s?(\d+)(?:\s?[-–—]\s?(?:{series}\.)?(\d+))?", self.text[start:]
        ):
            if int(found[1]) <= int(number) <= int(found[2] or found[1]):
                return start + found.start(), start + found.end()
        return None

    def _marks(self, spans: Iterable[Span]) -> list[Mark]:
        return [mark for span in _joined(spans) for mark in self._on_pages(span)]

    def _on_pages(self, span: Span) -> Iterator[Mark]:
        """A passage as a mark for each page on which it stands."""
        for at, start in enumerate(self.starts):
            end = self.starts[at + 1] - 1 if at + 1 < len(self.starts) else len(self.text)
            first, last = max(span[0], start), min(span[1], end)
            if first < last:
                yield Mark(at, first - start, last - start)


def kept(pages: list[ReadPage]) -> list[ReadPage]:
    """The pages as far as they are kept."""
    left, found = LONGEST_PAPER, []
    for page in pages:
        lines = []
        for line in page.lines:
            if left > 0:
                lines.append(line[:left])
            left -= len(line) + 1
        found.append(ReadPage(page.number, lines))
    return found


def plain(text: str) -> str:
    """Letters and digits alone, in small letters: one sign for each."""
    return "".join(sign.lower()[0] for sign in text if sign.isalnum())


def _whole(piece: str) -> str:
    """A piece of a text that was shortened, without the sign that says so."""
    return piece.strip().removesuffix("…").strip()


def _joined(spans: Iterable[Span]) -> list[Span]:
    """In the order of the paper; those that overlap as one."""
    found: list[Span] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found
