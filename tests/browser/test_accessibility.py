"""axe-core finds nothing on any public page, in the light, in the dark and from right to left; squares by keyboard."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.recommendations.asks import many_asks
from tests.records import a_review
from tests.reprisals.addresses import ADDRESSES, CASE, NOWHERE, the_record
from tests.reprisals.records import two_people

from .test_every_page import FILES

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def tombstones(settings, tmp_path):
    settings.TOMBSTONES = str(tmp_path / "tombstones")
    settings.EVIDENCE_DIR = str(tmp_path / "evidence")


@pytest.fixture
def record(db):
    the_record(*two_people())
    many_asks(30, a_review("SVN", 48))


def pages() -> list[str]:
    """One of each kind; the pictures of a review in which every position occurs."""
    found = [kept[0] for name, kept in ADDRESSES.items() if name not in {*FILES, "livez", "readyz"}]
    found += [address.replace("china-2024", "slovenia-2025") for address in ADDRESSES["recommendations:picture"][:7]]
    return [
        *found,
        "/reviews/slovenia-2025/?action=5",
        "/recommendations/?q=teapot&position=noted",
        "/recommendations/?by=theme",
        "/recommendations/?q=kettle",
        NOWHERE[0],
    ]


def wrong(page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {node['html'][:160]}" for one in found for node in one["nodes"][:3]]


def test_no_public_page_shuts_anybody_out(page, record):
    problems = {}
    for address in pages():
        page.goto(address)
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            if found := wrong(page):
                problems[f"{address} {scheme}"] = found
    assert problems == {}


# A page of each build: figures, a review with its pictures, search, a timeline, the parts of all of them.
IN_ARABIC = [
    "/",
    "/reviews/slovenia-2025/",
    "/recommendations/?q=teapot",
    ADDRESSES["recommendations:recommendation"][0],
    CASE,
    "/about/design/",
    "/about/method/",
    "/data/",
]


def test_pages_in_arabic_shut_nobody_out_and_keep_within_the_screen(page, record):
    problems = {}
    for address in IN_ARABIC:
        page.goto(f"/ar{address}")
        page.emulate_media(color_scheme="light")
        if found := wrong(page):
            problems[address] = found
        for width in (320, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            if not page.evaluate("document.documentElement.scrollWidth <= innerWidth"):
                problems[f"{address} at {width}"] = ["wider than the screen"]
    assert problems == {}
    page.emulate_media(media="print")
    assert not page.locator("nav.languages").is_visible()
    assert page.locator("p.awaiting").is_visible()


def test_who_turns_to_another_language_by_keyboard_stays_on_the_page(page, record):
    page.goto("/recommendations/?q=teapot&position=noted")
    page.locator("nav.languages a[hreflang=ar]").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/ar/recommendations/?q=teapot&position=noted")
    first, last = (page.locator(selector).bounding_box()["x"] for selector in ("header .name", "nav.languages"))
    assert first > last, "it begins at the right"
    assert page.context.cookies() == []


def test_pages_turn_round_and_keep_within_narrow_and_wide_screens(page, record):
    for address in ("/", "/reviews/slovenia-2025/", "/reviews/slovenia-2025/pictures/by-action/", "/about/design/"):
        page.goto(address)
        for direction in ("ltr", "rtl"):
            page.evaluate("to => { document.documentElement.dir = to }", direction)
            for width in (320, 2560):
                page.set_viewport_size({"width": width, "height": 900})
                assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (address, direction, width)
        assert wrong(page) == []


def test_squares_are_read_and_opened_and_skipped_by_keyboard(page, record):
    page.goto("/reviews/slovenia-2025/")
    square = page.locator(".squares ol a").nth(3)
    square.focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    said = square.locator("span")
    assert said.bounding_box()["width"] > 200, "what it asks is shown"
    assert said.inner_text().startswith("28.")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="paragraph 28.").wait_for()
    page.goto("/reviews/slovenia-2025/")
    page.locator(".squares .jump").first.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("!document.activeElement.closest('.squares')"), "the squares are behind"
