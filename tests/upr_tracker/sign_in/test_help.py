"""An administrator helps somebody who cannot sign in, and cannot become them unseen."""

import re
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.admin import site as admin_site
from django.contrib.auth.models import Permission, User
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from reprisals import helping
from reprisals.models import GivenHelp, StaffRole
from reprisals.roles import give_roles

from .conftest import CODE, PASSWORD, SIGN_IN, a_member, an_app, code_of, give_password, is_in, sign_in

pytestmark = pytest.mark.django_db
NEW = "spout-handle-kettle-lid"


@pytest.fixture
def ben(db):
    made = a_member("ben", is_superuser=True)
    made.secret = an_app(made)
    return made


@pytest.fixture
def admin(ada):
    return sign_in(secret=ada.secret)


def page_of(person):
    return reverse("admin:auth_user_help", args=[person.pk])


def help_with(client, person, what):
    """What is said after help."""
    return client.post(page_of(person), {what: "1"}, follow=True).content.decode()


def link_in(letter):
    return re.search(r"/admin/sign-in/new-password/\S+", letter.body)[0]


def set_password(client, link, password=NEW):
    form = client.get(link, follow=True)
    return client.post(form.request["PATH_INFO"], {"new_password1": password, "new_password2": password})


# Second factors


def test_second_factors_are_removed_and_the_person_is_told(admin, ben, noted):
    bens = sign_in("ben", ben.secret)
    noted.clear()
    mail.outbox.clear()
    assert "Removed." in help_with(admin, ben, "factors")
    assert not Authenticator.objects.filter(user=ben).exists()
    assert bens.get("/admin/")["Location"].startswith("/admin/login/")
    assert [letter.to for letter in mail.outbox] == [["ben@example.org"]]
    assert "ada removed all your second factors" in mail.outbox[0].body
    assert noted == [("factor_removed", "ada", f"user {ben.pk}"), ("helped", "ada", f"user {ben.pk} factors")]


