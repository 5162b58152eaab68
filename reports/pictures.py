"""The pictures of a briefing: each painter makes one of the record, or nothing."""

from collections.abc import Callable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

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
    strips = [Strip(_label(one), one.counts) for one in shown]
    alt = "; ".join(f"{strip.label}: {figures.answers(one.counts)}" for strip, one in zip(strips, shown, strict=True))
    caption = _("Every recommendation is a square; the notes above give the sources.")
    return Picture(png(strips_svg(strips, alt), PIXELS), alt, caption)


def _label(one: Figures) -> str:
    n = ngettext("%(year)s, %(n)s recommendation", "%(year)s, %(n)s recommendations", one.total)
    return n % {"year": wording.year(one.review), "n": wording.number(one.total)}


PAINTERS: tuple[Painter, ...] = (reviews_as_squares,)  # in the order in which their pictures stand


def pictures(record: Record) -> list[Block]:
    """The pictures that can be made of what is recorded."""
    return [made for paint in PAINTERS if (made := paint(record)) is not None]
