"""Uploaded files: what importing them would do, and doing it."""

from collections.abc import Generator
from dataclasses import dataclass
from functools import partial

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from recommendations.models import StateNames
from recommendations.models.upload import Upload

from .guarded import read_guarded
from .papers.answer_words import known_words
from .problems import ImportRefused
from .reading_files import read_in_steps
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


def import_in_steps(upload: Upload, user: User, *, dry_run: bool, publish: bool = False) -> Steps:
    """Imports the files of an upload, each read in a process of its own; raises ImportRefused."""
    states, words = StateNames.load(), known_words()
    files = list(upload.files.order_by("pk"))
    reading = read_in_steps(
        (file.name, partial(read_guarded, file.name, bytes(file.content), states, words)) for file in files
    )
    read = yield from told(reading, lambda name: Progress(_("Reading %(file)s") % {"file": name}))
    total = sum(len(review.rows) for file in read for review in file.reviews)
    text = _("Comparing with the record") if dry_run else _("Writing")
    writing = write_in_steps(read, review=upload.review, dry_run=dry_run, publish=publish, user=user)
    return (yield from told(writing, lambda done: Progress(text, done, total)))


def preview_in_steps(upload: Upload, user: User) -> Steps:
    """What importing would do, kept with the upload; an upload that would be refused says why."""
    try:
        report = yield from import_in_steps(upload, user, dry_run=True)
    except ImportRefused as refused:
        report = ImportReport(refused.format, problems=refused.problems)
    upload.report = report.as_dict() | {"refused": report.refused}
    upload.save(update_fields=["report"])
    return report
