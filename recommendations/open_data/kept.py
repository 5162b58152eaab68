"""The package that was made last: where it lies, what is in it, and whether it may still be handed out.

It is of one moment. What was added or corrected since is in the next one. But once anything that the public could see
has been deleted or withdrawn, none of it is handed out any more until it is made anew.
"""

import json
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from recommendations.models import Removal

NOTE = "made.json"
MOST_REMEMBERED = 50  # packages


@dataclass(frozen=True, slots=True)
class File:
    """One file of a package. rows: None where it is no table."""

    name: str
    title: str
    bytes: int
    sha256: str
    rows: int | None = None


@dataclass(frozen=True, slots=True)
class Made:
    """That a package was made, and what it changed: by table, how many rows were added, changed and removed."""

    version: str
    first: bool
    changed: dict[str, tuple[int, int, int]]

    @property
    def at(self) -> datetime:
        return datetime.fromisoformat(self.version)

    @property
    def rows(self) -> list[tuple[str, int, int, int]]:
        return [(table, *counts) for table, counts in self.changed.items()]


@dataclass(frozen=True, slots=True)
class Package:
    """What was made last. removals: how much had gone from the public by then. made: newest first."""

    folder: str
    removals: int
    files: list[File]
    made: list[Made] = field(default_factory=list)

    @property
    def last(self) -> Made:
        return self.made[0]

    @property
    def may_be_shown(self) -> bool:
        """Whether nothing has gone from the public since. One query."""
        return self.removals == Removal.objects.total()

    def file(self, name: str) -> File | None:
        return next((one for one in self.files if one.name == name), None)

    def path(self, name: str) -> Path:
        return Path(settings.DATA_DIR) / self.folder / name

    def write_down(self) -> None:
        """Makes this the package that there is, at once and whole."""
        note = Path(settings.DATA_DIR) / NOTE
        unfinished = note.with_suffix(".part")
        unfinished.write_text(json.dumps(asdict(self), ensure_ascii=False), encoding="utf-8")
        unfinished.replace(note)


def package() -> Package | None:
    """What was made last; None where nothing is there."""
    try:
        said: dict[str, Any] = json.loads((Path(settings.DATA_DIR) / NOTE).read_text(encoding="utf-8"))
    except OSError:
        return None
    return Package(
        said["folder"],
        said["removals"],
        [File(**one) for one in said["files"]],
        [
            Made(one["version"], one["first"], {name: (a, c, r) for name, (a, c, r) in one["changed"].items()})
            for one in said["made"]
        ],
    )
