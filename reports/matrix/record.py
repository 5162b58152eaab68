"""What a matrix reads of the public record: reviews, their recommendations and what is said of both, on a day."""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.db.models import Prefetch

from recommendations.analysis import known_from_rows_alone
from recommendations.models import (
    AnnouncedTally,
    Assessment,
    AssessmentCitation,
    Axis,
    Category,
    CountUnit,
    PartialDate,
    Recommendation,
    RecommendationCitation,
    RecommendationPosition,
    Review,
    Theme,
)
from reports.asked import Asked


@dataclass(frozen=True, slots=True)
class Row:
    """One recommendation, with all that stands beside it. position: the one that counts on the day; None: none yet."""

    recommendation: Recommendation
    position: RecommendationPosition | None
    themes: tuple[Theme, ...]
    assessments: tuple[Assessment, ...]

    @property
    def category(self) -> str:
        return self.position.category if self.position else Category.PENDING.value

    def of(self, axis: Axis) -> list[Theme]:
        """Its themes of one axis, in the order of their vocabularies."""
        return [theme for theme in self.themes if theme.vocabulary.axis == axis]


@dataclass(slots=True)
class ReviewRows:
    """A review with its rows, all counted in one unit. left_out: texts of UPR Info's rows, which are another unit."""

    review: Review
    tallies: list[AnnouncedTally] = field(default_factory=list)
    assessments: list[Assessment] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    unit: str = CountUnit.PARAGRAPHS.value
    left_out: int = 0

    @property
    def tally(self) -> AnnouncedTally | None:
        """What was announced last in the unit of its rows; else in the other unit, which says so."""
        last = [self.review.hrc_report_id, self.review.addendum_id, self.review.report_id]

        def rank(tally: AnnouncedTally) -> tuple[bool, int, int]:
            by = last.index(tally.source_id) if tally.source_id in last else len(last)
            return tally.unit != self.unit, by, tally.pk

        return min(self.tallies, key=rank, default=None)

    def by_theme(self) -> Iterator[tuple[Theme | None, list[Row]]]:
        """Its rows under the first theme of each, in the order of the vocabulary; last those without a theme."""
        groups: dict[Theme | None, list[Row]] = {}
        for row in self.rows:
            groups.setdefault(next(iter(row.of(Axis.THEME)), None), []).append(row)

        def order(theme: Theme | None) -> tuple[bool, str, int, str]:
            return (False, theme.vocabulary.slug, theme.rank, theme.name) if theme else (True, "", 0, "")

        for theme in sorted(groups, key=order):
            yield theme, groups[theme]


def load(asked: Asked) -> list[ReviewRows]:
    """The published reviews that were asked for, by State and cycle; without any, those of the case or the State.

    Recommendations of a case that belong to no such review come with theirs. A constant number of queries.
    """
    wanted = _recommendations(asked)
    found = {review.pk: ReviewRows(review) for review in _reviews(asked, {one.review_id for one in wanted})}
    known_from_rows = set(
        Recommendation.objects.filter(known_from_rows_alone(), pk__in=[one.pk for one in wanted if not one.paragraph])
        .order_by()
        .values_list("pk", flat=True)
    )
    for tally in AnnouncedTally.objects.filter(review__in=found).select_related("source"):
        if _had_by(tally.source.issued_on, asked.on):
            found[tally.review_id].tallies.append(tally)
    for assessment in _assessments(asked.on).filter(review__in=found):
        found[assessment.review_id or 0].assessments.append(assessment)
    for one in wanted:
        found[one.review_id].rows.append(_row(one, asked.on))
    for of_review in found.values():
        _keep_one_unit(of_review, known_from_rows)
    return list(found.values())


def _reviews(asked: Asked, more: Iterable[int]) -> list[Review]:
    reviews = Review.objects.published().select_related("state", "wg_session", "report", "addendum", "hrc_report")
    if asked.reviews:
        reviews = reviews.filter(pk__in=[review.pk for review in asked.reviews])
    elif asked.case:
        reviews = reviews.filter(pk__in={*asked.case.reviews.values_list("pk", flat=True), *more})
    else:
        reviews = reviews.filter(state=asked.state)
    return sorted(reviews, key=lambda one: (one.state.name, one.cycle))


def _recommendations(asked: Asked) -> list[Recommendation]:
    wanted = Recommendation.objects.published().for_list()
    if asked.reviews:
        wanted = wanted.filter(review__in=asked.reviews)
    elif asked.case:
        of_case = wanted.filter(review__in=asked.case.reviews.all())
        wanted = of_case | wanted.filter(pk__in=asked.case.recommendations.values("pk"))
    else:
        wanted = wanted.filter(review__state=asked.state)
    positions = RecommendationPosition.objects.select_related("source")
    citations = RecommendationCitation.objects.select_related("source")
    return list(
        wanted.order_by("review", "sort_key").prefetch_related(
            Prefetch("positions", positions),
            Prefetch("citations", citations),
            Prefetch("assessments", _assessments(asked.on)),
        )
    )


def _assessments(on: datetime.date):  # type: ignore[no-untyped-def]
    """Those of a day, the oldest first; what has no date is taken to have been there."""
    cited = Prefetch("citations", AssessmentCitation.objects.select_related("source"))
    there = Assessment.objects.filter(assessed_on__lte=on.isoformat())  # text sorts: 2024 before 2024-01-01
    return there.select_related("organisation").prefetch_related(cited).order_by("assessed_on", "pk")


def _row(one: Recommendation, on: datetime.date) -> Row:
    there = [position for position in one.positions.all() if _had_by(position.taken_on, on)]
    # By the rule of PositionQuerySet.that_count(), over rows that are at hand.
    counts = max(there, key=lambda p: (bool(p.settled_because), p.is_final, p.taken_on, p.pk), default=None)
    return Row(one, counts, tuple(tag.theme for tag in one.tags.all()), tuple(one.assessments.all()))


def _had_by(date: str, on: datetime.date) -> bool:
    return not date or PartialDate(date).earliest <= on


def _keep_one_unit(of_review: ReviewRows, known_from_rows: set[int]) -> None:
    """Paragraphs of the UN report and UPR Info's texts are never put into one count."""
    paragraphs = [row for row in of_review.rows if row.recommendation.pk not in known_from_rows]
    if paragraphs:
        of_review.left_out = len(of_review.rows) - len(paragraphs)
        of_review.rows = paragraphs
    elif of_review.rows:
        of_review.unit = CountUnit.ROWS.value
