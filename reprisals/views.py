"""The public pages on reprisals: load, decide, render. They read the projection alone."""

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from exports.formats import FORMATS
from exports.table import Table
from recommendations.addresses import PAGING, beyond_the_last, in_words, page_problems, refuse, unknown_filter
from recommendations.downloads import download

from . import public
from .columns import INCIDENT_COLUMNS
from .file_answer import as_file
from .filters import IncidentFilter
from .patterns import acts_by_engagement, acts_by_year

PAGE_SIZE = 50


@require_safe
@cache_control(no_store=True)  # what is withdrawn is kept nowhere on the way
def incident_list(request: HttpRequest) -> HttpResponse:
    """Published incidents with filters, and the patterns among all of them."""
    today = timezone.localdate()
    asked = IncidentFilter(request.GET, public.incidents(today))
    if problems := asked.problems() + page_problems(request):
        return refuse(request, problems, reverse("reprisals:incident_list"))
    paginator = Paginator(asked.qs.prefetch_related("acts", "engagements"), PAGE_SIZE)
    number = int(request.GET.get("page", 1))
    if problems := beyond_the_last(paginator, number):
        return refuse(request, problems, reverse("reprisals:incident_list"))
    others = request.GET.copy()
    others.pop("page", None)
    return render(
        request,
        "reprisals/incident_list.html",
        {
            "asked": asked,
            "is_filtered": any(asked.form.cleaned_data.values()),
            "page": paginator.page(number),
            "others": others.urlencode(),
            "formats": list(FORMATS),
            "by_year": acts_by_year(today),
            "by_engagement": acts_by_engagement(today),
        },
    )


@require_safe
@cache_control(no_store=True)
def incident_file(request: HttpRequest, file_format: str) -> HttpResponseBase:
    """What the list would show with these filters, as a file; a page number is no filter of a file."""
    now = timezone.now()
    asked = IncidentFilter(request.GET, public.incidents(timezone.localdate(now)))
    problems = asked.problems() + [unknown_filter(name) for name in PAGING if name in request.GET]
    if problems:
        return refuse(request, problems, reverse("reprisals:incident_list"))
    table = Table(
        name="reprisals",
        columns=INCIDENT_COLUMNS,
        records=asked.qs,
        count=asked.qs.count(),
        filtered=in_words(asked.spoken()) or _("nothing: all published incidents"),
        address=settings.SITE_URL + reverse("reprisals:incident_list"),
        exported_at=now,
    )
    return download(table, file_format)


@require_safe
@cache_control(no_store=True)
def incident_page(request: HttpRequest, reference: str) -> HttpResponse:
    """One published incident, exactly as it was approved. A withdrawn one answers like one that never was."""
    shown = get_object_or_404(public.incidents(timezone.localdate()), reference=reference)
    return render(request, "reprisals/incident_page.html", public.in_words(shown.page))


@require_safe
@cache_control(no_store=True)
def file(request: HttpRequest, reference: str, name: str) -> HttpResponse:
    """A picture or document of a published page. Where the page is withdrawn, like one that never was."""
    found = public.file(reference, name, timezone.localdate())
    if found is None:
        raise Http404
    return as_file(bytes(found.content), found.media_type, f"{reference}-{name}")
