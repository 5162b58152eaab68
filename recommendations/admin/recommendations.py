from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import URLPattern, path, reverse
from django.utils.text import Truncator, smart_split
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from recommendations.models import (
    Assessment,
    Reading,
    Recommendation,
    RecommendationPosition,
    RecommendationText,
    RecommendingState,
    Tag,
)
from recommendations.provenance import origins
from recommendations.search.full_text import holds
from recommendations.search.spellings import Query

from .bulk import BULK_ACTIONS, LinkToCase, LinkToFollowUp
from .bulk_page import ActsOnMany, BulkAction, BulkPage
from .citations import AssessmentCitationInline, RecommendationCitationInline
from .keys import is_key
from .publishing import PageAdmin
from .related import Tool, adding
from .selection import Selection
from .tracked import TrackedAdmin
from .typed import TakesTyped


class RecommendingStateInline(TakesTyped, admin.TabularInline):
    model = RecommendingState
    extra = 0
    formfield_overrides = {models.TextField: {"widget": forms.Textarea(attrs={"rows": 3, "cols": 30})}}
    autocomplete_fields = ["state"]


class TextInline(TakesTyped, admin.StackedInline):
    model = RecommendationText
    extra = 0
    formfield_overrides = {models.TextField: {"widget": forms.Textarea(attrs={"rows": 3, "dir": "auto"})}}
    autocomplete_fields = ["source"]


class PositionForm(forms.ModelForm):
    def clean(self) -> dict[str, Any]:
        """Another answer is not what the same source says: staff add a row, or name their own source."""
        values = super().clean() or {}
        if (
            self.instance.pk
            and self.instance.source_id
            and "category" in self.changed_data
            and not {"source", "locator"} & set(self.changed_data)
        ):
            text = _("%(source)s does not say so: change the source too, or add another position below.")
            self.add_error("category", text % {"source": self.instance.source})
        return values


class PositionInline(TakesTyped, admin.StackedInline):
    model = RecommendationPosition
    form = PositionForm
    extra = 0
    autocomplete_fields = ["source"]


class TagInline(TakesTyped, admin.TabularInline):
    model = Tag
    extra = 0
    autocomplete_fields = ["theme", "organisation"]


class AssessmentFormSet(forms.BaseInlineFormSet):
    def clean(self) -> None:
        """Refuses doubles: Django does not look for them by itself where a constraint has a condition."""
        super().clean()
        seen = set()
        for form in self.forms:
            values = getattr(form, "cleaned_data", {})
            judgement = tuple(values.get(name) for name in ("organisation", "judgement", "assessed_on"))
            if not judgement[0] or values.get("DELETE"):
                continue
            if judgement in seen:
                form.add_error(None, _("This organisation's judgement of this date is recorded already."))
            seen.add(judgement)


class AssessmentInline(TakesTyped, admin.StackedInline):
    model = Assessment
    formset = AssessmentFormSet
    extra = 0
    fields = ["organisation", "judgement", "reasons", "assessed_on"]
    autocomplete_fields = ["organisation"]
    show_change_link = True


class ReadingInline(admin.TabularInline):
    """What the files say, for looking at: it is read, never edited."""

    model = Reading
    extra = 0
    can_delete = False
    fields = ["run", "place", "sender", "category", "is_current"]
    readonly_fields = ["run", "place", "sender", "category", "is_current"]

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related("run")


class CycleFilter(admin.SimpleListFilter):
    """Only the cycles that occur."""

    title = _("cycle")
    parameter_name = "cycle"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        cycles = Recommendation.objects.order_by("review__cycle").values_list("review__cycle", flat=True)
        return [(str(cycle), str(cycle)) for cycle in cycles.distinct()]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        value = self.value()
        return queryset.filter(review__cycle=value) if value and is_key(value) else queryset


LINKS: dict[str, type[BulkAction]] = {kind.name: kind for kind in (LinkToFollowUp, LinkToCase)}


