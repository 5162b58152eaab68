"""What the environment says is read strictly, and the site refuses to start when it would be unsafe.

Each test starts a Python of its own with nothing else in its environment.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
KEY = "only-for-the-tests-" + "k" * 32


@pytest.fixture
def start(tmp_path):
    """Runs code after the settings were read, in an environment; None takes a setting away."""

    def run(code: str = "", **environment: str | None) -> subprocess.CompletedProcess:
        given = {
            "PATH": os.environ["PATH"],
            "PYTHONDONTWRITEBYTECODE": "1",
            "DATABASE_URL": f"sqlite:///{tmp_path / 'db.sqlite3'}",
            "SECRET_KEY": KEY,
        } | environment
        return subprocess.run(
            [sys.executable, "-c", f"import upr_tracker.settings as s\n{code}"],
            cwd=ROOT,
            env={name: value for name, value in given.items() if value is not None},
            capture_output=True,
            text=True,
            timeout=60,
        )

    return run


def refusal(done: subprocess.CompletedProcess) -> str:
    """What is said where the site does not start."""
    assert done.returncode != 0
    last = done.stderr.strip().splitlines()[-1]
    assert last.startswith("django.core.exceptions.ImproperlyConfigured: ")
    return last.partition(": ")[2]


def told(done: subprocess.CompletedProcess) -> object:
    """What the code prints as JSON."""
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


# The secret


@pytest.mark.parametrize("missing", [None, "", "   "])
def test_without_a_secret_it_does_not_start(start, missing):
    assert "SECRET_KEY is missing" in refusal(start(SECRET_KEY=missing))


@pytest.mark.parametrize("debug", ["off", "on"])
@pytest.mark.parametrize("known", ["k" * 31, "django-insecure-" + "k" * 40, "$" + "k" * 30])
def test_a_short_or_published_secret_is_refused_even_with_debug(start, known, debug):
    assert "SECRET_KEY is too short or was published" in refusal(start(SECRET_KEY=known, DEBUG=debug))


@pytest.mark.parametrize("key", ["k" * 32, "$" + "k" * 40, "$PATH" + "k" * 40])
def test_a_secret_is_taken_as_it_is(start, key):
    assert told(start("import json; print(json.dumps(s.SECRET_KEY))", SECRET_KEY=key)) == key


# Flags and lists


@pytest.mark.parametrize("name", ["DEBUG", "HTTPS"])
def test_a_flag_that_is_neither_on_nor_off_is_refused(start, name):
    assert refusal(start(**{name: "maybe"})) == f"{name}='maybe': say on or off."


@pytest.mark.parametrize(("value", "meant"), [("on", True), ("TRUE", True), ("1", True), ("off", False), ("", False)])
def test_a_flag_is_on_or_off(start, value, meant):
    assert told(start("import json; print(json.dumps([s.DEBUG, s.HTTPS]))", DEBUG=value, HTTPS=value)) == [meant, meant]


def test_by_default_debug_and_https_are_off_and_both_faces_show(start):
    code = "import json; print(json.dumps([s.DEBUG, s.HTTPS, sorted(s.SITE_FACES), s.SITE_URL]))"
    assert told(start(code)) == [False, False, ["public", "staff"], "http://127.0.0.1:8000"]


@pytest.mark.parametrize("faces", ["", "teapot", "public,teapot"])
def test_an_unknown_face_is_refused(start, faces):
    assert "say public, staff or public,staff" in refusal(start(SITE_FACES=faces))


def test_lists_may_have_spaces_after_their_commas(start):
    code = "import json; print(json.dumps([s.ALLOWED_HOSTS, sorted(s.SITE_FACES)]))"
    done = start(code, ALLOWED_HOSTS="one.example.org, two.example.org", SITE_FACES="public, staff")
    assert told(done) == [["one.example.org", "two.example.org"], ["public", "staff"]]


@pytest.mark.parametrize("address", ["", "upr.example.org", "ftp://upr.example.org"])
def test_an_address_of_the_site_that_is_not_whole_is_refused(start, address):
    assert "give the whole address" in refusal(start(SITE_URL=address))


def test_a_contact_is_an_address_that_machines_can_follow(start):
    assert "give mailto:" in refusal(start(SECURITY_CONTACT="security@upr.example.org"))


def test_the_address_of_the_site_has_no_stroke_at_its_end(start):
    done = start("import json; print(json.dumps(s.SITE_URL))", SITE_URL="https://upr.example.org/")
    assert told(done) == "https://upr.example.org"


# The database


@pytest.mark.parametrize("url", ["mysql://u:p@h/db", "teapot://kitchen", "nonsense", "", "$DATABASE"])
def test_another_database_than_sqlite_and_postgresql_is_refused(start, url):
    assert "only sqlite and postgres are supported" in refusal(start(DATABASE_URL=url))


def test_a_database_address_that_cannot_be_read_is_refused_without_a_word_of_it(start):
    done = start(DATABASE_URL="postgres://potter:gla/ze@127.0.0.1/teapots")
    assert "DATABASE_URL cannot be read" in refusal(done)
    assert "gla" not in done.stderr


def test_postgresql_and_sqlite_are_accepted(start):
    code = "import json; print(json.dumps(s.DATABASES['default']['ENGINE']))"
    assert told(start(code)) == "django.db.backends.sqlite3"
    assert told(start(code, DATABASE_URL="postgres://u:p@127.0.0.1/teapots")) == "django.db.backends.postgresql"


# What a process shows

ASK = """
import json, os
import django
from django.test import Client
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
django.setup()
answers = {}
for address in ADDRESSES:
    response = Client(raise_request_exception=False).get(address)
    answers[address] = [response.status_code, response.headers.get("Location", ""), response.content.decode()]
    answers[address].append(response.headers.get("Strict-Transport-Security", ""))
