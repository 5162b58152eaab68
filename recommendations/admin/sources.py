from django.contrib import admin

from recommendations.models import Source

from .bulk_page import ActsOnMany
from .merging import MergeSelected
from .tracked import TrackedAdmin


@admin.register(Source)
class SourceAdmin(ActsOnMany, TrackedAdmin):
    list_actions = [MergeSelected]
    list_display = ["__str__", "publisher", "issued_on", "language"]
    list_filter = ["language", "publisher"]
    search_fields = ["symbol", "title", "publisher", "url"]
