"""Accounts of staff: how they begin and end, and who gives which roles."""

import re

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.test import Client

from reprisals.roles import StaffRole, give_roles, roles_given_to

from .conftest import NEW, a_member, account, give_password, is_in, link_in, set_password, sign_in

pytestmark = pytest.mark.django_db


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


def test_closing_an_account_ends_its_sessions(admin, ben):
    bens = sign_in("ben", ben.secret)
    account(admin, ben, is_active="")
    assert not is_in(bens)
    assert not bens.session.exists(bens.cookies["session"].value)


def test_whose_account_is_opened_again_is_told(admin, ben, django_capture_on_commit_callbacks):
    account(admin, ben, is_active="")
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        account(admin, ben)
        account(admin, ben, first_name="Ben")
    assert [letter.to for letter in mail.outbox] == [["ben@example.org"]]
    assert "ada opened your account again" in mail.outbox[0].body


def test_accounts_are_not_deleted(admin, ben):
    assert admin.post(f"/admin/auth/user/{ben.pk}/delete/", {"post": "yes"}).status_code == 403
    assert User.objects.filter(pk=ben.pk).exists()


def test_an_administrator_neither_gives_nor_loses_roles_by_their_own_account(clerk, noted):
    client = sign_in("clerk", clerk.secret)
    noted.clear()
    for posted in ({"roles": [role.value for role in StaffRole]}, {"roles": ["consent custodian"]}, {}):
        assert account(client, clerk, first_name="C.", **posted).status_code == 302
        assert roles_given_to(clerk) == {"technical administrator"}
    assert "role_given" not in {action for action, _by, _about in noted}
    assert "roles" not in client.get(f"/admin/auth/user/{clerk.pk}/change/").context["adminform"].form.fields


def test_an_administrator_gives_roles_to_others(clerk, noted):
    client, dora = sign_in("clerk", clerk.secret), a_member("dora")
    assert account(client, dora, roles=["editor"]).status_code == 302
    assert roles_given_to(dora) == {"editor"}
    assert ("role_given", "clerk", f"user {dora.pk} editor") in noted


def test_the_list_tells_who_has_which_role(admin, ben):
    give_roles(ben, [StaffRole.REVIEWER, StaffRole.EDITOR])
    page = admin.get("/admin/auth/user/").content.decode()
    assert '<td class="field-roles_held">editor, reviewer-publisher</td>' in page
