"""What the admins of all public records share: a readable history, and no edit that is lost."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from recommendations.tracking.chronicle import chronicle

from .conflicts import KeepsEdits


class TrackedAdmin(KeepsEdits, admin.ModelAdmin):
    """An admin of records whose history is kept."""

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """Who changed the record or its parts, when, and what."""
        record = get_object_or_404(self.get_queryset(request), pk=object_id if object_id.isdecimal() else 0)
        if not self.has_view_or_change_permission(request, record):
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("History: %(record)s") % {"record": record},
            "record": record,
            "moments": chronicle(record),
            **(extra_context or {}),
        }
        return render(request, "admin/recommendations/history.html", context)
