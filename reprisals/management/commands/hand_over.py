import json
from argparse import ArgumentParser
from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError

from reprisals.handing_over import NotHandedOver, hand_over


class Command(BaseCommand):
    help = (
        "Passes the incidents of a case officer who goes to another: who goes sees them no more, the other does. "
        "Incidents on which the other has worked in another role stay, and are named: pass these to a third."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("leaving", metavar="FROM", help="the account of the case officer who goes")
        parser.add_argument("to", metavar="TO", help="the account of the case officer who takes over")
        parser.add_argument("--json", action="store_true", help="print what was done as one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            done = hand_over(*(_account(options[name]) for name in ("leaving", "to")))
        except (NotHandedOver, CommandError) as error:
            if options["json"]:
                self.stdout.write(json.dumps({"passed": [], "kept": [], "problems": [str(error)]}))
            raise CommandError(str(error)) from error
        if options["json"]:
            self.stdout.write(json.dumps({"passed": done.passed, "kept": done.kept, "problems": []}))
            return
        self.stdout.write(f"Incidents passed: {len(done.passed)}")
        for reference in done.kept:
            self.stdout.write(f"{reference} stays: whoever takes over has worked on it in another role.")


def _account(name: str) -> User:
    found = User.objects.filter(username=name).first()
    if found is None:
        raise CommandError(f"No account has the name “{name}”.")
    return found
