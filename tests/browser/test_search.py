"""From a question to a recommendation, its citation and a file: by keyboard alone, without scripts, and in place."""

import re
from collections.abc import Iterator

import brotli
import pytest
from playwright.sync_api import Browser, BrowserContext, Download, Page, expect

from tests.recommendations.asks import many_asks

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MOST_SCRIPT = 15_000  # bytes, compressed, of all scripts of a public page


@pytest.fixture
def record(db) -> None:
    many_asks(30)


@pytest.fixture
def no_scripts(chromium: Browser, site: str) -> Iterator[Page]:
    made = chromium.new_context(viewport={"width": 1280, "height": 900}, base_url=site, java_script_enabled=False)
    made.set_default_timeout(15_000)
    yield made.new_page()
    made.close()


def tab_to(page: Page, name: str, *, most: int = 120) -> None:
    """Presses Tab until what has the focus is called so: a link, a button, a field or the heading of choices."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate(FOCUSED).startswith(name):
            return
    pytest.fail(f"no Tab leads to {name}")


FOCUSED = """(() => {
    const here = document.activeElement;
    return (here.ariaLabel || (here.labels && here.labels[0] || here).innerText || "").trim();
})()"""


def read(download: Download) -> str:
    return download.path().read_text(encoding="utf-8-sig")


def test_from_search_to_citation_and_file_by_keyboard_alone(page: Page, record, watch):
    page.goto("/")
    tab_to(page, "Recommendations")
    page.keyboard.press("Enter")
    page.wait_for_url("**/recommendations/")
    tab_to(page, "Words to search for")
    page.keyboard.type("teapot")
    page.keyboard.press("Enter")
    expect(page.locator("#results")).to_have_attribute("data-total", "30")
    tab_to(page, "Noted")
    page.keyboard.press("Space")
    expect(page.locator("#found")).to_contain_text("Position: Noted")
    expect(page.locator("#results mark").first).to_have_text("teapot")
    tab_to(page, "China, 2024, paragraph 28.2")
    page.keyboard.press("Enter")
    page.wait_for_url("**/recommendations/china-2024/28.2/")
    expect(page.locator(".cite")).to_contain_text(page.url.partition("/recommendations/")[2])
    page.evaluate("history.back()")  # by keyboard it is the browser's window that takes one back: there is none here
    page.wait_for_url("**/recommendations/?q=teapot&position=noted", wait_until="commit")
    with page.expect_download() as download:
        tab_to(page, "CSV")
        page.keyboard.press("Enter")
    assert read(download.value).count(",noted,") == 5
    assert (watch.complaints, watch.elsewhere) == ([], [])


def test_from_search_to_citation_and_file_without_scripts(no_scripts: Page, record):
    page = no_scripts
    page.goto("/")
    page.get_by_role("link", name="Recommendations", exact=True).click()
    page.get_by_label("Words to search for").fill("teapot")
    page.get_by_role("checkbox", name="Noted").check()
    page.get_by_label("Group by").select_option("theme")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_role("heading", name="5 recommendations")).to_be_visible()
    page.get_by_role("link", name="Theme: Detention").click()
    expect(page.locator("#results")).to_have_attribute("data-total", "2")
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV").click()
    assert read(download.value).count(",noted,") == 2
    page.get_by_role("link", name="paragraph 28.").first.click()
    expect(page.get_by_role("heading", name="Cite this page")).to_be_visible()
    page.goto("/recommendations/?q=kettle&position=noted")
    page.get_by_role("link", name="5 recommendations without Words: “kettle”").click()
    expect(page.locator("#results")).to_have_attribute("data-total", "5")


def test_choices_change_the_page_in_place_and_its_address(page: Page, record, watch):
    loads, parts = [], []
    page.on("request", lambda r: (loads if r.is_navigation_request() else parts).append(r.url))
    page.goto("/recommendations/")
    page.locator("#chosen-theme").click()
    detention = page.locator("input[value=detention]")
    detention.check()
    expect(page.locator("#results")).to_have_attribute("data-total", "15")
    assert page.url.endswith("/recommendations/?theme=detention")
    assert page.title().startswith("Theme: Detention")
    expect(detention).to_be_focused()
    expect(page.locator("#choices-theme")).to_be_visible()
    expect(page.locator("#chosen-theme")).to_contain_text("(1)")
    expect(page.get_by_role("list", name="Filters")).to_contain_text("Theme: Detention")
    expect(page.locator(".languages a").first).to_have_attribute("href", re.compile(r"/\?theme=detention$"))
    page.get_by_label("Order").select_option("oldest")
    page.wait_for_url("**/recommendations/?sort=oldest&theme=detention")
    assert len(loads) == 1
    assert len([url for url in parts if "/recommendations/" in url]) == 2
    page.go_back()
    page.wait_for_url("**/recommendations/?theme=detention")
    expect(page.get_by_label("Order")).to_have_value("newest")
    page.go_back()
    expect(page.locator("#results")).to_have_attribute("data-total", "30")
    expect(page.locator("input[value=detention]")).not_to_be_checked()
    page.go_forward()
    expect(page.locator("#results")).to_have_attribute("data-total", "15")
    expect(page.locator("input[value=detention]")).to_be_checked()
    stored = page.evaluate("[localStorage.length, sessionStorage.length, document.cookie]")
    assert (stored, watch.complaints, watch.elsewhere) == ([0, 0, ""], [], [])


def test_what_is_refused_and_what_gets_no_answer_is_told_in_place(page: Page, context: BrowserContext, record):
    page.goto("/recommendations/")
    page.get_by_label("Words to search for").evaluate(
        "field => { field.maxLength = 999; field.value = 'x'.repeat(301) }"
    )
    page.get_by_role("button", name="Search").click()
    expect(page.locator("#found")).to_have_text("This address asks for something unknown")
    expect(page.locator("#results")).to_contain_text("300")
    context.set_offline(True)
    page.get_by_role("checkbox", name="Noted").check()
    expect(page.locator("#found")).to_contain_text("No answer came")
    expect(page.locator("#results")).to_be_empty()
    context.set_offline(False)
    page.get_by_label("Words to search for").fill("teapot")
    page.get_by_role("button", name="Search").click()
    expect(page.locator("#results")).to_have_attribute("data-total", "5")


def test_all_scripts_of_a_public_page_are_small(page: Page, record):
    bodies = []
    page.on("response", lambda r: bodies.append(r) if r.request.resource_type == "script" else None)
    page.goto("/recommendations/")
    page.wait_for_load_state("networkidle")
    assert len(bodies) == 2
    assert sum(len(brotli.compress(response.body())) for response in bodies) <= MOST_SCRIPT
