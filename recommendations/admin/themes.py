from django.contrib import admin

from recommendations.models import Theme, ThemeSynonym, Vocabulary


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
