from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import ngettext

from recommendations.models import Axis, Theme, ThemeSynonym, Vocabulary
from recommendations.tracking.places import index_anew


class ThemeSynonymInline(admin.TabularInline):
    model = ThemeSynonym
    extra = 0


@admin.register(Vocabulary)
class VocabularyAdmin(admin.ModelAdmin):
    list_display = ["title", "axis", "version", "publisher"]
    list_filter = ["axis"]
    search_fields = ["title", "slug"]


@admin.register(Theme)
class ThemeAdmin(admin.ModelAdmin):
    list_display = ["name", "vocabulary", "rank"]
    list_filter = ["vocabulary__axis", "vocabulary"]
    list_select_related = ["vocabulary"]
    search_fields = ["name", "slug", "synonyms__name"]
    prepopulated_fields = {"slug": ["name"]}
    autocomplete_fields = ["vocabulary"]
    inlines = [ThemeSynonymInline]

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Names that come or go are found, or found no longer, at once."""
        theme = form.instance
        former = list(theme.synonyms.values_list("name", flat=True))
        super().save_related(request, form, formsets, change)
        if theme.vocabulary.axis == Axis.TERRITORY and any(formset.has_changed() for formset in formsets):
            n = index_anew(theme, former)
            text = ngettext("%(n)d recommendation was indexed anew.", "%(n)d recommendations were indexed anew.", n)
            self.message_user(request, text % {"n": n})
