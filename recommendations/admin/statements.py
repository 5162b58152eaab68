"""Statements in the admin: their texts, demands, signatures and sources."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.widgets import AdminTextareaWidget
from django.core.exceptions import ValidationError
from django.db import models
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _

from recommendations.models import Demand, Signature, Statement, StatementText
from recommendations.tracking.demands import without_action

from .citations import StatementCitationInline
from .demands import NEEDS, make_actions_view
from .publishing import PublishedAdmin, PublishedFilter
from .related import Tool
from .typed import TakesTyped


class SignaturesFormSet(BaseInlineFormSet):
    """Says which organisation would sign twice."""

    def validate_unique(self) -> None:
        seen = set()
        for form in self.forms:
            values = getattr(form, "cleaned_data", {})
            organisation = values.get("organisation")
            if organisation is None or values.get("DELETE"):
                continue
            if organisation in seen:
                text = _("%(organisation)s stands twice among the signatures: an organisation signs once.")
                raise ValidationError(text % {"organisation": organisation})
            seen.add(organisation)
        super().validate_unique()


class SignatureInline(TakesTyped, admin.TabularInline):
    model = Signature
    formset = SignaturesFormSet
    extra = 0
    fields = ["organisation", "role"]
    autocomplete_fields = ["organisation"]


class StatementTextInline(admin.StackedInline):
    model = StatementText
    extra = 0
    fields = ["language", "title", "text"]


class DemandInline(TakesTyped, admin.StackedInline):
    model = Demand
    extra = 0
    fields = ["rank", "text", "locator", "follow_up"]
    formfield_overrides = {models.TextField: {"widget": AdminTextareaWidget(attrs={"rows": 3})}}
    autocomplete_fields = ["follow_up"]


@admin.register(Statement)
class StatementAdmin(PublishedAdmin):
    list_display = ["title", "issued_on", "is_public"]
    list_filter = [PublishedFilter]
    search_fields = ["title", "slug", "summary"]
    autocomplete_fields = ["reviews"]
    inlines = [StatementTextInline, DemandInline, SignatureInline, StatementCitationInline]

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.demands_view)
        return [path("<int:pk>/demands/", view, name="recommendations_statement_demands"), *super().get_urls()]

    def demands_view(self, request: HttpRequest, pk: int) -> Any:
        """Where its demands become follow-up actions."""
        return make_actions_view(self, request, pk)

    def tools(self, request: HttpRequest, record: Any) -> list[Tool]:
        if not request.user.has_perms(NEEDS) or not without_action(record):
            return super().tools(request, record)
        address = reverse("admin:recommendations_statement_demands", args=[record.pk])
        return [*super().tools(request, record), Tool(_("Make follow-up actions of the demands"), address)]
