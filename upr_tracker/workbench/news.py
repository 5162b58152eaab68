"""What is new to one person: what others changed on public records since they were here, and pages that came out."""

from typing import Any

from django.apps import apps
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from recommendations.models import Case, FollowUpAction, PartialDate, Review, Statement
from recommendations.tracking.changed import MOST_ROWS, Changed, changed_since
from reprisals.public import incidents

from .lines import Line, Part, Reader
from .words import moment

KINDS = (Review, FollowUpAction, Statement, Case)


def changed(reader: Reader, most: int) -> Part | None:
    """Reviews, follow-up actions, statements and cases that others changed since, the latest first."""
    kinds = [kind for kind in KINDS if reader.may("view", kind._meta.model_name or "")]
    if reader.since is None or not kinds:
        return None
    found = changed_since(reader.since, reader.user, kinds)
    if not found:
        return None
    said = ngettext("Others changed %(n)d record", "Others changed %(n)d records", len(found)) % {"n": len(found)}
    if len(found) >= MOST_ROWS:
        said = _("Others changed more than %(n)d records") % {"n": MOST_ROWS}
    lines = [] if reader.in_mail else [_line(reader, one) for one in found[:most]]
    return Part(said, _("because you see the public record"), len(found), lines)


def _line(reader: Reader, one: Changed) -> Line:
    kind = f"recommendations_{one.model._meta.model_name}"
    if one.record is None:
        text = _("%(kind)s that was removed") % {"kind": capfirst(_named(one.model._meta.model_name))}
        return Line(text, reverse(f"admin:{kind}_changelist"), _note(one))
    return Line(
        str(one.record), reverse(f"admin:{kind}_history", args=[one.pk]), _note(one, _published(reader, one.record))
    )


def _published(reader: Reader, record: Any) -> str:
    came_out = record.published_at and reader.since and record.published_at > reader.since
    return _("published") if came_out else ""


def _note(one: Changed, published: str = "") -> str:
    """What of it was changed, by whom, and when last."""
    who = ", ".join(name or _("the command line") for name in one.who)
    return "; ".join(filter(None, [published, ", ".join(_named(part) for part in one.parts), who, moment(one.at)]))


def _named(model: str | None) -> str:
    return str(apps.get_model("recommendations", model or "")._meta.verbose_name)


def came_out(reader: Reader, most: int) -> Part | None:
    """Pages on reprisals that were published since: what everybody can read."""
    if reader.since is None or not reader.may("view", "case"):
        return None
    since = timezone.localtime(reader.since).date()
    found = list(incidents(reader.on).filter(published_on__gte=since).order_by("-published_on", "reference"))
    if not found:
        return None
    said = ngettext("%(n)d page on reprisals was published", "%(n)d pages on reprisals were published", len(found))
    shown = [] if reader.in_mail else found[:most]
    lines = [
        Line(
            one.title,
            f"{settings.SITE_URL}/reprisals/{one.reference}/",
            PartialDate(one.published_on.isoformat()).spoken,
        )
        for one in shown
    ]
    return Part(said % {"n": len(found)}, _("because you see the public record"), len(found), lines)
