"""Advocacy cases: one page that gathers what belongs together, on one timeline."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from recommendations.analysis import Comparison, compare
from recommendations.models import (
    AnnouncedTally,
    Case,
    CountUnit,
    FollowUpAction,
    PartialDate,
    Review,
    Statement,
)
from recommendations.rows import rows_of
from reprisals.models.projection import PublicIncident
from reprisals.public import incidents_of


@dataclass(frozen=True, slots=True)
class Moment:
    """One entry of a timeline."""

    on: str
    text: str
    address: str
    source: object = None


@require_safe
def case_list(request: HttpRequest) -> HttpResponse:
    """All advocacy cases."""
    return render(request, "upr_tracker/case_list.html", {"cases": Case.objects.published()})


@require_safe
@cache_control(no_store=True)  # it names incidents: what is withdrawn is kept nowhere on the way
def case_page(request: HttpRequest, slug: str) -> HttpResponse:
    """One case: figures, demands and where each stands, recommendations, statements, and the timeline."""
    case = get_object_or_404(Case.objects.published(), slug=slug)
    public = {"published_at__isnull": False}
    reviews = list(case.reviews.filter(**public).select_related("state", "wg_session").order_by("cycle"))
    actions = list(case.follow_up.filter(**public).prefetch_related("events__source", "requested_by"))
    statements = list(case.statements.filter(**public))
    incidents = incidents_of(case.get_absolute_url(), timezone.localdate())
    return render(
        request,
        "upr_tracker/case_page.html",
        {
            "case": case,
            "figures": figures(reviews),
            "follow_up": [(action, action.is_overdue(PartialDate.today())) for action in actions],
            "statements": statements,
            "rows": rows_of(list(case.recommendations.published().values_list("pk", flat=True))),
            "citations": case.citations.select_related("source"),
            "incidents": incidents,
            "timeline": timeline(reviews, actions, statements, incidents),
        },
    )


def figures(reviews: list[Review]) -> list[Comparison]:
    """The announced tallies in paragraphs, oldest review first."""
    tallies = AnnouncedTally.objects.filter(review__in=reviews, unit=CountUnit.PARAGRAPHS)
    return compare(tallies.select_related("review__state", "review__wg_session", "source").order_by("review__cycle"))


def timeline(
    reviews: list[Review],
    actions: list[FollowUpAction],
    statements: list[Statement],
    incidents: list[PublicIncident],
) -> list[Moment]:
    """Everything of the case that has a date, oldest first."""
    moments = []
    for review in reviews:
        names = {"review": review}
        if review.reviewed_on:
            text = _("Review of %(review)s in the UPR Working Group") % names
            moments.append(Moment(review.reviewed_on, text, review.get_absolute_url()))
        if review.adopted_on:
            text = _("Outcome of %(review)s adopted by the Human Rights Council") % names
            moments.append(Moment(review.adopted_on, text, review.get_absolute_url()))
    for action in actions:
        moments += [
            Moment(event.happened_on, event.text, action.get_absolute_url(), event.source)
            for event in action.events.all()
            if event.happened_on
        ]
    moments += [Moment(s.issued_on, s.title, s.get_absolute_url()) for s in statements if s.issued_on]
    moments += [Moment(i.began_on, i.title, i.get_absolute_url()) for i in incidents if i.began_on]
    return sorted(moments, key=lambda moment: moment.on)
