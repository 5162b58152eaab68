"""What a site for others hands out beside its pages: one style sheet for each, with all that it imports in it."""

from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.storage import StaticFilesStorage
from django.core.files.storage import FileSystemStorage

from upr_tracker.static_files import OneSheet

STATIC = Path(settings.BASE_DIR) / "static"


def collected(folder: Path) -> OneSheet:
    """The style sheets of the site, collected into a folder."""
    source = FileSystemStorage(STATIC)
    there = StaticFilesStorage(location=folder)
    paths = {name: (source, name) for name in ("page.css", "pictures.css", "site.css")}
    for name in paths:
        there.save(name, source.open(name))
    storage = OneSheet(location=folder, base_url="/static/")
    for _name, _hashed, processed in storage.post_process(paths):
        assert not isinstance(processed, Exception)
    return storage


def test_a_page_has_one_sheet_in_which_all_others_are(tmp_path: Path):
    sheet = (tmp_path / collected(tmp_path).stored_name("page.css")).read_text()
    assert "@import" not in sheet
    site, pictures = ((STATIC / name).read_text() for name in ("site.css", "pictures.css"))
    assert sheet.index(site) < sheet.index(pictures), "in the order in which they are imported"
    assert (tmp_path / "page.css").read_text() == (STATIC / "page.css").read_text(), "what was collected stays"


def test_a_page_asks_for_one_sheet(client, db):
    assert client.get("/about/").content.count(b'rel="stylesheet"') == 1
