from django.contrib import admin

from recommendations.models import Signature, Statement, StatementText

from .citations import StatementCitationInline
from .publishing import PublishedAdmin, PublishedFilter


class SignatureInline(admin.TabularInline):
    model = Signature
    extra = 0
    autocomplete_fields = ["organisation"]


class StatementTextInline(admin.StackedInline):
    model = StatementText
    extra = 0


@admin.register(Statement)
class StatementAdmin(PublishedAdmin):
    list_display = ["title", "issued_on", "is_public"]
    list_filter = [PublishedFilter]
    search_fields = ["title", "slug", "summary"]
    autocomplete_fields = ["reviews"]
    inlines = [StatementTextInline, SignatureInline, StatementCitationInline]
