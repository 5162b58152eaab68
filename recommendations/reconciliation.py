"""What the documents of one review say of each paragraph, set beside each other; where they disagree, a person settles.

"Agree" means that the UN's classes agree: a source that knows only supported and noted agrees with any finer answer.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Case, CharField, Count, QuerySet, Value, When
from django.utils.translation import gettext as _

from recommendations.importers.similar import same_words
from recommendations.models import (
    CATEGORIES,
    UN_CLASS,
    Category,
    FileFormat,
    Reading,
    Recommendation,
    RecommendationPosition,
    Review,
    UNClass,
)

Counts = dict[str, int]

# Documents that speak of every paragraph of a review, in the order in which they appear.
WHOLE = (FileFormat.WG_REPORT, FileFormat.ADDENDUM, FileFormat.OHCHR_MATRIX)


@dataclass(frozen=True, slots=True)
class Said:
    """What one document says: its position, in its words, and where."""

    document: str
    category: str
    words: str
    where: str

    @property
    def category_label(self) -> str:
        return str(Category(self.category).label) if self.category else ""


@dataclass(slots=True)
class Difference:
    """One paragraph on which documents disagree: in the position, in the text, or because one leaves it out."""

    recommendation: Recommendation
    kind: str  # "position", "text" or "missing"
    said: list[Said] = field(default_factory=list)
    settled: RecommendationPosition | None = None

    @property
    def is_open(self) -> bool:
        return self.settled is None

    @property
    def kind_label(self) -> str:
        return {"position": _("position"), "text": _("text"), "missing": _("not in every document")}[self.kind]


@dataclass(slots=True)
class Reconciliation:
    """The counts of a review from each kind of document, and every difference between them."""

    review: Review
    counts: list[tuple[str, str, Counts]] = field(default_factory=list)  # format, its name, number by category
    differences: list[Difference] = field(default_factory=list)

    @property
    def open(self) -> list[Difference]:
        return [difference for difference in self.differences if difference.is_open]


def reconcile(review: Review) -> Reconciliation:
    """Sets the current readings of a review beside each other, in four queries."""
    ours = _readings().filter(recommendation__review=review).select_related("run")
    readings = ours.order_by("recommendation__sort_key", "format", "place")
    by_recommendation: dict[int, list[Reading]] = defaultdict(list)
    for reading in readings:
        by_recommendation[reading.recommendation_id].append(reading)
    result = Reconciliation(review, list(_counts(by_recommendation)))
    read: list[str] = [name for name in WHOLE if any(r.format == name for rs in by_recommendation.values() for r in rs)]
    settled = {
        position.recommendation_id: position
        for position in RecommendationPosition.objects.filter(recommendation__review=review).exclude(settled_because="")
    }
    for recommendation in review.recommendations.exclude(paragraph="").order_by("sort_key"):
        recommendation.review = review
        for difference in _differences(recommendation, by_recommendation[recommendation.pk], read):
            if difference.kind == "position":
                difference.settled = settled.get(recommendation.pk)
            result.differences.append(difference)
    return result


def open_differences() -> list[tuple[Review, int]]:
    """On how many paragraphs of each review documents disagree on the position, and nobody has settled it.

    As `reconcile` finds them, for all reviews in two queries: of paragraphs alone of which readings could disagree.
    """
    settled = RecommendationPosition.objects.exclude(settled_because="").values("recommendation")
    readings = _readings().exclude(recommendation__paragraph="").exclude(recommendation__in=settled)
    final = readings.exclude(format=FileFormat.WG_REPORT, category__in=_categories(UNClass.PENDING))
    classes = Case(*(When(category__in=_categories(c), then=Value(c.value)) for c in UNClass), output_field=CharField())
    doubted = final.order_by().values("recommendation").annotate(n=Count(classes, distinct=True)).filter(n__gt=1)
    by_recommendation: dict[int, list[Reading]] = defaultdict(list)
    for reading in readings.filter(recommendation__in=doubted.values("recommendation")).select_related(
        "recommendation"
    ):
        by_recommendation[reading.recommendation_id].append(reading)
    counts = Counter(rows[0].recommendation.review_id for rows in by_recommendation.values() if _disagree(_final(rows)))
    reviews = Review.objects.select_related("state", "wg_session").in_bulk(list(counts))
    return [(reviews[pk], n) for pk, n in counts.most_common()]


def _readings() -> QuerySet[Reading]:
    return Reading.objects.current().exclude(format=FileFormat.UPR_TRACKER)


def _categories(un_class: UNClass) -> list[str]:
    return [category for category, of in UN_CLASS.items() if of == un_class]


def _counts(by_recommendation: dict[int, list[Reading]]) -> Iterator[tuple[str, str, Counts]]:
    """From the addendum together with what the report says on the spot; from each other kind by itself."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for readings in by_recommendation.values():
        for reading in readings:
            if reading.format != FileFormat.WG_REPORT:
                counts[reading.format][reading.category] += 1
        on_the_spot = [r for r in readings if r.format == FileFormat.WG_REPORT]
        answered = any(r.format == FileFormat.ADDENDUM for r in readings)
        if on_the_spot and not answered:
            counts[FileFormat.ADDENDUM][on_the_spot[0].category] += 1
    names = {
        FileFormat.ADDENDUM: _("report and addendum"),
        FileFormat.OHCHR_MATRIX: _("OHCHR matrix"),
        FileFormat.UPR_INFO: _("UPR Info, in rows"),
    }
    for name, label in names.items():
        if counts[name]:
            yield str(name), str(label), {c: counts[name][c] for c in CATEGORIES if c in counts[name]}


