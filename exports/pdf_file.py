"""PDF: a paper set by typst and tagged for screen readers (PDF/UA-1), by a process with bounded time and memory.

The same paper gives the same bytes on the same machine. Latin text is set in a font that comes with typst; for other
scripts the machine needs one: on Debian fonts-noto-core and fonts-noto-cjk.
"""

import json
import subprocess
import sys
from pathlib import Path

from .document import Document, as_data
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
    asked = json.dumps({"paper": as_data(document), "system_fonts": system_fonts}).encode()
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
