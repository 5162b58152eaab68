"""Tallies one below the other, each as a strip of small squares: for papers, where a page has no room for more."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.template.loader import render_to_string

from recommendations.analysis import Counts
from recommendations.models import CATEGORIES, Category

from .measure import length
from .palette import FILLS, INK, QUIET
from .small import SmallSquares, small_squares

WIDTH, ROWS = 640, 4  # of the drawing; rows of squares in a strip
LABEL, BELOW, SAMPLE = 18, 12, 10  # height of a line of text, space below a strip, side of a sample in the legend


@dataclass(frozen=True, slots=True)
class Strip:
    """One tally, and what it is called."""

    label: str
    counts: Counts


@dataclass(frozen=True, slots=True)
class _Placed:
    label: str
    small: SmallSquares
    baseline: int
    top: int


@dataclass(frozen=True, slots=True)
class _Sample:
    label: str
    fill: str
    x: int
    y: int


def strips_svg(strips: Sequence[Strip], title: str) -> str:
    """An SVG file of the strips, all with squares of one size, and what the colours mean. title: for its readers."""
    squares = [small_squares(strip.counts, ROWS, least=1) for strip in strips]
    cell = WIDTH / max(small.width for small in squares)
    height = round(cell * ROWS)
    pitch = LABEL + height + BELOW
    placed = [
        _Placed(strip.label, small, n * pitch + LABEL - 5, n * pitch + LABEL)
        for n, (strip, small) in enumerate(zip(strips, squares, strict=True))
    ]
    legend = _legend(strips, len(strips) * pitch + LABEL)
    context = {
        "title": title,
        "strips": placed,
        "legend": legend,
        "cell": round(cell, 3),
        "width": WIDTH,
        "height": max(sample.y for sample in legend) + 8,
        "sample": SAMPLE,
        "colours": {"ink": INK, "quiet": QUIET},
    }
    return render_to_string("recommendations/pictures/strips.svg", context)


def _legend(strips: Sequence[Strip], y: int) -> list[_Sample]:
    """The positions that occur, in the order in which their squares stand."""
    there = {category for strip in strips for category, n in strip.counts.items() if n}
    samples, x = [], 0
    for category in (one for one in CATEGORIES if one in there):
        label = str(Category(category).label)
        width = SAMPLE + 20 + 7 * length(label)
        if x and x + width > WIDTH:
            x, y = 0, y + LABEL
        samples.append(_Sample(label, FILLS[category], x, y))
        x += width
    return samples
