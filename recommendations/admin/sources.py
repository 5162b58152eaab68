from django.contrib import admin

from recommendations.models import Source

from .tracked import TrackedAdmin


@admin.register(Source)
class SourceAdmin(TrackedAdmin):
    list_display = ["__str__", "publisher", "issued_on", "language"]
    list_filter = ["language", "publisher"]
    search_fields = ["symbol", "title", "publisher", "url"]
