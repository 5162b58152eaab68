"""The page of the files, the files themselves, and the feed of what changed in them."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, quote_etag
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from recommendations.conditional import answer_on_conditions
from recommendations.feeds import NEVER, AtomFeed, FeedEntry
from recommendations.few_at_once import few_at_once
from recommendations.open_data.descriptor import WHOLE
from recommendations.open_data.kept import Made, package

KINDS = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "zip": "application/zip",
    "SHA256SUMS": "text/plain; charset=utf-8",
}


@require_safe
def data_page(request: HttpRequest) -> HttpResponse:
    """All files with their sizes and checksums; what to do where there are none, or where they may not be shown."""
    there = package()
    shown = there if there and there.files and there.may_be_shown else None
    context = {
        "package": shown,
        "stale": bool(there and there.files) and shown is None,
        "whole": shown and shown.file(WHOLE),
        "licence": settings.DATA_LICENCE,
    }
    response = render(request, "recommendations/data_page.html", context)
    return answer_on_conditions(request, response, there.last.at if there and there.made else NEVER)


@require_safe
@few_at_once
@cache_control(no_cache=True)  # what was withdrawn is asked for each time
def data_file(request: HttpRequest, name: str) -> HttpResponseBase:
    """One file, as it was made. Once something has been withdrawn since, none is there until they are made anew."""
    there = package()
    file = there.file(name) if there else None
    if there is None or file is None or not there.may_be_shown:
        raise Http404
    etag = quote_etag(file.sha256)
    unchanged = get_conditional_response(request, etag=etag)
    if unchanged is not None:
        return unchanged
    try:
        opened = there.path(name).open("rb")
    except FileNotFoundError:  # made anew in this very moment
        raise Http404 from None
    response = FileResponse(opened, as_attachment=True, filename=name, content_type=KINDS[name.split(".")[-1]])
    response["ETag"] = etag
    response["Last-Modified"] = http_date(there.last.at.timestamp())
    return response


class DataFeed(AtomFeed):
    """What changed in the files, package by package."""

    def name(self, record: Any) -> str:
        return _("Files of the public record")

    def page(self, record: Any) -> str:
        return reverse("recommendations:data_page")

    def entries(self, record: Any) -> Sequence[FeedEntry]:
        there = package()
        return [self._entry(made) for made in there.made] if there else []

    def _entry(self, made: Made) -> FeedEntry:
        said = _("%(table)s: %(added)d added, %(changed)d changed, %(removed)d removed")
        rows = [said % {"table": t, "added": a, "changed": c, "removed": r} for t, a, c, r in made.rows]
        day = timezone.localtime(made.at)
        return FeedEntry(
            key=f"{self.page(None)}#{made.version}",
            title=_("Files made on %(day)s") % {"day": f"{day:%Y-%m-%d %H:%M} UTC"},
            address=self.page(None),
            text="\n\n".join(rows) or _("The first files."),
            updated=made.at,
        )
