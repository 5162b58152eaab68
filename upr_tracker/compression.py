"""Public answers are sent compressed to whoever takes them so."""

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

from .headers import STAFF

COMPRESSIBLE = ("text/", "image/svg+xml", "application/json", "application/xml", "application/atom+xml")


class CompressesPublicAnswers(GZipMiddleware):
    """Text alone, and nothing of staff's.

    From how small a compressed answer is, somebody who can slip words of theirs into it can guess a secret in it
    (BREACH). A public page holds none: no token of a form, no session, nothing about who asks. Staff's pages do.
    """

    max_random_bytes = 0  # what hides the length of secrets: the same page is the same bytes

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        super().__init__(get_response)

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        of_text = response.get("Content-Type", "").startswith(COMPRESSIBLE)
        if request.path_info.startswith(STAFF) or response.cookies or not of_text:
            return response
        return super().process_response(request, response)
