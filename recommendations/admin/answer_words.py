from django.contrib import admin

from recommendations.models import AnswerWord

from .tracked import TrackedAdmin


@admin.register(AnswerWord)
class AnswerWordAdmin(TrackedAdmin):
    list_display = ["phrase", "category"]
    list_filter = ["category"]
    search_fields = ["phrase"]
