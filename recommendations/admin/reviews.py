from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from recommendations.analysis import recorded_as_of
from recommendations.models import AnnouncedTally, Category, Pledge, Review

from .citations import ReviewCitationInline
from .clocks import ClockDateInline
from .day import DayForm
from .publishing import PublishedAdmin, PublishedFilter
from .reconciling import ReconcilesDocuments
from .related import Tool, adding
from .typed import TakesTyped


class AnnouncedTallyInline(TakesTyped, admin.StackedInline):
    model = AnnouncedTally
    extra = 0
    autocomplete_fields = ["source"]


class PledgeInline(TakesTyped, admin.StackedInline):
    model = Pledge
    extra = 0
    autocomplete_fields = ["source"]


@admin.register(Review)
class ReviewAdmin(ReconcilesDocuments, PublishedAdmin):
    change_form_template = "admin/recommendations/review_form.html"
    list_display = ["__str__", "cycle", "wg_session", "status", "recommendation_count", "is_public"]
    list_filter = [PublishedFilter, "status", "cycle", "state__regional_group"]
    list_select_related = ["state", "wg_session"]
    ordering = ["-cycle", "state__name"]  # said again: counting drops the model's own order
    search_fields = ["slug", "state__name", "state__iso3"]
    autocomplete_fields = [
        "state",
        "wg_session",
        "hrc_session",
        "report",
        "addendum",
        "hrc_report",
        "decision",
    ]
    inlines = [AnnouncedTallyInline, ClockDateInline, ReviewCitationInline, PledgeInline]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """A public review stays that of its State and cycle: its address and its recommendations say so."""
        fixed = ["state", "cycle"] if obj is not None and obj.is_published else []
        return [*super().get_readonly_fields(request, obj), *fixed]

    def tools(self, request: HttpRequest, record: Any) -> list[Tool]:
        may, pk = request.user.has_perm, record.pk
        offered: list[tuple[str, str, dict[str, Any]]] = [
            (gettext("Add recommendation"), "recommendation", {"review": pk}),
            (gettext("Add follow-up action"), "followupaction", {"reviews": pk, "state": record.state_id}),
            (gettext("Add statement"), "statement", {"reviews": pk}),
            (gettext("Add assessment"), "assessment", {"review": pk}),
        ]
        return [
            adding(label, kind, record, **filled_in)
            for label, kind, filled_in in offered
            if may(f"recommendations.add_{kind}")
        ]

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """With the review's figures as they were recorded at the end of a day."""
        form = DayForm(request.GET or None, label=gettext("figures as recorded on"))
        review = self.get_object(request, object_id)
        figures = []
        if review and form.end:
            figures = [
                (name, sum(counts.values()), [(str(Category(c).label), n) for c, n in counts.items()])
                for name, counts in recorded_as_of(review, form.end)
            ]
        context = {"day_form": form, "day": form.day, "figures": figures, **(extra_context or {})}
        return super().history_view(request, object_id, context)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).annotate(n=Count("recommendations"))

    @admin.display(description=_("recommendations"), ordering="n")
    def recommendation_count(self, review: Any) -> str:
        address = reverse("admin:recommendations_recommendation_changelist")
        return format_html('<a href="{}?review__id__exact={}">{}</a>', address, review.pk, review.n)
