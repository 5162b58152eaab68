import json
from argparse import ArgumentParser
from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError

from upr_tracker.sign_in.rescue import remove_factors


class Command(BaseCommand):
    help = (
        "Removes all second factors of somebody who lost them, ends their sessions, and tells them by mail and at "
        "their next sign-in. They still need their password, and set up a new factor. For the only administrator; "
        "others are helped in the admin, under Users."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username", help="the account's user name")
        parser.add_argument("--json", action="store_true", help="print what was done as one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        person = User.objects.filter(username=options["username"]).first()
        if person is None:
            problem = f"There is no account “{options['username']}”."
            if options["json"]:
                self.stdout.write(json.dumps({"problems": [problem]}))
            raise CommandError(problem)
        mailed = remove_factors(person, by=None)
        if options["json"]:
            self.stdout.write(json.dumps({"account": person.get_username(), "mailed": mailed, "problems": []}))
        else:
            told = "a letter tells them" if mailed else "there is no e-mail address to tell them at"
            self.stdout.write(f"The second factors of “{person}” are removed; {told}.")
