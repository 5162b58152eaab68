import gc
import json
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.checks import Tags
from django.core.management.base import BaseCommand
from tqdm import tqdm

from recommendations.importers.problems import ImportRefused, Problem
from recommendations.importers.reading_files import FORMATS, read_files
from recommendations.importers.report import ImportReport
from recommendations.importers.steps import run
from recommendations.importers.writer import write_in_steps

MOST_PROBLEMS_SHOWN = 30


class Command(BaseCommand):
    help = (
        "Reads UPR Info exports (CSV, .xls, .xlsx) and OHCHR matrices of recommendations (.docx). The format is "
        "told by content. All or nothing: with one error, nothing is written. Running it again changes only "
        "what the source changed since."
    )

    # Those of addresses would load all pages, which no import needs.
    requires_system_checks = (Tags.models, Tags.security)

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="files to read; they go in together")
        parser.add_argument("--format", choices=FORMATS, default="auto", help="read as this format")
        parser.add_argument(
            "--review",
            default="",
            metavar="SLUG",
            help="the review, such as slovenia-2019: for a matrix that does not name it, or to read one of many",
        )
        parser.add_argument("--dry-run", action="store_true", help="say what would be done, and do nothing")
        parser.add_argument("--publish", action="store_true", help="make the reviews public")
        parser.add_argument("--json", action="store_true", help="print the report as one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with _little_garbage():
                report = self.run_import(options)
        except ImportRefused as refused:
            self.show_problems(refused.problems)
            if options["json"]:
                self.print_json(ImportReport(refused.format, problems=refused.problems))
            else:
                self.stderr.write(self.style.ERROR("Nothing was written."))
            sys.exit(1)
        self.show_problems(report.problems)
        if options["json"]:
            self.print_json(report)
        else:
            self.show(report)

    def run_import(self, options: dict[str, Any]) -> ImportReport:
        files = read_files(options["files"], options["format"])
        gc.freeze()
        total = sum(len(review.rows) for file in files for review in file.reviews)
        # disable=None: a bar on a terminal, silence elsewhere.
        with tqdm(total=total, unit=" rows", disable=None, file=sys.stderr) as bar:
            steps = write_in_steps(
                files,
                review=options["review"],
                dry_run=options["dry_run"],
                publish=options["publish"],
            )
            return run(steps, lambda done: bar.update(done - bar.n))

    def print_json(self, report: ImportReport) -> None:
        self.stdout.write(json.dumps(report.as_dict(), ensure_ascii=False))

    def show_problems(self, problems: list[Problem]) -> None:
        """Errors first; of very many, the first ones and how many more there are."""
        ordered = sorted(problems, key=lambda problem: problem.level)
        for problem in ordered[:MOST_PROBLEMS_SHOWN]:
            style = self.style.ERROR if problem.level == "error" else self.style.WARNING
            self.stderr.write(style(f"{problem.level}: {problem}"))
        if len(ordered) > MOST_PROBLEMS_SHOWN:
            self.stderr.write(f"… and {len(ordered) - MOST_PROBLEMS_SHOWN} more; --json lists all.")

    def show(self, report: ImportReport) -> None:
        for review in report.reviews:
            size = f"{review.paragraphs} paragraphs" if review.paragraphs else f"{review.rows} rows"
            positions = ", ".join(f"{n} {name.replace('_', ' ')}" for name, n in review.positions.items())
            self.stdout.write(
                f"{review.review}: {size} ({positions}); {review.created} created, {review.updated} updated, "
                f"{review.unchanged} unchanged"
            )
        done = "would be" if report.dry_run else "were"
        self.stdout.write(
            self.style.SUCCESS(
                f"{report.total('rows')} rows of {len(report.reviews)} reviews; recommendations: "
                f"{report.total('created')} {done} created, {report.total('updated')} updated, "
                f"{report.total('unchanged')} left alone."
            )
        )


@contextmanager
def _little_garbage() -> Iterator[None]:
    """What is read stays until the end: meanwhile Python looks for garbage in it seldom."""
    before = gc.get_threshold()
    gc.set_threshold(100_000, 50)
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()
