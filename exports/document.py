"""A paper to be written: one small tree of what stands in it, from which Word files and PDFs are made.

A new kind of block is a dataclass here, a function in `docx_file.py` and one in `paper.typ`. Text is text: whatever it
holds, no writer takes it for markup. Signs that no file may hold are dropped where the tree is made, and so are links
that do not lead to the web.
"""

import re
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass, fields, is_dataclass
from typing import Any, Literal

from .png import without_asides

RIGHT_TO_LEFT = {"ar", "ug", "fa", "he", "ur"}
DEEPEST_HEADING = 4
WIDEST_PICTURE = 160  # millimetres: what stands between the margins of an upright page
Form = Literal["house", "ohchr"]
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
    """Text of one look. A link leads to the web, or it is none. language: where it is not that of the text around."""

    text: str
    italic: bool = False
    bold: bool = False
    link: str = ""
    language: str = ""

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
    """A paragraph of the text. unnumbered: it has no number in a paper whose paragraphs have one."""

    inlines: tuple[Inline, ...]
    unnumbered: bool = False


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
class Across:
    """A row of a table that is one cell, a heading of the rows below it."""

    inlines: tuple[Inline, ...]


Row = tuple[tuple[Inline, ...], ...] | Across


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose header stands again on each page. Every row has as many cells as the header, or goes across.

    widths: of its columns, in relation to each other; none means all alike.
    """

    header: tuple[tuple[Inline, ...], ...]
    rows: tuple[Row, ...]
    caption: str = ""
    widths: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        if any(len(row) != len(self.header) for row in self.rows if not isinstance(row, Across)):
            raise ValueError("A row of a table has as many cells as its header.")
        if len(self.shares) != len(self.header) or min(self.shares, default=1) < 1:
            raise ValueError("Each column of a table has a width, a whole number above 0.")
        object.__setattr__(self, "caption", plain(self.caption))

    @property
    def shares(self) -> tuple[int, ...]:
        """How wide each column is in relation to the others."""
        return self.widths or (1,) * len(self.header)


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture between paragraphs, without the asides of its file. alt: what it shows, for who does not see it.

    Raises ValueError for what is no PNG, or where nothing says what it shows.
    """

    png: bytes
    alt: str
    caption: str = ""
    width_mm: int = WIDEST_PICTURE

    def __post_init__(self) -> None:
        for name in ("alt", "caption"):
            object.__setattr__(self, name, plain(getattr(self, name)).strip())
        if not self.alt:
            raise ValueError("A picture needs words for those who do not see it.")
        object.__setattr__(self, "png", without_asides(self.png))
        object.__setattr__(self, "width_mm", min(max(self.width_mm, 1), WIDEST_PICTURE))


@dataclass(frozen=True, slots=True)
class Part:
    """Blocks in another language than the paper."""

    language: str
    blocks: tuple["Block", ...]


Block = Heading | Paragraph | Quotation | ListBlock | Table | Picture | Part


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Who writes, above the title. alt: what the logo shows, by default whose it is."""

    name: str
    address_lines: tuple[str, ...] = ()
    logo_png: bytes | None = None
    alt: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "name", plain(self.name).strip())
        object.__setattr__(self, "alt", plain(self.alt).strip() or self.name)
        object.__setattr__(self, "address_lines", tuple(plain(line).strip() for line in self.address_lines))
        if self.logo_png is not None:
            object.__setattr__(self, "logo_png", without_asides(self.logo_png))


@dataclass(frozen=True, slots=True)
class Document:
    """A paper. language: of its title and of what is in no `Part` (ISO 639). author: an organisation, or nobody.

    form: "ohchr" is Times New Roman 10 without bold, underline or italics, as written statements must be.
    numbered: paragraphs of the text have numbers, which go on across headings.
    title_note: a footnote to the title, with an asterisk.
    notes: "end" puts the notes of the text, but not that of the title, after it, under notes_title.
    running_head: stands small at the head of each page, and is not read out.
    mark: stands at the head of each page, such as CONFIDENTIAL. A marked paper has its notes at the foot: some programs
    give notes at the end a page of their own without it.
    """

    title: str
    language: str
    blocks: tuple[Block, ...]
    subject: str = ""
    author: str = ""
    form: Form = "house"
    numbered: bool = False
    title_note: Footnote | None = None
    notes: Literal["foot", "end"] = "foot"
    notes_title: str = "Notes"
    letterhead: Letterhead | None = None
    running_head: str = ""
    mark: str = ""
    landscape: bool = False

    def __post_init__(self) -> None:
        for name in ("title", "subject", "author", "notes_title", "running_head", "mark"):
            object.__setattr__(self, name, plain(getattr(self, name)).strip())
        if self.mark:
            object.__setattr__(self, "notes", "foot")


def heading(level: int, said: Words) -> Heading:
    return Heading(level, words(said))


def paragraph(said: Words) -> Paragraph:
    return Paragraph(words(said))


def points(items: Sequence[Words], numbered: bool = False) -> ListBlock:
    """A list of one paragraph each."""
    return ListBlock(tuple((paragraph(item),) for item in items), numbered)


def as_data(node: Any) -> Any:
    """The tree as lists, dictionaries and text; each dictionary says its kind. Pictures are Base64."""
    if isinstance(node, bytes):
        return b64encode(node).decode()
    if is_dataclass(node):
        kind = {"kind": type(node).__name__}
        return kind | {field.name: as_data(getattr(node, field.name)) for field in fields(node)}
    return [as_data(one) for one in node] if isinstance(node, tuple) else node
