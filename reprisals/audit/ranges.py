"""Numbers kept as ranges, so that a million in a row take as little room as one."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator


class Ranges:
    """A set of whole numbers, as ranges in order that neither touch nor overlap."""

    def __init__(self, numbers: Iterable[int] = ()) -> None:
        self.found: list[tuple[int, int]] = []
        for number in numbers:
            self.add(number)

    def add(self, first: int, last: int | None = None) -> None:
        """Adds a number, or all from the first to the last."""
        last = first if last is None else last
        at = bisect_right(self.found, (first, last))
        while at > 0 and self.found[at - 1][1] >= first - 1:
            at -= 1
            first, last = self.found[at][0], max(last, self.found[at][1])
            del self.found[at]
        while at < len(self.found) and self.found[at][0] <= last + 1:
            last = max(last, self.found[at][1])
            del self.found[at]
        self.found.insert(at, (first, last))

    def __iter__(self) -> Iterator[tuple[int, int]]:
        """Each range, by its first and last number."""
        return iter(self.found)

    def __contains__(self, number: int) -> bool:
        at = bisect_right(self.found, (number, float("inf")))
        return at > 0 and self.found[at - 1][1] >= number

    def without(self, others: "Ranges") -> "Ranges":
        """Those of ours that are not among the others."""
        left = Ranges()
        for first, last in self.found:
            for begin, end in others:
                if begin > last:
                    break
                if end >= first:
                    if begin > first:
                        left.add(first, begin - 1)
                    first = end + 1
            if first <= last:
                left.add(first, last)
        return left
