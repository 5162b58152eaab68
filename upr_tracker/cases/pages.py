"""The pages of advocacy cases: load, decide, render. What names incidents is kept nowhere on the way to the reader."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from recommendations.addresses import refuse
from recommendations.analysis import Comparison, compare
from recommendations.feeds import read_since
from recommendations.filters import read_as_of
from recommendations.models import AnnouncedTally, Case, CountUnit, PartialDate, Review
from recommendations.models.source import Citation
from recommendations.rows import Row, rows_of

from ..case_cards import case_cards
from . import changes
from .demands import demanded
from .filters import TimelineFilter
from .gathered import Gathered, gather, surely_by
from .timeline import by_then, by_year, in_order, timeline
from .timeline import since as happened_since


@require_safe
def case_list(request: HttpRequest) -> HttpResponse:
    """All advocacy cases."""
    return render(request, "upr_tracker/case_list.html", {"cases": case_cards()})


@require_safe
@cache_control(no_store=True)  # it names incidents: what is withdrawn is kept nowhere on the way
def case_page(request: HttpRequest, slug: str) -> HttpResponse:
    """One case: figures, demands and where each stands, recommendations, statements, and the timeline.

    `?kind=` and `?year=` filter the timeline, `?order=newest` turns it round, and `?as_of=` shows what had surely
    happened by a day. A value that is not known is answered with 400.
    """
    case = get_object_or_404(Case.objects.published(), slug=slug)
    as_of, problems = read_as_of(request.GET)
    if problems:
        return refuse(request, problems, case.get_absolute_url())
    gathered = gather(case)
    moments = timeline(gathered, PartialDate.today())
    asked = TimelineFilter(request.GET, by_then(moments, as_of) if as_of else moments)
    if problems := asked.problems():
        return refuse(request, problems, case.get_absolute_url())
    found = asked.found()
    return render(
        request,
        "upr_tracker/case_page.html",
        {
            "case": case,
            "asked": asked,
            "as_of": as_of,
            "figures": figures(gathered, as_of),
            "demanded": demanded(gathered, as_of),
            "findings": [one for one in gathered.findings if _by(one.assessed_on, as_of)],
            "rows": rows(gathered, as_of),
            "statements": [one for one in gathered.statements if _by(one.issued_on, as_of)],
            "incidents": [one for one in gathered.incidents if _by(one.began_on, as_of)],
            "differences": [] if as_of else differences(gathered),
            "years": by_year(found),
            "entries": len(found),
            "citations": case.citations.select_related("source"),
        },
    )


@require_safe
@cache_control(no_store=True)
def case_changes(request: HttpRequest, slug: str) -> HttpResponse:
    """What happened in a case since a day, and what was published or recorded of it here since."""
    case = get_object_or_404(Case.objects.published(), slug=slug)
    day, problems = read_since(request.GET)
    if problems:
        return refuse(request, problems, reverse("case_changes", args=[slug]))
    gathered = gather(case) if day else None
    context = {"case": case, "since": day}
    if gathered and day:
        moments = timeline(gathered, PartialDate.today())
        context |= {
            "moments": in_order(happened_since(moments, day), newest_first=True),
            "entries": changes.since(changes.changes(gathered), day),
            "titles": {incident.get_absolute_url(): incident.title for incident in gathered.incidents},
        }
    return render(request, "upr_tracker/case_changes.html", context)


def figures(gathered: Gathered, as_of: PartialDate | None) -> list[Comparison]:
    """The announced tallies in paragraphs, oldest review first; as of a day, those that were announced by then."""
    tallies = AnnouncedTally.objects.filter(review__in=gathered.reviews, unit=CountUnit.PARAGRAPHS)
    found = tallies.select_related("review__state", "review__wg_session", "source").order_by("review__cycle", "pk")
    adopted = {review.pk: adoption_of(review) for review in gathered.reviews}
    return compare(one for one in found if _by(one.source.issued_on or adopted[one.review_id], as_of))


def adoption_of(review: Review) -> str:
    """When the outcome was adopted, else the month in which that session ended, for figures without a date."""
    session = review.hrc_session
    return review.adopted_on or ((session.ends_on or session.starts_on)[:7] if session else "")


def rows(gathered: Gathered, as_of: PartialDate | None) -> list[Row]:
    """What the case singles out; as of a day, what had been made by then, with the position that held."""
    made = [one.pk for one in gathered.recommendations if as_of is None or _by(one.review.reviewed_on, as_of)]
    return rows_of(made, as_of or "")


def differences(gathered: Gathered) -> list[Citation]:
    """Words that the case quotes from a source, with what must be known beside them; each quotation once."""
    found: dict[str, Citation] = {}
    records: list[Any] = [*gathered.statements, *gathered.reviews, *gathered.actions]
    for record in records:
        for citation in record.citations.all():
            if citation.quotation and citation.note:
                found.setdefault(citation.quotation, citation)
    return list(found.values())


def _by(date: str, as_of: PartialDate | None) -> bool:
    return as_of is None or surely_by(date, as_of)
