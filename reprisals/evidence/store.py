"""Where originals are kept: a folder outside of the web root, in which each file has the SHA-256 of what it holds.

It holds what is encrypted, so that names betray nothing to somebody who has a copy of an original; whether a file has
changed is found without any key. The original's own SHA-256 stands in the record, sealed.
"""

import hashlib
import os
import re
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from django.conf import settings

PIECE = 1024 * 1024  # bytes
_NAME = re.compile(r"[0-9a-f]{64}", re.ASCII)


def folder() -> Path:
    """The folder of EVIDENCE_DIR."""
    return Path(settings.EVIDENCE_DIR)


def path_of(name: str) -> Path:
    """Where a file of that name is; ValueError for what is no name of ours."""
    if not _NAME.fullmatch(name):
        raise ValueError(name)
    return folder() / name[:2] / name


def keep(pieces: Iterable[bytes]) -> str:
    """Writes a file, whole or not at all, and gives its name: the SHA-256 of what it holds."""
    _make(folder())
    digest = hashlib.sha256()
    handle, unfinished = tempfile.mkstemp(prefix=".", suffix=".part", dir=folder())  # mode 0600
    try:
        with os.fdopen(handle, "wb") as file:
            for piece in pieces:
                digest.update(piece)
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
        name = digest.hexdigest()
        _make(path_of(name).parent)
        os.replace(unfinished, path_of(name))
    except BaseException:
        with suppress(FileNotFoundError):
            os.unlink(unfinished)
        raise
    _settle(path_of(name).parent)
    return name


def remove(names: Iterable[str]) -> None:
    """Deletes files; one that is gone already is gone."""
    for name in names:
        with suppress(FileNotFoundError):
            path_of(name).unlink()
            _settle(path_of(name).parent)


def digest_of(path: Path) -> str:
    """The SHA-256 of a file as it is stored."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def files() -> Iterator[Path]:
    """Every file in the folder, unfinished ones too."""
    if folder().is_dir():
        yield from (path for path in sorted(folder().rglob("*")) if not path.is_dir())


def _make(place: Path) -> None:
    place.mkdir(mode=0o700, parents=True, exist_ok=True)


def _settle(place: Path) -> None:
    """Has the disk keep what was renamed or deleted."""
    handle = os.open(place, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
