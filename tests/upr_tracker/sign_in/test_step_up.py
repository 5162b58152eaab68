"""Publishing, purging and helping ask again who somebody is, and do nothing before they know."""

import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from recommendations.models import Statement
from reprisals.access import join
from reprisals.models import CaseRole, CustodyEvent, Entry, Incident, PublicIncident, SignOnList
from reprisals.roles import StaffRole, give_roles
from tests.reprisals.records import an_incident, approved, evidence_of, nobody_in

from .conftest import AGAIN, SIGN_IN, a_member, an_app, code_of, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def tombstones(settings, tmp_path):
    settings.TOMBSTONES = str(tmp_path / "tombstones")


@pytest.fixture
def version(ada):
    """A page that waits to be published, by two people who are neither of those who publish."""
    writer, reviewer = (a_member(name) for name in ("writer", "reviewer"))
    for member in (writer, reviewer, ada):
        give_roles(member, list(StaffRole))
    incident = an_incident(writer)
    nobody_in(incident)
    return approved(incident, writer, reviewer)


def publish_page(version):
    return reverse("admin:reprisals_version_review", args=[version.pk])


def test_publishing_asks_again_after_five_minutes_and_only_then_publishes(ada, version, clock):
    client = sign_in(secret=ada.secret)
    clock.pass_by(minutes=6)
    page = publish_page(version)
    answer = client.post(page, {"publish": "1"})
    assert answer["Location"] == f"{AGAIN}?next={page.replace('/', '%2F')}"
    assert not PublicIncident.objects.exists()
    assert "press “Publish it” again" in client.get(answer["Location"]).content.decode()
    answer = client.post(answer["Location"], {"code": code_of(ada.secret)})
    assert answer["Location"] == page
    client.post(page, {"publish": "1"})
    assert PublicIncident.objects.count() == 1


def test_of_a_form_that_has_to_wait_nothing_is_kept_in_the_session(ada, clock):
    """Neither what was sent nor the address and the browser from which it came."""
    client = sign_in(secret=ada.secret)
    clock.pass_by(minutes=6)
    form = f"{SIGN_IN}account/recovery-codes/generate/"
    answer = client.post(form, HTTP_USER_AGENT="Teapot browser", REMOTE_ADDR="203.0.113.7")
    assert answer["Location"].startswith(AGAIN)
    kept = str(dict(client.session))
    assert not [told for told in ("203.0.113.7", "Teapot", client.cookies["session"].value) if told in kept]
    assert client.post(answer["Location"], {"code": code_of(ada.secret)})["Location"] == form
    assert client.post(form).status_code == 302
    assert ada.authenticator_set.filter(type="recovery_codes").exists()


def test_a_fresh_sign_in_is_proof_enough(ada, version):
    client = sign_in(secret=ada.secret)
    client.post(publish_page(version), {"publish": "1"})
    assert PublicIncident.objects.count() == 1


def test_other_steps_do_not_ask(ada, version, clock):
    client = sign_in(secret=ada.secret)
    clock.pass_by(minutes=6)
    answer = client.post(publish_page(version), {"return": "1", "why": "Teapots are missing."})
    assert answer["Location"] == publish_page(version)


def test_purging_asks_again(ada, version, clock):
    client = sign_in(secret=ada.secret)
    clock.pass_by(minutes=6)
    incident = version.incident
    page = reverse("admin:reprisals_consentfile_purge", args=[incident.pk])
    answer = client.post(page, {"reference": incident.reference})
    assert answer["Location"].startswith(AGAIN)
    assert Incident.objects.filter(pk=incident.pk).exists()
    client.post(answer["Location"], {"code": code_of(ada.secret)})
    client.post(page, {"reference": incident.reference})
    assert not Incident.objects.filter(pk=incident.pk).exists()


