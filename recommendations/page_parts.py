"""Pages that a script of ours changes in place: asked for by it, they answer with that part alone."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

ASKS_FOR_A_PART = "HX-Request"  # the header by which htmx asks

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def in_parts(view: View[P]) -> View[P]:
    """A page of which htmx is sent the part that changes, written by the same template in the layout of a part."""

    @wraps(view)
    def answer(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        request.is_part = request.headers.get(ASKS_FOR_A_PART) == "true"  # type: ignore[attr-defined]
        response = view(request, *args, **kwargs)
        patch_vary_headers(response, [ASKS_FOR_A_PART])
        return response

    return cast("View[P]", answer)


def is_part(request: HttpRequest) -> bool:
    """Whether a part of a page is asked for, of a page that has parts."""
    return getattr(request, "is_part", False)


def layout(request: HttpRequest) -> str:
    """The template around what a page shows."""
    return "part.html" if is_part(request) else "base.html"
