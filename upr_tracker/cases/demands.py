"""What is demanded in a case, and where each demand stands, today or on a day of the past; of what was gathered."""

from dataclasses import dataclass

from recommendations.models import Demand, FollowUpAction, PartialDate, Statement
from recommendations.standing import Standing, standing

from .gathered import Gathered, surely_by


@dataclass(frozen=True, slots=True)
class Followed:
    """A demand in words, and where the public action stands by which it is followed; None where there is none.

    text: empty where an action is of the case and no statement of it demands it.
    """

    text: str
    standing: Standing | None


@dataclass(frozen=True, slots=True)
class Demanded:
    """What one statement demands; without a statement, what else is followed in the case."""

    statement: Statement | None
    followed: list[Followed]


def demanded(gathered: Gathered, as_of: PartialDate | None = None) -> list[Demanded]:
    """Where everything stands, statement by statement, then the actions that no statement demands.

    as_of: as it stood by the end of that day; what had not surely been demanded by then is left out.
    """
    statements = [one for one in gathered.statements if as_of is None or surely_by(one.issued_on, as_of)]
    found = [
        Demanded(statement, [_of_demand(demand, as_of) for demand in statement.demands.all()])
        for statement in statements
    ]
    taken = {one.standing.action.pk for of in found for one in of.followed if one.standing}
    others = [action for action in gathered.actions if action.pk not in taken and _was_there(action, as_of)]
    found.append(Demanded(None, [Followed("", standing(action, as_of)) for action in others]))
    return [one for one in found if one.followed]


def _of_demand(demand: Demand, as_of: PartialDate | None) -> Followed:
    return Followed(demand.text, standing(demand.follow_up, as_of) if demand.follow_up else None)


def _was_there(action: FollowUpAction, as_of: PartialDate | None) -> bool:
    """Whether an action had surely been asked for, taken up or due by a day."""
    dates = [action.requested_on, action.due_on, *(event.happened_on for event in action.events.all())]
    return as_of is None or any(surely_by(date, as_of) for date in dates)
