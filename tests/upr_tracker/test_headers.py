"""What every answer tells a browser, what no answer sets, and what a header from outside changes: nothing."""

import logging
import runpy

import pytest
from django.conf import settings as configured
from django.core import mail
from django.http import HttpResponse, StreamingHttpResponse
from django.test import Client, override_settings
from django.urls import path
from django.utils.log import AdminEmailHandler
from gunicorn.config import Config

from tests.reprisals.addresses import NOWHERE, STAFF, questions, the_record
from tests.reprisals.records import a_person_of_staff, two_people
from tests.upr_tracker.test_settings import ROOT
from upr_tracker import urls

pytestmark = pytest.mark.django_db
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
# Put together here, since a report of an error shows the lines of code around it.
CANARY, ROUND_ABOUT = (".".join(parts) for parts in (("203", "0", "113", "77"), ("198", "51", "100", "88")))
BROWSER = "/".join(["Mozilla", "5.0 Teapot"])


def broken(request):
    raise RuntimeError("The teapot broke.")


def streamed(request):
    return StreamingHttpResponse([b"tea", b"pot"])


def suspicious(request):
    from django.core.exceptions import SuspiciousOperation

    raise SuspiciousOperation("A teapot out of place.")


def denied(request):
    from django.core.exceptions import PermissionDenied

    raise PermissionDenied


def posted(request):
    return HttpResponse("posted")


urlpatterns = [
    *(path(f"{face}try/{view.__name__}/", view) for face in ("", "admin/") for view in (broken, streamed, suspicious)),
    *(path(f"{face}try/{view.__name__}/", view) for face in ("", "admin/") for view in (denied, posted)),
    *urls.urlpatterns,
]
handler400 = urls.handler400
TRIED = [f"{face}try/{name}/" for face in ("/", "/admin/") for name in ("broken", "streamed", "suspicious", "denied")]


@pytest.fixture
def tried(settings):
    """A browser whose requests break in every way."""
    settings.ROOT_URLCONF = __name__
    return Client(raise_request_exception=False, enforce_csrf_checks=True)


def of_the_api(address):
    """Whether it is an address of the API, but for the page that explains it."""
    path = address.split("?")[0]
    return path.startswith("/api/v1/") and path != "/api/v1/"


def assert_headed(response, address):
    headers = response.headers
    assert {name: headers.get(name) for name in ALWAYS} == ALWAYS, address
    staff = address.startswith("/admin/")
    assert headers["Referrer-Policy"] == ("same-origin" if staff else "no-referrer"), address
    # Any site may read the API, and nothing else; never with what a browser knows of its user.
    assert headers.get("Access-Control-Allow-Origin") == ("*" if of_the_api(address) else None), address
    assert "Access-Control-Allow-Credentials" not in headers
    assert "camera=()" in headers["Permissions-Policy"]
    assert ("publickey-credentials-get=(self)" in headers["Permissions-Policy"]) == staff
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy, address
    for loose in ("unsafe", "http:", "https:", "data:", "*"):
        assert loose not in policy, address
    if staff:
        assert headers["Cache-Control"] == "no-store, private", address


def test_every_public_answer_has_its_headers_and_sets_no_cookie(settings, tmp_path):
    settings.EVIDENCE_DIR = str(tmp_path / "evidence")
    the_record(*two_people())
    client = Client()
    for method, address, _conditions in questions():
        response = client.generic(method, address)
        assert_headed(response, address)
        if address not in STAFF:
            assert not response.cookies, address
    assert not client.cookies


def test_an_answer_to_staff_who_are_signed_in_has_its_headers_too(client):
    client.force_login(a_person_of_staff("editor", is_superuser=True))
    for address in (*STAFF, *NOWHERE, "/admin/auth/user/", "/admin/sign-in/account/"):
        assert_headed(client.get(address), address)


@pytest.mark.parametrize("address", TRIED)
def test_errors_refusals_and_streams_have_their_headers(tried, address):
    response = tried.get(address)
    name = address.split("/")[-2]
    assert response.status_code == {"broken": 500, "streamed": 200, "suspicious": 400, "denied": 403}[name]
    assert_headed(response, address)


@pytest.mark.parametrize("face", ["/", "/admin/"])
def test_a_refused_form_and_an_unknown_host_have_their_headers(tried, face):
    for response in (tried.post(f"{face}try/posted/"), tried.get(face, HTTP_HOST="teapots.example.net")):
        assert response.status_code in (400, 403)
        assert_headed(response, face)


@pytest.mark.parametrize("status", [200, 304, 404])
def test_static_files_have_their_headers(settings, status):
    settings.WHITENOISE_USE_FINDERS = settings.WHITENOISE_AUTOREFRESH = True
    client = Client()
    address = "/static/never.css" if status == 404 else "/static/site.css"
    since = {"HTTP_IF_MODIFIED_SINCE": client.get(address)["Last-Modified"]} if status == 304 else {}
    response = client.get(address, **since)
    assert response.status_code == status
    assert_headed(response, address)


def test_a_redirect_to_https_has_its_headers(settings):
    settings.SECURE_SSL_REDIRECT = True
    response = Client().get("/about/")
    assert response.status_code == 301
    assert_headed(response, "/about/")


def test_a_public_page_is_the_same_for_staff_and_reads_no_session(client, django_assert_num_queries):
    client.force_login(a_person_of_staff("editor"))
    response = client.get("/about/")
    assert "Cookie" not in response.get("Vary", "")
    assert response.content == Client().get("/about/").content


# Addresses of visitors


