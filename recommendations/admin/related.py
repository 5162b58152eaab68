"""Adding a record from where one is: its form opens with what is known filled in, and leads back after saving."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import admin
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse

from .keys import is_key

FROM = "_from"  # kind and key of the record to come back to: nothing else than a page of this admin can be meant


@dataclass(frozen=True, slots=True)
class Tool:
    """A link above a form."""

    label: str
    address: str


def adding(label: str, kind: str, record: Any, **filled_in: Any) -> Tool:
    """A link to the form for a new record of a kind, with some fields filled in, which comes back to this record."""
    query = {name: value for name, value in filled_in.items() if value}
    query[FROM] = f"{record._meta.model_name}-{record.pk}"
    return Tool(label, f"{reverse(f'admin:recommendations_{kind}_add')}?{urlencode(query)}")


def way_back(request: HttpRequest) -> str | None:
    """The page of the record that a form was opened from; None where it was opened by itself."""
    kind, _dash, key = request.GET.get(FROM, "").partition("-")
    ours = [model for model in admin.site._registry if model._meta.app_label == "recommendations"]
    known = {model._meta.model_name: model for model in ours}
    if kind not in known or not is_key(key):
        return None
    there = known[kind]._default_manager.filter(pk=key).exists()
    return reverse(f"admin:recommendations_{kind}_change", args=[key]) if there else None


class AddsRelated(admin.ModelAdmin):
    """An admin whose forms have links to add what belongs to a record, and lead back where they were opened from."""

    def tools(self, request: HttpRequest, record: Any) -> list[Tool]:
        """The links above the form of a record, for this person."""
        return []

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        record = kwargs.get("obj")
        context["tools"] = self.tools(request, record) if record is not None else []
        return super().render_change_form(request, context, *args, **kwargs)

    def response_post_save_add(self, request: HttpRequest, obj: Any) -> Any:
        back = way_back(request)
        return HttpResponseRedirect(back) if back else super().response_post_save_add(request, obj)

    def response_post_save_change(self, request: HttpRequest, obj: Any) -> Any:
        back = way_back(request)
        return HttpResponseRedirect(back) if back else super().response_post_save_change(request, obj)
