"""What waits for one person: pages to read, publish and mend, grounds that end, and next steps that were given to them.

Of the room, dates alone: which incident it is stands on the page that a line leads to, and looking at that is noted.
"""

from collections.abc import Callable

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reprisals import waiting
from reprisals.waiting import Waiting

from .due import of_steps
from .lines import Line, Part, Reader
from .words import day


def pages_to_read(reader: Reader, most: int) -> Part | None:
    """Pages on reprisals that this person can approve."""
    found = waiting.pages_to_read(reader.user) if reader.room_is_open else []
    said = ngettext(
        "%(n)d page on reprisals waits for you to read it",
        "%(n)d pages on reprisals wait for you to read them",
        len(found),
    )
    lists = f"{reverse('admin:reprisals_version_changelist')}?state__exact=in_review"
    line = _line("version_review", lambda date: _("Page handed in on %(date)s") % {"date": date})
    return _part(reader, found, most, said, _("because you are a reviewer-publisher"), lists, line)


def pages_to_publish(reader: Reader, most: int) -> Part | None:
    """Pages that were approved and are not public yet, without an embargo."""
    found = waiting.pages_to_publish(reader.user, timezone.now()) if reader.room_is_open else []
    said = ngettext(
        "%(n)d approved page on reprisals can be published",
        "%(n)d approved pages on reprisals can be published",
        len(found),
    )
    lists = f"{reverse('admin:reprisals_version_changelist')}?state__exact=approved"
    line = _line("version_review", lambda date: _("Page approved on %(date)s") % {"date": date})
    return _part(reader, found, most, said, _("because you are a reviewer-publisher"), lists, line)


def pages_returned(reader: Reader, most: int) -> Part | None:
    """Incidents of this person with a page that was returned and not handed in again."""
    found = waiting.pages_returned(reader.user) if reader.room_is_open else []
    said = ngettext(
        "%(n)d page of yours was returned: see why under “Publication” of its incident",
        "%(n)d pages of yours were returned: see why under “Publication” of each incident",
        len(found),
    )
    line = _line("incident_publication", lambda date: _("Page handed in on %(date)s, and returned") % {"date": date})
    lists = reverse("admin:reprisals_incident_changelist")
    return _part(reader, found, most, said, _("because you are a case officer"), lists, line)


def grounds_ending(reader: Reader, most: int) -> Part | None:
    """Grounds that this person keeps and that have ended, or end within sixty days."""
    found = waiting.grounds_ending(reader.user, reader.on) if reader.room_is_open else []
    said = ngettext(
        "%(n)d ground for publication has ended, or ends within 60 days",
        "%(n)d grounds for publication have ended, or end within 60 days",
        len(found),
    )
    line = _line("consentfile_change", lambda date: _("Ground that ends on %(date)s") % {"date": date})
    lists = reverse("admin:reprisals_consentfile_changelist")
    return _part(reader, found, most, said, _("because you are a consent custodian"), lists, line)


def given_to_me(reader: Reader, most: int) -> Part | None:
    """Next steps that were given to this person, and of which they need not be reminded yet."""
    if not reader.room_is_open:
        return None
    steps = [step for step in waiting.next_steps_of(reader.user) if not step.reminds(reader.on)]
    said = ngettext("%(n)d next step is yours, with time", "%(n)d next steps are yours, with time", len(steps))
    return of_steps(reader, steps, most, said, _("because you have it"))


def _line(page: str, text: Callable[[str], str]) -> Callable[[Waiting], Line]:
    return lambda one: Line(text(day(one.on)), reverse(f"admin:reprisals_{page}", args=[one.pk]))


def _part(
    reader: Reader, found: list[Waiting], most: int, said: str, why: str, lists: str, line: Callable[[Waiting], Line]
) -> Part | None:
    if not found:
        return None
    shown = [] if reader.in_mail else found[:most]
    return Part(said % {"n": len(found)}, why, len(found), [line(one) for one in shown], lists)
