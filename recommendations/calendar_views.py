"""The calendar: a page of what comes, and a file to subscribe to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from recommendations.addresses import PAGING, AddressFilter, AnyOf, in_words, refuse, unknown_filter
from recommendations.agenda import Entry, all_entries, upcoming
from recommendations.calendar_file import calendar_file, last_changes, latest_change
from recommendations.conditional import answer_on_conditions
from recommendations.filters import published, states
from recommendations.models import Case, FollowUpAction, PartialDate, Review

DAYS = 366  # that the page looks ahead
KINDS = [
    ("session", gettext_lazy("Sessions")),
    ("review", gettext_lazy("Reviews")),
    ("follow-up", gettext_lazy("Follow-up")),
]


class CalendarFilter(AddressFilter):
    """Reads and checks the parameters of the calendar."""

    kind = AnyOf(label=gettext_lazy("Kind"), choices=KINDS)
    state = AnyOf(label=gettext_lazy("State"), choices=states)
    case = AnyOf(label=gettext_lazy("Advocacy case"), choices=published(Case))

    class Meta:
        model = Case
        fields: list[str] = []

    def problems(self) -> list[str]:
        """A calendar has no pages."""
        data = self.data if isinstance(self.data, QueryDict) else QueryDict()
        return [*super().problems(), *(unknown_filter(name) for name in PAGING & data.keys())]

    def keep(self, entries: Sequence[Entry]) -> list[Entry]:
        """Those that are asked for. A session is of no State and of no case."""
        kinds, states, cases = (set(self.form.cleaned_data[name]) for name in ("kind", "state", "case"))
        kept = [entry for entry in entries if not kinds or entry.kind in kinds]
        if states:
            kept = [entry for entry in kept if _state(entry) in states]
        if cases:
            gathered = _gathered(cases)
            kept = [entry for entry in kept if (type(entry.record), entry.record.pk) in gathered]
        return kept


def _state(entry: Entry) -> str | None:
    state = getattr(entry.record, "state", None)
    return state.iso3 if state else None


def _gathered(cases: set[str]) -> set[tuple[type, int]]:
    """What these cases gather, by kind and key."""
    public = Case.objects.published().filter(slug__in=cases)
    reviews = public.filter(reviews__isnull=False).values_list("reviews", flat=True)
    actions = public.filter(follow_up__isnull=False).values_list("follow_up", flat=True)
    return {*((Review, pk) for pk in reviews), *((FollowUpAction, pk) for pk in actions)}


@dataclass(frozen=True, slots=True)
class Month:
    """The dates of one month, or of a year of which the month is not known."""

    name: str
    entries: list[Entry]


@require_safe
def calendar_page(request: HttpRequest) -> HttpResponse:
    """What comes in the next twelve months, by month; with the same filters as the file."""
    asked = CalendarFilter(request.GET)
    if problems := asked.problems():
        return refuse(request, problems, reverse("recommendations:calendar"))
    today = timezone.localdate()
    query = request.GET.urlencode()
    return render(
        request,
        "recommendations/calendar.html",
        {
            "months": by_month(asked.keep(upcoming(today, DAYS)), today),
            "spoken": in_words(asked.spoken()),
            "kinds": KINDS,
            "query": query,
        },
    )


def by_month(entries: Sequence[Entry], today: date) -> list[Month]:
    """Entries under the month in which they begin, or under this one if they began before it; years come last."""
    this_month = today.isoformat()[:7]

    def month(entry: Entry) -> tuple[bool, str]:
        year_only = entry.date.on.precision == "year"
        return year_only, str(entry.date.on) if year_only else max(entry.date.on[:7], this_month)

    found = []
    for (year_only, name), group in groupby(sorted(entries, key=month), month):
        spoken = PartialDate(name).spoken
        heading = _("%(year)s, month not recorded") % {"year": spoken} if year_only else spoken
        found.append(Month(heading, list(group)))
    return found


@require_safe
def calendar_ics(request: HttpRequest) -> HttpResponse:
    """All dates as a calendar file, past ones too: but what was only counted is left out once its year is over."""
    asked = CalendarFilter(request.GET)
    if problems := asked.problems():
        return refuse(request, problems, reverse("recommendations:calendar"))
    entries = asked.keep(still_told(all_entries(), timezone.localdate().year))
    changed = last_changes()
    response = HttpResponse(
        calendar_file(entries, changed, in_words(asked.spoken())), content_type="text/calendar; charset=utf-8"
    )
    response["Content-Disposition"] = 'inline; filename="upr-tracker.ics"'
    return answer_on_conditions(request, response, latest_change(entries, changed))


def still_told(entries: Sequence[Entry], year: int) -> list[Entry]:
    """Without what was only counted for the year before last or earlier: a guess that nothing has come of."""
    return [entry for entry in entries if entry.date.is_stated or entry.date.on.year >= year - 1]
