import json
import sys
from argparse import ArgumentParser
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from reports.asked import LANGUAGES
from reports.asking import Unanswerable, ask
from reports.draft import Draft
from reports.kinds import KINDS
from reports.letterheads import under_letterhead
from reports.limits import limit_of
from reports.making import CannotBeMade, draft, file_of, refusals
from reports.matrix.forms import FORMS as MATRIX_FORMS
from reports.models import Situation

CONFIDENTIAL = ("reprisals-submission", "mission-sheet")
FORMATS = ("docx", "pdf", "xlsx", "csv")


class Command(BaseCommand):
    help = (
        "Writes a paper for a session of the Human Rights Council, made of the public record. It refuses what is "
        "longer than the rule allows, and what says anything without a source."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("kind", metavar="KIND", help=f"kind of paper: {', '.join(KINDS)}")
        parser.add_argument("--session", required=True, help="the session at which it is handed in, such as hrc-56")
        parser.add_argument("--case", default="", metavar="SLUG", help="the advocacy case that it is made of")
        parser.add_argument(
            "--review", action="append", default=[], metavar="SLUG", help="the review, such as china-2024; or several"
        )
        parser.add_argument("--state", default="", metavar="ISO3", help="all published reviews of a State, such as CHN")
        parser.add_argument(
            "--organisation",
            default="",
            metavar="SLUG",
            help="who hands it in. By default nobody is named, since no name goes onto a paper unasked, and the lowest "
            "limit of the kind holds",
        )
        parser.add_argument(
            "--with", action="append", default=[], metavar="SLUG", help="an organisation that joins; or several"
        )
        parser.add_argument(
            "--with-signatories-of", default="", metavar="SLUG", help="all who signed this statement join"
        )
        parser.add_argument("--agenda-item", type=int, metavar="N", help="item of the agenda, 1 to 10")
        parser.add_argument("--language", default="en", metavar="|".join(LANGUAGES), help="language of the paper")
        parser.add_argument(
            "--situation", default="", metavar="|".join(Situation.values), help="where an oral statement is read"
        )
        parser.add_argument("--form", default="", metavar="2019|2025", help="OHCHR's form of a matrix of that year")
        parser.add_argument(
            "--form", default="", metavar="|".join(MATRIX_FORMS), help="of a matrix; by default 2019, with assessments"
        )
        parser.add_argument(
            "--as-of", default="", metavar="DATE", help="the day whose record it gives; by default today"
        )
        parser.add_argument(
            "--allow-unsourced", action="store_true", help="let claims without a source leave, each of them marked"
        )
        parser.add_argument("--format", required=True, metavar="|".join(FORMATS), help="format of the file")
        parser.add_argument("-o", "--output", type=Path, required=True, metavar="FILE", help="file to write")
        parser.add_argument("--json", action="store_true", help="print what was done as one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        made, problems = None, list[str]()
        try:
            made = self.made(options)
            problems = refusals(made, options["allow_unsourced"])
            if not problems:
                self.write(options["output"], file_of(made, options["format"]))
        except Unanswerable as wrong:
            problems = wrong.problems
        except (CannotBeMade, OSError) as wrong:
            problems = [str(wrong)]
        self.tell(made, problems, options)
        if problems:
            sys.exit(1)

    def made(self, options: dict[str, Any]) -> Draft:
        """The paper; raises Unanswerable or CannotBeMade."""
        kind = KINDS.get(options["kind"])
        if options["kind"] in CONFIDENTIAL or (kind and kind.confidential):
            raise Unanswerable(
                f"A {options['kind']} is confidential: only somebody who is signed in can have it, and is asked again "
                "who they are. Make it in the admin, under Papers."
            )
        if kind and options["format"] not in kind.formats:
            raise Unanswerable(f"A {kind.name} is no {options['format']} file: choose {', '.join(kind.formats)}.")
        asked = ask(
            options["kind"],
            options["session"],
            case=options["case"],
            reviews=options["review"],
            state=options["state"],
            organisation=options["organisation"],
            together_with=options["with"],
            signatories_of=options["with_signatories_of"],
            agenda_item=options["agenda_item"],
            language=options["language"],
            situation=options["situation"],
            form=options["form"],
            on=options["as_of"],
        )
        made = draft(asked)
        return replace(made, document=under_letterhead(made.document, asked.organisation))

    def write(self, output: Path, content: bytes) -> None:
        """The whole file or none: what was there before stays until the new one is complete."""
        unfinished = output.with_name(output.name + ".part")
        try:
            unfinished.write_bytes(content)
            unfinished.replace(output)
        except OSError as error:
            unfinished.unlink(missing_ok=True)
            raise CannotBeMade(f"{output} cannot be written: {error.strerror}.") from error

    def tell(self, made: Draft | None, problems: list[str], options: dict[str, Any]) -> None:
        warnings = [*self.defaults(made), *made.warnings] if made else []
        for problem in problems:
            self.stderr.write(self.style.ERROR(problem))
        for warning in warnings:
            self.stderr.write(self.style.WARNING(warning))
        written = None if problems else str(options["output"])
        if options["json"]:
            said = {"written": written, "kind": options["kind"], "format": options["format"]} | _facts(made)
            self.stdout.write(json.dumps(said | {"warnings": warnings, "problems": problems}, ensure_ascii=False))
        elif made and written:
            length = made.length
            most = f" of at most {length.limit}" if length.limit else ""
            self.stdout.write(f"{made.document.title}: {length.words}{most} words, {written}")

    def defaults(self, made: Draft) -> list[str]:
        """Who hands it in where nobody was named, and what follows for its length."""
        if made.asked.organisation:
            return []
        said = "No organisation is named (--organisation): no name goes onto a paper unasked."
        limit = limit_of(made.asked)
        return [
            f"{said} The lowest limit of its kind holds: {limit.amount} {limit.get_unit_display()}." if limit else said
        ]


def _facts(made: Draft | None) -> dict[str, Any]:
    """What there is to say of a paper that was drafted, written or not."""
    if made is None:
        return {}
    asked, length = made.asked, made.length
    return {
        "title": made.document.title,
        "language": asked.language,
        "as_of": asked.on.isoformat(),
        "organisation": asked.organisation.slug if asked.organisation else None,
        "words": length.words,
        "limit": length.limit,
        "footnotes_count": length.footnotes_count,
        "seconds": length.seconds,
        "rule": length.rule,
        "records_read": len(made.read),
        "unsourced": list(made.unsourced),
    }