def test_they_are_told_at_each_sign_in_until_they_confirm(admin, ben, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    help_with(admin, ben, "factors")
    for _time in range(2):
        client = sign_in("ben")
        page = client.get("/admin/").content.decode()
        assert "ada removed your second factors" in page
        client.post(f"{SIGN_IN}out/")
    client = sign_in("ben")
    up_to = re.search(r'name="up_to" value="(\d+)"', client.get("/admin/").content.decode())[1]
    client.post(f"{SIGN_IN}helped/", {"up_to": up_to})
    assert "removed your second factors" not in client.get("/admin/").content.decode()
    assert "ada removed your second factors" in client.get(f"{SIGN_IN}account/").content.decode()  # stays listed
    client.post(f"{SIGN_IN}out/")
    assert "removed your second factors" not in sign_in("ben").get("/admin/").content.decode()


def test_they_are_told_also_where_a_second_factor_has_to_be_set_up_first(admin, ben):
    help_with(admin, ben, "factors")
    assert "ada removed your second factors" in sign_in("ben").get(f"{SIGN_IN}account/").content.decode()


def test_nobody_confirms_for_somebody_else(admin, ben, ada):
    help_with(admin, ben, "factors")
    admin.post(f"{SIGN_IN}helped/", {"up_to": GivenHelp.objects.get().pk})
    assert GivenHelp.objects.get().read_at is None


# Passwords


def test_a_link_to_set_a_password_goes_to_the_person_alone(admin, ben, noted):
    mail.outbox.clear()
    said = help_with(admin, ben, "password")
    assert "Sent to ben@example.org" in said
    (letter,) = mail.outbox
    link = link_in(letter)
    assert link not in said
    assert letter.body.count("http://127.0.0.1:8000/") == 2
    client = Client()
    assert set_password(client, link)["Location"] == SIGN_IN
    assert give_password(Client(), "ben").status_code == 200
    assert give_password(client, "ben", NEW)["Location"] == CODE  # the second factor stays
    assert "This link was used already" in Client().get(link, follow=True).content.decode()
    assert "with the link that was sent to you" in mail.outbox[-1].body
    assert ("helped", "ada", f"user {ben.pk} password") in noted
    assert ("password_changed", "ben", "by link") in noted


def test_the_link_ends_with_the_day(admin, ben, settings, monkeypatch):
    help_with(admin, ben, "password")
    tomorrow = timezone.now().replace(tzinfo=None) + timedelta(hours=25)
    monkeypatch.setattr("django.contrib.auth.tokens.PasswordResetTokenGenerator._now", lambda self: tomorrow)
    assert "older than 24 hours" in Client().get(link_in(mail.outbox[-1]), follow=True).content.decode()


def test_a_new_password_ends_all_sessions(admin, ben):
    bens = sign_in("ben", ben.secret)
    help_with(admin, ben, "password")
    set_password(Client(), link_in(mail.outbox[-1]))
    assert not is_in(bens)


def test_the_link_lets_in_whom_wrong_guesses_of_others_keep_out(admin, ben):
    for n in range(11):
        answer = give_password(Client(), "ben", f"guess {n}")
    assert "Too many" in answer.content.decode()
    help_with(admin, ben, "password")
    client = Client()
    set_password(client, link_in(mail.outbox[-1]))
    give_password(client, "ben", NEW)
    client.post(CODE, {"code": code_of(ben.secret)})
    assert is_in(client)


@pytest.mark.parametrize("address", ["/admin/auth/user/{}/password/", "/admin/auth/group/"])
def test_nobody_sets_another_password(admin, ben, address):
    assert admin.get(address.format(ben.pk), follow=True).redirect_chain[-1:] in ([], [("/admin/", 302)])
    admin.post(address.format(ben.pk), {"password1": NEW, "password2": NEW, "usable_password": "true"})
    assert User.objects.get(pk=ben.pk).check_password(PASSWORD)
    assert 'name="password"' not in admin.get(f"/admin/auth/user/{ben.pk}/change/").content.decode()


def test_the_admin_edits_no_factor_session_or_group_but_accounts_alone():
    labels = ("account", "auth", "mfa", "sessions", "admin")
    assert [model for model in admin_site._registry if model._meta.app_label in labels] == [User]


# The way to become somebody


def test_one_administrator_does_not_do_both_within_a_day(admin, ben):
    help_with(admin, ben, "factors")
    mail.outbox.clear()
    assert "within 24 hours" in help_with(admin, ben, "password")
    assert mail.outbox == []
    GivenHelp.objects.update(given_at=timezone.now() - timedelta(hours=25))
    assert "Sent to" in help_with(admin, ben, "password")


def test_nor_the_other_way_round(admin, ben):
    help_with(admin, ben, "password")
    assert "within 24 hours" in help_with(admin, ben, "factors")
    assert Authenticator.objects.filter(user=ben).exists()


def test_once_the_person_has_read_of_one_the_other_is_possible(admin, ben):
    help_with(admin, ben, "password")
    bens = sign_in("ben", ben.secret)
    bens.post(f"{SIGN_IN}helped/", {"up_to": GivenHelp.objects.get().pk})
    assert "Removed." in help_with(admin, ben, "factors")


def account(client, person, **fields):
    """What is answered to a change of an account."""
    values = {"first_name": "", "last_name": "", "email": person.email, "is_active": "on"}
    values |= {"is_superuser": "on"} if person.is_superuser else {}
    return client.post(f"/admin/auth/user/{person.pk}/change/", values | fields)


def test_another_address_is_told_at_both_and_delays_the_rest(admin, ben, noted):
    mail.outbox.clear()
    assert account(admin, ben, email="eve@example.org").status_code == 302
    assert {letter.to[0] for letter in mail.outbox} == {"ben@example.org", "eve@example.org"}
    assert ("helped", "ada", f"user {ben.pk} address") in noted
    mail.outbox.clear()
    for what in ("password", "factors"):
        assert "within 24 hours" in help_with(admin, ben, what)
    assert mail.outbox == []


def test_an_address_is_not_changed_within_a_day_of_other_help(admin, ben):
    help_with(admin, ben, "password")
    answer = account(admin, ben, email="eve@example.org")
    assert "within 24 hours" in str(answer.context["errors"])
    assert User.objects.get(pk=ben.pk).email == "ben@example.org"


def test_nobody_helps_themselves(admin, ada):
    assert "Nobody helps themselves" in help_with(admin, ada, "factors")
    assert Authenticator.objects.filter(user=ada).exists()
    assert not GivenHelp.objects.exists()


def test_who_has_not_all_rights_does_not_help_who_has(ben):
    clerk = a_member("clerk")
    clerk.user_permissions.set(Permission.objects.filter(content_type__app_label="auth"))
    client = sign_in("clerk", an_app(clerk))
    assert client.get(f"/admin/auth/user/{ben.pk}/change/").status_code == 200  # to look at
    assert client.post(page_of(ben), {"factors": "1"}).status_code == 403
    assert account(client, ben, email="eve@example.org").status_code == 403
    assert Authenticator.objects.filter(user=ben).exists()


def test_who_has_not_all_rights_gives_none(db):
    clerk, dora = a_member("clerk"), a_member("dora")
    clerk.user_permissions.set(Permission.objects.filter(content_type__app_label="auth"))
    client = sign_in("clerk", an_app(clerk))
    assert account(client, dora, is_superuser="on", user_permissions=["1"], first_name="D.").status_code == 302
    dora.refresh_from_db()
    assert dora.first_name == "D."
    assert not dora.is_superuser
    assert not dora.user_permissions.exists()


def test_whoever_only_looks_does_not_help(ben):
    guest = a_member("guest")
    guest.user_permissions.set(Permission.objects.filter(codename="view_user"))
    client = sign_in("guest", an_app(guest))
    assert client.get(page_of(ben)).status_code == 403
    assert client.post(page_of(ben), {"password": "1"}).status_code == 403


# Accounts


def test_a_new_account_gets_a_link_and_no_password(admin, django_capture_on_commit_callbacks):
    mail.outbox.clear()
    values = {"username": "fay", "email": "fay@example.org", "is_active": "on"}
    with django_capture_on_commit_callbacks(execute=True):
        assert admin.post("/admin/auth/user/add/", values).status_code == 302
    fay = User.objects.get(username="fay")
    assert fay.is_staff
    assert not fay.has_usable_password()
    set_password(Client(), link_in(mail.outbox[0]))
    assert give_password(Client(), "fay", NEW).status_code == 302


def test_without_mail_the_link_of_a_new_account_is_shown_once(admin, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    values = {"username": "fay", "email": "fay@example.org", "is_active": "on"}
    said = admin.post("/admin/auth/user/add/", values, follow=True).content.decode()
    link = re.search(r"/admin/sign-in/new-password/[^\s<]+", said)[0]
    set_password(Client(), link)
    assert give_password(Client(), "fay", NEW).status_code == 302
    assert "new-password" not in admin.get("/admin/auth/user/").content.decode()


def test_the_list_tells_who_has_which_role(admin, ben):
    give_roles(ben, [StaffRole.REVIEWER, StaffRole.EDITOR])
    page = admin.get("/admin/auth/user/").content.decode()
    assert '<td class="field-roles_held">editor, reviewer-publisher</td>' in page


def test_closing_an_account_ends_its_sessions(admin, ben):
    bens = sign_in("ben", ben.secret)
    account(admin, ben, is_active="")
    assert not is_in(bens)
    assert not bens.session.exists(bens.cookies["session"].value)


def test_accounts_are_not_deleted(admin, ben):
    assert admin.post(f"/admin/auth/user/{ben.pk}/delete/", {"post": "yes"}).status_code == 403
    assert User.objects.filter(pk=ben.pk).exists()


# Where the mail server does not take letters


@pytest.fixture
def no_mail(monkeypatch):
    def refuse(*args, **kwargs):
        raise ConnectionRefusedError

    return lambda: monkeypatch.setattr("upr_tracker.sign_in.letters.send_mail", refuse)


@pytest.mark.parametrize("what", ["factors", "password"])
def test_no_help_is_given_of_which_the_person_is_not_told(admin, ben, no_mail, what):
    no_mail()
    assert "Nothing is done" in help_with(admin, ben, what)
    assert Authenticator.objects.filter(user=ben).exists()
    assert not GivenHelp.objects.exists()


def test_an_account_is_made_and_its_link_sent_later(admin, no_mail, django_capture_on_commit_callbacks):
    no_mail()
    with django_capture_on_commit_callbacks(execute=True):
        admin.post("/admin/auth/user/add/", {"username": "fay", "email": "fay@example.org", "is_active": "on"})
    assert not User.objects.get(username="fay").has_usable_password()


def test_the_server_helps_also_then(ada, no_mail, capsys):
    no_mail()
    call_command("reset_second_factor", "ada")
    assert not Authenticator.objects.exists()


# On the server


def test_the_only_administrator_is_helped_on_the_server(ada, noted, capsys):
    client = sign_in(secret=ada.secret)
    noted.clear()
    mail.outbox.clear()
    call_command("reset_second_factor", "ada")
    assert "second factors of “ada” are removed" in capsys.readouterr().out
    assert not is_in(client)
    assert noted[-2:] == [("factor_removed", "", f"user {ada.pk}"), ("helped", "", f"user {ada.pk} factors")]
    assert "Somebody with access to the server removed" in mail.outbox[0].body
    assert "somebody with access to the server removed" in sign_in().get(f"{SIGN_IN}account/").content.decode()


def test_an_account_that_is_not_there_is_said(db):
    with pytest.raises(CommandError, match="no account “eve”"):
        call_command("reset_second_factor", "eve")


# Who may help whom, whatever page asks


def test_who_may_not_help_is_refused_by_the_rule_itself(ada, ben):
    clerk = a_member("clerk")
    dora = a_member("dora")
    assert helping.refused(ben, clerk, "factors") == "superuser"
    assert helping.refused(dora, dora, "factors") == "self"
    assert helping.refused(dora, clerk, "factors") == ""
    helping.record(dora, clerk, "password")
    assert helping.refused(dora, clerk, "factors") == "too_soon"
    assert helping.refused(dora, clerk, "password") == ""
    assert helping.refused(dora, ada, "factors") == ""
    assert helping.refused(dora, None, "factors") == ""
