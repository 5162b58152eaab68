"""What is wrong with a file, in words that a case officer understands."""

from dataclasses import asdict, dataclass, field


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
    """The problems of one file, as they are found."""

    file: str
    found: list[Problem] = field(default_factory=list)

    def error(
        self,
        message: str,
        row: int | None = None,
        paragraph: str = "",
        column: str = "",
        page: int | None = None,
    ) -> None:
        self.found.append(Problem("error", message, self.file, row, paragraph, column, page))

    def warn(
        self,
        message: str,
        row: int | None = None,
        paragraph: str = "",
        column: str = "",
        page: int | None = None,
    ) -> None:
        self.found.append(Problem("warning", message, self.file, row, paragraph, column, page))

    @property
    def refuse(self) -> bool:
        """Whether there is an error among them."""
        return any(problem.level == "error" for problem in self.found)


class Unreadable(Exception):
    """A file that cannot be read at all; the message says why."""


class ImportRefused(Exception):
    """Nothing was written; `problems` says why."""

    def __init__(self, problems: list[Problem], file_format: str = "") -> None:
        super().__init__("; ".join(str(p) for p in problems if p.level == "error"))
        self.problems = problems
        self.format = file_format
