"""A picture before it is drawn: what it shows, in which unit, from which source, line by line."""

from dataclasses import dataclass

from django.conf import settings

from exports.table import Cell, Column
from recommendations.analysis import Line
from recommendations.languages import permanent
from recommendations.models import CATEGORIES, Category
from recommendations.search import NOT_RECORDED


@dataclass(frozen=True, slots=True)
class Picture:
    """What a picture shows. `most`: lines that are drawn, of those that its table holds."""

    name: str  # in its address
    title: str
    description: str  # what is drawn, and what must be known to read it
    unit: str
    source: str
    address: str  # of its page, without the site
    lines: list[Line]
    most: int = 12
    as_squares: bool = False  # one for each; else a bar for each line
    by_number: bool = False  # bars as long as their number; else all of one length, and their shares compared
    search: str = ""  # the address of the search that the queries of the lines belong to

    @property
    def categories(self) -> list[tuple[str, str]]:
        """The positions that occur, with what they are called, in their order."""
        there = {category for line in self.lines for category in line.counts}
        return [(category, str(Category(category).label)) for category in CATEGORIES if category in there]

    @property
    def says_something(self) -> bool:
        """Whether there is anything but what is not recorded."""
        return any(line.asked for line in self.lines if line.value != NOT_RECORDED)

    @property
    def drawn(self) -> list[Line]:
        return self.lines[: self.most]

    @property
    def left_out(self) -> int:
        """Lines that the table holds, and the drawing does not."""
        return len(self.lines) - len(self.drawn)

    @property
    def permanent_address(self) -> str:
        return f"{settings.SITE_URL}{permanent(self.address)}"

    def address_of(self, line: Line) -> str:
        """Where the records of a line are found; empty where no search finds exactly these."""
        return f"{self.search}?{line.query}" if line.query and self.search else line.query


def _of(category: str) -> Column:
    return Column(category, f"How many: {category.replace('_', ' ')}.", lambda row: row[1].counts.get(category, 0))


def _share(row: tuple[Picture, Line]) -> Cell:
    share = row[1].share
    return None if share is None else round(share, 1)


# Each row: the picture and one of its lines.
PICTURE_COLUMNS = [
    Column("value", "What the line is about, as it stands in addresses.", lambda row: row[1].value),
    Column("label", "What the line is about.", lambda row: row[1].label),
    Column("asked", "How many were asked for.", lambda row: row[1].asked),
    Column("supported", "How many of them the State supported, in the UN's sense.", lambda row: row[1].supported),
    Column("supported_percent", "Supported, in per cent of asked; empty where nothing was asked.", _share),
    *(_of(category) for category in CATEGORIES),
    Column(
        "cycles",
        "UPR cycles in which it was asked; only where cycles are compared.",
        lambda row: [str(c) for c in row[1].cycles],
    ),
    Column("unit", "What is counted.", lambda row: row[0].unit),
    Column("source", "Where the figures come from.", lambda row: row[0].source),
    Column(
        "records",
        "Address at which exactly these records are found; empty where there is none.",
        lambda row: _records(*row),
    ),
    Column("picture", "Permanent address of the picture.", lambda row: row[0].permanent_address),
]


def _records(picture: Picture, line: Line) -> str:
    address = picture.address_of(line)
    return f"{settings.SITE_URL}{address}" if address else ""
