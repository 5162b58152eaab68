"""What somebody who reads the database, or writes into it, can do with the sessions in it: nothing."""

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from upr_tracker.sign_in.session_store import SessionStore, kept_as

from .conftest import give_password, is_in, sign_in

pytestmark = pytest.mark.django_db


def with_cookie(value):
    client = Client()
    client.cookies["session"] = value
    return client


def test_no_cookie_can_be_made_of_what_the_database_holds(ada):
    client = sign_in(secret=ada.secret)
    cookie, row = client.cookies["session"].value, Session.objects.get()
    assert row.session_key != cookie
    assert cookie not in row.session_data
    assert is_in(with_cookie(cookie))
    assert not is_in(with_cookie(row.session_key))


def test_what_a_session_says_is_not_read_in_the_database(ada):
    client = sign_in(secret=ada.secret)
    session = client.session
    session["teapot"] = "qteapotcanaryz"
    session.save()
    assert client.session["teapot"] == "qteapotcanaryz"
    row = Session.objects.get()
    assert row.get_decoded() == {}
    assert "teapot" not in row.session_data


def test_a_session_that_is_copied_into_another_row_lets_nobody_in(ada):
    sign_in(secret=ada.secret)
    of_ada = Session.objects.get()
    stranger = Client()
    stranger.get("/admin/sign-in/")
    own = stranger.session
    own["tea"] = 1
    own.save()
    Session.objects.filter(session_key=kept_as(own.session_key)).update(session_data=of_ada.session_data)
    assert not is_in(with_cookie(own.session_key))


def test_a_session_of_another_secret_key_lets_nobody_in(ada, settings):
    client = sign_in(secret=ada.secret)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another-" + "k" * 40
    assert not is_in(client)


def test_signing_out_deletes_the_row(ada):
    client = sign_in(secret=ada.secret)
    client.post("/admin/logout/")
    assert not Session.objects.exists()


def test_half_a_sign_in_is_found_as_theirs(ada):
    waiting = Client()
    give_password(waiting)
    assert is_in(sign_in(secret=ada.secret))
    marks = {row.session_data.partition(".")[0] for row in Session.objects.all()}
    assert len(marks) == 1
    assert SessionStore(waiting.cookies["session"].value)["account_login"]