@admin.register(Recommendation)
class RecommendationAdmin(ActsOnMany, PageAdmin):
    list_actions = BULK_ACTIONS
    list_display = ["label", "review", "beginning", "position", "action_category"]
    list_display_links = ["label", "beginning"]
    list_filter = ["position", "action_category", CycleFilter, "review__state__regional_group", "language"]
    list_select_related = ["review__state", "review__wg_session"]
    search_fields = ["text", "paragraph", "key", "review__slug", "review__state__name"]
    search_help_text = _("Words of the text, a paragraph number, a State, or a review such as china-2024.")
    autocomplete_fields = ["review", "parent"]
    readonly_fields = ["position", "address_key", "origins"]
    fields = [
        "review",
        "paragraph",
        "text",
        "language",
        "position",
        ("action_category", "action_origin"),
        "parent",
        "note",
        "address_key",
        "origins",
    ]
    inlines = [
        TextInline,
        RecommendingStateInline,
        PositionInline,
        TagInline,
        RecommendationCitationInline,
        AssessmentInline,
        ReadingInline,
    ]

    @admin.display(description=_("paragraph"), ordering="sort_key")
    def label(self, recommendation: Recommendation) -> str:
        return recommendation.label

    @admin.display(description=_("text"))
    def beginning(self, recommendation: Recommendation) -> str:
        return Truncator(recommendation.text).chars(100)

    @admin.display(description=_("part of its address"))
    def address_key(self, recommendation: Recommendation) -> str:
        return recommendation.key or "–"

    @admin.display(description=_("where this comes from"))
    def origins(self, recommendation: Recommendation) -> str:
        if not recommendation.pk:
            return "–"
        found = Recommendation.objects.for_list().prefetch_related("positions__source", "readings__run")
        known = origins(found.get(pk=recommendation.pk), for_staff=True)
        return (
            render_to_string("recommendations/_origins.html", {"origins": known, "for_staff": True}) if known else "–"
        )

    def tools(self, request: HttpRequest, record: Any) -> list[Tool]:
        may, review = request.user.has_perm, record.review
        tools = []
        if may("recommendations.add_assessment"):
            tools.append(adding(gettext("Add assessment"), "assessment", record, recommendation=record.pk))
        if may("recommendations.add_followupaction"):
            filled_in = {"recommendations": record.pk, "reviews": review.pk, "state": review.state_id}
            tools.append(adding(gettext("Add follow-up action"), "followupaction", record, **filled_in))
        for kind in LINKS.values():
            if self.may(request, kind):
                address = reverse("admin:recommendations_recommendation_add_to", args=[record.pk, kind.name])
                tools.append(Tool(f"{kind.title}…", address))
        return tools

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.add_to_view)
        name = "recommendations_recommendation_add_to"
        return [path("<int:pk>/add-to/<str:kind>/", view, name=name), *super().get_urls()]

    def add_to_view(self, request: HttpRequest, pk: int, kind: str) -> HttpResponse:
        """Adds one recommendation to a case or a follow-up action, and leads back to it."""
        get_object_or_404(Recommendation, pk=pk)
        action = LINKS.get(kind)
        if action is None:
            raise Http404
        if not self.may(request, action):
            raise PermissionDenied
        back = reverse("admin:recommendations_recommendation_change", args=[pk])
        return BulkPage(action(self), request, Selection([pk]), back).answer()

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest | None = None) -> bool:
        return lookup == "review__id__exact" or super().lookup_allowed(lookup, value, request)  # type: ignore[arg-type]

    def is_public(self, record: Any) -> bool:
        return record.review.is_published

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, search_term: str) -> tuple[QuerySet, bool]:
        """Each part as on the public search, or the name of a State under review, a review or a key."""
        if not search_term.strip():
            return queryset, False
        for part in smart_split(search_term):
            named = Q(review__slug__icontains=part) | Q(review__state__name__icontains=part) | Q(key=part)
            queryset = queryset.filter(holds(Query.read(part)) | named)
        return queryset, False


@admin.register(Assessment)
class AssessmentAdmin(TrackedAdmin):
    list_display = ["organisation", "judgement", "recommendation", "review", "assessed_on"]
    list_filter = ["judgement", "organisation"]
    list_select_related = [
        "organisation",
        "recommendation__review__state",
        "recommendation__review__wg_session",
        "review__state",
        "review__wg_session",
    ]
    search_fields = ["reasons", "organisation__name", "organisation__acronym"]
    autocomplete_fields = ["organisation", "recommendation", "review"]
    inlines = [AssessmentCitationInline]
