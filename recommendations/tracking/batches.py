"""Many records, some at a time."""

from collections.abc import Iterator
from typing import TypeVar

BATCH = 500

Item = TypeVar("Item")


def batches(items: list[Item]) -> Iterator[list[Item]]:
    """The items in their order, at most 500 at a time."""
    for start in range(0, len(items), BATCH):
        yield items[start : start + BATCH]
