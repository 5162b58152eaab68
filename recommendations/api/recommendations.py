"""Recommendations of the API: the search with the filters of its page, and one with all that is recorded of it."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.http import Http404, QueryDict
from django.urls import reverse

from recommendations.addresses import PAGING
from recommendations.api.answering import Moved, Refused
from recommendations.api.asking import refuse_unknown
from recommendations.api.lists import Found, ListOf, OneOf
from recommendations.api.records import (
    ADDRESS,
    ADDRESSES,
    DATE,
    LANGUAGE,
    NUMBER,
    PERHAPS_NUMBER,
    TEXT,
    TEXTS,
    YES_OR_NO,
    CitationRecord,
    Record,
    Sourced,
    Told,
    address_of,
    one_of,
)
from recommendations.api.schema import NumberedPaging
from recommendations.columns import RECOMMENDATION_COLUMNS, RecommendationRow
from recommendations.downloads import RecommendationRows
from recommendations.filters import RecommendationFilter, moved
from recommendations.models import (
    Assessment,
    AssessmentCitation,
    Category,
    CountUnit,
    Judgement,
    KeyRedirect,
    PartialDate,
    Recommendation,
    RecommendationCitation,
    RecommendationPosition,
    RecommendingState,
    UNClass,
)
from recommendations.search import Criteria, Mark, answer


def recommendation_address(recommendation: Recommendation) -> str:
    """Its address in the API, by review and paragraph."""
    return address_of("recommendation", recommendation.review.slug, recommendation.key)


class RecommendationRecord(Record):
    """A recommendation, with the columns of the files."""

    id = Told(
        "Its permanent name: review and paragraph, or a short form of its text where no paragraph is recorded.",
        TEXT,
        lambda r: f"{r.review.slug}/{r.key}",
    )
    url = Told("Its address in this API.", ADDRESS, lambda r: address_of("recommendation", r.review.slug, r.key))

    columns = RECOMMENDATION_COLUMNS
    schemas = {
        "address": ADDRESS,
        "cycle": NUMBER,
        "session": PERHAPS_NUMBER,
        "counted_in": one_of(CountUnit.choices),
        "language": LANGUAGE,
        "recommenders": TEXTS,
        "recommender_names": TEXTS,
        "position": one_of(Category.choices),
        "un_class": one_of(UNClass.choices),
        "position_taken_on": DATE,
        "action_category": PERHAPS_NUMBER,
        "action_origin": one_of(Recommendation.ActionOrigin.choices, ""),
        "themes": TEXTS,
        "affected": TEXTS,
        "instruments": TEXTS,
        "sdgs": TEXTS,
        "territories": TEXTS,
        "assessments": TEXTS,
    }


class PositionRecord(Sourced):
    """What the State said at one time."""

    position = Told("Category of the position.", one_of(Category.choices), lambda p: p.category)
    own_words = Told("The State's own words.", TEXT, lambda p: p.own_words)
    reason = Told("The reason that the State gave.", TEXT, lambda p: p.reason)
    taken_on = Told("When: day, month or year; empty if not recorded.", DATE, lambda p: p.taken_on)
    stage = Told(
        "When in the review; empty if not recorded.",
        one_of(RecommendationPosition.Stage.choices),
        lambda p: p.stage,
    )
    is_final = Told("Whether it is final.", YES_OR_NO, lambda p: p.is_final)
    counts = Told("Whether it is the one that counts.", YES_OR_NO, lambda p: p.counts)
    settled_because = Told("Why it counts where documents disagree.", TEXT, lambda p: p.settled_because)


class RecommenderRecord(Record):
    """A State that asked."""

    state = Told("ISO alpha-3.", TEXT, lambda r: r.state.iso3)
    name = Told("The name that the source prints.", TEXT, str)
    own_words = Told(
        "What this State asked, where a paragraph strings several asks together.", TEXT, lambda r: r.own_words
    )


class JudgementRecord(Record):
    """What an organisation judges."""

    organisation = Told("Who judges.", TEXT, lambda a: a.organisation.name)
    judgement = Told("What it says.", one_of(Judgement.choices), lambda a: a.judgement)
    reasons = Told("Why.", TEXT, lambda a: a.reasons)
    assessed_on = Told("When; empty if not recorded.", DATE, lambda a: a.assessed_on)
    citations = CitationRecord(many=True, read_only=True, source="citations.all", help_text="The sources of it.")


@dataclass(slots=True)
class WholeRow(RecommendationRow):
    """A row and the record itself, for all that files do not tell."""

    recommendation: Recommendation | None = None

    @classmethod
    def of(cls, row: RecommendationRow, recommendation: Recommendation) -> "WholeRow":
        return cls(**{one.name: getattr(row, one.name) for one in fields(row)}, recommendation=recommendation)


class WholeRecommendation(RecommendationRecord):
    """A recommendation with all that is recorded of it."""

    positions = PositionRecord(
        many=True, read_only=True, source="recommendation.path", help_text="All positions as they were taken."
    )
    asked_by = RecommenderRecord(
        many=True, read_only=True, source="recommendation.recommenders.all", help_text="Each recommending State."
    )
    judgements = JudgementRecord(
        many=True, read_only=True, source="recommendation.assessments.all", help_text="What organisations judge."
    )
    citations = CitationRecord(
        many=True, read_only=True, source="recommendation.citations.all", help_text="The sources cited for it."
    )
    part_of = Told(
        "Address of the recommendation of which this is a part; empty if of none.",
        TEXT,
        lambda r: recommendation_address(r.recommendation.parent) if r.recommendation.parent else "",
    )
    parts = Told(
        "Addresses of its parts, where they got different answers.",
        ADDRESSES,
        lambda r: [recommendation_address(part) for part in r.recommendation.parts.all()],
    )
    follow_up = Told(
        "Addresses of the published follow-up actions that follow it.",
        ADDRESSES,
        lambda r: [address_of("follow_up", one.slug) for one in r.recommendation.follow_up.all() if one.is_published],
    )
    cases = Told(
        "Addresses of the published advocacy cases that single it out.",
        ADDRESSES,
        lambda r: [address_of("case", one.slug) for one in r.recommendation.cases.all() if one.is_published],
    )


class FoundRecommendations(Found):
    """What a search finds, from the index or from SQL, in the order asked for."""

    def __init__(self, criteria: Criteria) -> None:
        self.criteria, self.found = criteria, answer(criteria)
        self.extra = {"numbered": self.found.numbered}

    def count(self) -> int:
        return self.found.count

    def after(self, values: tuple[Any, ...] | None, number: int) -> Sequence[RecommendationRow]:
        mark = Mark.read(self.criteria.sort, values) if values else None
        keys = self.found.keys_after(mark, number)
        as_of = PartialDate(self.criteria.as_of) if self.criteria.as_of else None
        return list(RecommendationRows(keys, as_of))

    def values_of(self, record: RecommendationRow) -> list[Any]:
        mark = Mark.at(record.pk, self.criteria.sort)
        if mark is None:  # withdrawn since it was found
            raise Http404
        return list(mark.values)


class ListFilter(RecommendationFilter):
    """The filters of the page; a list for programs has no groups."""

    by = None  # type: ignore[assignment]  # as django-filter has it


class RecommendationList(ListOf):
    """The published recommendations that the filters find, in the order asked for."""

    record = RecommendationRecord
    pagination_class = NumberedPaging
    filters = ListFilter

    def find(self, query: QueryDict) -> Found:
        refuse_unknown(query, known=query.keys() - PAGING)
        asked = ListFilter(query)
        if problems := asked.problems():
            other = moved(self.request.query_params)
            raise Moved(f"{self.request.path}?{other.urlencode()}") if other else Refused(problems)
        return FoundRecommendations(asked.criteria)


class RecommendationOne(OneOf):
    """One recommendation. A former key leads on."""

    record = WholeRecommendation

    def find(self, **known_by: str) -> WholeRow:
        review, key = known_by["review"], known_by["key"]
        found = recommendations_with_all().filter(review__slug=review, key=key)
        recommendation = found.first()
        row = next(iter(RecommendationRows([recommendation.pk])), None) if recommendation else None
        if row is None or recommendation is None:
            raise _moved(review, key) or Http404
        return WholeRow.of(row, recommendation)


def recommendations_with_all() -> QuerySet[Recommendation]:
    """The published ones with all that is told of one, in a constant number of queries."""
    return (
        Recommendation.objects.published()
        .select_related("parent__review")
        .prefetch_related(
            Prefetch("positions", RecommendationPosition.objects.select_related("source")),
            Prefetch("recommenders", RecommendingState.objects.select_related("state")),
            Prefetch("assessments", Assessment.objects.select_related("organisation")),
            Prefetch("assessments__citations", AssessmentCitation.objects.select_related("source")),
            Prefetch("citations", RecommendationCitation.objects.select_related("source")),
            Prefetch("parts", Recommendation.objects.select_related("review")),
            "follow_up",
            "cases",
        )
        .order_by("pk")
    )


def _moved(review: str, key: str) -> Moved | None:
    """To the key that replaced a former one, where that is public."""
    public = {"review__published_at__isnull": False, "recommendation__review__published_at__isnull": False}
    redirects = KeyRedirect.objects.filter(review__slug=review, old_key=key, **public)
    target = redirects.select_related("recommendation__review").first()
    if target is None:
        return None
    return Moved(reverse("api:recommendation", args=[target.recommendation.review.slug, target.recommendation.key]))
