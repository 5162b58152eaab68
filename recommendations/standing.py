"""Where a follow-up action stands at the end of a day, month or year, and for how long it has been overdue.

Pure: the actions come with their `events` prefetched. A delay is never told more exactly than the due date is known.
"""

import calendar
import datetime
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from recommendations.models import FollowUpAction, PartialDate, StatusEvent


@dataclass(frozen=True, slots=True)
class Step:
    """One step of an action, and how long the action had been overdue by then where the step did not end it."""

    event: StatusEvent
    overdue: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """An action as it stood: its steps by then, oldest first.

    overdue: in words, empty where it was not. how: by what it is counted, where the day of the due date is not known.
    later, undated: how many recorded steps are left out because they came later, or bear no date.
    """

    action: FollowUpAction
    on: PartialDate
    steps: list[Step]
    overdue: str
    how: str
    later: int = 0
    undated: int = 0

    @property
    def last(self) -> StatusEvent | None:
        """The latest step by then."""
        events = [step.event for step in self.steps]
        return max(events, key=lambda event: (event.happened_on, event.pk), default=None)


def standing(action: FollowUpAction, as_of: PartialDate | None = None) -> Standing:
    """Where an action stands today, or stood by the end of a day, month or year.

    Of the past only steps count that had surely been taken by then: “March 2020” is not known to be by 15 March 2020.
    """
    on = as_of or PartialDate.today()
    events = sorted(action.events.all(), key=lambda event: (event.happened_on, event.pk))
    dated = [event for event in events if event.happened_on]
    undated = [event for event in events if not event.happened_on]
    shown = (
        [event for event in dated if PartialDate(event.happened_on).latest <= on.latest]
        if as_of
        else [*undated, *dated]
    )
    left_out = (len(dated) - len(shown), len(undated)) if as_of else (0, 0)
    steps = [Step(event, _overdue_then(action, event)) for event in shown]
    return Standing(action, on, steps, overdue(action, on), counted_by(action), *left_out)


def overdue(action: FollowUpAction, on: PartialDate) -> str:
    """How long an action has been overdue, in words: “4 years, 6 months overdue on 25 June 2024”; else empty."""
    if not action.is_overdue(on):
        return ""
    words = {"delay": delay(PartialDate(action.due_on), on.latest), "date": on.spoken}
    if on.precision == "day":
        return _("%(delay)s overdue on %(date)s") % words
    return _("%(delay)s overdue at the end of %(date)s") % words


def delay(due: PartialDate, day: datetime.date) -> str:
    """From a due date to a later day, as exactly as the due date is known.

    From a day: whole years and months, or days. From a month: calendar months. From a year: whole years, as a span.
    """
    if due.precision == "year":
        return _years(_whole_months(due.latest, day) // 12, _whole_months(due.earliest, day) // 12)
    if due.precision == "month":
        months = (day.year - due.year) * 12 + day.month - due.earliest.month
        return _("about 1 month") if months == 1 else _span(months)
    months = _whole_months(due.latest, day)
    days = (day - due.latest).days
    return _span(months) if months else ngettext("%(n)d day", "%(n)d days", days) % {"n": days}


def counted_by(action: FollowUpAction) -> str:
    """By what a delay is counted, in words, where the day of the due date is not recorded; else empty."""
    if not action.due_on or PartialDate(action.due_on).precision == "day":
        return ""
    due = PartialDate(action.due_on)
    if due.precision == "month":
        return _("counted in months from %(date)s: the day is not recorded") % {"date": due.spoken}
    return _("counted in years from %(date)s: month and day are not recorded") % {"date": due.spoken}


def _overdue_then(action: FollowUpAction, event: StatusEvent) -> str:
    """The delay on the date of a step that is known to the day; empty where there was none, or the step ended it."""
    if not event.happened_on or event.status in (StatusEvent.Status.DONE, StatusEvent.Status.REQUESTED):
        return ""
    on = PartialDate(event.happened_on)
    return overdue(action, on) if on.precision == "day" else ""


def _whole_months(start: datetime.date, end: datetime.date) -> int:
    """Whole months between two days. The last day of a month stands for a day that the month does not have."""
    months = (end.year - start.year) * 12 + end.month - start.month
    last = calendar.monthrange(end.year, end.month)[1]
    return months - (end.day < min(start.day, last))


def _span(months: int) -> str:
    """Months as years and months: “4 years, 6 months”."""
    years, months = divmod(months, 12)
    in_years = ngettext("%(n)d year", "%(n)d years", years) % {"n": years}
    in_months = ngettext("%(n)d month", "%(n)d months", months) % {"n": months}
    if years and months:
        return _("%(years)s, %(months)s") % {"years": in_years, "months": in_months}
    return in_years if years else in_months


def _years(least: int, most: int) -> str:
    if least == most:
        return _span(12 * most)
    if not least:
        return ngettext("less than %(n)d year", "less than %(n)d years", most + 1) % {"n": most + 1}
    return _("%(least)d to %(most)d years") % {"least": least, "most": most}
