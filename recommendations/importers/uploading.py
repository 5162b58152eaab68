"""Uploaded files: what importing them would do, and doing it."""

from collections.abc import Generator
from dataclasses import dataclass
from functools import partial

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from recommendations.models import Recommendation, StateNames
from recommendations.models.upload import Upload

from .corrections import Corrections
from .guarded import read_guarded
from .papers.answer_words import known_words
from .papers.doubts import Recorded
from .papers_together import PAPERS
from .passages import kept
from .preview import Paragraph, paragraphs_of
from .problems import ImportRefused
from .reading_files import read_in_steps
from .readings import ReadFile
from .report import ImportReport
from .steps import told
from .writer import write_in_steps


@dataclass(frozen=True, slots=True)
class Progress:
    """How far it is: what is done now and, where it can be counted, how many rows of how many."""

    text: str
    done: int = 0
    total: int = 0


Steps = Generator[Progress, None, ImportReport]


def import_in_steps(upload: Upload, user: User, *, publish: bool = False) -> Steps:
    """Imports the files of an upload with what was corrected of them; raises ImportRefused."""
    read = yield from _read_in_steps(upload)
    answered_in = {p.paragraph: p.answered_in for p in paragraphs_in(upload) if p.answered_in is not None}
    corrections = Corrections(upload.corrections, answered_in)
    writing = write_in_steps(read, review=upload.review, publish=publish, user=user, corrections=corrections)
    return (yield from told(writing, partial(_progress, _("Writing"), read)))


def preview_in_steps(upload: Upload, user: User) -> Steps:
    """What importing would do, and what was read of papers with their text, kept with the upload.

    An upload that would be refused says why.
    """
    read: list[ReadFile] = []
    try:
        read = yield from _read_in_steps(upload)
        writing = write_in_steps(read, review=upload.review, dry_run=True, user=user)
        report = yield from told(writing, partial(_progress, _("Comparing with the record"), read))
    except ImportRefused as refused:
        report = ImportReport(refused.format, problems=refused.problems)
    _keep(upload, read, report)
    return report


def paragraphs_in(upload: Upload) -> list[Paragraph]:
    """What was read from the papers of an upload that was looked at, least certain first."""
    return [Paragraph.of(said) for said in upload.paragraphs]


def _read_in_steps(upload: Upload) -> Generator[Progress, None, list[ReadFile]]:
    """Reads each file in a process of its own; raises ImportRefused."""
    states, words = StateNames.load(), known_words()
    reading = read_in_steps(
        (file.name, partial(read_guarded, file.name, bytes(file.content), states, words))
        for file in upload.files.order_by("pk").defer("pages")
    )
    return (yield from told(reading, lambda name: Progress(_("Reading %(file)s") % {"file": name})))


def _progress(text: str, read: list[ReadFile], done: int) -> Progress:
    return Progress(text, done, sum(len(review.rows) for file in read for review in file.reviews))


def _recorded(read: list[ReadFile], report: ImportReport) -> dict[str, Recorded]:
    """What is recorded of the review of the papers, by paragraph."""
    reviews = [review.review for review in report.reviews]
    if len(reviews) != 1 or not any(file.format in PAPERS for file in read):
        return {}
    numbered = Recommendation.objects.filter(review__slug=reviews[0]).numbered()
    values = numbered.values_list("paragraph", "text", "position")
    return {paragraph: Recorded(text, position) for paragraph, text, position in values}


def _keep(upload: Upload, read: list[ReadFile], report: ImportReport) -> None:
    for file in read:
        file.pages = kept(file.pages)
    upload.report = report.as_dict() | {"refused": report.refused}
    upload.paragraphs = [each.as_dict() for each in paragraphs_of(read, report.problems, _recorded(read, report))]
    upload.save(update_fields=["report", "paragraphs"])
    for pk, file in zip(upload.files.order_by("pk").values_list("pk", flat=True), read, strict=False):
        upload.files.filter(pk=pk).update(pages=[[page.number, page.lines] for page in file.pages])
