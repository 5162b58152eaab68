"""Every text of ours on a public page comes out of a catalog: in an invented language, all of it stands in brackets."""

import pytest
from django.test import Client

from recommendations import views
from recommendations.open_data.kept import package
from recommendations.time_limit import TakesTooLong
from tests.reprisals.addresses import ADDRESSES, is_page, the_record
from tests.reprisals.records import two_people

from .wrapped import not_wrapped, words_of_the_record, wrapped  # noqa: F401

# Names, codes and forms of files, which are the same in every language.
SAME = (
    "UPR Tracker",
    "UPR Info",
    "English",
    "français",
    "中文",
    "العربية",
    "CSV",
    "XLSX",
    "JSONL",
    "JSON",
    "SVG",
    "PNG",
    "PDF",
    "SHA-256",
    "http",
)
ASKED = ("teapot", "nowhere", "XXX", "as_of")  # in addresses, which are quoted
PIECES = ("Count", "all", "of them.", "Teapots are", "counted")  # of what is marked up: a statement, and own words
MORE = [
    "/recommendations/?q=teapot&position=noted&as_of=2024-03",
    "/recommendations/?q=nowhere",
    "/recommendations/?state=XXX",
    "/recommendations/?page=7",
    "/recommendations/?teapot=1",
    "/recommendations/?as_of=2031",
    "/reviews/china-2024/?action=5",
    "/reviews/china-2024/?as_of=2024-03",
    "/follow-up/?as_of=2024-03",
    "/follow-up/count-the-teapots/?as_of=2024-03",
    "/cases/teapots/?as_of=2024-03",
    "/cases/teapots/?kind=step",
    "/cases/teapots/changes/?since=2021",
    "/reprisals/?act=threat",
    "/statements/on-teapots/?lang=bo",
    "/states/PRT/",
    "/calendar/?kind=session",
    "/never/",
]


@pytest.fixture(autouse=True)
def tombstones(settings, tmp_path):
    settings.TOMBSTONES = str(tmp_path / "tombstones")
    settings.EVIDENCE_DIR = str(tmp_path / "evidence")


def test_no_text_of_ours_is_outside_of_the_catalogs(client: Client, db, wrapped, monkeypatch):  # noqa: F811
    empty = [kept[0] for name, kept in ADDRESSES.items() if is_page(kept[0])]
    pages = {f"{address} (empty)": client.get(f"{wrapped}{address}") for address in empty}
    the_record(*two_people())
    pages |= {address: client.get(f"{wrapped}{address}") for address in (*empty, *MORE)}

    def too_long(*args: object) -> None:
        raise TakesTooLong

    monkeypatch.setattr(views, "answer", too_long)
    pages["too busy"] = client.get(f"{wrapped}/recommendations/")
    made = package()  # whose tables are described in English alone, for programs, and marked so on their page
    files = [text for one in (made.files if made else ()) for text in (one.name, one.title)]
    data = words_of_the_record(*SAME, *ASKED, *PIECES, *files)
    found = [f"{a}: {text}" for a, page in pages.items() for text in not_wrapped(page.content.decode(), data)]
    assert "\n".join(found) == ""
    assert "⟦Reviews⟧" in pages["/reviews/"].content.decode()
