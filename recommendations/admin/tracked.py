"""What the admins of all public records share: a readable history, and no edit that is lost."""

from typing import Any

from django.apps import apps
from django.contrib import admin
from django.contrib.admin.utils import NestedObjects
from django.core.exceptions import PermissionDenied
from django.db import router
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from recommendations.models import Case, FollowUpAction, Review
from recommendations.tracking.chronicle import chronicle
from recommendations.tracking.sheet import history_begins, sheet, sheet_at

from .conflicts import KeepsEdits
from .day import DayForm
from .keys import is_key
from .related import AddsRelated
from .saved_views import KeepsViews
from .typed import TakesTyped


class TrackedAdmin(AddsRelated, KeepsEdits, KeepsViews, TakesTyped, admin.ModelAdmin):
    """An admin of records whose history is kept."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.sheet_view)
        name = f"recommendations_{self.opts.model_name}_sheet"
        return [path("<int:pk>/sheet/", view, name=name), *super().get_urls()]

    def sheet_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """All that is recorded of a record, for printing; with `?on=`, as it was recorded at the end of that day."""
        record: Any = get_object_or_404(self.get_queryset(request), pk=pk)
        if not self.has_view_or_change_permission(request, record):
            raise PermissionDenied
        form = DayForm(request.GET or None, label=_("As it was recorded on"))
        then = sheet_at(record, form.end) if form.end else None
        context = {
            "record": record,
            "day_form": form,
            "sheet": then if form.end else sheet(record),
            "begins": history_begins(record),
            "then": self.get_view_on_site_url(record) and self.as_of_address(record, form.day),
            "kind": self.opts.verbose_name,
            "is_public": getattr(record, "is_published", None),
            "now": timezone.now(),
            "back": reverse(f"admin:recommendations_{self.opts.model_name}_change", args=[pk]),
        }
        return render(request, "admin/recommendations/sheet.html", context)

    def as_of_address(self, record: Any, day: Any) -> str:
        """The public page of what had happened by a day, where a record has one."""
        asks = isinstance(record, Case | FollowUpAction | Review) and day
        return f"{record.get_absolute_url()}?as_of={day.isoformat()}" if asks else ""

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """What would go with these, and what stands in the way; confidential records are not named."""
        to_delete, counts, needed, protected = super().get_deleted_objects(objs, request)
        collector = NestedObjects(using=router.db_for_write(self.model))
        collector.collect(objs)
        ours = [record for record in collector.protected if record._meta.app_label == self.opts.app_label]
        if len(ours) < len(collector.protected):
            kinds = [f"{capfirst(record._meta.verbose_name)}: {record}" for record in ours]
            protected = [*kinds, _("Other records, which only some of staff may see")]
        known = {str(model._meta.verbose_name) for model in apps.get_app_config(self.opts.app_label).get_models()}
        return to_delete, counts, {str(kind) for kind in needed} & known, protected

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """Who changed the record or its parts, when, and what."""
        record = get_object_or_404(self.get_queryset(request), pk=object_id if is_key(object_id) else 0)
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
