"""Black boxes over what nobody may see, as they are typed: per cent from the left and top, and their width and height.

A line each: `10, 20, 30, 15`. In a document the page comes first: `2: 10, 20, 30, 15`.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil, floor

MOST = 200
MARGIN = 4  # pixels on each side: making a picture smaller smears what stands at the edge of a box
_NUMBER = r"\s*(\d{1,3}(?:\.\d{1,3})?)\s*%?\s*"
_LINE = re.compile(rf"(?:\s*(\d{{1,4}})\s*:)?{_NUMBER},{_NUMBER},{_NUMBER},{_NUMBER}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Box:
    """One black box, in per cent of its page; a picture is page 1."""

    page: int
    left: float
    top: float
    width: float
    height: float

    def in_pixels(self, width: int, height: int) -> tuple[int, int, int, int]:
        """Left, top, right and bottom on a picture of this size, rather too large than too small."""
        return (
            max(floor(self.left * width / 100) - MARGIN, 0),
            max(floor(self.top * height / 100) - MARGIN, 0),
            min(ceil((self.left + self.width) * width / 100) + MARGIN, width),
            min(ceil((self.top + self.height) * height / 100) + MARGIN, height),
        )


def read_boxes(text: str, pages: int = 0) -> list[Box]:
    """The boxes that were typed, a line each; ValueError with the line that is none.

    pages: how many a document has; none for a picture, of which no page is said.
    """
    lines = [line for line in text.splitlines() if line.strip()]
    if len(lines) > MOST:
        raise ValueError(lines[MOST])
    return [_box(line, pages) for line in lines]


def on_page(boxes: Iterable[Box], page: int) -> list[Box]:
    """Those of one page."""
    return [box for box in boxes if box.page == page]


def _box(line: str, pages: int) -> Box:
    found = _LINE.fullmatch(line)
    if not found or bool(found[1]) != bool(pages):
        raise ValueError(line)
    page, (left, top, width, height) = int(found[1] or 1), map(float, found.groups()[1:])
    on_it = left + width <= 100 and top + height <= 100 and width > 0 and height > 0
    if not on_it or not 1 <= page <= (pages or 1):
        raise ValueError(line)
    return Box(page, left, top, width, height)
