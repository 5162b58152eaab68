"""Wrong guesses are bounded, and nobody's guesses keep the owner of an account out."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from reprisals import guesses
from reprisals.models import WrongGuesses

from .conftest import CODE, PASSWORD, SIGN_IN, a_member, code_of, give_password, is_in, sign_in

pytestmark = pytest.mark.django_db
TOO_MANY = "Too many wrong tries"


def said(answer):
    return answer.content.decode() if answer.status_code == 200 else ""


def later(monkeypatch, **parts):
    now = timezone.now() + timedelta(**parts)
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)


def test_a_thousand_wrong_guesses_of_strangers_do_not_keep_the_owner_out(ada):
    hers = sign_in(secret=ada.secret)
    hers.post("/admin/logout/")
    stranger = Client()
    for n in range(1000):
        if n < 30:
            give_password(stranger if n % 3 else Client(), password=f"guess {n}")
        else:  # as that form does, without drawing its page
            with pytest.raises(guesses.TooMany):
                guesses.spend("password", "ada")
    assert TOO_MANY in said(give_password(stranger, password=PASSWORD))
    assert is_in(sign_in(secret=ada.secret, client=hers, steps=1))


def test_nor_do_wrong_codes_of_who_knows_her_password(ada):
    hers = sign_in(secret=ada.secret)
    hers.post("/admin/logout/")
    for _time in range(12):
        thief = Client()
        give_password(thief)
        last = thief.post(CODE, {"code": "000000"})
    assert TOO_MANY in said(last)
    thief = Client()
    give_password(thief)
    assert TOO_MANY in said(thief.post(CODE, {"code": code_of(ada.secret, 1)}))
    assert is_in(sign_in(secret=ada.secret, client=hers, steps=1))


def test_a_stranger_has_ten_guesses_an_hour(ada, monkeypatch):
    for n in range(10):
        assert "not correct" in said(give_password(Client(), password=f"guess {n}"))
    assert TOO_MANY in said(give_password(Client(), password=PASSWORD))
    later(monkeypatch, minutes=61)
    assert give_password(Client()).status_code == 302


@pytest.mark.parametrize("name", ["ADA", " ada ", "Ada", "ａｄａ"])
def test_another_spelling_of_the_name_is_no_other_account(ada, name):
    for n in range(10):
        give_password(Client(), name, f"guess {n}")
    assert TOO_MANY in said(give_password(Client()))


def test_the_known_browser_has_ten_guesses_of_its_own(ada):
    hers = sign_in(secret=ada.secret)
    hers.post("/admin/logout/")
    for n in range(10):
        give_password(hers, password=f"guess {n}")
    assert TOO_MANY in said(give_password(hers))
    assert give_password(Client()).status_code == 302


def test_guesses_on_many_accounts_are_bounded_together(db):
    for n in range(guesses.ALL_STRANGERS.wrong):
        guesses.spend("password", f"account {n}")
    with pytest.raises(guesses.TooMany):
        guesses.spend("password", "one more")
    assert not WrongGuesses.objects.filter(wrong=0).exists()
    guesses.spend("password", "one more", browser="a known one")


def test_a_browser_known_to_one_account_is_a_stranger_to_another(ada):
    a_member("ben")
    hers = sign_in(secret=ada.secret)
    hers.post("/admin/logout/")
    for n in range(10):
        give_password(hers, "ben", f"guess {n}")
    assert TOO_MANY in said(give_password(hers, "ben"))


def test_a_forged_or_old_mark_of_a_browser_counts_for_nothing(ada, monkeypatch):
    hers = sign_in(secret=ada.secret)
    value = hers.cookies["known-browser"].value
    for n in range(10):
        give_password(Client(), password=f"guess {n}")
    for mark in ("teapot", value[:-2], value.replace(":", ";")):
        forger = Client()
        forger.cookies["known-browser"] = mark
        assert TOO_MANY in said(give_password(forger))
    known = Client()
    known.cookies["known-browser"] = value
    assert give_password(known).status_code == 302


def test_right_passwords_cost_nothing_and_do_not_wipe_wrong_ones(ada):
    for n in range(9):
        give_password(Client(), password=f"guess {n}")
    for _time in range(3):
        assert give_password(Client()).status_code == 302
    give_password(Client(), password="guess 10")
    assert TOO_MANY in said(give_password(Client()))


def test_an_account_that_does_not_exist_answers_like_one_that_does(ada):
    for n in range(11):
        there, nowhere = (give_password(Client(), name, f"guess {n}") for name in ("ada", "eve"))
        assert list(there.context["form"].errors.values()) == list(nowhere.context["form"].errors.values())


def test_a_code_of_somebody_signed_in_and_a_present_password_are_bounded_too(ada):
    client = sign_in(secret=ada.secret)
    again = f"{SIGN_IN}account/reauthenticate/"
    for _time in range(10):
        client.post(again, {"code": "000000"})
    assert TOO_MANY in said(client.post(again, {"code": code_of(ada.secret, 1)}))
    page, new = f"{SIGN_IN}password/", "spout-handle-kettle-lid"
    for _time in range(10):
        client.post(page, {"oldpassword": "guess", "password1": new, "password2": new})
    assert TOO_MANY in said(client.post(page, {"oldpassword": PASSWORD, "password1": new, "password2": new}))


def test_what_is_kept_of_guesses_names_nobody_and_does_not_grow_for_ever(ada, monkeypatch):
    give_password(Client(REMOTE_ADDR="203.0.113.77"), password="guess")
    rows = list(WrongGuesses.objects.values())
    assert len(rows) == 2  # of the account, and of all strangers
    assert "ada" not in str(rows)
    assert "203.0.113.77" not in str(rows)
    later(monkeypatch, hours=25)
    give_password(Client(), "ben", "guess")
    assert not {row["of"] for row in rows[:1]} & set(WrongGuesses.objects.values_list("of", flat=True))
    assert WrongGuesses.objects.count() == 2


def test_the_cookie_of_a_known_browser_is_strict_and_only_for_signing_in(ada):
    cookie = sign_in(secret=ada.secret).cookies["known-browser"]
    assert cookie["path"] == SIGN_IN
    assert cookie["httponly"]
    assert cookie["samesite"] == "Strict"


def test_no_cookie_makes_a_browser_known_before_the_second_factor(ada):
    client = Client()
    give_password(client)
    assert "known-browser" not in client.cookies
