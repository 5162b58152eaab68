"""A small picture of a tally: as many squares as it counts, by position, of a size for cards."""

from dataclasses import dataclass

from recommendations.analysis import Counts

from .palette import FILLS

ROWS = 6  # of squares; a tally of 428 is 72 columns wide
LEAST = 72  # columns, so that a square is as large on every card


@dataclass(frozen=True, slots=True)
class Run:
    """All squares of one position, as the outline of the cells that they take, column by column."""

    category: str
    path: str
    fill: str


@dataclass(frozen=True, slots=True)
class SmallSquares:
    """width and height in cells, and the lines between them, which are drawn over the runs."""

    runs: list[Run]
    width: int
    height: int
    used: int  # of the width

    @property
    def gaps(self) -> str:
        """The path of the lines between the cells."""
        across = "".join(f"M0 {y}H{self.used}" for y in range(1, self.height))
        return across + "".join(f"M{x} 0V{self.height}" for x in range(1, self.used))


def small_squares(counts: Counts, rows: int = ROWS, least: int = LEAST) -> SmallSquares:
    """The squares of a tally in columns of so many. least: columns that it is wide at least."""
    runs, start = [], 0
    for category, n in counts.items():
        if n:
            runs.append(Run(category, _outline(start, start + n, rows), FILLS[category]))
            start += n
    used = -(-start // rows)
    return SmallSquares(runs, max(used, least), rows, used)


def _outline(start: int, end: int, rows: int) -> str:
    """The path around cells start to end (end not among them), of a grid that is filled column by column."""
    (first, top), (last, bottom) = divmod(start, rows), divmod(end, rows)
    if not bottom:
        last, bottom = last - 1, rows
    if first == last:
        return f"M{first} {top}h1V{bottom}h-1z"
    left = f"M{first} {top}h1V0H{last + 1}V{bottom}" if top else f"M{first} 0H{last + 1}V{bottom}"
    return f"{left}H{last}V{rows}H{first}z"