def test_an_original_of_evidence_is_given_out_after_asking_again(ada, version, clock, settings, tmp_path):
    settings.EVIDENCE_DIR = str(tmp_path / "evidence")
    join(version.incident, ada, CaseRole.CASE_OFFICER)
    evidence = evidence_of(version.incident, User.objects.get(username="writer"))
    client = sign_in(secret=ada.secret)
    clock.pass_by(minutes=6)
    keys = [version.incident.pk, evidence.pk]
    original = reverse("admin:reprisals_incident_original", args=keys)
    answer = client.post(original, {"why": "for the lawyer"})
    piece = reverse("admin:reprisals_incident_piece", args=keys)
    assert answer["Location"] == f"{AGAIN}?next={piece.replace('/', '%2F')}"
    assert not CustodyEvent.objects.filter(what=CustodyEvent.What.READ).exists()
    client.post(answer["Location"], {"code": code_of(ada.secret)})
    assert client.post(original, {"why": "for the lawyer"}).status_code == 200
    assert CustodyEvent.objects.filter(what=CustodyEvent.What.READ).count() == 1


def test_a_password_is_no_proof_of_who_has_a_second_factor(ada, version, clock):
    client = sign_in(secret=ada.secret)
    clock.pass_by(minutes=6)
    session = client.session  # as an earlier release would have let in: the password given anew, just now
    records = session["account_authentication_methods"]
    session["account_authentication_methods"] = [*records, {"method": "password", "at": clock.now}]
    session.save()
    assert client.post(publish_page(version), {"publish": "1"})["Location"].startswith(AGAIN)


def test_under_debug_who_has_none_is_asked_for_the_password(version, clock, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    give_roles(a_member("ben"), list(StaffRole))
    client = sign_in("ben")
    clock.pass_by(minutes=6)
    answer = client.post(publish_page(version), {"publish": "1"})
    assert answer["Location"].startswith(f"{SIGN_IN}again/")
    client.post(answer["Location"], {"password": "kettle-lid-spout-handle"})
    client.post(publish_page(version), {"publish": "1"})
    assert PublicIncident.objects.count() == 1


def test_the_log_is_told_of_it(ada, noted):
    client = sign_in(secret=ada.secret)
    client.post(f"{AGAIN}?next=/admin/", {"code": code_of(ada.secret, 1)})
    assert ("stepped_up", "ada", "") in noted


@pytest.mark.parametrize("page", ["file", "print"])
def test_who_will_sign_is_taken_away_after_asking_again(ada, clock, page):
    give_roles(ada, [StaffRole.EDITOR])
    statement = Statement.objects.create(slug="teapots", title="Teapots")
    listed = SignOnList(statement=statement, deadline="2021-06-01")
    listed.save()
    client = sign_in(secret=ada.secret)
    clock.pass_by(minutes=6)
    address = reverse(f"admin:reprisals_signonlist_{page}", args=[listed.pk])
    back = reverse("admin:reprisals_signonlist_answers", args=[listed.pk])
    answer = client.get(address)
    assert answer["Location"] == f"{AGAIN}?next={back.replace('/', '%2F')}"
    assert not Entry.objects.filter(action="exported").exists()
    client.post(answer["Location"], {"code": code_of(ada.secret)})
    assert client.get(address).status_code == 200
    assert Entry.objects.filter(action="exported").count() == 1


def test_making_accounts_and_giving_roles_ask_again_before_the_form_and_after(clerk, clock):
    ben = a_member("ben")
    client = sign_in("clerk", clerk.secret)
    page = reverse("admin:auth_user_change", args=[ben.pk])
    assert client.get(page).status_code == 200
    clock.pass_by(minutes=6)
    for address in (page, reverse("admin:auth_user_add")):
        assert client.get(address)["Location"].startswith(AGAIN)
        answer = client.post(address, {"username": "eve", "roles": [StaffRole.CUSTODIAN.value]})
        assert answer["Location"].startswith(AGAIN)
    assert not ben.groups.exists()
    assert not User.objects.filter(username="eve").exists()
    client.post(answer["Location"], {"code": code_of(clerk.secret)})
    assert (
        client.post(page, {"email": ben.email, "is_active": "on", "roles": [StaffRole.EDITOR.value]}).status_code == 302
    )
    assert ben.groups.get().name == StaffRole.EDITOR.value


def test_helping_somebody_asks_again(ada, clock):
    ben = a_member("ben")
    an_app(ben)
    client = sign_in(secret=ada.secret)
    clock.pass_by(minutes=6)
    answer = client.post(reverse("admin:auth_user_help", args=[ben.pk]), {"factors": "1"})
    assert answer["Location"].startswith(AGAIN)
    assert User.objects.get(username="ben").pk == ben.pk
    assert ben.pk in set(User.objects.filter(authenticator__isnull=False).values_list("pk", flat=True))
