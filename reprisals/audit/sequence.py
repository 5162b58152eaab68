"""What the rows of the log tell of each other, read in the order of their numbers."""

from collections.abc import Iterable

from .chain import Row
from .findings import Findings
from .ranges import Ranges

MOST_KEPT = 200  # rows that are not whole, and are compared with one another to tell which were swapped


class Sequence:
    """The rows as they were read: what is there, what is missing, and what does not fit."""

    def __init__(self) -> None:
        self.there, self.missing, self.altered = Ranges(), Ranges(), Ranges()
        self.displaced = Ranges()  # entries that stand elsewhere, and the places at which they stand
        self.last: Row | None = None
        self.strangers: list[Row] = []
        self.misfits: list[Row] = []
        self.breaks: list[tuple[Row, Row]] = []

    def read(self, rows: Iterable[Row]) -> None:
        """Takes the rows in; what it keeps of them are their numbers, and those that do not fit."""
        for row in rows:
            if row.place:
                self._compare(row)
            else:
                self.strangers.append(row)

    def _compare(self, row: Row) -> None:
        before, after = self.last, (self.last.place if self.last else 0) + 1
        if row.place > after:
            self.missing.add(after, row.place - 1)
        elif not (row.follows(before) if before else row.previous == "" or not row.is_whole):
            self.breaks.append((before or row, row))
        if not row.is_whole:
            self._keep(row)
        self.there.add(row.place)
        self.last = row

    def _keep(self, row: Row) -> None:
        if len(self.misfits) < MOST_KEPT:
            self.misfits.append(row)
        else:
            self.altered.add(row.place)

    def report(self, findings: Findings) -> None:
        """Names what is wrong."""
        belongs, at_home = self._displaced()
        self.displaced = Ranges([*belongs, *belongs.values()])
        self._settle_missing(belongs)
        for row in self.misfits:
            if row.place not in belongs:
                self.altered.add(row.place)
        findings.tell("missing", self.missing, "{} missing.")
        findings.tell("altered", self.altered, "{} altered.", past=True)
        for place, number in belongs.items():
            if belongs.get(number) != place:
                findings.tell("moved", Ranges([place, number]), f"Entry {number} stands as number {place} now.")
            elif place < number:
                findings.tell("swapped", Ranges([place, number]), f"Entries {place} and {number} were swapped.")
        for before, row in self.breaks:
            self._report_break(before, row, belongs, at_home, findings)
        for row in self.strangers:
            findings.tell("added", Ranges(), f"A row was added under the number {row.number!r:.40}, which is none.")

    def _settle_missing(self, belongs: dict[int, int]) -> None:
        """What stands elsewhere is not missing; what it took the place of is, up to the last entry that there is."""
        last = max((belongs.get(end, end) for _first, end in self.there), default=0)
        beyond = Ranges()
        beyond.add(last + 1, max(last + 1, self.last.place if self.last else 0))
        for number in set(belongs) - set(belongs.values()):
            self.missing.add(number)
        self.missing = self.missing.without(Ranges(belongs.values())).without(beyond)

    def _displaced(self) -> tuple[dict[int, int], dict[int, Row]]:
        """Which entries stand at another's place: their numbers by place; and rows as they were, by their number."""
        belongs: dict[int, int] = {}
        at_home: dict[int, Row] = {}
        gaps = [number for first, last in self.missing for number in range(first, min(last, first + 9) + 1)]
        end = self.last.place if self.last else 0
        numbers = [row.place for row in self.misfits] + gaps[:MOST_KEPT] + [end + 1, end + 2]
        for here in self.misfits:
            for number in numbers:
                back = here._replace(number=str(number))
                if number != here.place and back.is_whole:
                    belongs[here.place], at_home[number] = number, back
            for other in self.misfits:
                # What the other says, under the number and in the chain of this row.
                chain = {"number": here.number, "previous": here.previous, "digest": here.digest}
                if other is not here and other._replace(**chain).is_whole:
                    belongs[other.place] = here.place
        return belongs, at_home

    def _report_break(
        self, before: Row, row: Row, belongs: dict[int, int], at_home: dict[int, Row], findings: Findings
    ) -> None:
        """Two whole rows that do not follow each other; of those that were moved, what stood there counts."""
        if any(one.place in belongs and one.place not in at_home for one in (before, row)):
            return
        first, second = at_home.get(before.place, before), at_home.get(row.place, row)
        if before is row:
            findings.tell("altered", Ranges([row.place]), "Entry 1 was altered: it says that another came before it.")
        elif not second.follows(first):
            text = (
                f"Entry {row.place} was not written after entry {before.place} as they stand: one of them was altered."
            )
            findings.tell("broken", Ranges([before.place, row.place]), text)
