"""Citations, as rows under the record that cites."""

from django.contrib import admin

from recommendations.models import (
    AssessmentCitation,
    CaseCitation,
    FollowUpCitation,
    RecommendationCitation,
    ReviewCitation,
    StatementCitation,
)


class CitationInline(admin.StackedInline):
    extra = 0
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
