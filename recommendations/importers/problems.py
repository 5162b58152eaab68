"""What is wrong with a file, in words that a case officer understands."""

from collections import Counter
from dataclasses import asdict, dataclass, field

MOST_PROBLEMS = 1_000
LONGEST_MESSAGE = 500  # characters


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem, with the place where it was found. An error refuses the whole import; a warning does not."""

    level: str
    message: str
    file: str = ""
    row: int | None = None
    paragraph: str = ""
    column: str = ""
    page: int | None = None

    def as_dict(self) -> dict[str, object]:
        """For the JSON report: without the fields that say nothing."""
        return {name: value for name, value in asdict(self).items() if value not in ("", None)}

    def __str__(self) -> str:
        place = [self.file]
        if self.row is not None:
            place.append(f"row {self.row}")
        if self.page is not None:
            place.append(f"page {self.page}")
        if self.paragraph:
            place.append(f"paragraph {self.paragraph}")
        if self.column:
            place.append(f"column “{self.column}”")
        where = ", ".join(part for part in place if part)
        return f"{where}: {self.message}" if where else self.message


@dataclass(slots=True)
class Problems:
    """The problems of one file, as they are found: of each level the first thousand, in a few lines each."""

    file: str
    found: list[Problem] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)

    def error(
        self,
        message: str,
        row: int | None = None,
        paragraph: str = "",
        column: str = "",
        page: int | None = None,
    ) -> None:
        self._add(Problem("error", printable(message, LONGEST_MESSAGE), self.file, row, paragraph, column, page))

    def warn(
        self,
        message: str,
        row: int | None = None,
        paragraph: str = "",
        column: str = "",
        page: int | None = None,
    ) -> None:
        self._add(Problem("warning", printable(message, LONGEST_MESSAGE), self.file, row, paragraph, column, page))

    def _add(self, problem: Problem) -> None:
        self.counts[problem.level] += 1
        if self.counts[problem.level] <= MOST_PROBLEMS:
            self.found.append(problem)
        elif self.counts[problem.level] == MOST_PROBLEMS + 1:
            self.found.append(Problem(problem.level, "There are more of these, which are not listed.", self.file))

    @property
    def refuse(self) -> bool:
        """Whether there is an error among them."""
        return any(problem.level == "error" for problem in self.found)


def printable(text: str, most: int = 200) -> str:
    """A text from a file, to be shown: not longer than that, and without signs that do something to a screen."""
    cut = text if len(text) <= most else f"{text[: most - 1]}…"
    return "".join(sign if sign.isprintable() else "\ufffd" for sign in cut)


class Unreadable(Exception):
    """A file that cannot be read at all; the message says why."""


class TooMuch(Unreadable):
    """A file that takes more to read than any document does."""

    def __init__(self) -> None:
        super().__init__(
            "Reading this file took more time or memory than a document of this kind needs; it was given up."
        )


class ImportRefused(Exception):
    """Nothing was written; `problems` says why."""

    def __init__(self, problems: list[Problem], file_format: str = "") -> None:
        super().__init__("; ".join(str(p) for p in problems if p.level == "error"))
        self.problems = problems
        self.format = file_format
