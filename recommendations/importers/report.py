"""What an import did, for people and for scripts."""

from dataclasses import dataclass, field

from recommendations.models import Change

from .problems import Problem


@dataclass(slots=True)
class ReviewReport:
    """What was read of one review. `positions` counts paragraphs where the file numbers them, else rows."""

    review: str
    paragraphs: int = 0
    rows: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    positions: dict[str, int] = field(default_factory=dict)


@dataclass(slots=True)
class ImportReport:
    """What was read, and every problem; dry_run means that nothing was kept."""

    format: str
    reviews: list[ReviewReport] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    dry_run: bool = False
    change: Change | None = None  # by which it can be undone

    @property
    def refused(self) -> bool:
        """Whether an error kept everything from being written."""
        return any(problem.level == "error" for problem in self.problems)

    def total(self, name: str) -> int:
        """A number of all reviews together: rows, paragraphs, created, updated or unchanged."""
        return sum(getattr(review, name) for review in self.reviews)

    def as_dict(self) -> dict[str, object]:
        """The JSON report."""
        return {
            "format": self.format,
            "reviews": [
                {
                    "review": r.review,
                    "paragraphs": r.paragraphs,
                    "rows": r.rows,
                    "created": r.created,
                    "updated": r.updated,
                    "unchanged": r.unchanged,
                    "positions": r.positions,
                }
                for r in self.reviews
            ],
            "problems": [problem.as_dict() for problem in self.problems],
        }
