"""No page of the site asks another for anything or breaks its policy: every public one, and every one of staff."""

import re

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from reprisals.models import Incident, Version
from tests.reprisals.addresses import ADDRESSES, NOWHERE, the_record
from tests.reprisals.records import a_person_of_staff, an_incident, evidence_of, two_people

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
# What is no page: a picture opened by itself is shown by the browser in a page of its own, with a style of its own.
FILES = {
    "case_feed",
    "recommendations:recommendation_file",
    "recommendations:picture_file",
    "recommendations:state_picture_file",
    "site_card",
    "search",
    "robots",
    "favicon",
    "security",
    "sitemap",
    "sitemap_part",
    "case_card",
    *(f"recommendations:{record}_card" for record in ("review", "recommendation", "state", "follow_up", "statement")),
    "recommendations:follow_up_file",
    "recommendations:calendar_file",
    "recommendations:follow_up_feed",
    "recommendations:data_file",
    "recommendations:data_feed",
    "recommendations:date_feed",
    "recommendations:statement_feed",
    "recommendations:review_feed",
    "recommendations:statement_file",
    "reprisals:incident_file",
    "reprisals:file",
    *(name for name in ADDRESSES if name.startswith("api:") and name != "api:page"),
}


@pytest.fixture(autouse=True)
def tombstones(settings, tmp_path):
    settings.TOMBSTONES = str(tmp_path / "tombstones")
    settings.EVIDENCE_DIR = str(tmp_path / "evidence")


@pytest.fixture
def record(db):
    made = two_people()
    the_record(*made)
    return made


def assert_quiet(watch, seen):
    """Nothing went elsewhere and nothing was blocked; that a page is not found is no complaint."""
    complaints = [one for one in watch.complaints if "status of 40" not in one and "favicon" not in one]
    assert watch.elsewhere == []
    assert complaints == []
    assert seen


def test_no_public_page_leaves_the_site_or_breaks_its_policy(page, context, record, watch):
    addresses = [kept[0] for name, kept in ADDRESSES.items() if name not in FILES]
    addresses += [f"/ar{address}" for address in ("/", "/recommendations/", "/reviews/china-2024/", "/never/")]
    addresses += ["/recommendations/?q=teapot&state=CHN", "/reprisals/?state=PRT", *NOWHERE[:2]]
    for address in addresses:
        page.goto(address)
    assert_quiet(watch, addresses)
    assert context.cookies() == []
    stored = page.evaluate("[localStorage.length, sessionStorage.length, document.cookie]")
    assert stored == [0, 0, ""]


def test_what_is_refused_keeps_to_the_policy_too(page, context, db, watch):
    page.goto("/admin/sign-in/")
    context.clear_cookies()
    page.get_by_label("User name").fill("ada")
    page.get_by_label("Password").fill("teapot")
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("heading", name="The form was not taken").wait_for()
    client = Client()
    client.force_login(User.objects.create_user("guest", is_staff=True))
    context.add_cookies([{"name": "session", "value": client.cookies["session"].value, "url": watch.site}])
    page.goto("/admin/auth/user/")
    page.get_by_role("heading", name="You may not do this").wait_for()
    assert_quiet(watch, ["/admin/auth/user/"])


def test_the_watch_sees_what_breaks_the_policy(page, record, watch):
    page.goto("/about/")
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<p style=\"color: red\">Teapot</p>')")
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<img src=\"http://teapots.invalid/a.png\">')")
    page.wait_for_timeout(200)
    assert [one for one in watch.complaints if "style-src" in one]
    assert [one for one in watch.complaints if "img-src" in one]


PAGES_OF_INCIDENT = ("publication", "page", "purge", "evidence", "log")


def views_of_staff(user):
    """An address of each view in the admin that a link leads to: lists, forms, histories, and pages of our own."""
    found = ["/admin/", "/admin/recommendations/", "/admin/reprisals/", "/admin/sign-in/account/"]
    found += ["/admin/sign-in/password/", "/admin/sign-in/account/totp/activate/", "/admin/sign-in/account/webauthn/"]
    found += ["/admin/sign-in/account/webauthn/add/", "/admin/reprisals/version/published/"]
    incident = an_incident(user)
    evidence = evidence_of(incident, user)
    for model, model_admin in admin.site._registry.items():
        name = f"{model._meta.app_label}_{model._meta.model_name}"
        there = {one.name for one in model_admin.get_urls()}
        row = model._base_manager.last()
        found += [reverse(f"admin:{name}_{page}") for page in ("changelist", "add") if f"{name}_{page}" in there]
        for page in ("change", "history", "delete"):
            if row and f"{name}_{page}" in there:
                found.append(reverse(f"admin:{name}_{page}", args=[row.pk]))
    found += [reverse(f"admin:reprisals_incident_{page}", args=[incident.pk]) for page in PAGES_OF_INCIDENT]
    found.append(reverse("admin:reprisals_incident_piece", args=[incident.pk, evidence.pk]))
    other = Incident.objects.exclude(pk=incident.pk).first()
    found += [reverse(f"admin:reprisals_consentfile_{page}", args=[other.pk]) for page in ("change", "page", "purge")]
    found.append(reverse("admin:reprisals_version_page", args=[Version.objects.first().pk]))
    found.append(reverse("admin:auth_user_help", args=[User.objects.first().pk]))
    return list(dict.fromkeys(found))


def links_of(page):
    """Where the links of a page lead within the admin, without filters and orders of lists."""
    hrefs = page.eval_on_selector_all("a[href]", "links => links.map(link => link.pathname)")
    return {href for href in hrefs if href.startswith("/admin/")}


def shape(address):
    """An address without the numbers in it, by which pages of one view are known."""
    return re.sub(r"/(\d+|[0-9a-f]{10,})(?=/)", "/n", address)


def test_no_page_of_staff_leaves_the_site_or_breaks_its_policy(page, context, record, watch, settings):
    user = a_person_of_staff("ada", is_superuser=True)
    client = Client()
    client.force_login(user)
    cookie = {"name": settings.SESSION_COOKIE_NAME, "value": client.cookies[settings.SESSION_COOKIE_NAME].value}
    context.add_cookies([cookie | {"url": watch.site}])
    waiting, seen = views_of_staff(user), {}
    while waiting:
        address = waiting.pop(0)
        if shape(address) in seen or "jsi18n" in address or address.endswith((".jpg", ".pdf")):
            continue
        response = page.goto(address, wait_until="load")
        seen[shape(address)] = response.status
        waiting += sorted(links_of(page))
    assert_quiet(watch, seen)
    assert len(seen) > 60
    assert {seen[shape(reverse(f"admin:reprisals_incident_{page}", args=[1]))] for page in PAGES_OF_INCIDENT} == {200}
    assert seen[shape(reverse("admin:reprisals_consentfile_page", args=[1]))] == 200
    assert [address for address, status in seen.items() if status >= 500] == []
