"""The home page, what the site says of itself, and the two addresses that machines ask."""

from django.core.exceptions import BadRequest
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views import defaults
from django.views.decorators.http import require_safe

from recommendations.analysis import compare
from recommendations.api.answering import problem, readable_everywhere
from recommendations.conditional import page_of_the_record
from recommendations.models import (
    MEANING,
    ActionCategory,
    AnnouncedTally,
    CountUnit,
    FollowUpAction,
    PartialDate,
    Recommendation,
    Review,
    SiteText,
)
from recommendations.site_words import words_of
from recommendations.standing import overdue

from .case_cards import case_cards

API = "/api/"


@require_safe
@page_of_the_record
def home(request: HttpRequest) -> HttpResponse:
    """The state of the case at a glance: latest figures, follow-up, and where to go on."""
    figures = AnnouncedTally.objects.filter(
        review__published_at__isnull=False,
        review__cases__published_at__isnull=False,
        unit=CountUnit.PARAGRAPHS,
    )
    latest = (
        figures.select_related("review__state", "review__wg_session", "source")
        .order_by("-review__cycle", "review__slug", "pk")
        .distinct()[:1]
    )
    actions = FollowUpAction.objects.published().prefetch_related("events")
    return render(
        request,
        "upr_tracker/home.html",
        {
            "cases": case_cards(),
            "comparison": next(iter(compare(latest)), None),
            "own_words": words_of(SiteText.Place.HOME),
            "follow_up": [(action, overdue(action, PartialDate.today())) for action in actions],
            "reviews": Review.objects.published().count(),
            "recommendations": Recommendation.objects.published().count(),
        },
    )


@require_safe
@page_of_the_record
def about(request: HttpRequest) -> HttpResponse:
    """What the site is, and what it does not do with visitors."""
    return render(request, "upr_tracker/about.html", {"own_words": words_of(SiteText.Place.ABOUT)})


@require_safe
@page_of_the_record
def method(request: HttpRequest) -> HttpResponse:
    """How counts are made, what each position means, where the record is from, and what is not in it."""
    context = {"own_words": words_of(SiteText.Place.METHOD), "actions": ActionCategory.choices, "meanings": MEANING}
    return render(request, "upr_tracker/method.html", context)


def bad_request(request: HttpRequest, exception: BadRequest) -> HttpResponse:
    if request.path_info.startswith(API):
        return readable_everywhere(lambda _request: problem(400, _("This address asks for something unknown")))(request)
    return render(request, "400.html", status=400)


def server_error(request: HttpRequest) -> HttpResponse:
    """That we made a mistake, in the form of the API where that was asked; Django has reported it by then."""
    if request.path_info.startswith(API):
        return readable_everywhere(lambda _request: problem(500, _("Something went wrong on our side.")))(request)
    return defaults.server_error(request)


@require_safe
def livez(request: HttpRequest) -> HttpResponse:
    """The process runs."""
    return HttpResponse(b"ok\n", content_type="text/plain")


@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """The process can answer: the database does."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return HttpResponse(b"not ready\n", content_type="text/plain", status=503)
    return HttpResponse(b"ok\n", content_type="text/plain")
