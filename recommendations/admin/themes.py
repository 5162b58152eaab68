from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy, ngettext

from recommendations.models import Axis, Theme, ThemeSynonym, Vocabulary
from recommendations.tracking.places import index_anew

from .bulk_page import ActsOnMany
from .merging import MergeSelected
from .tracked import TrackedAdmin


class ThemeSynonymInline(admin.TabularInline):
    model = ThemeSynonym
    extra = 0
    verbose_name_plural = gettext_lazy("other names: a search for one of them finds all")


@admin.register(Vocabulary)
class VocabularyAdmin(TrackedAdmin):
    list_display = ["title", "axis", "version", "publisher"]
    list_filter = ["axis"]
    search_fields = ["title", "slug"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Importers know a vocabulary by its short name."""
        return ["slug"] if obj else []


@admin.register(Theme)
class ThemeAdmin(ActsOnMany, TrackedAdmin):
    list_actions = [MergeSelected]
    list_display = ["name", "vocabulary", "rank"]
    list_filter = ["vocabulary__axis", "vocabulary"]
    list_select_related = ["vocabulary"]
    search_fields = ["name", "slug", "synonyms__name"]
    prepopulated_fields = {"slug": ["name"]}
    autocomplete_fields = ["vocabulary"]
    inlines = [ThemeSynonymInline]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related("vocabulary")

    def delete_model(self, request: HttpRequest, obj: Theme) -> None:
        self._delete([obj])

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet) -> None:
        self._delete(list(queryset))

    def _delete(self, themes: list[Theme]) -> None:
        """The names of a territory go with it, and are found no longer."""
        for theme in themes:
            former = list(theme.synonyms.values_list("name", flat=True))
            pk = theme.pk
            theme.delete()
            index_anew(pk, former)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Names that come or go are found, or found no longer, at once."""
        theme = form.instance
        former = list(theme.synonyms.values_list("name", flat=True))
        super().save_related(request, form, formsets, change)
        if theme.vocabulary.axis == Axis.TERRITORY and any(formset.has_changed() for formset in formsets):
            n = index_anew(theme.pk, former)
            text = ngettext("%(n)d recommendation was indexed anew.", "%(n)d recommendations were indexed anew.", n)
            self.message_user(request, text % {"n": n})
