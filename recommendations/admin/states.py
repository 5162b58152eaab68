import re

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from recommendations.models import Session, State, StateMembership, StateName, normalise_name

from .bulk_page import ActsOnMany
from .clocks import ClockDateInline
from .merging import MergeSelected
from .publishing import PageAdmin
from .tracked import TrackedAdmin


class StateNameFormSet(forms.BaseInlineFormSet):
    def clean(self) -> None:
        """A name stands once; the State's own is added by itself."""
        super().clean()
        taken = {normalise_name(self.instance.name)} if self.instance._state.adding else set()
        for form in self.forms:
            values = getattr(form, "cleaned_data", {})
            name = normalise_name(values.get("name", ""))
            if not name or values.get("DELETE"):
                continue
            if name in taken:
                form.add_error("name", _("This name is recorded already; the State's own name is added by itself."))
            taken.add(name)


class StateNameInline(admin.TabularInline):
    model = StateName
    formset = StateNameFormSet
    extra = 0
    show_change_link = True


class StateMembershipInline(admin.TabularInline):
    model = StateMembership
    extra = 0


@admin.register(State)
class StateAdmin(ActsOnMany, PageAdmin):
    list_actions = [MergeSelected]
    list_display = ["name", "iso3", "status", "regional_group"]
    list_filter = ["regional_group", "status"]
    search_fields = ["name", "iso3", "names__name"]
    prepopulated_fields = {"slug": ["name"]}
    inlines = [StateNameInline, StateMembershipInline]


@admin.register(StateName)
class StateNameAdmin(TrackedAdmin):
    """Every spelling, and the State that it means: here a spelling moves to another State."""

    list_display = ["name", "state"]
    list_select_related = ["state"]
    search_fields = ["name", "state__name", "state__iso3"]
    autocomplete_fields = ["state"]


@admin.register(Session)
class SessionAdmin(TrackedAdmin):
    list_display = ["__str__", "cycle", "starts_on", "ends_on", "checked"]
    list_filter = ["kind", "cycle"]
    search_fields = ["number", "kind"]
    autocomplete_fields = ["source"]
    inlines = [ClockDateInline]

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, search_term: str) -> tuple[QuerySet, bool]:
        """By the name that is shown, too: “UPR 45” is session 45 of the Working Group."""
        asked = re.sub(r"\bupr\b", Session.Kind.WG, search_term, flags=re.IGNORECASE)
        return super().get_search_results(request, queryset, asked)
