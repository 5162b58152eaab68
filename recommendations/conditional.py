"""Answers that are sent only where the reader does not have them yet."""

import hashlib
from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, parse_etags, quote_etag
from django.utils.translation import get_language

from recommendations.kept_pages import pages
from recommendations.models import DataVersion
from recommendations.models.data_version import Version
from recommendations.models.remembering import reading
from recommendations.page_parts import is_part
from recommendations.release import release
from recommendations.time_limit import WAIT, TakesTooLong, time_limit

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def answer_on_conditions(request: HttpRequest, response: HttpResponse, modified: datetime) -> HttpResponse:
    """The answer with its checksum and date; 304 where the reader has these very bytes.

    By the checksum alone (If-None-Match): what was withdrawn leaves a file whose newest date is older than before, so
    that a date alone (If-Modified-Since) would let the reader keep it. For the same reason nobody may use a copy
    without asking.
    """
    response["Cache-Control"] = "no-cache"
    response["Last-Modified"] = http_date(modified.timestamp())
    etag = quote_etag(hashlib.sha256(response.content).hexdigest()[:32])
    response["ETag"] = etag
    return cast(HttpResponse, get_conditional_response(request, etag=etag, response=response))


def page_of_the_record(view: View[P]) -> View[P]:
    """A page that shows public data and nothing else, the same for everybody."""
    return kept_by_version(view, too_busy)


def kept_by_version(view: View[P], busy: Callable[[HttpRequest], HttpResponse]) -> View[P]:
    """A view of public data and nothing else, the same for everybody; busy: what is said where it takes too long.

    It is known by the version of the data, the release, the language and the day, a part of it as another page: who has
    it already is told so before anything is looked up, and who has not may get what another asked for just before. A
    statement that takes too long ends in 503. A page that says no-store itself, as one that names incidents must, is
    never known by it.
    """

    @wraps(view)
    def answer(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        version = DataVersion.objects.current()
        etag = _etag(request, version) if version.is_known else ""
        if etag and etag in parse_etags(request.headers.get("If-None-Match", "")):
            return _with_version(HttpResponseNotModified(), etag, version)
        if etag and (page := pages.get(request, etag)):
            return page
        try:
            with reading(version), time_limit(settings.PAGE_SECONDS):
                response = view(request, *args, **kwargs)
        except TakesTooLong:
            return busy(request)
        kept = etag and response.status_code == 200 and "no-store" not in response.get("Cache-Control", "")
        if kept:
            pages.keep(request, etag, _with_version(response, etag, version))
        return response

    return cast("View[P]", answer)


def too_busy(request: HttpRequest) -> HttpResponse:
    """Says that the question takes too long just now, and when to come again."""
    response = render(request, "recommendations/too_busy.html", status=503)
    response["Retry-After"] = str(WAIT)
    response["Cache-Control"] = "no-store"
    return response


def _etag(request: HttpRequest, version: Version) -> str:
    # Weak: the same content, whatever a proxy does to its bytes. The token is known to nobody who has no such page.
    shown = (get_language(), timezone.localdate(), request.get_full_path(), is_part(request))
    known_by = (version.token, release(), *shown)
    return f'W/"{hashlib.sha256(repr(known_by).encode()).hexdigest()[:32]}"'


def _with_version(response: HttpResponse, etag: str, version: Version) -> HttpResponse:
    """By the date alone nobody is told that they have it: it can stay the same where another part moved later.

    Anybody may keep it, and asks each time, unless whoever runs the site lets caches of others answer for a while.
    """
    kept = settings.SHARED_CACHE_SECONDS
    response["ETag"] = etag
    response["Last-Modified"] = http_date(version.moved_at)
    response["Cache-Control"] = "public, max-age=0, must-revalidate" + (f", s-maxage={kept}" if kept else "")
    return response
