"""What changed since a paper was issued: the same paper is drafted anew, and what the two read is compared."""

import datetime
from dataclasses import dataclass
from typing import Any

from reprisals import disclosure

from .draft import Read
from .filters import NoLonger, asked_of
from .handing_out import opened
from .issuing import OF_ROOM
from .kinds import KINDS
from .making import draft as draft_of
from .models import Report


@dataclass(frozen=True, slots=True)
class Since:
    """What the same paper would read now and did not, reads differently, and reads no longer.

    gone_of_room: how many incidents it no longer reads. They are counted, not named: what is withdrawn is withdrawn.
    """

    added: tuple[Read, ...]
    changed: tuple[Read, ...]
    removed: tuple[Read, ...]
    gone_of_room: int
    unchanged: int

    @property
    def nothing(self) -> bool:
        """Whether the paper would be the same."""
        return not (self.added or self.changed or self.removed or self.gone_of_room)


def changed_since(report: Report, by: Any, on: datetime.date) -> Since:
    """Compares an issued paper with what the same one would read on a day.

    Raises NoLonger where something it was asked for about is gone, Blocked where its key is, RoomShut; and
    PermissionDenied where a confidential paper is compared by who is not at the door.
    """
    sealed = opened(report)
    filters = sealed["filters"] if report.is_confidential else report.filters
    if report.is_confidential:
        disclosure.require_door(by)
    if report.kind not in KINDS:
        raise NoLonger(report.kind)
    draft = draft_of(asked_of(filters, on), by)
    now = {(one.model, one.key): one for one in draft.read}
    then = {(one.model, one.key): one for one in read_by(report, sealed)}
    gone = [one for known, one in then.items() if known not in now]
    return Since(
        added=tuple(one for known, one in now.items() if known not in then),
        changed=tuple(one for known, one in now.items() if known in then and then[known].digest != one.digest),
        removed=tuple(one for one in gone if not one.model.startswith(OF_ROOM)),
        gone_of_room=sum(one.model.startswith(OF_ROOM) for one in gone),
        unchanged=sum(known in then and then[known].digest == one.digest for known, one in now.items()),
    )


def read_by(report: Report, sealed: dict[str, Any]) -> list[Read]:
    """What a paper read: the public record, and what stands in it sealed."""
    public = report.read.values_list("model", "key", "address", "digest", "name")
    return [*(Read(*row) for row in public), *(Read(**row) for row in sealed.get("read", ()))]
