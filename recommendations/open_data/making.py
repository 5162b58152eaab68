"""Makes the files: all tables as they are at one moment, aside, and then in the place of those before."""

import csv
import fcntl
import hashlib
import json
import secrets
import shutil
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone, translation

from exports.table import Cell, neutral
from recommendations.models import Removal
from recommendations.search.index import one_moment

from .descriptor import CHANGES, DESCRIPTOR, SUMS, WHOLE, descriptor
from .differences import ADDED, CHANGED, REMOVED, Rows, changes
from .kept import MOST_REMEMBERED, File, Made, Package, package
from .names import names
from .record import TABLES


def make(at: datetime | None = None) -> tuple[Package, bool]:
    """Makes a package of what is public now; and whether it differs from the last one, which is kept where it does not.

    One at a time: a second command waits for the first.
    """
    version = (at or timezone.now()).isoformat(timespec="seconds")
    root = Path(settings.DATA_DIR)
    root.mkdir(parents=True, exist_ok=True)
    with _alone(root), translation.override("en"):
        before = package()
        folder = root / f"{version[:19].replace(':', '')}-{secrets.token_hex(4)}"
        folder.mkdir()
        try:
            made, differs = _made(folder, before, version)
            made.write_down()
        finally:
            _clear(root, package())
    return made, differs


def take_down() -> bool:
    """Takes the files away, at once; whether there were any."""
    root = Path(settings.DATA_DIR)
    before = package()
    if before is None:
        return False
    with _alone(root):
        Package("", -1, [], before.made).write_down()  # what was changed is remembered, of what is gone nothing
        _clear(root, None)
    return True


def _made(folder: Path, before: Package | None, version: str) -> tuple[Package, bool]:
    with one_moment():
        removals = Removal.objects.total()
        known_as = names()
        files = [_write(folder, f"{t.name}.csv", t.title, [f.name for f in t.fields], t.rows(known_as)) for t in TABLES]
        described = descriptor(files, version)
    if before and before.files and all(before.file(one.name) == one for one in files):
        return Package(before.folder, removals, before.files, before.made), False
    made = Made(version, first=not (before and before.files), changed={})
    rows = (one for one in _changes(before, folder) if one[1] != REMOVED)  # what has gone is named nowhere any more
    files.append(_write(folder, CHANGES, "What changed since the last package", ["table", "change", "key"], rows))
    counts = Counter((table, change) for table, change, _key in _changes(before, folder))
    for table in dict.fromkeys(table for table, _change in counts):
        made.changed[table] = (counts[table, ADDED], counts[table, CHANGED], counts[table, REMOVED])
    files.append(_text(folder, DESCRIPTOR, "Data package", json.dumps(described(files), ensure_ascii=False, indent=1)))
    files.append(_text(folder, SUMS, "Checksums", "".join(f"{one.sha256}  {one.name}\n" for one in files)))
    files.insert(0, _zipped(folder, files))
    earlier = before.made if before else []
    return Package(folder.name, removals, files, [made, *earlier][:MOST_REMEMBERED]), True


def _changes(before: Package | None, folder: Path) -> Iterator[tuple[str, str, str]]:
    """Table, what happened, and the key of each row; of a first package nothing."""
    if before is None or not before.files:
        return
    for table in TABLES:
        old, new = (Rows(path, table.key) for path in (before.path(f"{table.name}.csv"), folder / f"{table.name}.csv"))
        yield from ((table.name, change, key) for change, key in changes(old, new))


def _write(folder: Path, name: str, title: str, header: list[str], rows: Iterable[Sequence[Cell]]) -> File:
    """One table as CSV: UTF-8, commas, CRLF; text that a spreadsheet would take for a formula as in other files."""
    count = 0
    with (folder / name).open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        for row in rows:
            writer.writerow([_cell(cell) for cell in row])
            count += 1
    return _file(folder, name, title, count)


def _cell(cell: Any) -> Any:
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return neutral(cell)


def _text(folder: Path, name: str, title: str, text: str) -> File:
    (folder / name).write_text(text, encoding="utf-8")
    return _file(folder, name, title)


def _zipped(folder: Path, files: list[File]) -> File:
    with zipfile.ZipFile(folder / WHOLE, "w", zipfile.ZIP_DEFLATED) as archive:
        for one in files:
            archive.write(folder / one.name, one.name)
    return _file(folder, WHOLE, "Everything in one file")


def _file(folder: Path, name: str, title: str, rows: int | None = None) -> File:
    with (folder / name).open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return File(name, title, (folder / name).stat().st_size, digest, rows)


@contextmanager
def _alone(root: Path) -> Iterator[None]:
    with (root / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _clear(root: Path, kept: Package | None) -> None:
    """Takes away all folders but that of the package that is kept: what was withdrawn stays on no disk."""
    for folder in root.iterdir():
        if folder.is_dir() and not (kept and folder.name == kept.folder):
            shutil.rmtree(folder, ignore_errors=True)
