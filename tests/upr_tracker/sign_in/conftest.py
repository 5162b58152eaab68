"""What the tests of signing in share: people of staff, who sign in as they would, with a second factor."""

import re
import time

import pytest
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.contrib.auth.models import User
from django.core.cache import cache
from django.test import Client

from reprisals import audit
from reprisals.roles import StaffRole, give_roles

PASSWORD, NEW = "kettle-lid-spout-handle", "spout-handle-kettle-lid"
SIGN_IN = "/admin/sign-in/"
CODE = f"{SIGN_IN}account/authenticate/"
AGAIN = f"{SIGN_IN}account/reauthenticate/"


@pytest.fixture(autouse=True)
def strict(settings):
    """As a site for others is: second factors are required, and some steps ask again."""
    settings.SECOND_FACTOR_REQUIRED = settings.STEP_UP_REQUIRED = True
    cache.clear()


@pytest.fixture
def noted(monkeypatch):
    """What is written into the log, as (action, user name, about)."""
    rows = []

    def note(action, *, by, incident=None, fields=(), about=""):
        rows.append((str(action.value), by.username if by else "", about))

    monkeypatch.setattr(audit, "note", note)
    return rows


class Clock:
    """The time that everything here goes by, which a test moves on."""

    def __init__(self, monkeypatch):
        self.now = time.time()
        monkeypatch.setattr(time, "time", lambda: self.now)

    def pass_by(self, **parts):
        self.now += sum({"hours": 3600, "minutes": 60, "seconds": 1}[unit] * n for unit, n in parts.items())


@pytest.fixture
def clock(monkeypatch):
    return Clock(monkeypatch)


def a_member(name="ada", **fields):
    """Somebody of staff with a password."""
    return User.objects.create_user(name, f"{name}@example.org", PASSWORD, is_staff=True, **fields)


def an_app(user):
    """The secret of an app with codes that somebody has set up."""
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    return secret


def code_of(secret, steps=0):
    """The code that an app shows now, or some steps of 30 seconds later."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


def give_password(client, name="ada", password=PASSWORD, **headers):
    return client.post(SIGN_IN, {"login": name, "password": password}, **headers)


def sign_in(name="ada", secret="", client=None, steps=0):
    """A browser in which somebody signed in, with a code where there is a secret."""
    client = client or Client()
    answer = give_password(client, name)
    assert answer.status_code == 302, answer.context["form"].errors
    if secret:
        answer = client.post(CODE, {"code": code_of(secret, steps)})
        assert answer.status_code == 302, answer.context["form"].errors
    return client


def is_in(client):
    """Whether somebody works here in this browser."""
    return client.get("/admin/").status_code == 200


@pytest.fixture
def ada(db):
    """Somebody with all rights and a second factor; `secret` is that of her app."""
    made = a_member(is_superuser=True)
    made.secret = an_app(made)
    return made


@pytest.fixture
def ben(db):
    made = a_member("ben", is_superuser=True)
    made.secret = an_app(made)
    return made


@pytest.fixture
def clerk(db):
    """A technical administrator, without all rights."""
    made = a_member("clerk")
    give_roles(made, [StaffRole.ADMINISTRATOR])
    made.secret = an_app(made)
    return made


@pytest.fixture
def admin(ada):
    return sign_in(secret=ada.secret)


def account(client, person, **fields):
    """What is answered to a change of an account."""
    values = {"first_name": "", "last_name": "", "email": person.email, "is_active": "on"}
    values |= {"is_superuser": "on"} if person.is_superuser else {}
    return client.post(f"/admin/auth/user/{person.pk}/change/", values | fields)


def link_in(letter):
    return re.search(r"/admin/sign-in/new-password/\S+", letter.body)[0]


def set_password(client, link, password=NEW):
    form = client.get(link, follow=True)
    return client.post(form.request["PATH_INFO"], {"new_password1": password, "new_password2": password})
