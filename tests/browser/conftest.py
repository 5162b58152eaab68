"""A real browser, and pages of staff and public in it."""

import os
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

# Playwright runs a loop of its own in this thread, in which Django would otherwise refuse to ask the database.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

CHROMIUM = next(filter(None, map(shutil.which, ["chromium", "chromium-browser", "google-chrome"])), None)
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
QUIET += ["--disable-component-update", "--disable-sync", "--disable-dev-shm-usage"]

# Set in each page before anything of its own: what the policy blocks is told to us.
LISTENING = """
addEventListener("securitypolicyviolation", (event) =>
    console.error(`policy: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`))
"""


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for all tests of this process; each test gets a profile of its own in it."""
    if CHROMIUM is None:
        if os.environ.get("CI"):
            pytest.fail("no chromium is installed (.ci/packages)")
        pytest.skip("no chromium is installed")
    with sync_playwright() as playwright:
        # Left on, which Playwright would turn off: what a browser keeps of pages for Back is what we look at.
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=QUIET, ignore_default_args=["--disable-back-forward-cache"]
        )
        yield browser
        browser.close()


@pytest.fixture
def site(live_server) -> str:
    """The address of the site, by a name that browsers take for safe also without TLS."""
    return str(live_server.url.replace("127.0.0.1", "localhost"))


class Watch:
    """What the pages of a browser asked for and complained of."""

    def __init__(self, context: BrowserContext, site: str) -> None:
        self.elsewhere: list[str] = []
        self.complaints: list[str] = []
        self.site = site
        context.add_init_script(LISTENING)
        context.on("request", self._asked)
        context.on("console", self._said)
        context.on("weberror", lambda error: self.complaints.append(f"script: {error.error}"))

    def _asked(self, request) -> None:
        if not request.url.startswith((f"{self.site}/", "about:")):
            self.elsewhere.append(request.url)

    def _said(self, message) -> None:
        if message.type in ("error", "warning"):
            where = message.page.url if message.page else ""
            self.complaints.append(f"{where}: {message.text}")


@pytest.fixture
def context(chromium: Browser, site: str) -> Iterator[BrowserContext]:
    """A fresh profile, 1280 pixels wide, which reaches nothing but this site."""
    made = chromium.new_context(viewport={"width": 1280, "height": 900}, base_url=site)
    made.set_default_timeout(15_000)
    yield made
    made.close()


@pytest.fixture
def watch(context: BrowserContext, site: str) -> Watch:
    return Watch(context, site)


@pytest.fixture
def page(context: BrowserContext, watch: Watch) -> Page:
    return context.new_page()


def sign_in(page: Page, name: str, password: str) -> None:
    """Gives a name and a password on the page where that is asked for."""
    page.get_by_label("User name").fill(name)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()
