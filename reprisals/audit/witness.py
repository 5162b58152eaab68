"""The witness: a file outside the database that holds the number and digest of each entry, and nothing else.

Whoever rewrites the whole log inside the database, or cuts off its end, contradicts it. Several processes and machines
write to it, so that its lines need not be in order, and one that could not be written is missing.
"""

import logging
import os
import re
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

Digest = str  # SHA-256 in hex
HEAD = re.compile(r"([1-9][0-9]{0,17})[ :]([0-9a-f]{64})")

logger = logging.getLogger(__name__)


def write_down(number: int, digest: Digest) -> None:
    """Adds a line for an entry that is committed. Where that fails, the log of the server says so, and work goes on."""
    try:
        _append(Path(settings.AUDIT_WITNESS), f"{number} {digest}\n".encode())
    except OSError:
        logger.exception("Entry %s of the log could not be written to its witness, AUDIT_WITNESS.", number)


def lines() -> Iterator[tuple[int, Digest] | None]:
    """Number and digest of each line, None for one that cannot be read. FileNotFoundError or OSError without a file."""
    with open(settings.AUDIT_WITNESS, encoding="ascii", errors="replace") as file:
        for line in file:
            yield head(line.rstrip("\n"))


def head(text: str) -> tuple[int, Digest] | None:
    """What “number:digest”, or a line of the witness, says; None for anything else."""
    found = HEAD.fullmatch(text)
    return (int(found[1]), found[2]) if found else None


def _append(path: Path, line: bytes) -> None:
    """In one write, which on one machine is never mixed with that of another process."""
    path.parent.mkdir(parents=True, exist_ok=True)
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        if os.write(file, line) != len(line):
            raise OSError("only a part of the line was written")
    finally:
        os.close(file)
