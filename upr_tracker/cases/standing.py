"""Where the demands of a case stand, today or on a day of the past. Pure, of what was gathered."""

from collections.abc import Sequence
from dataclasses import dataclass

from recommendations.models import Demand, FollowUpAction, PartialDate, Statement, StatusEvent
from recommendations.models.lateness import overdue_by

from .gathered import Gathered, surely_by


@dataclass(frozen=True, slots=True)
class Standing:
    """One thing that is demanded, and where it stands.

    text: the demand in words; empty where an action is of the case and no statement of it demands it. action: the
    published action by which it is followed, or None. late: how long it is overdue, in words.
    """

    text: str
    action: FollowUpAction | None
    last: StatusEvent | None = None
    late: str = ""


@dataclass(frozen=True, slots=True)
class Demanded:
    """What one statement demands; without a statement, what else is followed in the case."""

    statement: Statement | None
    standings: list[Standing]


def demanded(gathered: Gathered, on: PartialDate, as_of: PartialDate | None = None) -> list[Demanded]:
    """Where everything stands on a day, statement by statement, then the actions that no statement demands.

    as_of: as far as it had surely happened by the end of that day; `on` is that day then.
    """
    statements = [one for one in gathered.statements if as_of is None or surely_by(one.issued_on, as_of)]
    found = [
        Demanded(statement, [_of_demand(demand, on, as_of) for demand in statement.demands.all()])
        for statement in statements
    ]
    followed = {one.action.pk for of in found for one in of.standings if one.action}
    others = [action for action in gathered.actions if action.pk not in followed and _was_there(action, as_of)]
    found.append(Demanded(None, [_of_action("", action, on, as_of) for action in others]))
    return [one for one in found if one.standings]


def _of_demand(demand: Demand, on: PartialDate, as_of: PartialDate | None) -> Standing:
    if demand.follow_up is None:
        return Standing(demand.text, None)
    return _of_action(demand.text, demand.follow_up, on, as_of)


def _of_action(text: str, action: FollowUpAction, on: PartialDate, as_of: PartialDate | None) -> Standing:
    events = [event for event in action.events.all() if as_of is None or surely_by(event.happened_on, as_of)]
    late = overdue_by(PartialDate(action.due_on), on) if action.is_overdue(on) else ""
    return Standing(text, action, _last(events), late)


def _last(events: Sequence[StatusEvent]) -> StatusEvent | None:
    return max(events, key=lambda event: (event.happened_on, event.pk), default=None)


def _was_there(action: FollowUpAction, as_of: PartialDate | None) -> bool:
    """Whether an action had surely been asked for, taken up or due by a day."""
    dates = [action.requested_on, action.due_on, *(event.happened_on for event in action.events.all())]
    return as_of is None or any(surely_by(date, as_of) for date in dates)
