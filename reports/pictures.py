"""The pictures of a briefing: each painter makes one of the record, or nothing."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from exports.document import Block, Picture
from recommendations.pictures import Strip, png, strips_svg

from . import figures, wording
from .record import Figures, Record

Painter = Callable[[Record], Block | None]
PIXELS = 1600  # across, for print


def reviews_as_squares(record: Record) -> Block | None:
    """Every recommendation as a square, review below review, of those that are counted like the main one."""
    main = record.figures_of_main
    shown = [one for one in record.figures if one.unit == main.unit and one.review.state_id == main.review.state_id]
    if not main.total:
        return None
    said = [_said(one) for one in shown]
    svg = strips_svg([Strip(text, one.counts) for text, one in zip(said, shown, strict=True)], "; ".join(said))
    return Picture(png(svg, PIXELS), "; ".join(said), caption=_("Every recommendation is a square."))


def _said(one: Figures) -> str:
    return _("%(year)s: %(n)s recommendations, of which %(answers)s") % {
        "year": wording.year(one.review),
        "n": wording.number(one.total),
        "answers": figures.answers(one.counts),
    }


PAINTERS: tuple[Painter, ...] = (reviews_as_squares,)  # in the order in which their pictures stand


def pictures(record: Record) -> list[Block]:
    """The pictures that can be made of what is recorded."""
    return [made for paint in PAINTERS if (made := paint(record)) is not None]