@pytest.fixture
def records(settings):
    """All that is logged, by whomever, with the reports of errors that are mailed."""
    settings.ADMINS, settings.DEBUG = [("Admin", "admin@example.org")], False
    found = []

    class Keeping(logging.Handler):
        def emit(self, record):
            found.append(self.format(record))

    keeping, mailing = Keeping(logging.DEBUG), AdminEmailHandler(include_html=True)
    keeping.setFormatter(logging.Formatter("%(name)s %(levelname)s %(message)s %(exc_info)s"))
    loggers = [logging.getLogger(name) for name in ("", "django", "django.server", "django.security", "django.request")]
    before = [(logger, logger.level, logger.propagate) for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.DEBUG)
        logger.propagate = True
    loggers[0].addHandler(keeping)
    loggers[-1].addHandler(mailing)
    yield found
    loggers[0].removeHandler(keeping)
    loggers[-1].removeHandler(mailing)
    for logger, level, propagate in before:
        logger.setLevel(level)
        logger.propagate = propagate


def test_no_address_of_a_visitor_is_logged_or_mailed(tried, records):
    told = {"REMOTE_ADDR": CANARY, "HTTP_X_FORWARDED_FOR": f"{ROUND_ABOUT}, {CANARY}", "HTTP_X_REAL_IP": ROUND_ABOUT}
    told |= {"HTTP_FORWARDED": f"for={ROUND_ABOUT}", "HTTP_USER_AGENT": BROWSER, "HTTP_REFERER": CANARY}
    for address in (*TRIED, "/", "/about/", "/never/", "/recommendations/?page=teapot", "/admin/", "/admin/never/"):
        tried.get(address, **told)
    tried.post("/try/posted/", **told)
    tried.get("/", **told | {"HTTP_HOST": "teapots.example.net"})
    tried.post("/admin/sign-in/", {"login": "ada", "password": "teapot"}, **told)
    Client().post("/admin/sign-in/", {"login": "ada", "password": "teapot"}, **told)
    whole = "\n".join(records)
    assert "The teapot broke" in whole or "RuntimeError" in whole
    assert "teapots.example.net" in whole
    assert "CSRF cookie not set" in whole
    letters = [f"{letter.message().as_string()}{letter.body}{letter.alternatives}" for letter in mail.outbox]
    assert any("RuntimeError" in letter for letter in letters)
    for text in (whole, *letters):
        for private in (CANARY, ROUND_ABOUT, BROWSER):
            assert private not in text, text[max(0, text.index(private) - 300) : text.index(private) + 100]


# What a header from outside changes: nothing

SPOOFED = {
    "HTTP_X_FORWARDED_PROTO": "https",
    "HTTP_X_FORWARDED_SSL": "on",
    "HTTP_X_FORWARDED_HOST": "teapots.example.net",
    "HTTP_X_FORWARDED_PORT": "444",
    "HTTP_X_FORWARDED_FOR": CANARY,
    "HTTP_FORWARDED": f"for={CANARY};host=teapots.example.net;proto=https",
    "HTTP_X_ORIGINAL_URL": "/admin/",
    "HTTP_X_REWRITE_URL": "/admin/",
}


@pytest.mark.parametrize("address", ["/", "/about/", "/recommendations/", "/never/", "/admin/", "/admin/sign-in/"])
def test_a_spoofed_header_of_a_proxy_changes_no_answer(address):
    plain, spoofed = (Client().get(address, **headers) for headers in ({}, SPOOFED))
    assert spoofed.status_code == plain.status_code
    said = [{name: value for name, value in one.items() if name != "Expires"} for one in (plain, spoofed)]  # of now
    assert said[0] == said[1]
    if not plain.cookies:
        assert spoofed.content == plain.content
    assert b"teapots.example.net" not in spoofed.content


def test_nor_does_it_make_a_request_over_https(settings):
    settings.SECURE_SSL_REDIRECT = True
    assert Client().get("/about/", **SPOOFED)["Location"] == "https://testserver/about/"
    assert configured.USE_X_FORWARDED_HOST is configured.USE_X_FORWARDED_PORT is False


def test_nor_another_allowance_of_guesses(client):
    for n in range(11):
        said = client.post("/admin/sign-in/", {"login": "ada", "password": "x"}, HTTP_X_FORWARDED_FOR=f"10.0.0.{n}")
    assert "Too many wrong tries" in said.content.decode()


def test_with_a_trusted_proxy_its_word_on_tls_alone_is_taken():
    with override_settings(SECURE_PROXY_SSL_HEADER=("HTTP_X_FORWARDED_PROTO", "https"), SECURE_SSL_REDIRECT=True):
        assert Client().get("/about/", **SPOOFED).status_code == 200
        assert b"teapots.example.net" not in Client().get("/about/", **SPOOFED).content


# gunicorn


def test_gunicorn_as_set_up_here_logs_no_visit_and_no_address_and_believes_no_proxy(caplog):
    conf = runpy.run_path(str(ROOT / "gunicorn.conf.py"))
    assert conf["accesslog"] is None
    config = Config()
    config.set("forwarded_allow_ips", conf["forwarded_allow_ips"])
    assert config.forwarded_allow_ips == []
    logger = conf["logger_class"](config)
    logger.error_log.propagate = True
    with caplog.at_level(logging.DEBUG, "gunicorn.error"):
        logger.warning(f"Invalid request from ip={CANARY}: teapot")
        logger.warning("The teapot boils.")
    assert [record.getMessage() for record in caplog.records] == ["The teapot boils."]
