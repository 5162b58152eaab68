"""The page of one part of the workbench: all its lines."""

from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.views.decorators.http import require_safe

from .gather import PARTS, SECTIONS, gather_one
from .reader import reader_of


@require_safe
def part_page(request: HttpRequest, slug: str) -> HttpResponse:
    """All that waits of one kind, as far as a page holds it."""
    if slug not in PARTS:
        raise Http404
    context = {
        **admin.site.each_context(request),
        "title": SECTIONS[PARTS[slug][0]],
        "part": gather_one(reader_of(request.user), slug),
    }
    return render(request, "upr_tracker/workbench/part.html", context)


urlpatterns: list[URLPattern] = [
    path("admin/workbench/<slug:slug>/", admin.site.admin_view(part_page), name="workbench_part"),
]
