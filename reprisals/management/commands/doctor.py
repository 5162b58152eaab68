import json
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from reprisals.doctor import Finding, findings
from reprisals.models import Evidence
from reprisals.models.vault import Room, room


class Command(BaseCommand):
    help = (
        "Checks the installation: the tables, the file of what was purged, and the originals of evidence, which must "
        "be there and unchanged; while the room is open, also that each is still what was taken in. Exit code 1 where "
        "something is wrong. What it prints names pieces by their numbers alone."
    )
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="print what was found as one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            state, number, found = room(), Evidence.objects.exclude(stored="").count(), findings()
        except DatabaseError:
            text = "The tables are not those of this version: run migrate."
            state, number, found = Room(False, text), 0, [Finding("migrations", "the database", text)]
        if options["json"]:
            said: dict[str, Any] = {"room": "open" if state.is_open else state.reason, "originals": number}
            self.stdout.write(json.dumps(said | {"problems": [asdict(one) for one in found]}))
        elif not found:
            looked = "looked into each" if state.is_open else f"not looked into any: {state.reason}"
            self.stdout.write(f"All is well. Originals of evidence, all there and unchanged: {number} ({looked}).")
        if found:
            raise CommandError("\n".join(f"{one.check}: {one.about}: {one.message}" for one in found))
