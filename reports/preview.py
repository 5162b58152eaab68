"""A paper as a page of HTML: the same tree that Word and PDF are made of, with its notes numbered.

Templates write it out, and escape everything; nothing here makes HTML.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from exports.document import (
    Across,
    Break,
    Document,
    Footnote,
    Heading,
    ListBlock,
    Paragraph,
    Part,
    Picture,
    Quotation,
    Run,
    Table,
    direction,
)

BELOW_PAGE = 2  # the heading of the preview itself is of this level


@dataclass(slots=True)
class Note:
    """One note: its number, and what stands in it."""

    number: int
    inlines: list[dict[str, Any]]


@dataclass(slots=True)
class Preview:
    """What the template `reports/_paper.html` writes out."""

    document: Document
    blocks: list[dict[str, Any]] = field(default_factory=list)
    title_note: list[dict[str, Any]] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)

    @property
    def direction(self) -> str:
        return direction(self.document.language)


def preview(document: Document) -> Preview:
    """The paper for the template."""
    made = Preview(document)
    made.blocks = list(_blocks(made, document.blocks))
    if note := document.title_note:
        made.title_note = _inlines(made, note.runs)
    return made


def _blocks(made: Preview, blocks: Iterable[Any]) -> Iterator[dict[str, Any]]:
    for block in blocks:
        yield _block(made, block)


def _block(made: Preview, block: Any) -> dict[str, Any]:
    kind = type(block).__name__.lower()
    found: dict[str, Any] = {"template": f"admin/reports/blocks/{kind}.html"}
    if isinstance(block, Heading):
        return found | {"tag": f"h{min(block.level + BELOW_PAGE, 6)}", "inlines": _inlines(made, block.inlines)}
    if isinstance(block, ListBlock):
        items = [list(_blocks(made, item)) for item in block.items]
        return found | {"items": items, "numbered": block.numbered, "start": block.start}
    if isinstance(block, Table):
        rows = [_row(made, row) for row in block.rows]
        header = [_inlines(made, cell) for cell in block.header]
        return found | {"caption": block.caption, "header": header, "rows": rows, "width": len(header)}
    if isinstance(block, Part):
        inner = list(_blocks(made, block.blocks))
        return found | {"language": block.language, "direction": direction(block.language), "blocks": inner}
    if isinstance(block, Quotation):
        return found | {"blocks": list(_blocks(made, block.blocks))}
    if isinstance(block, Picture):
        return found | {"alt": block.alt, "caption": block.caption}  # its words stand for it here
    assert isinstance(block, Paragraph)  # noqa: S101 - there is no other kind of block
    return found | {"inlines": _inlines(made, block.inlines)}


def _row(made: Preview, row: Any) -> dict[str, Any]:
    """A row of cells; one that goes across has one cell."""
    if isinstance(row, Across):
        return {"across": _inlines(made, row.inlines)}
    return {"cells": [_inlines(made, cell) for cell in row]}


def _inlines(made: Preview, inlines: Iterable[Any]) -> list[dict[str, Any]]:
    return [_inline(made, one) for one in inlines]


def _inline(made: Preview, one: Any) -> dict[str, Any]:
    if isinstance(one, Footnote):
        note = Note(len(made.notes) + 1, [])
        made.notes.append(note)
        note.inlines = _inlines(made, one.runs)
        return {"note": note.number}
    if isinstance(one, Break):
        return {"is_break": True}
    assert isinstance(one, Run)  # noqa: S101 - there is nothing else in a paragraph
    return {"text": one.text, "bold": one.bold, "italic": one.italic, "link": one.link}
