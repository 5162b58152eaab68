"""A page that shows how far long work is while it is done, and then what came of it. It needs no script.

The page is sent in pieces: its head, a line for each step (of which the style sheet shows the latest), the result.
"""

from collections.abc import Generator, Iterator
from typing import Any

from django.http import HttpRequest, StreamingHttpResponse
from django.template.loader import render_to_string

from recommendations.importers.uploading import Progress

HERE = "<!-- here -->"


def working_page(
    request: HttpRequest,
    context: dict[str, Any],
    work: Generator[Progress, None, str],
    template: str = "admin/recommendations/working.html",
) -> StreamingHttpResponse:
    """Sends the page around `work`, whose steps are shown as they come and whose result is HTML."""
    page = render_to_string(template, {**context, "here": HERE}, request)
    head, tail = page.split(HERE)
    response = StreamingHttpResponse(_pieces(head, work, tail))
    response["X-Accel-Buffering"] = "no"  # or nginx would keep the pieces until the last one
    response["Cache-Control"] = "no-store"
    return response


def _pieces(head: str, work: Generator[Progress, None, str], tail: str) -> Iterator[str]:
    yield head + '<div class="steps" role="status">'
    while True:
        try:
            step = next(work)
        except StopIteration as end:
            yield f'</div><div class="result">{end.value}</div>{tail}'
            return
        yield render_to_string("admin/recommendations/_step.html", {"step": step})
