"""Who is signed in, for how long, and what an old cookie is still good for: nothing."""

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client

from .conftest import AGAIN, CODE, PASSWORD, SIGN_IN, a_member, an_app, code_of, give_password, is_in, sign_in

pytestmark = pytest.mark.django_db


def cookie_of(client):
    return client.cookies["session"].value


def with_cookie(value):
    client = Client()
    client.cookies["session"] = value
    return client


# One way in


def test_a_password_alone_does_not_let_in(ada):
    client = Client()
    assert give_password(client)["Location"] == CODE
    assert not is_in(client)
    assert client.post(CODE, {"code": "000000"}).status_code == 200
    assert not is_in(client)


def test_with_a_code_somebody_is_in(ada):
    assert is_in(sign_in(secret=ada.secret))


@pytest.mark.parametrize("address", ["/admin/", "/admin/login/", "/admin/login/?next=/admin/"])
def test_the_address_of_the_admin_leads_to_the_one_way_in(db, client, address):
    answer = client.get(address, follow=True)
    assert answer.redirect_chain[-1][0].startswith(SIGN_IN)
    assert answer.status_code == 200


def test_the_admins_own_form_signs_nobody_in(ada, client):
    answer = client.post("/admin/login/", {"username": "ada", "password": PASSWORD})
    assert answer.status_code == 405
    assert not is_in(client)


def test_who_is_not_of_staff_does_not_sign_in(db, client):
    a_member("guest", is_superuser=False).__class__.objects.filter(username="guest").update(is_staff=False)
    assert give_password(client, "guest").status_code == 200
    assert not Session.objects.exists()


def test_who_is_of_staff_no_more_is_told_so(ada):
    client = sign_in(secret=ada.secret)
    type(ada).objects.filter(pk=ada.pk).update(is_staff=False)
    answer = client.get("/admin/auth/user/", follow=True)
    assert answer.status_code == 403
    assert "not one of staff" in answer.content.decode()


def test_a_session_that_did_not_prove_the_second_factor_is_led_to_do_so(ada, client):
    client.force_login(ada)
    answer = client.get("/admin/auth/user/")
    assert answer["Location"] == f"{AGAIN}?next=%2Fadmin%2Fauth%2Fuser%2F"
    client.post(f"{AGAIN}?next=/admin/", {"code": code_of(ada.secret)})
    assert is_in(client)


def test_staff_without_a_second_factor_reach_only_where_it_is_set_up(client):
    a_member("ben")
    sign_in("ben", client=client)
    for address in ("/admin/", "/admin/recommendations/state/", "/admin/reprisals/incident/", "/admin/never/"):
        assert client.get(address)["Location"] == f"{SIGN_IN}account/", address
    assert client.get(f"{SIGN_IN}account/").status_code == 200
    assert client.post(f"{SIGN_IN}out/").status_code == 302


@pytest.mark.django_db(transaction=True)
def test_setting_up_the_first_factor(client):
    a_member("ben", is_superuser=True)
    elsewhere = sign_in("ben")
    sign_in("ben", client=client)
    page = f"{SIGN_IN}account/totp/activate/"
    assert client.get(page)["Location"].startswith(f"{SIGN_IN}again/")  # the password anew
    client.post(f"{SIGN_IN}again/?next={page}", {"password": PASSWORD})
    code = code_of(client.get(page).context["form"].secret)
    answer = client.post(page, {"code": code})
    assert answer["Location"] == f"{SIGN_IN}account/recovery-codes/"
    codes = client.get(answer["Location"]).context["unused_codes"]
    assert len(set(codes)) == 10
    assert set(client.get(answer["Location"]).context["unused_codes"]) == {"****"}  # shown once
    assert is_in(client)
    assert elsewhere.get("/admin/")["Location"].startswith("/admin/login/")  # which did not prove it
    client.post(f"{SIGN_IN}out/")
    give_password(client, "ben")
    cache.clear()
    assert client.post(CODE, {"code": code}).status_code == 200  # not the same code again
    client.post(CODE, {"code": codes[0]})
    assert is_in(client)
    client.post(f"{SIGN_IN}out/")
    give_password(client, "ben")
    assert client.post(CODE, {"code": codes[0]}).status_code == 200


