"""How many words a paper has, and how long reading it aloud takes.

Words are counted as Word counts them, never fewer: what stands between spaces is a word, a dash and a document symbol
too. Where a script does not divide words by spaces, each Chinese, Japanese or Korean character and each Tibetan
syllable is one.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass
from typing import Any

from exports.document import Break, Document, Footnote, Heading, Paragraph, Run

READ_WELL = 195 / 90  # words a second: 1:30 takes about 195
READ_FAST = 250 / 90
_ALONE = (
    "\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
_WORD = re.compile(
    rf"[{_ALONE}][\u3001-\u3003\uff00-\uff0f\uff1a-\uff1f]*"  # one character, with the punctuation that follows it
    r"|[\u0f00-\u0fff]+?[\u0f0b-\u0f14]+\s?|[\u0f00-\u0fff]+"  # a syllable to its mark
    rf"|[^\s{_ALONE}\u0f00-\u0fff]+"
)


def words(text: str) -> int:
    """The words of a text."""
    return sum(1 for _ in _WORD.finditer(text))


def words_of(*nodes: Any, notes: bool = True) -> int:
    """The words of papers, blocks or inlines. notes: whether footnotes and endnotes count, that of the title too.

    Title, headings, tables and captions count; what pictures say to those who do not see them, links and the head and
    foot of the page do not.
    """
    return sum(words(text) for text in _texts(nodes, notes))


def seconds(spoken: int, speed: float = READ_WELL) -> int:
    """How long reading so many words takes."""
    return round(spoken / speed)


def _texts(nodes: Iterable[Any], notes: bool) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, Document):
            yield node.title
            yield from _texts((getattr(node, "title_note", None), node.blocks), notes)
        elif isinstance(node, Paragraph | Heading):
            yield from _of_paragraph(node.inlines, notes)
        elif isinstance(node, Footnote):
            yield from _of_paragraph(node.runs, notes) if notes else ()
        elif isinstance(node, tuple):
            is_paragraph = bool(node) and all(isinstance(one, Run | Break | Footnote) for one in node)
            yield from _of_paragraph(node, notes) if is_paragraph else _texts(node, notes)
        elif is_dataclass(node):
            yield getattr(node, "caption", "")
            yield from _texts((getattr(node, f.name) for f in fields(node) if f.name not in ("png", "caption")), notes)


def _of_paragraph(inlines: Iterable[Any], notes: bool) -> Iterator[str]:
    """Runs of a paragraph make words together; a note makes its own."""
    inlines = list(inlines)
    yield "".join(one.text if isinstance(one, Run) else "\n" if isinstance(one, Break) else "" for one in inlines)
    yield from _texts([one for one in inlines if isinstance(one, Footnote)], notes)
