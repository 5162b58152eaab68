"""The real papers beside what was read of them, where they are: ../shared/data."""

from pathlib import Path

import pytest

from recommendations.importers.opening import open_file
from recommendations.importers.passages import plain
from recommendations.importers.preview import paragraphs_of, unread
from recommendations.importers.reading_files import parse

from .files import state_names
from .test_real_reports import ADDENDUM_2019, ADDENDUM_2025, REPORT_2019, REPORT_2025


@pytest.mark.parametrize(
    ("names", "total", "doubtful"),
    [((REPORT_2019, ADDENDUM_2019), 215, 6), ((REPORT_2025, ADDENDUM_2025), 254, 19)],
    ids=["2019", "2025"],
)
def test_every_paragraph_is_found_in_its_paper_and_few_are_doubtful(
    shared_data: Path, names: tuple[str, str], total: int, doubtful: int
):
    files = [parse(open_file(shared_data / name), "auto", state_names()) for name in names]
    problems = [problem for file in files for problem in file.problems]
    paragraphs = paragraphs_of(files, problems)
    assert len(paragraphs) == total
    assert sum(bool(each.doubts) for each in paragraphs) == doubtful
    assert unread(problems, paragraphs) == []
    pages = files[0].pages
    for each in paragraphs:
        marked = plain("".join("\n".join(pages[m.page].lines)[m.start : m.end] for m in each.places[0].marks))
        assert marked.startswith(plain(each.paragraph + each.text[:20]))
        assert marked.endswith(plain(each.senders[-1][0]))
        assert all(place.marks for place in each.places)
