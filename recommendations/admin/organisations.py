from django.contrib import admin

from recommendations.models import Organisation

from .tracked import TrackedAdmin


@admin.register(Organisation)
class OrganisationAdmin(TrackedAdmin):
    list_display = ["name", "acronym", "consultative_status"]
    list_filter = ["consultative_status"]
    search_fields = ["name", "acronym"]
    prepopulated_fields = {"slug": ["name"]}
