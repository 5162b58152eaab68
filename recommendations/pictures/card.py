"""The picture that other sites show with a link to a page: what it is, its title, its squares, its address."""

from dataclasses import dataclass, field

from django.conf import settings
from django.template.loader import render_to_string

from recommendations.analysis import Counts
from recommendations.models import CATEGORIES

from .measure import length, shortened, wrapped
from .palette import FILLS, INK, PAPER, QUIET
from .small import SmallSquares, small_squares

WIDTH, HEIGHT = 1200, 630  # as Open Graph asks
SIDE = 72


@dataclass(frozen=True, slots=True)
class Card:
    """What is said of a page: its kind above the title, and below it a sentence; the position where it has one."""

    kind: str
    title: str
    said: str
    address: str  # without the site
    counts: Counts = field(default_factory=dict)
    position: str = ""

    @property
    def small(self) -> SmallSquares:
        return small_squares({c: self.counts[c] for c in CATEGORIES if c in self.counts})


def card_svg(card: Card) -> str:
    """The card as SVG. A long title is set smaller, and a very long one cut."""
    size, most = (58, 36) if length(card.title) <= 108 else (44, 47)
    title = wrapped(card.title, most, lines=3 if card.counts else 5)
    top = 150.0
    lines = [(line, top + number * size * 1.2) for number, line in enumerate(title)]
    context = {
        "card": card,
        "size": size,
        "title": lines,
        "after": top + len(title) * size * 1.2,
        "said": [(line, number * 40) for number, line in enumerate(wrapped(card.said, 62, lines=2))],
        "fill": FILLS.get(card.position, ""),
        "where": shortened(settings.SITE_URL.partition("://")[2] + card.address, 70),
        "colours": {"paper": PAPER, "ink": INK, "quiet": QUIET, "fills": list(FILLS.values())},
        "width": WIDTH,
        "height": HEIGHT,
        "side": SIDE,
    }
    return render_to_string("recommendations/pictures/card.svg", context)
