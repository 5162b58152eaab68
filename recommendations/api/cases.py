"""Advocacy cases of the API. Their incidents are asked for at the address of incidents, which alone tells of them."""

from django.db.models import Prefetch, QuerySet

from recommendations.api.lists import ListOf, OneOf
from recommendations.api.recommendations import recommendation_address
from recommendations.api.records import (
    ADDRESS,
    ADDRESSES,
    TEXT,
    CitationRecord,
    Record,
    Told,
    address_of,
    page_field,
    written_in,
)
from recommendations.models import Case, CaseCitation, FollowUpAction, Recommendation, Review, Statement


class CaseRecord(Record):
    """An advocacy case, and what it gathers."""

    id = Told("Its permanent name.", TEXT, lambda c: c.slug)
    url = Told("Its address in this API.", ADDRESS, lambda c: address_of("case", c.slug))
    address = page_field()
    title = Told("What it is about.", TEXT, lambda c: c.title)
    summary = Told("In some paragraphs.", TEXT, lambda c: c.summary)
    language = written_in()
    reviews = Told(
        "Addresses of the published reviews on which it rests.",
        ADDRESSES,
        lambda c: [address_of("review", one.slug) for one in c.reviews.all()],
    )
    recommendations = Told(
        "Addresses of the recommendations that it singles out.",
        ADDRESSES,
        lambda c: [recommendation_address(one) for one in c.recommendations.all()],
    )
    follow_up = Told(
        "Addresses of the published actions that it presses for.",
        ADDRESSES,
        lambda c: [address_of("follow_up", one.slug) for one in c.follow_up.all()],
    )
    statements = Told(
        "Addresses of the published statements made in it.",
        ADDRESSES,
        lambda c: [address_of("statement", one.slug) for one in c.statements.all()],
    )
    citations = CitationRecord(many=True, read_only=True, source="citations.all", help_text="The sources cited for it.")


class _Cases:
    record: type[Record] = CaseRecord

    def records(self) -> QuerySet[Case]:
        return Case.objects.published().prefetch_related(
            Prefetch("reviews", Review.objects.published()),
            Prefetch("recommendations", Recommendation.objects.published().select_related("review")),
            Prefetch("follow_up", FollowUpAction.objects.published()),
            Prefetch("statements", Statement.objects.published()),
            Prefetch("citations", CaseCitation.objects.select_related("source")),
        )


class CaseList(_Cases, ListOf):
    """The published advocacy cases, by their permanent names."""


class CaseOne(_Cases, OneOf):
    """One advocacy case."""
