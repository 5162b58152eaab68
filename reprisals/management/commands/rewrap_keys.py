import getpass
import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from reprisals.models.vault import RoomShut, rewrap


class Command(BaseCommand):
    help = (
        "Wraps the data keys of all confidential records anew: by ROOM_PASSPHRASE where one is given, else by the "
        "first of FIELD_ENCRYPTION_KEYS. After that the other keys can be given up."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--former-passphrase",
            action="store_true",
            help="asks for the passphrase by which the room was locked so far; from a pipe, it reads one line",
        )
        parser.add_argument("--json", action="store_true", help="print what was done as one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        former = asked_passphrase() if options["former_passphrase"] else ""
        try:
            wrapped = rewrap(former)
        except RoomShut as shut:
            if options["json"]:
                self.stdout.write(json.dumps({"wrapped": 0, "problems": [str(shut)]}))
            raise CommandError(str(shut)) from shut
        if options["json"]:
            self.stdout.write(json.dumps({"wrapped": wrapped, "problems": []}))
        else:
            self.stdout.write(f"{wrapped} data keys are wrapped anew.")


def asked_passphrase() -> str:
    """What a person types without its being shown, or the first line of a pipe."""
    if sys.stdin.isatty():
        return getpass.getpass("Former passphrase: ")
    return sys.stdin.readline().rstrip("\n")
