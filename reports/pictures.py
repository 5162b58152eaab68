"""The pictures of a briefing: each painter makes one of the record, or nothing."""

from collections.abc import Callable

from exports.document import Block

from .record import Record

Painter = Callable[[Record], Block | None]
PAINTERS: tuple[Painter, ...] = ()  # in the order in which their pictures stand


def pictures(record: Record) -> list[Block]:
    """The pictures that can be made of what is recorded."""
    return [made for paint in PAINTERS if (made := paint(record)) is not None]
