import json
import os
import secrets
import socket
import sys
from argparse import ArgumentParser
from typing import Any, TextIO

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, connection

from reprisals.audit.role_changes import note_roles
from reprisals.casefile import put_on_the_case_file
from reprisals.roles import StaffRole, give_roles
from reprisals.rooms import first_passphrase
from upr_tracker.casefile.load import load_case_file, load_case_incidents

HOST = "127.0.0.1"
ACCOUNT = "demo"


class Command(BaseCommand):
    help = (
        "Sets the site up with the case file and a staff account, and serves it on this machine only: "
        "migrates the database, adds the case file where it is not there yet, prints a fresh password once."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8000, help="port on 127.0.0.1 (default: 8000)")
        parser.add_argument("--no-serve", action="store_true", help="set up only")
        parser.add_argument("--json", action="store_true", help="print what was set up as one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            self.set_up(options)
        except (CommandError, OperationalError) as error:
            if options["json"]:
                self.stdout.write(json.dumps({"problems": [str(error).strip()]}))
            raise CommandError(str(error).strip()) from error
        if not options["no_serve"]:
            serve(options["port"], sys.stderr if options["json"] else sys.stdout)

    def set_up(self, options: dict[str, Any]) -> None:
        port = options["port"]
        if not options["no_serve"]:
            check_port_is_free(port)
        call_command("migrate", verbosity=0, interactive=False)
        case = load_case_file()
        passphrase = first_passphrase()
        shut = load_case_incidents()
        password = make_account()
        address = f"http://{HOST}:{port}"
        if options["json"]:
            made = {"case": case.slug, "address": address, "account": ACCOUNT, "password": password}
            made |= {"passphrase": passphrase, "room": shut or "open"}
            self.stdout.write(json.dumps(made | {"problems": []}))
        else:
            self.stdout.write(f"The case file is loaded: {case}.")
            self.stdout.write(f"Pages: {address}/")
            self.stdout.write(f"Admin: {address}/admin/")
            self.show_account(password)
            self.show_room(passphrase, shut)
        self.stdout.flush()

    def show_room(self, passphrase: str | None, shut: str) -> None:
        if passphrase:
            self.stdout.write(self.style.SUCCESS(f"The guarded room is open, with the passphrase {passphrase}"))
            self.stdout.write(f"It is not shown again either. Next time: ROOM_PASSPHRASE={passphrase}")
        if shut:
            self.stdout.write(f"The incidents of the case file are not loaded: {shut}")

    def show_account(self, password: str | None) -> None:
        if password:
            self.stdout.write(self.style.SUCCESS(f"Sign in as “{ACCOUNT}” with the password {password}"))
            self.stdout.write("It is not shown again.")
        else:
            self.stdout.write(
                f"The account “{ACCOUNT}” is there already and keeps its password; "
                f"“manage.py changepassword {ACCOUNT}” sets a new one."
            )


def check_port_is_free(port: int) -> None:
    """Says so before anything is done, where something else listens on the port."""
    if not 1 <= port <= 65535:
        raise CommandError(f"{port} is not a port: choose one from 1 to 65535.")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise CommandError(f"Port {port} cannot be used ({error.strerror}). Choose another: --port 8001") from error


def make_account() -> str | None:
    """Makes the staff account and returns its password; None where the account is there already."""
    users = get_user_model().objects
    if users.filter(username=ACCOUNT).exists():
        return None
    password = secrets.token_urlsafe(12)
    user = users.create_superuser(ACCOUNT, email="", password=password)
    give_roles(user, list(StaffRole))
    note_roles(user, None, [], StaffRole.values)
    put_on_the_case_file(user)
    return password


def serve(port: int, words: TextIO) -> None:
    """Serves until it is stopped with Ctrl-C; what the server says goes to `words`."""
    connection.close()
    if "SITE_URL" not in os.environ:
        settings.SITE_URL = f"http://{HOST}:{port}"
    try:
        call_command("runserver", f"{HOST}:{port}", use_reloader=False, skip_checks=True, stdout=words)
    except KeyboardInterrupt:
        sys.exit(0)
