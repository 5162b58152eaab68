from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from recommendations.models import ImportRun


@admin.register(ImportRun)
class ImportRunAdmin(admin.ModelAdmin):
    """The files that were read: for looking at."""

    list_display = [
        "file_name",
        "format",
        "imported_at",
        "imported_by",
        "rows",
        "created",
        "updated",
        "unchanged",
    ]
    list_filter = ["format", "imported_at"]
    list_select_related = ["imported_by"]
    search_fields = ["file_name", "sha256"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
