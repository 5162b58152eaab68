"""From a picture to SVG: positions and lengths are worked out here, the template only writes them down.

Units are those of a drawing 640 wide. The same template draws on a page, where the style sheet colours it, and in a
file, where each shape says its own colour.
"""

from dataclasses import dataclass, replace
from math import ceil

from django.template.loader import render_to_string
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from recommendations.analysis import Line

from .measure import length, shortened, wrapped
from .palette import FILLS, INK, PAPER, QUIET
from .picture import Picture

WIDTH, BAR, PITCH = 640, 20, 60  # the pitch is a multiple of the marks, half a bar each
BAR_WIDTH = 476.0
CELL, GAP = 12, 2
FROM_SIDE = 14  # of a file's edge


@dataclass(frozen=True, slots=True)
class Part:
    """One shape of a drawing: a part of a bar, a square, or a sample in the legend."""

    category: str
    x: float
    y: float
    width: float
    height: float
    fill: str
    said: str = ""


@dataclass(frozen=True, slots=True)
class Text:
    """One line of text. size: in units of the drawing; `rest` follows it and is left out on narrow screens."""

    x: float
    y: float
    words: str
    size: int = 15
    is_quiet: bool = False
    is_title: bool = False
    rest: str = ""


@dataclass(frozen=True, slots=True)
class Drawing:
    """All that the template writes down."""

    picture: Picture
    height: float
    parts: list[Part]
    texts: list[Text]
    is_file: bool
    categories: list[str]
    top: float  # where the first bar or square begins
    tile: int  # of the marks
    shift: int = 0  # of the marks, from the side
    direction: str = "ltr"  # in which it is read
    width: int = WIDTH
    paper: str = PAPER
    ink: str = INK
    quiet: str = QUIET


def drawing_of(picture: Picture, is_file: bool = False) -> Drawing:
    """The drawing of a picture; in a file with its title, a legend and its source."""
    texts: list[Text] = []
    parts: list[Part] = []
    y = 0.0
    if is_file:
        y = _head(picture, texts)
    top, tile = (y, CELL + GAP) if picture.as_squares else (y + 33, BAR // 2)
    y = _squares(picture, parts, y) if picture.as_squares else _bars(picture, parts, texts, y)
    if is_file:
        y = _foot(picture, parts, texts, y, top, tile)
    categories = [category for category, _label in picture.categories]
    drawing = Drawing(picture, ceil(y), parts, texts, is_file, categories, top, tile)
    return _turned_round(drawing) if get_language_bidi() else drawing


def _turned_round(drawing: Drawing) -> Drawing:
    """The drawing as it is read from right to left. Marks stay whole: squares keep their pitch, not their edge."""
    pitch = drawing.tile if drawing.picture.as_squares else 0
    return replace(
        drawing,
        parts=[replace(part, x=round(WIDTH - part.x - (pitch or part.width), 2)) for part in drawing.parts],
        texts=[replace(text, x=WIDTH - text.x) for text in drawing.texts],
        direction="rtl",
        shift=WIDTH % drawing.tile,
    )


def svg_file(picture: Picture) -> str:
    """The picture as an SVG file that stands by itself, with a title and a description for those who do not see it."""
    context = {"drawing": drawing_of(picture, is_file=True)}
    return render_to_string("recommendations/pictures/drawing.svg", context)


def _bars(picture: Picture, parts: list[Part], texts: list[Text], y: float) -> float:
    most = max((line.asked for line in picture.drawn), default=0)
    for line in picture.drawn:
        texts.append(Text(0, y + 24, shortened(line.label, 50)))
        parts += _bar(line, y + 33, most if picture.by_number else line.asked)
        share = "" if line.share is None or picture.by_number else f"· {line.share:.0f} %"
        texts.append(Text(BAR_WIDTH + 10, y + 49, f"{line.supported} / {line.asked}", rest=share))
        y += PITCH
    return y


def _bar(line: Line, y: float, whole: int) -> list[Part]:
    """The share of each position in a whole; what was not asked for has no bar."""
    parts, x = [], 0.0
    for category, n in line.counts.items():
        width = BAR_WIDTH * n / whole if whole else 0.0
        if n:
            parts.append(Part(category, round(x, 2), y, round(width, 2), BAR, FILLS[category], f"{n}"))
        x += width
    return parts


def _squares(picture: Picture, parts: list[Part], y: float) -> float:
    """Column by column, as a text is read, position after position."""
    all_of_them = [category for line in picture.lines for category, n in line.counts.items() for _one in range(n)]
    across = WIDTH // (CELL + GAP)
    for number, category in enumerate(all_of_them):
        row, column = divmod(number, across)
        step = CELL + GAP
        parts.append(Part(category, column * step, y + row * step, CELL, CELL, FILLS[category]))
    return y + ceil(len(all_of_them) / across) * (CELL + GAP)


def _head(picture: Picture, texts: list[Text]) -> float:
    y = 0.0
    for words in wrapped(picture.title, 52):
        y += 28
        texts.append(Text(0, y, words, 22, is_title=True))
    return y + 12


def _foot(picture: Picture, parts: list[Part], texts: list[Text], y: float, top: float, tile: int) -> float:
    y, x = top + tile * ceil((y + 22 - top) / tile), 0.0  # where the marks stand whole in a sample
    counts = {c: sum(line.counts.get(c, 0) for line in picture.lines) for c, _label in picture.categories}
    for category, label in picture.categories:
        said = f"{counts[category]} {label}" if picture.as_squares else label
        width = 32 + 7 * length(said)
        if x and x + width > WIDTH:
            y, x = y + 2 * tile, 0.0
        parts.append(Part(category, x, y - tile, tile, tile, FILLS[category]))
        texts.append(Text(x + 18, y - 1, said, 13))
        x = tile * ceil((x + width) / tile)
    y += 8
    counted = _("Counted in: %(unit)s.") % {"unit": picture.unit}
    source = _("Source: %(source)s.") % {"source": picture.source}
    for words in [*wrapped(counted, 92), *wrapped(source, 92), picture.permanent_address]:
        y += 18
        texts.append(Text(0, y, words, 12, is_quiet=True))
    return y + 8