def _disagree(final: list[Reading]) -> bool:
    return len({UN_CLASS[reading.category] for reading in final}) > 1


def _final(readings: list[Reading]) -> list[Reading]:
    """The readings that state a final position, without those that a later document replaces."""
    final = [r for r in readings if UN_CLASS[r.category] != UNClass.PENDING or r.format != FileFormat.WG_REPORT]
    if any(r.format == FileFormat.SESSION_REPORT for r in final):  # later than report, addendum, and a matrix of these
        final = [r for r in final if r.format == FileFormat.SESSION_REPORT or not r.values.get("symbol")]
    if any(r.format == FileFormat.ADDENDUM for r in final):
        final = [r for r in final if r.format != FileFormat.WG_REPORT]
    return final


def _differences(recommendation: Recommendation, readings: list[Reading], read: list[str]) -> Iterator[Difference]:
    final = _final(readings)
    if _disagree(final):
        yield Difference(recommendation, "position", [_said(r) for r in final])
    printed = (FileFormat.WG_REPORT, FileFormat.OHCHR_MATRIX)
    texts = [r for r in readings if r.format in printed and r.values.get("text")]
    if any(not same_words(r.values["text"], texts[0].values["text"]) for r in texts[1:]):
        yield Difference(recommendation, "text", [_said(r, r.values["text"]) for r in texts])
    there = {r.format for r in readings}
    if any(_leaves_out(name, there, readings) for name in read):
        missing = [str(FileFormat(name).label) for name in read if _leaves_out(name, there, readings)]
        yield Difference(recommendation, "missing", [Said(name, "", _("does not name it"), "") for name in missing])


def _leaves_out(name: str, there: set[str], readings: list[Reading]) -> bool:
    """An addendum need not answer what was answered on the spot."""
    if name in there or not there:
        return False
    on_the_spot = any(r.format == FileFormat.WG_REPORT and UN_CLASS[r.category] != UNClass.PENDING for r in readings)
    return not (name == FileFormat.ADDENDUM and on_the_spot)


def _said(reading: Reading, words: str = "") -> Said:
    """A table that cites a paper for a position speaks with the paper's name."""
    values: dict[str, Any] = reading.values
    document, where = values.get("symbol") or reading.document, values.get("locator") or reading.where
    return Said(document, reading.category, words or values.get("response", ""), where)
