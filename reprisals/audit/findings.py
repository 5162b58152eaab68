"""What a check of the log found, in words and for scripts."""

from dataclasses import dataclass, field
from typing import Any

from .ranges import Ranges


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong; `entries` are the entries concerned, as ranges of numbers."""

    kind: str
    entries: list[tuple[int, int]]
    message: str


@dataclass(slots=True)
class Findings:
    """How many entries there are, the last one as “number:digest”, what is to be known, and what is wrong."""

    entries: int = 0
    head: str = ""
    notes: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def tell(self, kind: str, entries: Ranges, text: str, *, past: bool = False) -> None:
        """Adds a problem. “{}” in it stands for the entries and their verb; without entries there is none then."""
        if "{}" not in text:
            self.problems.append(Problem(kind, list(entries), text))
        elif list(entries):
            self.problems.append(Problem(kind, list(entries), text.format(spoken(entries, past=past))))

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        problems = [{"kind": p.kind, "entries": p.entries, "message": p.message} for p in self.problems]
        return {"entries": self.entries, "head": self.head, "notes": self.notes, "problems": problems}


def spoken(entries: Ranges, *, past: bool = False) -> str:
    """“Entry 5 is”, “Entries 5 to 7 and 9 were”."""
    ranges = list(entries)
    parts = [str(first) if first == last else f"{first} to {last}" for first, last in ranges]
    said = f"{', '.join(parts[:-1])} and {parts[-1]}" if parts[1:] else parts[0]
    if len(ranges) == 1 and ranges[0][0] == ranges[0][1]:
        return f"Entry {said} {'was' if past else 'is'}"
    return f"Entries {said} {'were' if past else 'are'}"
