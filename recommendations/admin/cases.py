from django.contrib import admin

from recommendations.models import Case

from .citations import CaseCitationInline
from .paragraphs import AddsParagraphs
from .publishing import PublishedAdmin, PublishedFilter


@admin.register(Case)
class CaseAdmin(AddsParagraphs, PublishedAdmin):
    list_display = ["title", "is_public"]
    list_filter = [PublishedFilter]
    search_fields = ["title", "slug", "summary"]
    autocomplete_fields = ["reviews", "recommendations", "follow_up", "statements"]
    inlines = [CaseCitationInline]
