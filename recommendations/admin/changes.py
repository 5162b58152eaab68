"""Changes of many records: imports, bulk changes and merges, each of which can be taken back."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from recommendations.models import Change, Recommendation, Tracked
from recommendations.tracking.records import RECORDS
from recommendations.tracking.undo_plan import CannotUndo, Plan, plan_undo
from recommendations.tracking.undoing import undo

MOST_LISTED = 200


def undo_link(change: Change) -> SafeString | str:
    """The way to take a change back, or who did so already."""
    if change.kind == Change.Kind.UNDO:
        return "–"
    if change.is_undone:
        return _("undone by %(who)s") % {"who": change.undone_by.made_by or _("the command line")}
    address = reverse("admin:recommendations_change_undo", args=[change.pk])
    return format_html('<a href="{}">{}</a>', address, _("Undo…"))


def may_undo(request: HttpRequest, change: Change) -> bool:
    """Who may import may take an import back; who may edit what was merged, a merge.

    Any other change may be taken back by who may edit all kinds of records that it touched.
    """
    if change.kind == Change.Kind.IMPORT:
        return request.user.has_perm("recommendations.add_importrun")
    if change.kind == Change.Kind.MERGE:
        kinds = set(change.merged.values_list("kind", flat=True))
    else:
        kinds = {edited_as(model) for model in RECORDS if model.history.filter(change=change).exists()}
    return bool(kinds) and request.user.has_perms([f"recommendations.change_{kind}" for kind in kinds])


def edited_as(model: Any) -> str:
    """The kind of record on whose page a kind of record is edited: itself, or that of which it is a part."""
    if model in admin.site._registry or not model.belongs_to:
        return model._meta.model_name
    return edited_as(model._meta.get_field(model.belongs_to[0]).related_model)


def admin_link(record: Tracked) -> SafeString | str:
    """The record, linked to its page in the admin where it has one."""
    name = f"{record}: {Truncator(record.text).chars(80)}" if isinstance(record, Recommendation) else str(record)
    if type(record) not in admin.site._registry:
        return name
    address = reverse(f"admin:recommendations_{record._meta.model_name}_change", args=[record.pk])
    return format_html('<a href="{}">{}</a>', address, name)


@admin.register(Change)
class ChangeAdmin(admin.ModelAdmin):
    list_display = ["description", "kind", "made_at", "made_by", "undo_link"]
    list_display_links = None
    list_filter = ["kind", "made_at"]
    list_select_related = ["made_by", "undone_by__made_by"]
    search_fields = ["description"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related("undone_by")

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.undo_view)
        return [path("<int:pk>/undo/", view, name="recommendations_change_undo"), *super().get_urls()]

    @admin.display(description=gettext_lazy("undo"))
    def undo_link(self, change: Change) -> SafeString | str:
        return undo_link(change)

    def undo_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What taking a change back would do; does it."""
        change = get_object_or_404(Change, pk=pk)
        if not may_undo(request, change):
            raise PermissionDenied
        try:
            if request.method == "POST":
                self._say(request, undo(change, request.user))  # type: ignore[arg-type]
                return HttpResponseRedirect(reverse("admin:recommendations_change_changelist"))
            plan = plan_undo(change)
        except CannotUndo as refused:
            self.message_user(request, str(refused), messages.ERROR)
            return HttpResponseRedirect(reverse("admin:recommendations_change_changelist"))
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Undo: %(change)s") % {"change": change},
            "plan": plan,
            "runs": list(change.runs.all()),
            "kept": [admin_link(record) for record in plan.kept[:MOST_LISTED]],
            "unlisted": max(0, len(plan.kept) - MOST_LISTED),
        }
        return render(request, "admin/recommendations/change/undo.html", context)

    def _say(self, request: HttpRequest, plan: Plan) -> None:
        removed, restored = sum(plan.removes.values()), sum(plan.restores.values())
        text = _("Undone: %(removed)d records removed, %(restored)d restored.") % {
            "removed": removed,
            "restored": restored,
        }
        if plan.kept:
            kept = ngettext(
                "%(n)d was kept: people have worked on it since.",
                "%(n)d were kept: people have worked on them since.",
                len(plan.kept),
            )
            text = f"{text} {kept % {'n': len(plan.kept)}}"
        self.message_user(request, text, messages.SUCCESS)