print(json.dumps(answers))
"""


def ask(start, *addresses: str, **environment: str) -> dict[str, list]:
    """What a fresh process answers at some addresses, none of which needs the database."""
    return told(start(f"ADDRESSES = {addresses!r}\n{ASK}", **environment))


def test_the_public_face_has_no_admin(start):
    answers = ask(start, "/about/", "/admin/", "/admin/login/", "/livez", SITE_FACES="public")
    assert [answer[0] for answer in answers.values()] == [500, 404, 404, 200]  # what a page shows needs a database
    assert "There is no such page" in answers["/admin/"][2]


def test_the_face_for_staff_has_no_public_pages_and_says_so(start):
    public = ["/", "/about/", "/cases/", "/reviews/", "/recommendations/", "/recommendations.csv", "/follow-up/"]
    answers = ask(start, *public, "/admin/", "/livez", SITE_FACES="staff")
    assert {answers[address][0] for address in public} == {404}
    assert "There is no such page" in answers["/"][2]
    assert answers["/admin/"][:2] == [302, "/admin/login/?next=/admin/"]
    assert answers["/livez"][0] == 200


def test_https_redirects_everything_but_the_probes(start):
    answers = ask(start, "/about/", "/admin/", "/livez", HTTPS="on")
    assert answers["/about/"][:2] == [301, "https://testserver/about/"]
    assert answers["/admin/"][:2] == [301, "https://testserver/admin/"]
    assert answers["/livez"][:3] == [200, "", "ok\n"]


def test_https_makes_cookies_secure_and_says_so_to_browsers(start):
    names = ["SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_SSL_REDIRECT", "SECURE_HSTS_SECONDS"]
    code = f"import json; print(json.dumps([getattr(s, name) for name in {names}]))"
    assert told(start(code, HTTPS="on")) == [True, True, True, 365 * 24 * 60 * 60]
    assert told(start(code)) == [False, False, False, 0]


def test_behind_a_proxy_a_page_over_https_is_answered_with_hsts(start):
    code = ASK.replace("get(address)", "get(address, headers={'X-Forwarded-Proto': 'https'})")
    answers = told(start(f"ADDRESSES = ['/livez']\n{code}", HTTPS="on", TRUSTED_PROXY="on"))
    assert answers["/livez"][0] == 200
    assert answers["/livez"][3] == "max-age=31536000; includeSubDomains"


@pytest.mark.parametrize(
    ("environment", "trusted"),
    [
        ({}, False),
        ({"HTTPS": "on"}, False),
        ({"TRUSTED_PROXY": "on"}, False),
        ({"HTTPS": "on", "TRUSTED_PROXY": "on"}, True),
    ],
)
def test_the_word_of_a_proxy_is_trusted_only_where_that_is_said(start, environment, trusted):
    done = start("import json; print(json.dumps(hasattr(s, 'SECURE_PROXY_SSL_HEADER')))", **environment)
    assert told(done) is trusted


def test_over_https_cookies_are_bound_to_this_host(start):
    names = ["SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME", "SESSION_COOKIE_HTTPONLY", "CSRF_COOKIE_HTTPONLY"]
    code = f"import json; print(json.dumps([getattr(s, name) for name in {names}]))"
    assert told(start(code, HTTPS="on")) == ["__Host-session", "__Host-csrf", True, True]
    assert told(start(code)) == ["session", "csrf", True, True]


@pytest.mark.parametrize(("debug", "required"), [("on", False), ("off", True)])
def test_a_second_factor_is_required_but_under_debug(start, debug, required):
    code = "import json; print(json.dumps([s.SECOND_FACTOR_REQUIRED, s.STEP_UP_REQUIRED]))"
    assert told(start(code, DEBUG=debug)) == [required, True]


def test_passwords_are_kept_by_argon2(start):
    assert "Argon2" in str(told(start("import json; print(json.dumps(s.PASSWORD_HASHERS[0]))")))


CHECK = """
import os, sys
import django
os.environ["DJANGO_SETTINGS_MODULE"] = "upr_tracker.settings"
django.setup()
if SLACK:
    from django.conf import settings
    settings.SECOND_FACTOR_REQUIRED = settings.STEP_UP_REQUIRED = False
from django.core.management import call_command
call_command("check", deploy=True, fail_level="WARNING")
"""
READY = {
    "HTTPS": "on",
    "TRUSTED_PROXY": "on",
    "SITE_URL": "https://upr.example.org",
    "ALLOWED_HOSTS": "upr.example.org",
}
READY |= {"ROOM_PASSPHRASE": "four words of invention", "SECRET_KEY": "0123456789abcdefghijklmnopqrstuvwxyz" * 2}


def test_a_site_as_documented_passes_the_checks_for_deployment(start):
    done = start(f"SLACK = False\n{CHECK}", **READY)
    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout


def test_the_checks_say_where_signing_in_is_weaker(start):
    done = start(f"SLACK = True\n{CHECK}", **READY)
    assert done.returncode != 0
    assert "upr_tracker.W001" in done.stderr
    assert "upr_tracker.W002" in done.stderr
