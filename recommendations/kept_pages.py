"""Public pages as they were written last, kept in the memory of this process for whoever asks next.

A page is known by its ETag, which is of the version of the data, so that none is handed out after a change; and those
of versions that have passed make room first. Only what anybody may keep is kept: nothing that names an incident.
"""

import threading
from collections import OrderedDict

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.response import SimpleTemplateResponse

AROUND = 2048  # bytes that a page takes beside its content: of many small answers it is nearly all


class KeptPages:
    """The pages asked for last, of so many bytes together as KEPT_PAGES_BYTES says."""

    def __init__(self) -> None:
        self._pages: OrderedDict[str, HttpResponse] = OrderedDict()
        self._bytes = 0
        self._lock = threading.Lock()

    def get(self, request: HttpRequest, etag: str) -> HttpResponse | None:
        """A copy of the page of this ETag, where it is kept."""
        if request.method != "GET":
            return None
        with self._lock:
            page = self._pages.get(etag)
            if page is None:
                return None
            self._pages.move_to_end(etag)
        return _copy(page)

    def keep(self, request: HttpRequest, etag: str, response: HttpResponse) -> None:
        """Keeps a page that anybody may keep; those that were asked for longest ago go."""
        if isinstance(response, SimpleTemplateResponse):  # an answer of the API, which is written last
            response.render()
        if request.method != "GET" or len(response.content) > settings.KEPT_PAGES_BYTES // 8:
            return
        with self._lock:
            if etag not in self._pages:
                self._pages[etag] = _copy(response)
                self._bytes += len(response.content) + AROUND
            while self._bytes > settings.KEPT_PAGES_BYTES:
                _etag, page = self._pages.popitem(last=False)
                self._bytes -= len(page.content) + AROUND


def _copy(page: HttpResponse) -> HttpResponse:
    """The same answer, to which what comes on the way out can be added."""
    return HttpResponse(page.content, headers=dict(page.headers))


pages = KeptPages()
