"""Answers that are sent only where the reader does not have them yet."""

import hashlib
from datetime import datetime
from typing import cast

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, quote_etag


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
