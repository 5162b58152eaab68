"""The public pages of reviews: load, decide, render. Only what is published."""

from dataclasses import dataclass

from django.db.models import F, Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from recommendations.addresses import refuse
from recommendations.analysis import (
    Asked,
    Comparison,
    Counts,
    RecordedTally,
    announced_last,
    compare,
    fields,
    milestones,
    recorded_tallies,
    tallies_on,
    without_date,
)
from recommendations.clocks import dates_of_review, stated_first
from recommendations.conditional import page_of_the_record
from recommendations.filters import RecommendationFilter, moved, read_as_of
from recommendations.lights import LIT_BY, lights
from recommendations.models import (
    AnnouncedTally,
    AssessmentCitation,
    CountUnit,
    PartialDate,
    Review,
    ReviewCitation,
)
from recommendations.pictures import breakdowns_of
from recommendations.reconciliation import reconcile


@dataclass(frozen=True, slots=True)
class Card:
    """A review in the list: what is recorded of it in each unit, and its squares."""

    review: Review
    paragraphs: RecordedTally
    rows: RecordedTally
    announced: Comparison | None  # where more was announced than is recorded

    @property
    def counts(self) -> Counts:
        """Paragraphs as announced, where not all are recorded; else as recorded; else the texts of UPR Info's rows."""
        if self.announced:
            return self.announced.announced.counts
        return self.paragraphs.counts or self.rows.records


@require_safe
@page_of_the_record
def review_list(request: HttpRequest) -> HttpResponse:
    """All reviews with what is recorded of each."""
    newest_first = ("-cycle", F("wg_session__number").desc(nulls_last=True), "state__name")
    reviews = list(Review.objects.published().select_related("state", "wg_session").order_by(*newest_first))
    return render(request, "recommendations/review_list.html", {"cards": cards(reviews)})


def cards(reviews: list[Review]) -> list[Card]:
    """Each review with its squares. Six queries."""
    tallies = recorded_tallies(reviews)
    comparisons: dict[int, list[Comparison]] = {}
    for one in compared(reviews, tallies):
        comparisons.setdefault(one.announced.review_id, []).append(one)
    found = []
    for review in reviews:
        paragraphs, rows = (tallies[review.pk, str(unit)] for unit in (CountUnit.PARAGRAPHS, CountUnit.ROWS))
        last = announced_last(comparisons.get(review.pk, []))
        missing = last if last and not rows.total and last.announced.total > paragraphs.total else None
        found.append(Card(review, paragraphs, rows, missing))
    return found


@require_safe
@page_of_the_record
def review_page(request: HttpRequest, slug: str) -> HttpResponse:
    """One review: every recommendation as a square, what was announced beside what is recorded, the cycles before it.

    `?as_of=` gives the figures by the positions that held on a date; `?action=`, `?theme=` and others light the squares
    that a search by them would find. A value that is not known is answered with 400.
    """
    as_of, problems = read_as_of(request.GET)
    lit_by = lit_filter(request.GET, slug)
    if problems or (lit_by and (problems := lit_by.problems())):
        query = moved(request.GET)
        return redirect(f"{request.path}?{query.urlencode()}") if query else refuse(request, problems)
    reviews = published_reviews()
    review = get_object_or_404(reviews, slug=slug)
    comparisons = compared(reviews.filter(state=review.state))
    asked = Asked.of_review(review, as_of)
    ours = [one for one in comparisons if one.announced.review_id == review.pk]
    lit = set(lit_by.qs.values_list("pk", flat=True)) if lit_by else None
    return render(
        request,
        "recommendations/review_page.html",
        {
            "review": review,
            "comparisons": ours,
            "cycles": comparisons,
            "squares": fields(asked, [] if as_of else ours, lit),
            "parts": sum(record.is_part for record in asked.records),
            "lights": lights(asked, request.GET),
            "lit": lit_by and lit_by.data.urlencode(),
            "pictures": [one for one in breakdowns_of(review, asked).values() if one.says_something],
            "other_reviews": reviews.filter(state=review.state).exclude(pk=review.pk).order_by("cycle"),
            "documents": reconcile(review),
            "milestones": milestones(review),
            "dates": stated_first(dates_of_review(review)),
            **(figures_on(review, as_of) if as_of else figures_today(review)),
            "assessments": review.assessments.select_related("organisation").prefetch_related(
                Prefetch("citations", with_sources(AssessmentCitation))
            ),
            "citations": with_sources(ReviewCitation).filter(review=review),
            "pledges": review.pledges.select_related("source"),
            "follow_up": review.follow_up.filter(published_at__isnull=False),
            "statements": review.statements.filter(published_at__isnull=False),
            "cases": review.cases.filter(published_at__isnull=False),
        },
    )


def published_reviews() -> QuerySet[Review]:
    """Reviews with all that their page shows in one row."""
    return Review.objects.published().select_related(
        "state", "wg_session", "hrc_session", "report", "addendum", "hrc_report", "decision"
    )


def compared(
    reviews: QuerySet[Review] | list[Review], recorded: dict[tuple[int, str], RecordedTally] | None = None
) -> list[Comparison]:
    """The announced tallies of reviews beside what is recorded, oldest cycle first."""
    announced = AnnouncedTally.objects.filter(review__in=reviews)
    related = ("review__state", "review__wg_session", "source")
    return compare(announced.select_related(*related).order_by("review__cycle", "unit"), recorded)


def with_sources(model: type) -> QuerySet:
    """Rows that cite a source, with it."""
    return model._default_manager.select_related("source")  # type: ignore[attr-defined]


def lit_filter(query: QueryDict, slug: str) -> RecommendationFilter | None:
    """The filters of an address by which squares of a review are lit, as a search in it; None where there are none."""
    given = QueryDict(mutable=True)
    for name in LIT_BY:
        if name in query:
            given.setlist(name, query.getlist(name))
    if not given:
        return None
    given["review"] = slug
    return RecommendationFilter(given)


def figures_today(review: Review) -> dict[str, object]:
    """What is recorded of a review, in each unit."""
    tallies = recorded_tallies([review])
    return {
        "recorded": [tally for unit in CountUnit if (tally := tallies[review.pk, str(unit)]).total],
        "figures_query": f"review={review.slug}",
    }


def figures_on(review: Review, date: PartialDate) -> dict[str, object]:
    """The same figures by the positions that held on a date, and how many have a position without one."""
    return {
        "as_of": date,
        "recorded": tallies_on(review, date),
        "figures_query": f"review={review.slug}&as_of={date}",
        "without_date": without_date(review),
    }
