from django.contrib import admin

from recommendations.models import FollowUpAction, StateStance, StatusEvent

from .citations import FollowUpCitationInline
from .clocks import ClockDateInline
from .no_answer import RecordsNoAnswer
from .paragraphs import AddsParagraphs
from .publishing import PublishedAdmin, PublishedFilter


class StatusEventInline(admin.StackedInline):
    model = StatusEvent
    extra = 0
    autocomplete_fields = ["source"]


class StateStanceInline(admin.TabularInline):
    model = StateStance
    extra = 0
    autocomplete_fields = ["state", "source"]


@admin.register(FollowUpAction)
class FollowUpActionAdmin(RecordsNoAnswer, AddsParagraphs, PublishedAdmin):
    list_display = ["title", "kind", "addressee", "due_on", "is_public"]
    list_filter = [PublishedFilter, "kind"]
    search_fields = ["title", "slug", "summary", "addressee", "mechanism"]
    autocomplete_fields = ["requested_by", "continues", "state", "reviews", "recommendations"]
    inlines = [StatusEventInline, ClockDateInline, StateStanceInline, FollowUpCitationInline]
