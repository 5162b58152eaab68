"""The lines of an addendum as blocks: headings, paragraphs of text, and labels ("122.11", "140.82-85, 87")."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum, auto

from .answer_words import Words, is_answer, leading, phrases
from .paper import Line, Paper
from .paragraph_lists import ListReader, ParagraphList

LONGEST_HEADING = 250  # characters
LONGEST_THEME = 80
FURTHEST = 20  # paragraph numbers that may be skipped

_OPEN = re.compile(
    r"(?:[,–—-]|\b(?:recommendations?|recs?\.|nos?\.|paragraphs?|paras?\.|and|or|to|see|under|in|of|with|the|following|"
    r"also|by|for|from|accepts?|accepted|supports?|notes?|noted|rejects?))\s*$",
    re.I,
)
_LIST_GOES_ON = re.compile(r"(?:[,;–—-]|\band)\s*$", re.I)
_ENDED = re.compile(r"[.:;!?][\"”’)*]*\s*$|[)\"”]\s*$")
_NUMBERED = re.compile(r"(?P<number>\d{1,3})\s?\.(?:\s+(?P<text>\D.*)|)$")
_SECTION = re.compile(r"(?P<kind>[IVX]{1,5}|[A-H]|\d{1,2})\.\s+\S|annex\b", re.I)
CHAPTER = re.compile(
    r"(?:introduction|background|(?:general|introductory|preliminary|concluding|final) (?:remarks?|comments?)|"
    r"conclusions?|voluntary (?:commitments|pledges)|pledges)(?: [\w\s]{1,40})?",
    re.I,
)
_STARTS = re.compile(r"[\"“‘'(\[]*[A-ZÀ-Þ]")
_VERB = re.compile(r"\s*(?:are|is|was|were|has|have|had|enjoys?|do|does|did|cannot|could|will|would)\b")
_SENTENCE = re.compile(
    r"\b(?:is|are|was|were|will|has|have|had|it|see|this|these|we|be|been|accepts|notes|supports)\b", re.I
)


_SENTENCE_ENDS = re.compile(r"[.!?](?=[\"”’)]*\s+(?:\d{1,3}\.\s+)?[\"“‘(\[]*[A-ZÀ-Þ])[\"”’)]*\s+|\n+")
_ABBREVIATION = re.compile(
    r"(?<![\w.])(?:recs?|nos?|paras?|arts?|mr|mrs|ms|dr|cf|e\.g|i\.e|st|vs|[IVX]{1,4}|[A-H]|\d{1,2})\.$", re.I
)
_OWN_VERB = re.compile(r"\b(?:are|is|was|were|will|we|it|accepts|notes|supports|rejects|takes)\b", re.I)
_RELATIVE = re.compile(r"\b(?:that|which)\b", re.I)


class Kind(Enum):
    """What a block is."""

    HEADING = auto()
    TEXT = auto()
    LABEL = auto()


@dataclass(slots=True)
class Block:
    """Some lines that belong together. A label has the paragraphs that it names in `head`, a text its number."""

    kind: Kind
    page: int
    lines: list[Line] = field(default_factory=list)
    head: list[Line] = field(default_factory=list)
    number: str = ""

    @property
    def last(self) -> str:
        """Its last line as it stands."""
        lines = self.lines or self.head
        return lines[-1].text if lines else ""


class BlockReader:
    """Divides the lines of a paper into blocks."""

    def __init__(self, paper: Paper, lists: ListReader, words: Words) -> None:
        self.paper, self.lists, self.words = paper, lists, words
        self.blocks: list[Block] = []
        self.number = 0

    def read(self, line: Line) -> None:
        """Takes the next line."""
        if not (
            self._goes_on(line) or self._label(line) or self._numbered(line) or self._item(line) or self._heading(line)
        ):
            self._text(line)

    def take(self) -> list[Block]:
        """The blocks since the last time; a heading at the end of a text is a block of its own."""
        self._cut_heading()
        blocks, self.blocks = self.blocks, []
        return [block for block in blocks if block.lines or block.head]

    @property
    def current(self) -> Block | None:
        return self.blocks[-1] if self.blocks else None

    def _begin(self, kind: Kind, line: Line | None, head: Line | None = None, number: str = "") -> None:
        self._cut_heading()
        page = (head or line or Line("", 0)).page
        self.blocks.append(Block(kind, page, [line] if line else [], [head] if head else [], number))

    def _goes_on(self, line: Line) -> bool:
        """Whether the line before this one is visibly not at its end."""
        block = self.current
        if block is None or block.kind is Kind.HEADING or not _OPEN.search(block.last):
            return False
        if block.kind is Kind.LABEL and not block.lines and _LIST_GOES_ON.search(block.last):
            block.head.append(line)
            self._settle(block)
            return True
        if is_answer(block.last, self.words) or (line.page == 0 and not _LIST_GOES_ON.search(block.last)):
            return False
        if block.kind is Kind.LABEL and not block.lines:
            return False
        block.lines.append(line)
        return True

    def _settle(self, block: Block) -> None:
        """A label that turns out to be the start of a sentence is a text."""
        if not _LIST_GOES_ON.search(block.last) and self.lists.whole(self.paper.join(block.head)) is None:
            block.kind, block.lines, block.head = Kind.TEXT, block.head, []

    def _label(self, line: Line) -> bool:
        named = self.lists.whole(line.text)
        if named is None:
            return False
        block = self.current
        if block is not None and block.kind is Kind.TEXT and self._ends_with_list(block, line, named):
            block.lines.append(line)
            return True
        if block is not None and block.lines and self._is_wrapped(block, line, named):
            block.lines.append(line)
            return True
        self._begin(Kind.LABEL, None, head=line)
        return True

    def _ends_with_list(self, block: Block, line: Line, named: ParagraphList) -> bool:
        """Whether a list goes on after a full stop that stands for a comma: "140.136.", then "140.137, 140.138,"."""
        before = next(
            (each for each in self.lists.lists(block.last) if each.end >= len(block.last.rstrip(" .;"))), None
        )
        if before is None:
            return False
        if _LIST_GOES_ON.search(line.text):
            return True
        return line.text.rstrip().endswith(".") and _order(named.paragraphs[0]) > _order(before.paragraphs[-1])

    def _is_wrapped(self, block: Block, line: Line, named: ParagraphList) -> bool:
        """Whether the line is the end of a sentence that the line before began: "… accepts", then "140.5."."""
        if line.page == 0 or not line.text.rstrip().endswith("."):
            return False
        return not (_ENDED.search(block.last) or is_answer(block.last, self.words) or self._is_next(named))

    def _is_next(self, named: ParagraphList) -> bool:
        """Whether a list begins one after the last label."""
        label = next((block for block in reversed(self.blocks) if block.kind is Kind.LABEL), None)
        before = self.lists.at_start(self.paper.join(label.head)) if label else None
        return before is not None and _order(named.paragraphs[0]) == _order(before.paragraphs[-1]) + 1

    def _numbered(self, line: Line) -> bool:
        found = _NUMBERED.match(line.text)
        if not found:
            return False
        number, text = int(found["number"]), (found["text"] or "").strip()
        if not self._may_be_number(number, text) or (self.lists.only_bare and leading(text, self.words)):
            return False
        self.number = number
        self._begin(Kind.TEXT, Line(text, line.page) if text else None, number=found["number"])
        return True

    def _may_be_number(self, number: int, text: str) -> bool:
        """Whether a number is that of the next paragraph; after a gap, only where a sentence is at its end."""
        if number == self.number + 1:
            return True
        if not self.number < number <= self.number + FURTHEST or not _STARTS.match(text):
            return False
        return self.current is None or bool(_ENDED.search(self.current.last)) or self.current.kind is Kind.HEADING

    def _item(self, line: Line) -> bool:
        """A label with its text on the same line: "186.1 Not accepted", "140.7 Ratify … (France);"."""
        named = self.lists.at_start(line.text)
        if named is None:
            return False
        rest = line.text[named.end :].lstrip(" .:;)*–—-")
        answered = leading(rest, self.words) is not None
        if _VERB.match(line.text, named.end) and not answered:
            if self.current is not None and not _ENDED.search(self.current.last):
                return False
            self._begin(Kind.TEXT, line)
            return True
        if not (answered or _STARTS.match(rest)) or not (answered or self._may_begin(named)):
            return False
        self._begin(Kind.LABEL, Line(rest, line.page), head=Line(line.text[: named.end], line.page))
        return True

    def _may_begin(self, named: ParagraphList) -> bool:
        block = self.current
        if block is None or block.kind is Kind.HEADING or not block.lines:
            return True
        return bool(_ENDED.search(block.last)) or is_answer(block.last, self.words) or self._is_next(named)

    def _heading(self, line: Line) -> bool:
        block = self.current
        if block is not None and block.kind is Kind.LABEL and not block.lines and not self._names_position(line.text):
            return False
        if block is not None and block.lines and block.kind is not Kind.HEADING and not _ENDED.search(block.last):
            return False
        if (
            not (_SECTION.match(line.text) or CHAPTER.fullmatch(line.text) or self._is_heading(line))
            or len(line.text) > LONGEST_HEADING
        ):
            return False
        if _ENDED.search(line.text) and not line.text.rstrip().endswith((":", ")")):
            return False
        self._begin(Kind.HEADING, line)
        return True

    def _is_heading(self, line: Line) -> bool:
        """Whether a line by itself is a heading: "Noted recommendations", "Recommendations not accepted"."""
        if line.page == 0 and not _ENDED.search(line.text) and len(line.text) <= LONGEST_HEADING:
            return (
                bool(phrases(line.text, self.words)) and not self.lists.lists(line.text) and not _is_sentence(line.text)
            )
        return bool(self._names_position(line.text)) and not self.lists.lists(line.text)

    def _names_position(self, text: str) -> bool:
        said = phrases(text, self.words)
        if not said or not re.match(r"\W*(?:list of )?(?:the )?", text, re.I) or _is_sentence(text):
            return False
        plain = re.sub(r"^\W*(?:list of )?(?:the )?", "", text, flags=re.I)
        if re.match(r"recommendations\b", plain, re.I):
            return True
        first = phrases(plain, self.words)
        return (
            bool(first)
            and first[0].start == 0
            and re.match(r"\s+recommendations\b", plain[first[0].end :], re.I) is not None
        )

    def _text(self, line: Line) -> None:
        block = self.current
        if block is not None and block.kind is Kind.HEADING and not _continues_heading(block, line):
            block = None
        if block is None or (line.page == 0 and block.kind is Kind.TEXT and block.lines):
            self._begin(Kind.TEXT, line)
        else:
            block.lines.append(line)

    def _cut_heading(self) -> None:
        """Takes a heading off the end of the block that the next one ends: short lines without a full stop."""
        block = self.current
        if block is None or block.kind is Kind.HEADING:
            return
        at = len(block.lines)
        while at and not _ENDED.search(block.lines[at - 1].text):
            at -= 1
        tail = block.lines[at:]
        said = self.paper.join(tail)
        if not 1 <= len(tail) <= 3 or len(said) > LONGEST_HEADING or (at == 0 and block.head):
            return
        if (
            self.lists.lists(said)
            or not (self._names_position(said) or _is_theme(said))
            or is_answer(tail[0].text, self.words)
        ):
            return
        block.lines = block.lines[:at]
        self.blocks.append(Block(Kind.HEADING, tail[0].page, tail))


def _continues_heading(block: Block, line: Line) -> bool:
    return line.page > 0 and not _ENDED.search(block.last) and not _STARTS.match(line.text) and len(block.lines) < 3


def _is_sentence(text: str) -> bool:
    """Whether a text has a verb of its own: "recommendations that are accepted" has none."""
    return _OWN_VERB.search(text) is not None and _RELATIVE.search(text) is None


def _is_theme(text: str) -> bool:
    """Whether a line is a heading of a theme, such as "Rights of women", and no sentence that lost its full stop."""
    return len(text) <= LONGEST_THEME and _STARTS.match(text) is not None and not _SENTENCE.search(text)


def _order(paragraph: str) -> int:
    """The number of a paragraph within its series."""
    return int(paragraph.rpartition(".")[2])


def sentences(text: str) -> Iterator[tuple[int, str]]:
    """The sentences of a text, each with where it starts."""
    start = 0
    for end in _SENTENCE_ENDS.finditer(text):
        if _ABBREVIATION.search(text, max(start, end.start() - 10), end.start() + 1):
            continue
        yield start, text[start : end.end()].rstrip()
        start = end.end()
    if text[start:].strip():
        yield start, text[start:]
