"""The numbered paragraphs of a paper, and the numbered items that some of them list.

Items are numbered "121.1", "121.2" under paragraph 121; in reports of the first cycle 1, 2, 3 within the paragraph.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from .paper import Line

FURTHEST = 5  # paragraph numbers that may be skipped, where a number is not printed as one

_ITEM = re.compile(r"(?P<list>\d{1,3})\s?\.\s?(?P<item>\d{1,4})\.?(?:\s+(?P<text>.*)|(?=[A-Z“])(?P<glued>.+)|)$")
_PARAGRAPH = re.compile(r"(?P<number>\d{1,3})\s?\.(?:\s+(?P<text>\D.*)|(?=[A-Z“])(?P<glued>.+)|)$")
_SECTION = re.compile(r"(?:[IVX]{1,5}\.|[A-Z]\.)\s+[A-Z“].{2,150}|annex(?:es|\s+[IVX]+)?\b.{0,80}", re.I)
_PLEDGES = re.compile(r"(?:[IVX]{1,5}\.|[A-Z]\.|)\s*(?:voluntary )?(?:pledges|commitments)\b[^.;:]{0,60}", re.I)
_COMPLETE = re.compile(r"\)\s*[;.,:*]*\s*(?:and)?$")
_START = re.compile(r"[A-Z“\"‘'(\[«À-Þ]")
_ABOUT_RECOMMENDATIONS = re.compile(r"\b(?:recommendations|conclusions)\b", re.I)


@dataclass(slots=True)
class Item:
    """One item of a list, with its lines less the number."""

    list_number: int
    number: int
    page: int
    lines: list[Line] = field(default_factory=list)

    @property
    def paragraph(self) -> str:
        """Its number as the whole paper knows it, also where only the last part is printed."""
        return f"{self.list_number}.{self.number}"

    @property
    def is_complete(self) -> bool:
        """Whether it ends as recommendations do: with the States in brackets."""
        return bool(self.lines and _COMPLETE.search(self.lines[-1].text[-40:]))


@dataclass(slots=True)
class Numbered:
    """A paragraph with its lines less the number, the heading of the section in which it stands, and its items."""

    number: int
    page: int
    section: str
    lines: list[Line] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)


def outline_of(lines: Iterable[Line]) -> list[Numbered]:
    """The numbered paragraphs in the order of the paper. What stands before the first is left out."""
    outline = _Outline()
    for line in lines:
        outline.read(line)
    return outline.paragraphs


class _Outline:
    def __init__(self) -> None:
        self.paragraphs: list[Numbered] = []
        self.section = ""
        self.open: list[Line] | None = None  # where a line goes on that begins nothing
        self.simple = 0  # the last number of items that are numbered 1, 2, 3

    @property
    def current(self) -> Numbered | None:
        return self.paragraphs[-1] if self.paragraphs else None

    @property
    def last(self) -> Item | None:
        return self.current.items[-1] if self.current and self.current.items else None

    def read(self, line: Line) -> None:
        begins = self._item(line) or self._simple_item(line) or self._paragraph(line) or self._heading(line)
        if not begins and self.open is not None:
            self.open.append(line)

    def _item(self, line: Line) -> bool:
        found = _ITEM.match(line.text)
        if not found:
            return False
        text = (found["text"] or found["glued"] or "").strip()
        number, item = int(found["list"]), int(found["item"])
        if not self._may_be_item(number, item, text):
            return False
        if self.current is None or (number > self.current.number and item == 1):
            self.paragraphs.append(Numbered(number, line.page, self.section))
        self._add_item(number, item, text, line.page)
        return True

    def _may_be_item(self, number: int, item: int, text: str) -> bool:
        """The next number of the list needs no more; another one must look like the start of an item."""
        current = self.current.number if self.current else 0
        before = self.last.number if self.last else 0
        if number == current and item == before + 1:
            return True
        starts = bool(_START.match(text)) and (self.last is None or self.last.is_complete)
        return starts and (number == current or (number > current and item == 1) or (before > 0 and item == before + 1))

    def _simple_item(self, line: Line) -> bool:
        found = _PARAGRAPH.match(line.text)
        if not found or self.current is None or not self._lists_simply():
            return False
        number, text = int(found["number"]), (found["text"] or found["glued"] or "").strip()
        first = not self.current.items
        if number != self.simple + 1 and not (first and number == 1):
            return False
        if number == self.current.number + 1 and _ABOUT_RECOMMENDATIONS.search(text):
            return False
        self.simple = number
        self._add_item(self.current.number, number, text, line.page)
        return True

    def _lists_simply(self) -> bool:
        """Whether the paragraph lists items 1, 2, 3 already, or ends with a colon, so that it may begin to."""
        if self.current is None:
            return False
        if self.current.items:
            return self.simple > 0 and self.current.items[-1].number == self.simple
        return bool(self.current.lines) and self.current.lines[-1].text.rstrip("* ").endswith(":")

    def _add_item(self, number: int, item: int, text: str, page: int) -> None:
        added = Item(number, item, page, [Line(text, page)] if text else [])
        self.paragraphs[-1].items.append(added)
        self.open = added.lines

    def _paragraph(self, line: Line) -> bool:
        found = _PARAGRAPH.match(line.text)
        if not found:
            return False
        number, text = int(found["number"]), (found["text"] or found["glued"] or "").strip()
        current = self.current.number if self.current else 0
        if current and not current < number <= current + FURTHEST:
            return False
        if self.last and number != current + 1 and not self.last.is_complete:
            return False
        if text and not _START.match(text):
            return False
        self.paragraphs.append(Numbered(number, line.page, self.section, [Line(text, line.page)] if text else []))
        self.open = self.paragraphs[-1].lines
        return True

    def _heading(self, line: Line) -> bool:
        """A heading ends what stands above it; within an item that is not complete it is text."""
        if self.last and not self.last.is_complete:
            return False
        if not (_SECTION.fullmatch(line.text) or _PLEDGES.fullmatch(line.text)):
            return False
        self.section, self.open = line.text, None
        return True
