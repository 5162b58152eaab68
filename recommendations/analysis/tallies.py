"""Tallies: what was announced of a review beside what is recorded, each in its unit, and the shares."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from recommendations.models import (
    CATEGORIES,
    UN_CLASS,
    AnnouncedTally,
    Category,
    CountUnit,
    FileFormat,
    PartialDate,
    Reading,
    Recommendation,
    RecommendationPosition,
    Review,
    UNClass,
)

Counts = dict[str, int]

UNIT_OF_FORMAT = {
    FileFormat.UPR_INFO: CountUnit.ROWS,
    FileFormat.OHCHR_MATRIX: CountUnit.PARAGRAPHS,
    FileFormat.WG_REPORT: None,  # most positions come with the addendum
    FileFormat.ADDENDUM: CountUnit.PARAGRAPHS,
    FileFormat.SESSION_REPORT: None,  # it names few paragraphs
    FileFormat.UPR_TRACKER: None,  # an export may hold any part of a review
}


@dataclass(frozen=True, slots=True)
class Shares:
    """Three honest shares of one tally, in per cent of its total; each has a name, none is "the" rejection rate."""

    counts: Counts
    total: int

    def _share(self, *categories: str) -> float:
        return 100 * sum(self.counts.get(c, 0) for c in categories) / self.total if self.total else 0.0

    @property
    def not_accepted(self) -> float:
        """Noted and rejected, as NGOs' joint statements count."""
        return self._share(Category.NOTED, Category.REJECTED)

    @property
    def noted_by_un_class(self) -> float:
        """Noted in the UN's sense: the partially accepted as well (HRC resolution 5/1, paragraph 32)."""
        return self._share(Category.NOTED, Category.REJECTED, Category.PARTIALLY_ACCEPTED)

    @property
    def rejected(self) -> float | None:
        """Rejected in the State's own word; None where the source does not tell rejected from noted."""
        return self._share(Category.REJECTED) if Category.REJECTED in self.counts else None


@dataclass(frozen=True, slots=True)
class RecordedTally:
    """What is recorded of a review, counted in one unit; `complete` once a file of the whole review was read."""

    review: Review
    unit: str
    counts: Counts
    complete: bool
    records: Counts = field(default_factory=dict)  # recommendations of the review that can be opened, by position

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def unit_label(self) -> str:
        return str(CountUnit(self.unit).label)

    @property
    def shares(self) -> Shares:
        return Shares(self.counts, self.total)


@dataclass(frozen=True, slots=True)
class Comparison:
    """One announced tally beside what is recorded in the same unit."""

    announced: AnnouncedTally
    recorded: RecordedTally
    differences: list[str] = field(default_factory=list)
    is_overtaken: bool = False  # the report of the Council's session announces a later tally of the same review

    @property
    def agrees(self) -> bool:
        return not self.differences

    @property
    def is_wrong(self) -> bool:
        """Whether a whole file of the review was read and something else came of it than was announced last."""
        return self.recorded.complete and not self.agrees and not self.is_overtaken

    @property
    def shares(self) -> Shares:
        return Shares(self.announced.counts, self.announced.total)


def recorded_tally(review: Review, unit: str) -> RecordedTally:
    """Counts what is recorded of a review: paragraphs, or UPR Info's rows."""
    return recorded_tallies([review])[review.pk, unit]


def recorded_tallies(reviews: Iterable[Review]) -> dict[tuple[int, str], RecordedTally]:
    """Both units of many reviews, in four queries."""
    reviews = list(reviews)
    records = _count(Recommendation.objects.filter(review__in=reviews), "review")
    paragraphs = _count(paragraph_records().filter(review__in=reviews), "review")
    readings = Reading.objects.current().filter(recommendation__review__in=reviews)
    rows = _count(readings.filter(format=FileFormat.UPR_INFO), "recommendation__review", "category")
    read = set(readings.order_by().values_list("recommendation__review", "format").distinct())
    complete = {(review, UNIT_OF_FORMAT[FileFormat(file_format)]) for review, file_format in read}
    return {
        (review.pk, str(unit)): RecordedTally(
            review, unit, counts.get(review.pk, {}), (review.pk, unit) in complete, records.get(review.pk, {})
        )
        for review in reviews
        for unit, counts in ((CountUnit.PARAGRAPHS, paragraphs), (CountUnit.ROWS, rows))
    }


def tallies_on(review: Review, date: PartialDate) -> list[RecordedTally]:
    """What is recorded of a review, by the positions that held on a date, in each unit that it is counted in.

    A row of UPR Info counts with the position of its recommendation. Three queries.
    """
    ours = Recommendation.objects.filter(review=review).as_of(date)
    records = _count(ours, "review", "position_then").get(review.pk, {})
    paragraphs = _count(ours.filter(pk__in=paragraph_records().values("pk")), "review", "position_then")
    is_row = Q(readings__is_current=True, readings__format=FileFormat.UPR_INFO)
    rows = _count(ours.filter(is_row), "review", "position_then")
    counted = ((CountUnit.PARAGRAPHS, paragraphs), (CountUnit.ROWS, rows))
    return [RecordedTally(review, str(unit), counts[review.pk], True, records) for unit, counts in counted if counts]


@dataclass(frozen=True, slots=True)
class Milestone:
    """A date on which positions of a review were taken, and at which stage."""

    date: PartialDate
    stage: str
    taken: int

    @property
    def stage_label(self) -> str:
        return str(RecommendationPosition.Stage(self.stage).label)


