"""Saved views of a list: its search, filters and order under a name, for oneself or for colleagues."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from recommendations.models import SavedView

from .keys import is_key

NOT_PART_OF_A_VIEW = {"p", "e", "_facets", "_popup", "_to_field"}


class SavedViewForm(forms.ModelForm):
    class Meta:
        model = SavedView
        fields = ["name", "query", "is_shared"]
        widgets = {"query": forms.HiddenInput}


class KeepsViews(admin.ModelAdmin):
    """An admin whose list can be kept as it is filtered."""

    change_list_template = "admin/recommendations/record_list.html"

    def get_urls(self) -> list[URLPattern]:
        name = f"recommendations_{self.opts.model_name}"
        return [
            path("views/", self.admin_site.admin_view(require_POST(self.views_view)), name=f"{name}_views"),
            *super().get_urls(),
        ]

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        query = QueryDict(mutable=True)
        for name, values in request.GET.lists():
            if name not in NOT_PART_OF_A_VIEW:
                query.setlist(name, values)
        address = reverse(f"admin:recommendations_{self.opts.model_name}_changelist")
        context = {
            "saved_views": self._views(request),
            "view_form": SavedViewForm(initial={"query": query.urlencode()}) if query else None,
            "views_address": reverse(f"admin:recommendations_{self.opts.model_name}_views"),
            "list_address": address,
            **(extra_context or {}),
        }
        return super().changelist_view(request, context)

    def _views(self, request: HttpRequest) -> Any:
        views = SavedView.objects.for_person(request.user.pk).select_related("owner")
        return views.filter(listed=self.opts.model_name)

    def views_view(self, request: HttpRequest) -> HttpResponse:
        """Keeps the list as it is, or forgets a view of one's own."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        address = reverse(f"admin:recommendations_{self.opts.model_name}_changelist")
        if forget := request.POST.get("forget", ""):
            mine = SavedView.objects.filter(owner_id=request.user.pk, listed=self.opts.model_name)
            gone, _kinds = mine.filter(pk=forget if is_key(forget) else 0).delete()
            self.message_user(request, _("Forgotten.") if gone else _("That view is not yours to forget."))
            return HttpResponseRedirect(address)
        form = SavedViewForm(request.POST)
        if not form.is_valid():
            said = "; ".join(str(error) for errors in form.errors.values() for error in errors)
            self.message_user(request, _("The view was not saved: %(why)s") % {"why": said}, messages.ERROR)
            return HttpResponseRedirect(address)
        values = form.cleaned_data
        SavedView.objects.update_or_create(
            owner_id=request.user.pk,
            listed=self.opts.model_name,
            name=values["name"],
            defaults={"query": values["query"], "is_shared": values["is_shared"]},
        )
        self.message_user(request, _("Saved as “%(name)s”.") % {"name": values["name"]}, messages.SUCCESS)
        return HttpResponseRedirect(f"{address}?{values['query']}")
