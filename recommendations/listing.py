"""What a search finds, as a list of which a page loads its own part: rows, or rows in groups."""

from dataclasses import dataclass

from recommendations.rows import Row, rows_of
from recommendations.search import Answer, FacetValue, members


class Listed:
    """Rows, in the order asked for."""

    def __init__(self, found: Answer) -> None:
        self.found = found

    def __len__(self) -> int:
        return self.found.count

    def __getitem__(self, part: slice) -> list[Row]:
        return rows_of(self.found.keys(part.start, part.stop), self.found.criteria.as_of)


@dataclass(frozen=True, slots=True)
class Section:
    """What a page shows of a group; `is_continued` where the page before began it."""

    group: FacetValue
    is_continued: bool
    rows: list[Row]


class Grouped:
    """Rows of one group after another; as long as all groups together."""

    def __init__(self, found: Answer, groups: list[FacetValue]) -> None:
        self.found = found
        self.groups = groups

    def __len__(self) -> int:
        return sum(group.count for group in self.groups)

    def __getitem__(self, part: slice) -> list[Section]:
        shown = members(self.found, self.groups, part.start, part.stop)
        keys = [key for each in shown for key in each.keys]
        rows = {row.key: row for row in rows_of(keys, self.found.criteria.as_of)}
        return [Section(each.group, each.start > 0, [rows[key] for key in each.keys if key in rows]) for each in shown]
