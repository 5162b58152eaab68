from django.contrib import admin

from recommendations.models import CouncilTerm

from .tracked import TrackedAdmin


@admin.register(CouncilTerm)
class CouncilTermAdmin(TrackedAdmin):
    """Who is a member of the Human Rights Council, and when: the boards of follow-up actions count by it."""

    list_display = ["state", "starts_on", "ends_on", "checked"]
    list_select_related = ["state"]
    list_filter = ["starts_on"]
    search_fields = ["state__name", "state__iso3", "checked"]
    ordering = ["-starts_on", "state__name"]
    autocomplete_fields = ["state", "source"]
