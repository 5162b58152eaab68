"""The calendar as a file that calendar programs subscribe to: RFC 5545, one all-day event for each date."""

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, Timezone, TimezoneStandard, vDuration

from recommendations.agenda import Entry
from recommendations.clocks import StepDate
from recommendations.models import ClockDate, ClockStep, FollowUpAction, PartialDate, Review, Session
from recommendations.tracking.recorded import recorded, recorded_in

EVERY = timedelta(days=1)  # how often a reader is asked to look again
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)  # of what has no history
NOT_IN_TEXT = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
# What an event shows of its record: a change of these, and of these alone, makes it new.
SHOWN: dict[type[Any], tuple[str, ...]] = {
    Review: ("slug", "status", "wg_session", "hrc_session", "reviewed_on", "adopted_on", "published_at"),
    FollowUpAction: ("slug", "title", "due_on", "published_at"),
    Session: ("starts_on", "ends_on", "checked", "source"),
}

Changed = Mapping[tuple[type[Any], int], datetime]


def calendar_file(entries: Iterable[Entry], changed: Changed, about: str = "") -> bytes:
    """These dates as a calendar: the same bytes for the same records. What is known by the year alone has no event.

    changed: when each record was last written, from `last_changes`. about: what was filtered, in words.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//UPR Tracker//Calendar//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    name = _("UPR Tracker: %(about)s") % {"about": about} if about else "UPR Tracker"
    for key in ("name", "x-wr-calname"):
        calendar.add(key, _clean(name))
    calendar.add("refresh-interval", EVERY, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(EVERY))
    shown = [entry for entry in entries if entry.date.on.precision != "year"]
    for entry in shown:
        calendar.add_component(_event(entry, changed))
    if not shown:
        calendar.add_component(_universal_time())
    return calendar.to_ical()


def latest_change(entries: Iterable[Entry], changed: Changed) -> datetime:
    """When the newest of these dates was last written."""
    return max((_changed(entry, changed) for entry in entries), default=LONG_AGO)


def last_changes() -> Changed:
    """When what events are made of was last written, by kind and key. Five queries, however much there is."""
    found: dict[tuple[type[Any], int], datetime] = {}
    for model, fields in SHOWN.items():
        for pk, moments in recorded_in(model.history.all(), *fields).items():
            found[model, pk] = moments.last
    for model in (ClockDate, ClockStep):
        for pk, moments in recorded(model.history.all()).items():
            found[model, pk] = moments.last
    return found


def uid(entry: Entry) -> str:
    """What an event is called for ever: by what the public sees of it, never by a number of the database."""
    date = entry.date
    parts = [entry.kind, entry.slug, date.clock.replace("_", "-"), date.step, str(date.nth) if date.nth > 1 else ""]
    host = urlsplit(settings.SITE_URL).hostname
    return f"{'-'.join(part for part in parts if part)}@{host}"


def summary(entry: Entry) -> str:
    """The line that a calendar shows."""
    name = _("about: %(name)s") % {"name": entry.name} if entry.date.about else entry.name
    if entry.date.on.precision == "month" or (entry.until and entry.until.precision == "month"):
        return _("%(name)s (month known only)") % {"name": name}
    return name


def description(entry: Entry) -> str:
    """When, what that rests on, and the source."""
    date = entry.date
    lines = [_("Date: %(date)s") % {"date": date.spoken}]
    if entry.until and entry.until != date.on:
        lines = [_("From %(start)s until %(end)s") % {"start": date.spoken, "end": entry.until.spoken}]
    if date.happened_on and date.due_on:
        lines.append(_("It was due on %(date)s.") % {"date": date.due_on.spoken})
    if date.counted:
        lines.append(_("Counted: %(how)s") % {"how": date.counted})
    lines.append(_basis(entry))
    if date.note:
        lines.append(_("Note: %(note)s") % {"note": date.note})
    return "\n".join(lines)


def _basis(entry: Entry) -> str:
    if entry.date.source:
        source = ", ".join(part for part in (str(entry.date.source), entry.date.locator) if part)
        return _("Source: %(source)s") % {"source": source}
    if not entry.date.is_stated:
        return _("Nobody has stated this date: it follows from a rule.")
    return _("Source: as recorded on the page; no document is named for this date.")


def _event(entry: Entry, changed: Changed) -> Event:
    event = Event()
    stamp = _changed(entry, changed)
    event.add("uid", uid(entry))
    event.add("dtstamp", stamp)
    event.add("last-modified", stamp)
    event.add("dtstart", entry.date.on.earliest)
    event.add("dtend", _last_day(entry.date, entry.until) + timedelta(days=1))  # the day after, which is no part of it
    event.add("summary", _clean(summary(entry)))
    event.add("description", _clean(description(entry)))
    event.add("url", settings.SITE_URL + entry.address)
    event.add("categories", [entry.kind])
    event.add("status", "CONFIRMED" if _is_certain(entry.date) else "TENTATIVE")
    event.add("transp", "TRANSPARENT")  # nobody is busy for it
    return event


def _is_certain(date: StepDate) -> bool:
    return date.is_stated and not date.about and date.on.precision == "day"


def _last_day(date: StepDate, until: PartialDate | None) -> Any:
    last = max(date.on.latest, until.latest if until else date.on.latest)
    return min(last, last.max - timedelta(days=1))


def _changed(entry: Entry, changed: Changed) -> datetime:
    """The last change of whatever the event is made of, its record and the dates and rules that it is counted by."""
    moments = [changed.get((type(entry.record), entry.record.pk)), getattr(entry.record, "published_at", None)]
    date: StepDate | None = entry.date
    while date:
        moments += [changed.get((type(part), part.pk)) for part in (date.stated, date.rule) if part and part.pk]
        date = date.counted_from
    return max((moment for moment in moments if moment), default=LONG_AGO).replace(microsecond=0)


def _universal_time() -> Timezone:
    """A calendar must hold something, and this one says nothing."""
    zone, standard = Timezone(), TimezoneStandard()
    zone.add("tzid", "Etc/UTC")
    standard.add("dtstart", datetime(1970, 1, 1))  # noqa: DTZ001 - local time, as RFC 5545 asks here
    for key in ("tzoffsetfrom", "tzoffsetto"):
        standard.add(key, timedelta(0))
    standard.add("tzname", "UTC")
    zone.add_component(standard)
    return zone


def _clean(text: str) -> str:
    return NOT_IN_TEXT.sub("", text)
