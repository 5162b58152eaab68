import json
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from reprisals.publication import purge_what_came_back, take_down_expired
from reprisals.scrub import scrub


class Command(BaseCommand):
    help = (
        "Removes public pages of incidents whose ground for publication has ended (readers do not see them from that "
        "day on), purges again what a restored backup has brought back, and rewrites the files that held what is gone. "
        "Run it every day, and after each restore."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="print what was done as one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        done = {"taken_down": take_down_expired(), "purged_again": 0}
        try:
            done["purged_again"] = purge_what_came_back()
        except (OSError, ValueError) as error:
            problem = f"The references of purged incidents cannot be read from {settings.TOMBSTONES}: {error}"
            if options["json"]:
                self.stdout.write(json.dumps(done | {"problems": [problem]}))
            raise CommandError(problem) from error
        scrub()
        if options["json"]:
            self.stdout.write(json.dumps(done | {"problems": []}))
        else:
            self.stdout.write(f"{done['taken_down']} pages taken down, {done['purged_again']} incidents purged again.")
