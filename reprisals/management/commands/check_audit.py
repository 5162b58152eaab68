import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from reprisals.audit.checking import check
from reprisals.audit.findings import Findings
from reprisals.audit.ranges import Ranges
from reprisals.audit.witness import head


class Command(BaseCommand):
    help = (
        "Reads the whole log of who looked at what and who changed it, and names each entry that was altered, removed, "
        "swapped or added. Compares it with the witness outside the database. Prints the head of the log: keep it "
        "elsewhere, and give it with --head next time."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--head", metavar="NUMBER:DIGEST", help="the head that an earlier check printed")
        parser.add_argument("--json", action="store_true", help="print what was found as one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        findings = self.checked(options["head"])
        if options["json"]:
            self.stdout.write(json.dumps(findings.as_dict()))
        else:
            self.show(findings)
        if findings.problems:
            raise CommandError("\n".join(problem.message for problem in findings.problems))

    def checked(self, kept: str | None) -> Findings:
        """What the check found; also where it could not begin."""
        failed = Findings()
        if kept is not None and head(kept.strip()) is None:
            failed.tell("head", Ranges(), f"--head {kept!r}: give number and digest as the check printed them.")
            return failed
        try:
            return check(head(kept.strip()) if kept else None)
        except DatabaseError as error:
            failed.tell("unreadable", Ranges(), f"The log cannot be read: {str(error).strip()}")
            return failed

    def show(self, findings: Findings) -> None:
        for note in findings.notes:
            self.stdout.write(note)
        if not findings.problems:
            self.stdout.write(self.style.SUCCESS(f"The log is whole: {findings.entries} entries."))
        if findings.head:
            self.stdout.write(f"Head: {findings.head}")