def test_under_debug_somebody_is_only_told_to_set_one_up(client, settings):
    settings.SECOND_FACTOR_REQUIRED, settings.DEBUG = False, True
    a_member("ben", is_superuser=True)
    sign_in("ben", client=client)
    assert "Your account has no second factor" in client.get("/admin/").content.decode()


# Cookies


def test_the_cookie_from_before_signing_in_is_good_for_nothing(ada):
    client = Client()
    give_password(client)
    before = cookie_of(client)
    client.post(CODE, {"code": code_of(ada.secret)})
    assert is_in(client)
    assert cookie_of(client) != before
    assert not is_in(with_cookie(before))


def test_the_cookie_from_before_signing_out_is_good_for_nothing(ada):
    client = sign_in(secret=ada.secret)
    old = cookie_of(client)
    assert is_in(with_cookie(old))
    client.post("/admin/logout/")
    assert not is_in(with_cookie(old))


def test_a_change_of_password_ends_every_other_session_and_the_own_cookie(ada):
    elsewhere, client = sign_in(secret=ada.secret), sign_in(secret=ada.secret, steps=1)
    waiting = Client()
    give_password(waiting)
    old = cookie_of(client)
    new = "spout-handle-kettle-lid"
    page = f"{SIGN_IN}password/"
    client.post(page, {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert is_in(client)
    assert not is_in(with_cookie(old))
    assert not is_in(elsewhere)
    assert waiting.get(CODE)["Location"] == SIGN_IN  # who knew only the former password starts anew


def test_an_account_that_is_closed_is_out_with_the_next_request(ada):
    client = sign_in(secret=ada.secret)
    type(ada).objects.filter(pk=ada.pk).update(is_active=False)
    assert not is_in(client)
    assert give_password(Client()).status_code == 200


def test_signing_out_everywhere_ends_all_sessions_also_half_ones(ada):
    here, there = sign_in(secret=ada.secret), sign_in(secret=ada.secret, steps=1)
    waiting = Client()
    give_password(waiting)
    answer = here.post(f"{SIGN_IN}everywhere/")
    assert answer["Clear-Site-Data"] == '"cache", "storage"'
    assert not is_in(here)
    assert not is_in(there)
    assert waiting.get(CODE)["Location"] == SIGN_IN


def test_nobody_elses_sessions_end_with_it(ada):
    ben = a_member("ben", is_superuser=True)
    bens = sign_in("ben", an_app(ben))
    sign_in(secret=ada.secret).post(f"{SIGN_IN}everywhere/")
    assert is_in(bens)


# Time


def test_after_30_minutes_without_use_somebody_is_out(ada, clock):
    client = sign_in(secret=ada.secret)
    clock.pass_by(minutes=29)
    assert is_in(client)
    clock.pass_by(minutes=29)
    assert is_in(client)
    old = cookie_of(client)
    clock.pass_by(minutes=30)
    assert client.get("/admin/")["Location"] == f"{SIGN_IN}?ended=idle&next=%2Fadmin%2F"
    assert not is_in(with_cookie(old))
    assert "30 minutes without use" in client.get(f"{SIGN_IN}?ended=idle").content.decode()


def test_after_8_hours_somebody_is_out_however_much_they_work(ada, clock):
    client = sign_in(secret=ada.secret)
    for _quarter in range(4 * 8 - 1):
        clock.pass_by(minutes=15)
        assert is_in(client)
    clock.pass_by(minutes=15)
    assert client.get("/admin/")["Location"] == f"{SIGN_IN}?ended=long&next=%2Fadmin%2F"


def test_who_types_a_long_text_stays_signed_in(ada, clock):
    client = sign_in(secret=ada.secret)
    for _time in range(3):
        clock.pass_by(minutes=20)
        assert client.get(f"{SIGN_IN}here/").status_code == 204
    assert is_in(client)


def test_the_session_is_written_once_a_minute_at_most(ada, clock, django_assert_num_queries):
    client = sign_in(secret=ada.secret)
    is_in(client)
    before = Session.objects.get().session_data
    clock.pass_by(seconds=50)
    is_in(client)
    assert Session.objects.get().session_data == before
    clock.pass_by(seconds=20)
    is_in(client)
    assert Session.objects.get().session_data != before


# A code once


def test_a_code_counts_once(ada):
    code = code_of(ada.secret)
    first, second = Client(), Client()
    for client in (first, second):
        give_password(client)
    assert first.post(CODE, {"code": code}).status_code == 302
    assert second.post(CODE, {"code": code}).status_code == 200
    assert not is_in(second)


def test_a_code_counts_once_whichever_process_is_asked(ada):
    code = code_of(ada.secret)
    for expected in (302, 200):
        client = Client()
        give_password(client)
        assert client.post(CODE, {"code": code}).status_code == expected
        cache.clear()  # each process has a memory of its own


def test_an_earlier_code_than_the_last_one_does_not_count(ada):
    sign_in(secret=ada.secret, steps=1)
    client = Client()
    give_password(client)
    assert client.post(CODE, {"code": code_of(ada.secret)}).status_code == 200


# Secrets


def test_secrets_of_second_factors_are_encrypted_by_a_key_that_is_not_in_the_database(ada, settings):
    kept = Authenticator.objects.get().data["secret"]
    assert ada.secret not in kept
    former, settings.SECRET_KEY = settings.SECRET_KEY, "another-" + "k" * 40
    client = Client()
    give_password(client)
    answer = client.post(CODE, {"code": code_of(ada.secret)})
    assert "cannot be read any more" in answer.content.decode()
    settings.SECRET_KEY_FALLBACKS = [former]
    assert is_in(sign_in(secret=ada.secret))
    settings.SECRET_KEY_FALLBACKS = []  # it was encrypted anew on the way
    assert is_in(sign_in(secret=ada.secret, steps=1))


def test_the_last_second_factor_is_not_removed_where_one_is_required(ada):
    client = sign_in(secret=ada.secret)
    client.post(f"{AGAIN}?next=/admin/", {"code": code_of(ada.secret, 1)})
    page = f"{SIGN_IN}account/totp/deactivate/"
    assert client.post(page).status_code == 200
    assert ada.secret
    assert is_in(client)


def test_a_password_alone_changes_no_second_factor_of_who_has_one(ada, clock):
    client = sign_in(secret=ada.secret)
    assert client.get(f"{SIGN_IN}account/webauthn/add/")["Location"].startswith(AGAIN)
    answer = client.post(f"{SIGN_IN}again/?next=/admin/", {"password": PASSWORD})
    assert answer["Location"].startswith(AGAIN)
    assert client.get(f"{SIGN_IN}account/webauthn/add/")["Location"].startswith(AGAIN)


@pytest.mark.parametrize("address", ["signup/", "login/", "password/reset/", "email/", "login/code/"])
def test_nobody_signs_up_or_asks_for_a_password_by_themselves(ada, client, address):
    assert client.get(f"{SIGN_IN}{address}")["Location"].startswith("/admin/login/")
    assert sign_in(secret=ada.secret, client=client).get(f"{SIGN_IN}{address}").status_code == 404


def test_the_log_is_told_and_never_what_was_typed(ada, noted):
    give_password(Client(), "ada", "wrong-password-of-ada")
    give_password(Client(), "a password typed as a name", PASSWORD)
    client = sign_in(secret=ada.secret)
    client.post("/admin/logout/")
    about = f"user {ada.pk}"
    assert noted == [
        ("sign_in_failed", "", about),
        ("sign_in_failed", "", ""),
        ("signed_in", "ada", ""),
        ("signed_out", "ada", ""),
    ]
