"""From the report of a Council session to what was said at the adoption of one review's outcome."""

from collections import Counter
from dataclasses import replace

from recommendations.models import FileFormat, Recommendation, RecommendationPosition, Review, Session, Source
from recommendations.tracking.reviews import session_document

from .answering import Answering
from .building import Builder
from .papers.answers import applied
from .problems import Problem
from .readings import ReadAdoption, ReadReview, ReadRow
from .report import ReviewReport


class Adopting(Answering):
    """Records positions that were taken at the adoption, the totals announced there, and the document itself.

    A position of an earlier stage stays: the later one counts, and both are shown.
    """

    format = FileFormat.SESSION_REPORT
    stage = RecommendationPosition.Stage.ADOPTION
    paper = "report of the session"

    def __init__(self, builder: Builder, review: Review, adoption: ReadAdoption) -> None:
        super().__init__(builder, review)
        self.adoption = adoption

    def write(self, read: ReadReview) -> ReviewReport:
        self._record_adoption()
        rows = applied(read.rows, list(self.by_paragraph))
        named = {row.paragraph: row for row in self._dated(rows)}
        known = [row for paragraph, row in named.items() if paragraph in self.by_paragraph]
        for row in rows:
            if row.paragraph not in self.by_paragraph:
                message = f"The report of the session names this paragraph, which is not recorded of {self.review}."
                self._warn(message, row)
        updated = self._answer(known)
        self._announce(read, self.adoption.symbol, self.adoption.locator)
        return ReviewReport(
            review=self.review.slug,
            paragraphs=len(known),
            rows=len(read.rows),
            updated=updated,
            unchanged=len(known) - updated,
            positions=dict(sorted(Counter(row.category for row in known).items())),
        )

    def _dated(self, rows: list[ReadRow]) -> list[ReadRow]:
        """Rows with the day of the adoption, as the document or else the record has it; told where none has."""
        day = self.adoption.adopted or self.review.adopted_on
        if rows and not day:
            message = (
                f"The day on which the outcome of {self.review} was adopted is not given: its positions have no date, "
                "and those of the addendum count before them. Enter the day."
            )
            self.builder.problems.append(Problem("warning", message, self.builder.file.name))
        return [replace(row, taken_on=day) for row in rows]

    def _record_adoption(self) -> None:
        """Session, day and document, where the review has none recorded; and that its outcome is adopted."""
        review, changed = self.review, []
        if self.adoption.symbol and review.hrc_report_id is None:
            review.hrc_report = session_document(self.adoption.symbol)
            changed.append("hrc_report")
        if self.adoption.symbol and review.hrc_session_id is None:
            number = int(self.adoption.symbol.split("/")[2])
            review.hrc_session, _ = Session.objects.get_or_create(kind=Session.Kind.HRC, number=number)
            changed.append("hrc_session")
        if self.adoption.adopted and not review.adopted_on:
            review.adopted_on = self.adoption.adopted
            changed.append("adopted_on")
        if self.adoption.adopted and review.status == Review.Status.HELD:
            review.status = Review.Status.ADOPTED
            changed.append("status")
        if changed:
            review.save(update_fields=changed)

    def _document(self, symbol: str) -> Source:
        return session_document(symbol)

    def _tell_difference(
        self, recommendation: Recommendation, row: ReadRow, there: list[RecommendationPosition]
    ) -> None:
        """A position that changes at the adoption is no disagreement between documents."""
