"""What every answer of the API has in common: JSON, readable from any site, and one form of problems (RFC 9457)."""

import json
from collections.abc import Callable, Iterable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import resolve
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import cache_control
from rest_framework import exceptions, negotiation, renderers
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request

from recommendations.conditional import kept_by_version
from recommendations.time_limit import WAIT

View = Callable[..., HttpResponse]

READING = ("GET", "HEAD", "OPTIONS")
PROBLEM = "application/problem+json"
# Any site may read what everybody may read; no browser sends a cookie along, and none is looked at.
READABLE = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Last-Modified, Retry-After",
}
ASKED_BEFORE = {
    "Access-Control-Allow-Methods": ", ".join(READING),
    "Access-Control-Allow-Headers": "If-None-Match",
    "Access-Control-Max-Age": "86400",
}


class Refused(exceptions.APIException):
    """The address asks for something unknown; problems: what is wrong with it, in the words of the pages."""

    status_code = HTTPStatus.BAD_REQUEST
    default_detail = gettext_lazy("This address asks for something unknown")

    def __init__(self, problems: Iterable[str]) -> None:
        super().__init__()
        self.problems = list(problems)


class Moved(exceptions.APIException):
    """What is asked for is elsewhere for good."""

    status_code = HTTPStatus.MOVED_PERMANENTLY

    def __init__(self, address: str) -> None:
        super().__init__()
        self.address = address


def problem(status: int, detail: str, problems: Iterable[str] = ()) -> HttpResponse:
    """The one form of everything that is no answer. problems: each thing that is wrong, in words."""
    said = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": int(status), "detail": detail}
    said["problems"] = list(problems) or [detail]
    return HttpResponse(json.dumps(said, ensure_ascii=False), status=status, content_type=PROBLEM)


def as_problem(error: Exception, context: dict[str, Any]) -> HttpResponse | None:
    """What an error in a view is answered with; None for one that is a fault of ours, which Django reports."""
    if isinstance(error, Refused):
        return problem(error.status_code, str(error.detail), error.problems)
    if isinstance(error, Moved):
        return HttpResponsePermanentRedirect(error.address)
    if isinstance(error, Http404):
        return problem(404, _("There is nothing public at this address."))
    if isinstance(error, SuspiciousOperation):
        return problem(400, _("This address asks for something unknown"))
    return None


def too_busy(request: HttpRequest) -> HttpResponse:
    """Says that the question takes too long just now, and when to come again."""
    response = problem(503, _("This takes too long just now"))
    response["Retry-After"] = str(WAIT)
    response["Cache-Control"] = "no-store"
    return response


def not_found(request: HttpRequest) -> HttpResponse:
    """That no address of the API is meant; one without its last stroke leads on."""
    path = f"{request.path_info}/"
    if not request.path_info.endswith("/") and resolve(path).func is not resolve(request.path_info).func:
        query = request.META.get("QUERY_STRING", "")
        return HttpResponsePermanentRedirect(f"{request.path}/{'?' if query else ''}{query}")
    return problem(404, _("There is nothing public at this address."))


class FirstRenderer(negotiation.BaseContentNegotiation):
    """JSON, whatever a header asks for: there is nothing else, and caches need not keep answers apart."""

    def select_parser(self, request: Request, parsers: Any) -> Any:
        return None

    def select_renderer(self, request: Request, renderers: Any, format_suffix: str | None = None) -> Any:
        return renderers[0], renderers[0].media_type


class Api(GenericAPIView):
    """A view of the API: nobody signs in, nothing is taken in, and JSON comes out."""

    authentication_classes = ()
    permission_classes = ()
    throttle_classes = ()
    parser_classes = ()
    filter_backends = ()
    renderer_classes = (renderers.JSONRenderer,)
    content_negotiation_class = FirstRenderer

    def get_exception_handler(self) -> Any:
        return as_problem


def readable_everywhere(view: View) -> View:
    """A view for reading alone, by programs on any site; another method is answered with 405."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "OPTIONS":
            response = HttpResponse(status=204, headers=ASKED_BEFORE)
        elif request.method not in READING:
            response = problem(405, _("This API is for reading: GET, HEAD and OPTIONS alone."))
        else:
            response = view(request, *args, **kwargs)
        if response.status_code in (204, 405):
            response["Allow"] = ", ".join(READING)
        for name, value in READABLE.items():
            response[name] = value
        return response

    answer.csrf_exempt = True  # type: ignore[attr-defined]
    return answer


def of_the_record(view: type[Api]) -> View:
    """The address of a view of the public record, kept by readers for as long as its data stay as they are."""
    return readable_everywhere(kept_by_version(view.as_view(), too_busy))


def of_incidents(view: type[Api]) -> View:
    """The address of a view that tells of incidents: what is withdrawn is kept nowhere on the way."""
    return readable_everywhere(cache_control(no_store=True)(view.as_view()))
