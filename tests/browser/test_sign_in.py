"""Signing in with a passkey, and what is left in the browser afterwards, in a real one."""

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import User

from .conftest import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "kettle-lid-spout-handle"


@pytest.fixture(autouse=True)
def strict(settings):
    settings.SECOND_FACTOR_REQUIRED = settings.STEP_UP_REQUIRED = True


@pytest.fixture
def ada(db):
    return User.objects.create_superuser("ada", "ada@example.org", PASSWORD)


def plug_in(devices):
    """Plugs in a device that holds passkeys, whose owner touches it whenever asked."""
    options = {"protocol": "ctap2", "transport": "usb", "hasUserVerification": True, "isUserVerified": True}
    options |= {"automaticPresenceSimulation": True}
    made = devices.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    devices.plugged_in = made["authenticatorId"]


@pytest.fixture
def passkey(context, page):
    devices = context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    plug_in(devices)
    return devices


def set_up_a_passkey(page):
    """From the first sign-in, which leads to where a second factor is set up, to the front page of the admin."""
    page.goto("/admin/")
    sign_in(page, "ada", PASSWORD)
    page.get_by_text("set up a second factor").wait_for()
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Confirm").click()
    page.get_by_label("Name").fill("Teapot key")
    page.get_by_role("button", name="Add it").click()
    page.get_by_role("heading", name="Recovery codes").wait_for()
    assert page.locator(".codes code").count() == 10
    page.get_by_role("link", name="Go on").click()
    page.get_by_role("heading", name="Keep the record").wait_for()


def test_a_passkey_is_set_up_and_signs_in_and_confirms(page, site, ada, passkey, watch):
    set_up_a_passkey(page)
    assert set(Authenticator.objects.values_list("type", flat=True)) == {"webauthn", "recovery_codes"}
    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("heading", name="Sign in").wait_for()
    page.goto("/admin/recommendations/state/")
    sign_in(page, "ada", PASSWORD)
    page.get_by_role("button", name="Use your passkey").click()
    page.wait_for_url(f"{site}/admin/recommendations/state/")
    page.goto("/admin/sign-in/account/webauthn/reauthenticate/?next=/admin/auth/user/")
    page.get_by_role("button", name="Use your passkey").click()
    page.wait_for_url(f"{site}/admin/auth/user/")
    page.goto("/admin/sign-in/account/webauthn/")
    assert "Teapot key" in page.content()
    page.get_by_role("link", name="Remove").click()
    page.get_by_role("button", name="Remove it").click()
    page.get_by_text("This is your last second factor").wait_for()
    assert watch.elsewhere == watch.complaints == []


def test_the_button_of_a_passkey_waits_until_it_does_something(page, ada, passkey):
    page.route("**/static/passkey.js", lambda route: route.abort())
    page.goto("/admin/")
    sign_in(page, "ada", PASSWORD)
    page.goto("/admin/sign-in/account/webauthn/add/")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Confirm").click()
    assert page.get_by_role("button", name="Add it").is_disabled()
    page.unroute("**/static/passkey.js")
    page.reload()
    assert page.get_by_role("button", name="Add it").is_enabled()


def test_another_passkey_does_not_sign_in(context, page, ada, passkey):
    set_up_a_passkey(page)
    page.get_by_role("button", name="Sign out").click()
    passkey.send("WebAuthn.removeVirtualAuthenticator", {"authenticatorId": passkey.plugged_in})
    plug_in(passkey)
    page.goto("/admin/")
    sign_in(page, "ada", PASSWORD)
    page.get_by_role("button", name="Use your passkey").click()
    page.locator("#passkey-failed").wait_for()
    page.goto("/admin/")
    page.get_by_role("heading", name="Your second factor").wait_for()


@pytest.mark.parametrize("steps", [1, 2])
def test_back_after_signing_out_shows_nothing(page, ada, settings, watch, steps):
    settings.SECOND_FACTOR_REQUIRED = False
    page.goto("/admin/")
    sign_in(page, "ada", PASSWORD)
    page.get_by_role("heading", name="Keep the record").wait_for()
    page.goto(f"/admin/auth/user/{ada.pk}/change/")
    assert "ada@example.org" in page.content()
    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("heading", name="Sign in").wait_for()
    shown = []
    page.expose_function("shown", lambda text: shown.append(text))
    page.add_init_script("addEventListener('pageshow', () => shown(document.documentElement.innerText))")
    for _step in range(steps):
        page.go_back(wait_until="load")
    page.get_by_role("heading", name="Sign in").wait_for()
    for text in (page.content(), *shown):
        assert "ada@example.org" not in text
        assert "Keep the record" not in text


def test_back_in_another_tab_shows_nothing(context, page, ada, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    page.goto("/admin/")
    sign_in(page, "ada", PASSWORD)
    other = context.new_page()
    other.goto(f"/admin/auth/user/{ada.pk}/change/")
    other.goto("/about/")
    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("heading", name="Sign in").wait_for()
    other.go_back(wait_until="load")
    other.get_by_role("heading", name="Sign in").wait_for()
    assert "ada@example.org" not in other.content()


def test_signing_in_needs_no_script_and_fits_a_small_screen(chromium, site, ada, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    context = chromium.new_context(java_script_enabled=False, viewport={"width": 320, "height": 640}, base_url=site)
    page = context.new_page()
    page.goto("/admin/")
    sign_in(page, "ada", PASSWORD)
    page.get_by_role("heading", name="Keep the record").wait_for()
    context.close()
    narrow = chromium.new_context(viewport={"width": 320, "height": 640}, base_url=site)
    page = narrow.new_page()
    page.goto("/admin/")
    widths = [page.evaluate("document.documentElement.scrollWidth")]
    sign_in(page, "ada", PASSWORD)
    for address in ("/admin/sign-in/account/", "/admin/sign-in/password/", "/admin/sign-in/account/totp/activate/"):
        page.goto(address)
        widths.append(page.evaluate("document.documentElement.scrollWidth"))
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Confirm").click()
    page.get_by_role("heading", name="Set up an app with codes").wait_for()
    widths.append(page.evaluate("document.documentElement.scrollWidth"))
    assert max(widths) <= 320
    narrow.close()
