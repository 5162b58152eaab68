"""What people put right of what was read from the papers of an upload, before they accept it."""

from dataclasses import asdict, dataclass, replace
from typing import Any

from django.contrib.auth.models import User

from recommendations.models import FileFormat, Recommendation, Review, Source
from recommendations.tracking.correcting import Correction, correct
from recommendations.tracking.reviews import document

from .building import source_of_format
from .papers_together import symbol_of
from .problems import Problem
from .readings import ReadFile


@dataclass(frozen=True, slots=True)
class Corrected:
    """The correction of one paragraph, and who made it."""

    correction: Correction
    by: int | None = None  # key of the person
    name: str = ""

    def as_dict(self) -> dict[str, Any]:
        """For keeping: only what was corrected."""
        said = {name: value for name, value in asdict(self.correction).items() if value is not None}
        return said | {"by": self.by, "name": self.name}

    @classmethod
    def of(cls, kept: dict[str, Any]) -> "Corrected":
        """What as_dict() has made."""
        said = {name: value for name, value in kept.items() if name not in ("by", "name")}
        if "senders" in said:
            said["senders"] = tuple((name, code) for name, code in said["senders"])
        return cls(Correction(**said), kept.get("by"), kept.get("name", ""))


class Corrections:
    """Those of one upload, by paragraph; answered_in: for each paragraph, the number of the file that answers it."""

    def __init__(self, kept: dict[str, dict[str, Any]], answered_in: dict[str, int]) -> None:
        self.answered_in = answered_in
        self.by_paragraph = {paragraph: Corrected.of(said) for paragraph, said in kept.items()}
        people = User.objects.in_bulk({each.by for each in self.by_paragraph.values() if each.by})
        self.people: dict[int | None, User | None] = {**people}

    def apply(self, number: int, file: ReadFile, slug: str, problems: list[Problem]) -> None:
        """Puts right what one paper has just written of a review; what is not there any more is an error."""
        review = Review.objects.select_related("state").get(slug=slug)
        named = Recommendation.objects.filter(review=review, paragraph__in=list(self.by_paragraph))
        there = {recommendation.paragraph: recommendation for recommendation in named}
        source = self._source(file, review)
        for paragraph, corrected in self.by_paragraph.items():
            correction = self._of_file(number, file, paragraph, corrected.correction)
            if correction == Correction():
                continue
            if paragraph in there:
                correct(there[paragraph], correction, source, self.people.get(corrected.by))
                continue
            message = "It was corrected before the import, but is not in the record now: take the correction back."
            problems.append(Problem("error", message, file.name, paragraph=paragraph))

    def _of_file(self, number: int, file: ReadFile, paragraph: str, correction: Correction) -> Correction:
        """What a correction puts right of one file: a report's text and States, the position in the last answer."""
        if file.format == FileFormat.ADDENDUM:
            correction = replace(correction, text=None, senders=None)
        if self.answered_in.get(paragraph, number) != number:
            correction = replace(correction, position=None, reason=None)
        return correction

    def _source(self, file: ReadFile, review: Review) -> Source:
        symbol = next((symbol for read in file.reviews if (symbol := symbol_of(read))), "")
        return document(symbol, review.state) if symbol else source_of_format(file.format)
