"""Tallies as strips of squares: as many squares as were counted, all of one size, and a legend of what occurs."""

import re

from recommendations.models import Category
from recommendations.pictures import Strip, png, strips_svg
from recommendations.pictures.palette import FILLS

TALL = {Category.ACCEPTED: 290, Category.PARTIALLY_ACCEPTED: 8, Category.NOTED: 32, Category.REJECTED: 98}
SHORT = {Category.ACCEPTED: 3, Category.NOTED: 2}


def area(path: str) -> float:
    """The area of a closed path of straight lines."""
    x = y = 0.0
    corners = []
    for letter, numbers in re.findall(r"([MhHVvz])\s*([-\d. ]*)", path):
        values = [float(n) for n in numbers.split()]
        if letter == "M":
            x, y = values
        elif letter == "h":
            x += values[0]
        elif letter == "H":
            x = values[0]
        elif letter == "V":
            y = values[0]
        corners.append((x, y))
    pairs = zip(corners, [*corners[1:], corners[0]], strict=True)
    return abs(sum(a * d - c * b for (a, b), (c, d) in pairs)) / 2


def test_there_is_a_square_for_each_that_was_counted():
    drawn = strips_svg([Strip("Teapots, 428", TALL), Strip("Kettles, 5", SHORT)], "Teapots and kettles")
    strips = re.findall(r"<g transform=.*?</g>", drawn)
    for strip, counts in zip(strips, (TALL, SHORT), strict=True):
        found = {fill: area(path) for path, fill in re.findall(r'<path d="([^"]+)" fill="(#[0-9a-f]+)" stroke', strip)}
        assert found == {FILLS[category]: n for category, n in counts.items()}
    assert len(set(re.findall(r"scale\(([\d.]+)\)", drawn))) == 1


def test_the_legend_names_what_occurs_and_nothing_else():
    drawn = strips_svg([Strip("Kettles, 5", SHORT)], "Kettles")
    assert re.findall(r">([A-Z][^<]+)</text>", drawn) == ["Kettles, 5", "Accepted", "Noted"]


def test_labels_are_text_and_it_can_be_a_png():
    drawn = strips_svg([Strip("<script>", SHORT)], 'Kettles "and" teapots')
    assert "<script>" not in drawn
    assert png(drawn, 320).startswith(b"\x89PNG")
