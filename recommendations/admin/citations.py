"""Citations, as rows under the record that cites."""

from django.contrib import admin
from django.contrib.admin.widgets import AdminTextareaWidget
from django.db import models
from django.utils.translation import gettext_lazy as _

from recommendations.models import (
    AssessmentCitation,
    CaseCitation,
    FollowUpCitation,
    RecommendationCitation,
    ReviewCitation,
    StatementCitation,
)

from .typed import TakesTyped


class CitationInline(TakesTyped, admin.StackedInline):
    extra = 0
    verbose_name = _("source")
    verbose_name_plural = _("sources")
    formfield_overrides = {models.TextField: {"widget": AdminTextareaWidget(attrs={"rows": 3})}}
    autocomplete_fields = ["source"]


class AssessmentCitationInline(CitationInline):
    model = AssessmentCitation


class CaseCitationInline(CitationInline):
    model = CaseCitation


class FollowUpCitationInline(CitationInline):
    model = FollowUpCitation


class RecommendationCitationInline(CitationInline):
    model = RecommendationCitation


class ReviewCitationInline(CitationInline):
    model = ReviewCitation


class StatementCitationInline(CitationInline):
    model = StatementCitation
