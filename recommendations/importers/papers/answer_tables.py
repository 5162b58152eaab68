"""Tables of answers in Word documents: a row for each paragraph, or for several."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from .answer_words import Words, category_of, leading
from .paper import TableRow
from .paragraph_lists import ListReader

LONGEST_HEADING = 120  # characters

# The first word that occurs in a heading decides what its column holds.
HEADINGS = (
    ("recommending", "senders"),
    ("country", "senders"),
    ("delegation", "senders"),
    ("position", "position"),
    ("response", "position"),
    ("reply", "position"),
    ("replies", "position"),
    ("answer", "position"),
    ("status", "position"),
    ("decision", "position"),
    ("comment", "remark"),
    ("explanation", "remark"),
    ("explanatory", "remark"),
    ("reason", "remark"),
    ("remark", "remark"),
    ("justification", "remark"),
    ("observation", "remark"),
    ("recommendation", "paragraph"),
    ("paragraph", "paragraph"),
    ("number", "paragraph"),
    ("no.", "paragraph"),
    ("№", "paragraph"),
)


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """A row: the paragraphs that it names, the recommendation where it is printed, position and reason as printed."""

    paragraphs: tuple[str, ...]
    text: str
    position: str
    remark: str
    row: TableRow
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class HeadingRow:
    """A row across the table, such as "Noted recommendations"; it may name paragraphs."""

    text: str
    row: TableRow


class TableReader:
    """Reads the rows of tables in their order."""

    def __init__(self, lists: ListReader, words: Words) -> None:
        self.lists, self.words = lists, words
        self.columns: dict[str, list[int]] = {}
        self.width = 0

    def read(self, row: TableRow) -> AnswerRow | HeadingRow | None:
        """What a row says; None for the row of headings and for an empty one."""
        if len(row.cells) != self.width:
            self.columns, self.width = {}, len(row.cells)
        if columns := self._headings(row.cells):
            self.columns = columns
            return None
        filled = list(dict.fromkeys(cell.strip() for cell in row.cells if cell.strip()))
        if not filled:
            return None
        at = self._number_column(row.cells)
        if at is not None and (len(filled) > 1 or self._position_follows(row.cells[at])):
            return self._answer(row, at)
        if self.columns and not any(row.cells[i].strip() for i in self.columns["paragraph"]):
            position, remark = _said(row.cells, self.columns, "position"), _said(row.cells, self.columns, "remark")
            return AnswerRow((), "", position, remark, row)
        return HeadingRow("\n".join(filled), row)

    def _headings(self, cells: Sequence[str]) -> dict[str, list[int]]:
        """What each column holds, if the row is one of headings; else empty."""
        columns: dict[str, list[int]] = {}
        for at, cell in enumerate(cells):
            plain = cell.casefold()
            name = next((name for word, name in HEADINGS if word in plain), None)
            if (
                name
                and len(cell) < LONGEST_HEADING
                and not self.lists.lists(cell)
                and (not at or cell != cells[at - 1])
            ):
                columns.setdefault(name, []).append(at)
        if "paragraph" not in columns or not {"position", "remark"} & columns.keys():
            return {}
        return columns

    def _number_column(self, cells: Sequence[str]) -> int | None:
        """The column that begins with a paragraph number: that of the heading, else the first that does."""
        candidates = [*self.columns.get("paragraph", []), *range(len(cells))]
        in_headed = bool(self.columns)
        for at in candidates:
            if self._named(cells[at], in_headed) is not None:
                return at
        return None

    def _named(self, cell: str, in_headed: bool) -> tuple[tuple[str, ...], str, tuple[str, ...]] | None:
        """The paragraphs that a cell names at its start, the text after them, and what of them cannot be read."""
        whole = self.lists.whole(cell) or (self.lists.cell(cell) if in_headed else None)
        if whole is not None:
            return whole.paragraphs, cell[whole.end :].strip(" .:;\n"), whole.doubts
        first = self.lists.at_start(cell)
        if first is None:
            return None
        rest = cell[first.end :].lstrip(" .:;)–—-\n")
        if not re.match(r"[\"“‘'(\[]*[A-ZÀ-Þ]", rest):
            return None
        more = [named for line in rest.split("\n") if (named := self.lists.at_start(line.strip())) is not None]
        paragraphs = (*first.paragraphs, *(p for named in more for p in named.paragraphs))
        return tuple(dict.fromkeys(paragraphs)), "" if more else rest, first.doubts

    def _position_follows(self, cell: str) -> bool:
        """Whether a cell that stands alone gives number and answer: "186.1 Accepted"."""
        named = self._named(cell, bool(self.columns))
        return named is not None and (leading(named[1], self.words) is not None or bool(self.columns))

    def _answer(self, row: TableRow, at: int) -> AnswerRow:
        paragraphs, text, doubts = self._named(row.cells[at], bool(self.columns)) or ((), "", ())
        columns = self.columns or self._guessed(row.cells, at)
        others = [i for i in columns.get("paragraph", []) if i != at]
        if others and not text and len(paragraphs) == 1:
            text = "\n".join(row.cells[i].strip() for i in others).strip()
        senders = _said(row.cells, columns, "senders")
        if text and senders:
            text = f"{text.rstrip(' .;')} ({senders.strip(' ()')})"
        position, remark = _said(row.cells, columns, "position"), _said(row.cells, columns, "remark")
        return AnswerRow(paragraphs, text, position, remark, row, doubts)

    def _guessed(self, cells: Sequence[str], at: int) -> dict[str, list[int]]:
        """The columns of a table without headings: position is where an answer begins; what follows is the reason."""
        others = [i for i, cell in enumerate(cells) if i != at and cell.strip() and cell != cells[at]]
        position = next((i for i in others if leading(cells[i], self.words)), None)
        if position is None:
            position = next((i for i in others if category_of(cells[i], self.words)), None)
        if position is None:
            return {"paragraph": [at], "position": others[-1:]}
        return {
            "paragraph": [at, *(i for i in others if i < position and i > at)],
            "position": [position],
            "remark": [i for i in others if i > position],
        }


def _said(cells: Sequence[str], columns: dict[str, list[int]], name: str) -> str:
    """What the cells of one kind of column say, each on lines of its own."""
    return "\n".join(filter(None, (cells[at].strip() for at in columns.get(name, []))))
