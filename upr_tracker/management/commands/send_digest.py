import datetime
import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.mail import get_connection
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from upr_tracker.digest import Outcome, send_digests
from upr_tracker.sign_in.letters import are_printed


class Command(BaseCommand):
    help = (
        "Sends each person of staff with an e-mail address what waits for them, where something does: once for each "
        "day, however often it is run. What cannot be sent is told by the next digest; exit code 1 then. Mail holds "
        "counts and links, and no name or text that is not public."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--day", metavar="YYYY-MM-DD", help="the day whose digest it is (default: today)")
        parser.add_argument("--dry-run", action="store_true", help="send and write nothing; say how many would be sent")
        parser.add_argument("--json", action="store_true", help="print what came of it as one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        day, problem = read_day(options["day"])
        if "staff" not in settings.SITE_FACES:
            problem = (
                "SITE_FACES has no staff here, to whose pages a digest links: run it with the staff's environment."
            )
        # What is printed for want of a mail server does not mix with what the command says.
        printed = get_connection(stream=sys.stderr) if are_printed() else None
        outcome = send_digests(day, really=not options["dry_run"], connection=printed) if not problem else Outcome(day)
        problems = [problem] if problem else told(outcome)
        if options["json"]:
            numbers = {"sent": outcome.sent, "nothing": outcome.nothing, "before": outcome.before}
            failed = sum(outcome.failed.values())
            said = {"day": str(day), "dry_run": options["dry_run"], **numbers, "failed": failed, "problems": problems}
            self.stdout.write(json.dumps(said))
        elif not problem:
            sent = "would be sent" if options["dry_run"] else "sent"
            self.stdout.write(
                f"Digests of {day}: {outcome.sent} {sent}, {outcome.before} sent before, "
                f"{outcome.nothing} people for whom nothing waits."
            )
        if problems:
            raise CommandError("\n".join(problems))


def read_day(given: str | None) -> tuple[datetime.date, str]:
    """The day that was given, or today; and what is wrong with it."""
    today: datetime.date = timezone.localdate()
    if given is None:
        return today, ""
    try:
        day = datetime.date.fromisoformat(given)
    except ValueError:
        return today, f"--day {given!r} is not a day: write 2026-11-24."
    return (today, f"--day {given} has not come yet.") if day > today else (day, "")


def told(outcome: Outcome) -> list[str]:
    """How many could not be sent, and by which kinds of errors: their words can hold addresses."""
    failed = sum(outcome.failed.values())
    if not failed:
        return []
    kinds = ", ".join(f"{kind} ({n})" for kind, n in sorted(outcome.failed.items()))
    return [f"{failed} of {failed + outcome.sent} digests could not be sent: {kinds}. The next digest says so."]
