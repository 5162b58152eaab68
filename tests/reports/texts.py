"""What a paper says, as plain text."""

from typing import Any

from exports.document import Document, Footnote, Run, as_data
from reports.draft import Draft


def text_of(node: Any, notes: bool = False) -> str:
    """All text of a paper or of blocks, a line for each paragraph; the notes only where they are asked for."""
    lines: list[str] = []
    _gather(node, lines, notes)
    return "\n".join(lines)


def notes_of(draft: Draft) -> list[str]:
    """The notes of a paper, in order."""
    found: list[str] = []
    _notes(draft.document, found)
    return found


def links_of(draft: Draft) -> set[str]:
    return {value for key, value in _pairs(as_data(draft.document)) if key == "link" and value}


def _gather(node: Any, lines: list[str], notes: bool) -> None:
    if isinstance(node, Document):
        lines.append(node.title)
        _gather(node.blocks, lines, notes)
    elif isinstance(node, tuple | list):
        if node and all(isinstance(one, Run | Footnote) for one in node):
            lines.append("".join(one.text for one in node if isinstance(one, Run)))
            if notes:
                lines.extend("".join(run.text for run in one.runs) for one in node if isinstance(one, Footnote))
        else:
            for one in node:
                _gather(one, lines, notes)
    elif hasattr(node, "__dataclass_fields__"):
        for name in node.__dataclass_fields__:
            _gather(getattr(node, name), lines, notes)


def _notes(node: Any, found: list[str]) -> None:
    if isinstance(node, Footnote):
        found.append("".join(run.text for run in node.runs))
    elif isinstance(node, tuple):
        for one in node:
            _notes(one, found)
    elif hasattr(node, "__dataclass_fields__"):
        for name in node.__dataclass_fields__:
            _notes(getattr(node, name), found)


def _pairs(data: Any):
    if isinstance(data, dict):
        yield from data.items()
        for value in data.values():
            yield from _pairs(value)
    elif isinstance(data, list):
        for value in data:
            yield from _pairs(value)
