"""Uploaded files: what importing them would do, and doing it."""

from functools import partial

from django.contrib.auth.models import User

from recommendations.models import StateNames
from recommendations.models.upload import Upload

from .guarded import read_guarded
from .problems import ImportRefused
from .reading_files import read_all
from .report import ImportReport
from .writer import write


def import_upload(upload: Upload, user: User, *, dry_run: bool, publish: bool = False) -> ImportReport:
    """Imports the files of an upload, each read in a process of its own; raises ImportRefused."""
    states = StateNames.load()
    read = read_all(
        (file.name, partial(read_guarded, file.name, bytes(file.content), states))
        for file in upload.files.order_by("pk")
    )
    return write(read, review=upload.review, dry_run=dry_run, publish=publish, user=user)


def preview(upload: Upload, user: User) -> ImportReport:
    """What importing would do, kept with the upload; an upload that would be refused says why."""
    try:
        report = import_upload(upload, user, dry_run=True)
    except ImportRefused as refused:
        report = ImportReport(refused.format, problems=refused.problems)
    upload.report = report.as_dict() | {"refused": report.refused}
    upload.save(update_fields=["report"])
    return report
