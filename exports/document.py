"""A paper to be written: one small tree of what stands in it, from which Word files and PDFs are made.

A new kind of block is a dataclass here, a function in `docx_file.py` and one in `paper.typ`. Text is text: whatever it
holds, no writer takes it for markup. Signs that no file may hold are dropped where the tree is made, and so are links
that do not lead to the web.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

RIGHT_TO_LEFT = {"ar", "ug", "fa", "he", "ur"}
DEEPEST_HEADING = 4
_UNWRITABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]+")
_WEB = re.compile(r"https?://[^\s]+", re.IGNORECASE)


def plain(text: str) -> str:
    """Text in one line, without signs that a file may not hold: control characters and halves of characters."""
    return _UNWRITABLE.sub(lambda gone: " " if set(gone[0]) & set("\t\n\r\v\f\x85\u2028\u2029") else "", text)


def direction(language: str) -> str:
    """In which direction a language is written: rtl or ltr."""
    return "rtl" if language in RIGHT_TO_LEFT else "ltr"


@dataclass(frozen=True, slots=True)
class Run:
    """Text of one look. A link leads to the web, or it is none."""

    text: str
    italic: bool = False
    bold: bool = False
    link: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", plain(self.text))
        object.__setattr__(self, "link", self.link if _WEB.fullmatch(self.link) else "")


@dataclass(frozen=True, slots=True)
class Break:
    """A new line in the same paragraph."""


@dataclass(frozen=True, slots=True)
class Footnote:
    """A note, whose number stands where it stands in the text."""

    runs: tuple[Run, ...]


Inline = Run | Break | Footnote
Words = str | Sequence[Inline]


def words(said: Words) -> tuple[Inline, ...]:
    """What stands in a paragraph, from a plain string too."""
    return (Run(said),) if isinstance(said, str) else tuple(said)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading below the title: level 1 is the first below it."""

    level: int
    inlines: tuple[Inline, ...]

    def __post_init__(self) -> None:
        object.__setattr__(self, "level", min(max(self.level, 1), DEEPEST_HEADING))


@dataclass(frozen=True, slots=True)
class Paragraph:
    inlines: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Quotation:
    blocks: tuple["Block", ...]


@dataclass(frozen=True, slots=True)
class ListBlock:
    """A list, numbered or not. Each point is a row of blocks."""

    items: tuple[tuple["Block", ...], ...]
    numbered: bool = False
    start: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose header stands again on each page. Every row has as many cells as the header."""

    header: tuple[tuple[Inline, ...], ...]
    rows: tuple[tuple[tuple[Inline, ...], ...], ...]
    caption: str = ""

    def __post_init__(self) -> None:
        if any(len(row) != len(self.header) for row in self.rows):
            raise ValueError("A row of a table has as many cells as its header.")
        object.__setattr__(self, "caption", plain(self.caption))


@dataclass(frozen=True, slots=True)
class Part:
    """Blocks in another language than the paper."""

    language: str
    blocks: tuple["Block", ...]


Block = Heading | Paragraph | Quotation | ListBlock | Table | Part


@dataclass(frozen=True, slots=True)
class Document:
    """A paper. language: of its title and of what is in no `Part` (ISO 639). author: an organisation, or nobody."""

    title: str
    language: str
    blocks: tuple[Block, ...]
    subject: str = ""
    author: str = ""

    def __post_init__(self) -> None:
        for name in ("title", "subject", "author"):
            object.__setattr__(self, name, plain(getattr(self, name)).strip())


def heading(level: int, said: Words) -> Heading:
    return Heading(level, words(said))


def paragraph(said: Words) -> Paragraph:
    return Paragraph(words(said))


def points(items: Sequence[Words], numbered: bool = False) -> ListBlock:
    """A list of one paragraph each."""
    return ListBlock(tuple((paragraph(item),) for item in items), numbered)


def as_data(node: Any) -> Any:
    """The tree as lists, dictionaries and text; each dictionary says its kind."""
    if is_dataclass(node):
        kind = {"kind": type(node).__name__}
        return kind | {field.name: as_data(getattr(node, field.name)) for field in fields(node)}
    return [as_data(one) for one in node] if isinstance(node, tuple) else node