def milestones(review: Review) -> list[Milestone]:
    """The distinct dates of a review's positions with their stage, earliest first."""
    rows = RecommendationPosition.objects.filter(recommendation__review=review).exclude(taken_on="").order_by()
    counted = rows.values_list("taken_on", "stage").annotate(n=Count("pk")).order_by("taken_on", "stage")
    return [Milestone(PartialDate(date), stage, n) for date, stage, n in counted]


def without_date(review: Review) -> int:
    """How many recommendations of a review have a final position without a date, which no date brings back."""
    undated = RecommendationPosition.objects.filter(recommendation__review=review, taken_on="", is_final=True)
    return undated.aggregate(n=Count("recommendation", distinct=True))["n"]


def recorded_as_of(review: Review, moment: datetime) -> list[tuple[str, Counts]]:
    """What was recorded of a review at a moment, by position: numbered paragraphs, and texts without a number."""
    then = Recommendation.history.filter(history_date__lte=moment)
    latest = then.filter(id=OuterRef("id")).order_by("-history_id").values("history_id")[:1]
    rows = then.filter(review=review, history_id=Subquery(latest)).exclude(history_type="-")
    kinds = (
        (_("numbered paragraphs"), rows.exclude(paragraph="")),
        (_("texts without a number"), rows.filter(paragraph="")),
    )
    found = [(str(name), _count(of, "review").get(review.pk, {})) for name, of in kinds]
    return [(name, counts) for name, counts in found if counts]


def _count(rows: QuerySet, review: str, category: str = "position") -> dict[int, Counts]:
    counts: dict[int, Counts] = {}
    for pk, name, n in rows.order_by().values_list(review, category).annotate(n=Count("pk")):
        counts.setdefault(pk, {})[name] = n
    return {pk: {c: found[c] for c in CATEGORIES if c in found} for pk, found in counts.items()}


def paragraph_records() -> QuerySet[Recommendation]:
    """Recommendations that stand for a paragraph of the UN report: numbered ones, and ones entered by hand
    whose number is not found yet. What is known from UPR Info's rows alone is counted in rows."""
    return Recommendation.objects.filter(parent__isnull=True).exclude(known_from_rows_alone())


def known_from_rows_alone() -> Q:
    """Whether a recommendation is known from UPR Info's rows alone, or an export of ours says that it was."""
    said = Q(format=FileFormat.UPR_INFO) | Q(format=FileFormat.UPR_TRACKER, values__counted_in=CountUnit.ROWS)
    return Q(Exists(Reading.objects.current().filter(said, recommendation=OuterRef("pk"))), paragraph="")


def by_un_class(counts: Counts) -> Counts:
    """A tally by the UN's own classes: supported, noted, pending."""
    found: Counts = {}
    for category, n in counts.items():
        found[UN_CLASS[category].value] = found.get(UN_CLASS[category].value, 0) + n
    return found


def differences(announced: Counts, recorded: Counts) -> list[str]:
    """Where two tallies differ: names of categories, or of UN classes.

    A source that knows only the UN's classes (all supported are "accepted", all noted "noted") is compared
    by class; any other by category.
    """
    found: list[str] = []
    coarse = {
        UNClass.SUPPORTED: Category.ACCEPTED,
        UNClass.NOTED: Category.NOTED,
        UNClass.PENDING: Category.PENDING,
    }
    for un_class, whole in coarse.items():
        within = [c for c in CATEGORIES if UN_CLASS[c] == un_class]
        ours = {c: recorded.get(c, 0) for c in within}
        theirs = {c: announced.get(c, 0) for c in within}
        if sum(ours.values()) != sum(theirs.values()):
            found.append(un_class.value)
        elif ours[whole] != sum(ours.values()) and theirs[whole] != sum(theirs.values()):
            found += [c for c in within if ours[c] != theirs[c]]
    return found


def compare(
    tallies: Iterable[AnnouncedTally], recorded: dict[tuple[int, str], RecordedTally] | None = None
) -> list[Comparison]:
    """Each announced tally beside what is recorded, in a constant number of queries.

    recorded: what recorded_tallies() found for these reviews, where that is known already.
    """
    tallies = list(tallies)
    if recorded is None:
        recorded = recorded_tallies({tally.review for tally in tallies})
    at_adoption = {(t.review_id, t.unit) for t in tallies if t.source_id == t.review.hrc_report_id}
    return [
        Comparison(
            tally,
            ours,
            differences(tally.counts, ours.counts),
            (tally.review_id, tally.unit) in at_adoption and tally.source_id != tally.review.hrc_report_id,
        )
        for tally in tallies
        for ours in [recorded[tally.review_id, str(tally.unit)]]
    ]


def acceptance_by_action(
    recommendations: QuerySet[Recommendation], position: str = "position"
) -> list[tuple[int | None, int, int]]:
    """For each action category, all five and then what has none: how many were asked, how many supported.

    position: the field that counts, `position_then` for those as of a date.
    """
    asked: Counts = {}
    supported: Counts = {}
    rows = recommendations.order_by().values_list("action_category", position).annotate(n=Count("pk"))
    for action, held, n in rows:
        asked[action] = asked.get(action, 0) + n
        if UN_CLASS[held] == UNClass.SUPPORTED:
            supported[action] = supported.get(action, 0) + n
    categories: list[int | None] = [1, 2, 3, 4, 5, *([None] if None in asked else [])]
    return [(action, asked.get(action, 0), supported.get(action, 0)) for action in categories]  # type: ignore[call-overload]
