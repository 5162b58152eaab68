"""PDF: a paper set by typst and tagged for screen readers (PDF/UA-1), by a process with bounded time and memory.

The same paper gives the same bytes on the same machine. Latin text is set in a font that comes with typst; for other
scripts the machine needs one: on Debian fonts-noto-core and fonts-noto-cjk.
"""

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import groupby
from pathlib import Path
from typing import Any

from .document import Block, Document, ListBlock, Paragraph, Part, as_data
from .typesetting import NO_FONT

CONTENT_TYPE = "application/pdf"
SECONDS = 40  # a statement takes less than one, a matrix of 428 recommendations less than five
LOOK_EVERY = 0.2  # seconds, whether it was cancelled
_CHILD = Path(__file__).with_name("typesetting.py")


class CannotBeSet(Exception):
    """The paper cannot be set here: it took too long, or typst says why."""


class NoFont(CannotBeSet):
    """No font of this machine has these signs."""

    def __init__(self, signs: str) -> None:
        super().__init__(f"no font for {signs!r}")
        self.signs = signs


class Cancelled(Exception):
    """Whoever asked for the paper does not want it any more: the process that set it was ended."""


def write(
    document: Document,
    seconds: int = SECONDS,
    system_fonts: bool = True,
    cancelled: Callable[[], bool] = lambda: False,
) -> bytes:
    """The PDF. Raises NoFont for signs that no font has, CannotBeSet where it takes longer than that or fails.

    cancelled: asked a few times a second, by the thread that called; once it says so, the child is ended and
    Cancelled is raised.
    """
    asked = json.dumps({"paper": paper_data(document), "system_fonts": system_fonts}).encode()
    code, made, wrong = _set(asked, seconds, cancelled)
    said = wrong.decode("utf-8", "replace").strip()
    if code == NO_FONT:
        raise NoFont(said)
    if code or not made.startswith(b"%PDF"):
        raise CannotBeSet(said[:500] or f"the process ended with {code}")
    return made


def _set(asked: bytes, seconds: int, cancelled: Callable[[], bool]) -> tuple[int, bytes, bytes]:
    """Runs the child to its end; returns its exit code and what it wrote to both of its outputs."""
    command = [sys.executable, "-I", "-B", str(_CHILD), str(seconds)]
    pipe, until = subprocess.PIPE, time.monotonic() + seconds
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, env={}) as child:  # noqa: S603
        try:
            told: bytes | None = asked
            while True:
                try:
                    made, wrong = child.communicate(told, timeout=LOOK_EVERY)
                    return child.returncode, made, wrong
                except subprocess.TimeoutExpired:
                    told = None  # it was told already
                if cancelled():
                    raise Cancelled
                if time.monotonic() > until:
                    raise CannotBeSet(f"it takes longer than {seconds} seconds")
        finally:
            child.kill()


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
