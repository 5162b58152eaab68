"""The daily digest: what waits for one person, by e-mail.

Mail can be read on its way: it counts and links, and names nothing but what everybody can read.
"""

import datetime
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from reprisals import digests
from reprisals.audit.visits import sign_ins
from reprisals.digests import Missed
from reprisals.waiting import room_for

from .workbench import Bench, Reader, gather
from .workbench.words import day as spoken_day


@dataclass(slots=True)
class Outcome:
    """What came of the digests of one day, in people: the kinds of errors by how often they occurred."""

    day: datetime.date
    sent: int = 0
    nothing: int = 0  # for whom nothing waits
    before: int = 0  # who was sent one of this day already
    failed: dict[str, int] = field(default_factory=dict)


def send_digests(day: datetime.date, really: bool = True, connection: Any = None) -> Outcome:
    """Sends each person of staff with an e-mail address what waits for them, once for each day.

    Whoever cannot be sent theirs is told so by the next one; the others are tried all the same. With `really=False`
    nothing is sent or written, and `sent` is how many would be. connection: of Django's mail; by default the site's.
    """
    outcome = Outcome(day)
    with translation.override(settings.LANGUAGE_CODE):
        for person in digests.readers():
            try:
                _send_to(person, day, outcome, really, connection)
            except Exception as error:  # whatever it is, its words can hold what no log may: its kind is told
                _count(outcome, error)
    return outcome


def _send_to(person: Any, day: datetime.date, outcome: Outcome, really: bool, connection: Any) -> None:
    if not digests.is_due(person, day):
        outcome.before += 1
        return
    bench, missed = gather(reader_by_mail(person, day)), digests.not_sent(person, day)
    if not (bench.calls or missed):
        outcome.nothing += 1
        return
    if not really:
        outcome.sent += 1
        return
    digest = digests.claim(person, day)
    if digest is None:  # another process is at it
        outcome.before += 1
        return
    try:
        message = letter(person, bench, missed)
        message.connection = connection
        message.send()
    except Exception as error:
        digests.failed(digest, error)
        raise
    digests.sent(digest)
    outcome.sent += 1


def _count(outcome: Outcome, error: Exception) -> None:
    kind = type(error).__name__
    outcome.failed[kind] = outcome.failed.get(kind, 0) + 1


def reader_by_mail(person: Any, day: datetime.date) -> Reader:
    """For whom a digest is gathered: new to them is what came since they were here, or since the last one was sent."""
    seen = [moment for moment in (*sign_ins(person)[:1], digests.last_sent(person)) if moment]
    return Reader(person, day, max(seen, default=None), room_for(person), in_mail=True)


def letter(person: Any, bench: Bench, missed: list[Missed]) -> EmailMessage:
    """The digest as it is sent. Its head holds a date and nothing that anybody typed."""
    subject = _("What waits for you, %(day)s") % {"day": spoken_day(bench.reader.on)}
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    context = {
        "bench": bench,
        "missed": [(spoken_day(one.day), one.problem or _("the run was cut off")) for one in missed],
        "site": settings.SITE_URL,
        "start": reverse("admin:index"),
    }
    return EmailMessage(
        f"{settings.EMAIL_SUBJECT_PREFIX}{subject}",
        render_to_string("upr_tracker/digest.txt", context),
        None,
        [person.email],
        headers={"List-Id": f"UPR Tracker digest <digest.{host}>", "Auto-Submitted": "auto-generated"},
    )
