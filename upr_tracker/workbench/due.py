"""What is overdue and what is due soon."""

import datetime
from typing import Any

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from recommendations.agenda import Entry, upcoming
from recommendations.models import FollowUpAction, PartialDate, StatusEvent
from recommendations.standing import delay
from reprisals import waiting

from .lines import Button, Line, Part, Reader
from .words import day

SOON = datetime.timedelta(days=30)


def overdue(reader: Reader, most: int) -> Part | None:
    """Follow-up actions that were due before this day and are not done, public or not; the longest overdue first."""
    if not reader.may("view", "followupaction"):
        return None
    on = PartialDate(reader.on.isoformat())
    late = [action for action in _not_done(on, "", on) if action.is_overdue(on)]
    late.sort(key=lambda action: (PartialDate(action.due_on).latest, action.title))
    said = ngettext("%(n)d follow-up action is overdue", "%(n)d follow-up actions are overdue", len(late))
    return _of_actions(reader, late, most, said, _("because the date has passed"))


def due_soon(reader: Reader, most: int) -> Part | None:
    """Follow-up actions that are to be done within thirty days, by the last day that their date can mean."""
    if not reader.may("view", "followupaction"):
        return None
    on, until = PartialDate(reader.on.isoformat()), reader.on + SOON
    found = _not_done(on, on[:4], until.isoformat())
    soon = [action for action in found if reader.on <= PartialDate(action.due_on).latest <= until]
    soon.sort(key=lambda action: (PartialDate(action.due_on).latest, action.title))
    said = ngettext(
        "%(n)d follow-up action is due within 30 days", "%(n)d follow-up actions are due within 30 days", len(soon)
    )
    return _of_actions(reader, soon, most, said, _("because the date is near"))


def _not_done(on: PartialDate, due_from: str, due_to: str) -> Any:
    """The actions not done on a day and due between two others, given as texts of dates; at the edges, some more."""
    done = StatusEvent.objects.filter(follow_up=OuterRef("pk"), status=StatusEvent.Status.DONE, happened_on__lte=on)
    found = FollowUpAction.objects.filter(~Exists(done), due_on__gte=due_from, due_on__lte=due_to).exclude(due_on="")
    return found.prefetch_related("events")


def _of_actions(reader: Reader, actions: list[FollowUpAction], most: int, said: str, why: str) -> Part | None:
    if not actions:
        return None
    named = [action for action in actions if action.is_published] if reader.in_mail else actions
    return Part(said % {"n": len(actions)}, why, len(actions), [_of_action(reader, one) for one in named[:most]])


def _of_action(reader: Reader, action: FollowUpAction) -> Line:
    last = action.last_event
    notes = [
        when_due(action, PartialDate(reader.on.isoformat())),
        action.addressee,
        f"{last.get_status_display()}, {PartialDate(last.happened_on).spoken}" if last and last.happened_on else "",
        "" if action.is_published else _("not public"),
    ]
    button = None
    if reader.may("change", "followupaction"):
        button = Button(_("No answer…"), reverse("admin:recommendations_followupaction_no_answer", args=[action.pk]))
    address = reverse("admin:recommendations_followupaction_change", args=[action.pk])
    return Line(action.title, address, "; ".join(filter(None, notes)), button, action.is_published)


def when_due(action: FollowUpAction, on: PartialDate) -> str:
    """When an action is due, or was due and for how long it is overdue, in words."""
    date = PartialDate(action.due_on)
    if not action.is_overdue(on):
        return _("due %(date)s") % {"date": date.spoken}
    return _("was due %(date)s: %(delay)s overdue") % {"date": date.spoken, "delay": delay(date, on.latest)}


def dates(reader: Reader, most: int) -> Part | None:
    """Dates of sessions, reviews and steps of clocks within thirty days; when an action is due stands by itself."""
    if not reader.may("view", "clockdate"):
        return None
    found = [one for one in upcoming(reader.on, SOON.days, for_staff=True) if one.kind != "follow-up"]
    if not found:
        return None
    said = ngettext("%(n)d date comes within 30 days", "%(n)d dates come within 30 days", len(found))
    lines = [_of_date(one) for one in ([] if reader.in_mail else found[:most])]
    return Part(said % {"n": len(found)}, _("because the date is near"), len(found), lines, is_call=False)


def _of_date(one: Entry) -> Line:
    record = f"admin:recommendations_{one.record._meta.model_name}_change"
    return Line(one.name, reverse(record, args=[one.record.pk]), one.date.on.spoken)


def my_steps(reader: Reader, most: int) -> Part | None:
    """The reader's own next steps that are overdue, or of which they are to be reminded by now."""
    if not reader.room_is_open:
        return None
    steps = [step for step in waiting.next_steps_of(reader.user) if step.reminds(reader.on)]
    said = ngettext(
        "%(n)d next step of yours is due, overdue or to be remembered",
        "%(n)d next steps of yours are due, overdue or to be remembered",
        len(steps),
    )
    return of_steps(reader, steps, most, said, _("because you have it, and the day has come"))


def of_steps(reader: Reader, steps: list[waiting.NextStep], most: int, said: str, why: str) -> Part | None:
    """A part of next steps: with their texts on the page, without any in an e-mail."""
    if not steps:
        return None
    shown = [] if reader.in_mail else steps[:most]
    texts = waiting.texts(reader.user, shown, "workbench") if shown else {}
    lines = [
        Line(
            texts[step.pk][:200] or _("Next step without a text"),
            reverse("admin:reprisals_assignment_change", args=[step.pk]),
            "; ".join(filter(None, [_step_due(step, reader.on), step.about.title if step.about else step.address])),
        )
        for step in shown
    ]
    everything = f"{reverse('admin:reprisals_assignment_changelist')}?whose=mine"
    return Part(said % {"n": len(steps)}, why, len(steps), lines, everything)


def _step_due(step: waiting.NextStep, on: datetime.date) -> str:
    if step.due_on is None:
        return _("no date set")
    return (_("was due %(date)s") if step.due_on < on else _("due %(date)s")) % {"date": day(step.due_on)}


def sign_ons(reader: Reader, most: int) -> Part | None:
    """Sign-on lists that close within thirty days, or should have been closed."""
    if not reader.room_is_open:
        return None
    found = waiting.sign_ons_closing(reader.user, reader.on + SOON)
    if not found:
        return None
    said = ngettext(
        "%(n)d sign-on list closes within 30 days, or should be closed",
        "%(n)d sign-on lists close within 30 days, or should be closed",
        len(found),
    )
    lines = [
        Line(
            statement.title,
            reverse("admin:reprisals_signonlist_change", args=[pk]),
            (_("deadline was %(date)s") if deadline < reader.on else _("deadline %(date)s")) % {"date": day(deadline)},
        )
        for pk, statement, deadline in ([] if reader.in_mail else found[:most])
    ]
    return Part(said % {"n": len(found)}, _("because the deadline is near or past"), len(found), lines)
