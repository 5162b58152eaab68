from django.contrib import admin

from recommendations.models import Organisation

from .bulk_page import ActsOnMany
from .merging import MergeSelected
from .tracked import TrackedAdmin


@admin.register(Organisation)
class OrganisationAdmin(ActsOnMany, TrackedAdmin):
    list_actions = [MergeSelected]
    list_display = ["name", "acronym", "consultative_status"]
    list_filter = ["consultative_status"]
    search_fields = ["name", "acronym"]
    prepopulated_fields = {"slug": ["name"]}
