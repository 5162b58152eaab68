"""Files take long to write: so many at once in a process, so that pages always find somebody who answers."""

import threading
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from recommendations.conditional import too_busy
from recommendations.time_limit import TakesTooLong, time_limit

View = Callable[..., HttpResponseBase]

_places = threading.BoundedSemaphore(settings.FILES_AT_ONCE)


def few_at_once(view: View) -> View:
    """A view that answers with a file: where too many are being written, 503, and when to come again."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not _places.acquire(blocking=False):
            return too_busy(request)
        response: HttpResponseBase | None = None
        try:
            with time_limit(settings.PAGE_SECONDS):
                response = view(request, *args, **kwargs)
        except TakesTooLong:
            return too_busy(request)
        finally:
            if response is None or not response.streaming:
                _places.release()
        if response.streaming:  # Django calls it when the last byte is sent, or nobody waits for it any more
            response._resource_closers.append(_places.release)  # type: ignore[attr-defined]
        return response

    return answer
