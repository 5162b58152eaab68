"""PDF: a paper set by typst and tagged for screen readers (PDF/UA-1), by a process with bounded time and memory.

The same paper gives the same bytes on the same machine. Latin text is set in a font that comes with typst; for other
scripts the machine needs one: on Debian fonts-noto-core and fonts-noto-cjk.
"""

import json
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby
from pathlib import Path
from typing import Any

from .document import Block, Document, ListBlock, Paragraph, Part, as_data
from .typesetting import NO_FONT

CONTENT_TYPE = "application/pdf"
SECONDS = 20  # a statement takes less than one
_CHILD = Path(__file__).with_name("typesetting.py")


class CannotBeSet(Exception):
    """The paper cannot be set here: it took too long, or typst says why."""


class NoFont(CannotBeSet):
    """No font of this machine has these signs."""

    def __init__(self, signs: str) -> None:
        super().__init__(f"no font for {signs!r}")
        self.signs = signs


def write(document: Document, seconds: int = SECONDS, system_fonts: bool = True) -> bytes:
    """The PDF. Raises NoFont for signs that no font has, CannotBeSet where it takes longer than that or fails."""
    asked = json.dumps({"paper": paper_data(document), "system_fonts": system_fonts}).encode()
    child = [sys.executable, "-I", "-B", str(_CHILD), str(seconds)]
    try:
        done = subprocess.run(child, input=asked, capture_output=True, timeout=seconds, env={}, check=False)  # noqa: S603
    except subprocess.TimeoutExpired:
        raise CannotBeSet(f"it takes longer than {seconds} seconds") from None
    said = done.stderr.decode("utf-8", "replace").strip()
    if done.returncode == NO_FONT:
        raise NoFont(said)
    if done.returncode or not done.stdout.startswith(b"%PDF"):
        raise CannotBeSet(said[:500] or f"the process ended with {done.returncode}")
    return done.stdout


def paper_data(document: Document) -> dict[str, Any]:
    """The paper as the child gets it: numbered paragraphs as lists that go on, notes of the end with their numbers."""
    if document.numbered:
        document = replace(document, blocks=_numbered(document.blocks, 1)[0])
    data: dict[str, Any] = as_data(document)
    data["endnotes"] = []
    if document.notes == "end":
        for number, note in enumerate(_notes(data["blocks"]), 1):
            note["number"] = number
            data["endnotes"].append(note)
    return data


def _numbered(blocks: Iterable[Block], number: int) -> tuple[tuple[Block, ...], int]:
    """The blocks with their paragraphs as numbered lists, and the number that comes next."""
    made: list[Block] = []
    for is_text, some in groupby(blocks, lambda one: isinstance(one, Paragraph) and not one.unnumbered):
        group = tuple(some)
        if is_text:
            made.append(ListBlock(tuple((one,) for one in group), numbered=True, start=number))
            number += len(group)
            continue
        for block in group:
            if isinstance(block, Part):
                inside, number = _numbered(block.blocks, number)
                block = replace(block, blocks=inside)
            made.append(block)
    return tuple(made), number


def _notes(node: Any) -> Iterator[dict[str, Any]]:
    """The notes below a node of the tree as data, in the order of the text."""
    if isinstance(node, list):
        for one in node:
            yield from _notes(one)
    elif isinstance(node, dict):
        if node["kind"] == "Footnote":
            yield node
        for inner in node.values():
            yield from _notes(inner)
