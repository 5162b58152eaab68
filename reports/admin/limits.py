from django.contrib import admin

from reports.models import Limit


@admin.register(Limit)
class LimitAdmin(admin.ModelAdmin):
    list_display = ["kind", "status", "joint", "situation", "amount", "unit", "footnotes_count", "refuses"]
    list_filter = ["kind", "status"]
    search_fields = ["kind", "rule"]
