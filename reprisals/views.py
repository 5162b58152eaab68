"""The public pages on reprisals: load, decide, render. They read the projection alone."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from .filters import IncidentFilter
from .patterns import acts_by_engagement, acts_by_year
from .public import in_words, incidents

PAGE_SIZE = 50


@require_safe
@cache_control(no_store=True)  # what is withdrawn is kept nowhere on the way
def incident_list(request: HttpRequest) -> HttpResponse:
    """Published incidents with filters, and the patterns among all of them."""
    today = timezone.localdate()
    asked = IncidentFilter(request.GET, incidents(today))
    if problems := asked.problems():
        return render(request, "reprisals/bad_address.html", {"problems": problems}, status=400)
    paginator = Paginator(asked.qs.prefetch_related("acts", "engagements"), PAGE_SIZE)
    number = int(request.GET.get("page", 1))
    if number > paginator.num_pages:
        beyond = _("There is no page %(page)s: the last one is %(last)s.")
        said = {"problems": [beyond % {"page": number, "last": paginator.num_pages}]}
        return render(request, "reprisals/bad_address.html", said, status=400)
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
            "by_year": acts_by_year(today),
            "by_engagement": acts_by_engagement(today),
        },
    )


@require_safe
@cache_control(no_store=True)
def incident_page(request: HttpRequest, reference: str) -> HttpResponse:
    """One published incident, exactly as it was approved. A withdrawn one answers like one that never was."""
    shown = get_object_or_404(incidents(timezone.localdate()), reference=reference)
    return render(request, "reprisals/incident_page.html", in_words(shown.page))
