"""Public answers are sent compressed to whoever takes them so."""

import re
from collections.abc import Callable
from typing import cast

import brotli
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.utils.cache import patch_vary_headers

from .headers import STAFF

SMALLEST = 200  # bytes: what is smaller would hardly get smaller still, as in Django's own
TAKES_BROTLI = re.compile(r"\bbr\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))")
BROTLI_QUALITY = 5  # a tenth smaller than gzip in about the same time
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
        if not TAKES_BROTLI.search(request.headers.get("Accept-Encoding", "")) or response.streaming:
            return super().process_response(request, response)
        return _by_brotli(response)


def _by_brotli(response: HttpResponseBase) -> HttpResponseBase:
    """The answer, smaller than by gzip: browsers take it so over HTTPS. As Django's gzip does it in all else."""
    whole = cast(HttpResponse, response)
    if len(whole.content) < SMALLEST or whole.has_header("Content-Encoding"):
        return whole
    patch_vary_headers(whole, ("Accept-Encoding",))
    whole.content = brotli.compress(whole.content, quality=BROTLI_QUALITY)
    whole["Content-Length"] = str(len(whole.content))
    etag = whole.get("ETag", "")
    if etag.startswith('"'):
        whole["ETag"] = f"W/{etag}"  # the same page in other bytes
    whole["Content-Encoding"] = "br"
    return whole
