"""What changed between two files of a table, row by row, by their keys."""

import csv
import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

Change = tuple[str, str]  # added, changed or removed; the key
ADDED, CHANGED, REMOVED = "added", "changed", "removed"
BETWEEN = " "  # the parts of a key, of which the last alone can hold one


class Rows:
    """The rows of a file by key, each as a digest: some ninety bytes a row are held in memory."""

    def __init__(self, path: Path, key: tuple[str, ...]) -> None:
        self.path, self.key = path, key

    def read(self) -> dict[str, bytes]:
        """Empty where there was no such file, or another key."""
        try:
            with self.path.open(newline="", encoding="utf-8") as file:
                return dict(self._read(file))
        except FileNotFoundError:
            return {}

    def _read(self, file: TextIO) -> Iterator[tuple[str, bytes]]:
        rows = csv.reader(file)
        header = next(rows, [])
        if not set(self.key) <= set(header):
            return
        places = [header.index(name) for name in self.key]
        names = "\n".join(header)
        for row in rows:
            digest = hashlib.blake2b(repr((names, row)).encode(), digest_size=16).digest()
            yield BETWEEN.join(row[place] for place in places), digest


def changes(before: Rows, after: Rows) -> Iterator[Change]:
    """What changed, in the order of the new file, with what is gone last."""
    old = before.read()
    for key, digest in after.read().items():
        was = old.pop(key, None)
        if was != digest:
            yield (ADDED if was is None else CHANGED), key
    yield from ((REMOVED, key) for key in old)
