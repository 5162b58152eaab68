"""From an addendum's answers to dated positions of recommendations that are recorded already."""

from collections import Counter, defaultdict
from typing import Any

from django.db.models import Q

from recommendations.models import (
    CORRECTED,
    AnnouncedTally,
    Change,
    CountUnit,
    FileFormat,
    Reading,
    Recommendation,
    RecommendationPosition,
    Review,
    Source,
    agree,
)
from recommendations.tracking.reviews import document, record_documents

from .building import Builder
from .papers.answers import EVERY, applied
from .problems import Problem
from .readings import ReadReview, ReadRow
from .report import ReviewReport


class Answering:
    """Records the answers of one addendum: each as a position with the State's own words, reason and source."""

    format = FileFormat.ADDENDUM
    stage = RecommendationPosition.Stage.ADDENDUM
    paper = "addendum"  # in messages

    def __init__(self, builder: Builder, review: Review) -> None:
        self.builder, self.review = builder, review
        self.by_paragraph = {r.paragraph: r for r in review.recommendations.exclude(paragraph="").order_by("pk")}
        self.replaced: list[int] = []
        self.confirmed: list[int] = []

    def write(self, read: ReadReview) -> ReviewReport:
        named = applied([row for row in read.rows if not row.paragraph.endswith(EVERY)], list(self.by_paragraph))
        rules = [row for row in read.rows if row.paragraph.endswith(EVERY)]
        rows = applied([*named, *rules], self._left_open())
        if not self.by_paragraph:
            self._error("No paragraph of this review is recorded. Import the report together with its addendum.")
            return ReviewReport(self.review.slug)
        known = [row for row in rows if row.paragraph in self.by_paragraph]
        for row in rows:
            if row.paragraph not in self.by_paragraph:
                message = f"The addendum answers paragraph {row.paragraph}, which is not recorded of {self.review}."
                self._error(message, row)
        updated = self._answer(known)
        self._tell_unanswered({row.paragraph for row in known})
        record_documents(self.review, {row.symbol for row in rows if row.symbol})
        self._announce(read)
        return ReviewReport(
            review=self.review.slug,
            paragraphs=len({row.paragraph for row in known}),
            rows=len(read.rows),
            updated=updated,
            unchanged=len(known) - updated,
            positions=dict(sorted(Counter(row.category for row in known).items())),
        )

    def _left_open(self) -> list[str]:
        """Paragraphs on which the report took no position on the spot: "all others" means these."""
        taken = Reading.objects.current().filter(recommendation__review=self.review, format=FileFormat.WG_REPORT)
        decided = set(taken.exclude(category="pending").values_list("recommendation__paragraph", flat=True))
        return [paragraph for paragraph in self.by_paragraph if paragraph not in decided]

    def _answer(self, rows: list[ReadRow]) -> int:
        """Returns how many recommendations were changed."""
        last = self._last_readings()
        stands = self._positions(rows)
        new, updated = [], 0
        for row in rows:
            recommendation = self.by_paragraph[row.paragraph]
            reading = self._reading(recommendation, row)
            before = last.get(recommendation.pk)
            if before and (before.values, before.category) == (reading.values, reading.category):
                self.confirmed.append(before.pk)
                continue
            new.append(reading)
            if before:
                self.replaced.append(before.pk)
            updated += self._position(recommendation, row, stands[recommendation.pk])
        Reading.objects.filter(pk__in=self.replaced).update(is_current=False, replaced_by=self.builder.run)
        Reading.objects.filter(pk__in=self.confirmed).confirm(self.builder.run)
        Reading.objects.bulk_create(new, 1000)
        return updated

    def _last_readings(self) -> dict[int, Reading]:
        readings = Reading.objects.current().filter(recommendation__review=self.review, format=self.format)
        return {reading.recommendation_id: reading for reading in readings}

    def _positions(self, rows: list[ReadRow]) -> dict[int, list[RecommendationPosition]]:
        found: dict[int, list[RecommendationPosition]] = defaultdict(list)
        pks = [self.by_paragraph[row.paragraph].pk for row in rows]
        for position in RecommendationPosition.objects.filter(recommendation__in=pks).that_count():
            found[position.recommendation_id].append(position)
        return found

    def _reading(self, recommendation: Recommendation, row: ReadRow) -> Reading:
        return Reading(
            run=self.builder.run,
            recommendation=recommendation,
            format=self.format,
            place=row.place,
            category=row.category,
            values=row.values(),
        )

    def _position(self, recommendation: Recommendation, row: ReadRow, there: list[RecommendationPosition]) -> bool:
        """A row for what the addendum says; one of the same document is filled in, unless a person has edited it."""
        self._tell_difference(recommendation, row, there)
        source = self._document(row.symbol) if row.symbol else self.builder.run.source
        ours = next((p for p in there if p.source_id == (source.pk if source else None)), None)
        said: dict[str, Any] = {
            "category": row.category,
            "own_words": row.response[:300],
            "reason": row.remark,
            "taken_on": row.taken_on,
            "stage": self.stage,
            "locator": row.locator[:100],
            "is_final": True,
        }
        if ours is None:
            RecommendationPosition.objects.create(recommendation=recommendation, source=source, **said)
            return True
        if worked_on(ours):
            if ours.category != row.category:
                other = f"the {self.paper} says “{row.response}”"
                self._warn(f"A person has set the position to “{ours}”, {other}: kept.", row)
            return False
        if agree(ours.category, row.category) and row.category == "accepted":
            said["category"] = ours.category
        for name, value in said.items():
            setattr(ours, name, value)
        ours.save()
        return True

    def _document(self, symbol: str) -> Source:
        return document(symbol, self.review.state)

    def _tell_difference(
        self, recommendation: Recommendation, row: ReadRow, there: list[RecommendationPosition]
    ) -> None:
        """Another document's final position that says otherwise is told; both stay, and a person settles it."""
        for other in there:
            if other.is_final and not agree(other.category, row.category):
                said = f"“{other.own_words or other}” ({other.source or 'source not recorded'})"
                message = f"The addendum says “{row.response}”, recorded is {said}. Both are kept: settle which counts."
                self._warn(message, row)
                return

    def _tell_unanswered(self, answered: set[str]) -> None:
        final = RecommendationPosition.objects.filter(recommendation__review=self.review, is_final=True)
        decided = set(final.values_list("recommendation__paragraph", flat=True))
        provisional = RecommendationPosition.objects.filter(recommendation__review=self.review, is_final=False).exclude(
            category="pending"
        )
        decided |= set(provisional.values_list("recommendation__paragraph", flat=True))
        for paragraph in self.by_paragraph:
            if paragraph not in answered | decided:
                message = f"The addendum does not answer paragraph {paragraph}: it is pending."
                self.builder.problems.append(Problem("warning", message, self.builder.file.name, paragraph=paragraph))

    def _announce(self, read: ReadReview, symbol: str = "", locator: str = "") -> None:
        """The totals that the text itself gives, as figures of the review."""
        symbol = symbol or next((row.symbol for row in read.rows if row.symbol), "")
        if not read.announced or not symbol:
            return
        source = self._document(symbol)
        AnnouncedTally.objects.get_or_create(
            review=self.review,
            unit=CountUnit.PARAGRAPHS,
            source=source,
            defaults={"total": sum(read.announced.values()), "locator": locator, **read.announced},
        )

    def _error(self, message: str, row: ReadRow | None = None) -> None:
        self._tell("error", message, row)

    def _warn(self, message: str, row: ReadRow) -> None:
        self._tell("warning", message, row)

    def _tell(self, level: str, message: str, row: ReadRow | None) -> None:
        paragraph, page = (row.paragraph, row.page or None) if row else ("", None)
        self.builder.problems.append(Problem(level, message, self.builder.file.name, paragraph=paragraph, page=page))


def worked_on(position: RecommendationPosition) -> bool:
    """Whether a person, and not an import, was the last to change it; also who corrected it while importing."""
    stands = Q(change__isnull=True) | Q(change__undone_by__isnull=True) & ~Q(change__kind=Change.Kind.UNDO)
    last = position.history.filter(stands).select_related("change").first()
    if last is None:
        return False
    by_import = last.change is not None and last.change.kind == Change.Kind.IMPORT
    return not by_import or last.history_change_reason == CORRECTED
