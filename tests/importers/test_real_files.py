"""The real files, where they are: ../shared/data. Their figures are in DOMAIN.md, section 3."""

import re
from collections import Counter
from pathlib import Path

import pytest

from recommendations.importers import ohchr_matrix, upr_info
from recommendations.importers.opening import Container, open_file
from recommendations.importers.readings import ReadFile
from recommendations.models import Recommendation, RecommendingState, text_key

from .files import run_import, state_names

pytestmark = pytest.mark.own_process  # as whoever types the command has it
CSV, XLS = "upr-info/14-17.csv", "upr-info/17-20.xls"
MATRIX_2019, MATRIX_2025 = "ohchr/UPR34_Slovenia_thematic_list.docx", "ohchr/UPR48_Slovenia_thematic_list.docx"
WITHOUT_PLACE = {"121.23", "121.24", "122.143", "122.144"}  # the file names their source, but no paragraph of it


@pytest.fixture
def read(shared_data: Path):
    """Reads a real file, without the database."""

    def parse(name: str) -> ReadFile:
        file = open_file(shared_data / name)
        return (ohchr_matrix if file.container is Container.DOCX else upr_info).parse(file, state_names())

    return parse


def categories(file: ReadFile, state: str = "", session: int = 0) -> Counter[str]:
    return Counter(
        row.category
        for review in file.reviews
        if not state or (review.state, review.session) == (state, session)
        for row in review.rows
    )


@pytest.mark.parametrize(
    ("name", "rows", "sessions"),
    [(CSV, 9598, {14, 15, 16, 17}), (XLS, 7984, {18, 19, 20}), (MATRIX_2019, 215, {34}), (MATRIX_2025, 254, {48})],
)
def test_every_row_is_read_and_every_state_is_known(read, name, rows, sessions):
    file = read(name)
    assert [problem for problem in file.problems if problem.level == "error"] == []
    assert sum(len(review.rows) for review in file.reviews) == rows
    assert {review.session for review in file.reviews} == sessions


def test_china_in_2013(read):
    assert categories(read(CSV), "CHN", 17) == {"accepted": 207, "noted": 77}


@pytest.mark.parametrize(("name", "supported", "noted"), [(MATRIX_2019, 182, 33), (MATRIX_2025, 217, 37)])
def test_slovenia_by_numbered_paragraphs(read, name, supported, noted):
    file = read(name)
    assert categories(file) == {"accepted": supported, "noted": noted}
    (review,) = file.reviews
    assert review.state == "SVN"
    assert len({row.paragraph for row in review.rows}) == supported + noted


@pytest.mark.parametrize("name", [MATRIX_2019, MATRIX_2025])
def test_every_paragraph_of_a_matrix_has_senders_source_and_themes(read, name):
    rows = read(name).reviews[0].rows
    without_place = {row.paragraph for row in rows if not row.locator}
    assert without_place == (WITHOUT_PLACE if name == MATRIX_2019 else set())
    for row in rows:
        assert row.senders, row.paragraph
        assert row.symbol.startswith("A/HRC/"), row.paragraph
        assert row.themes, row.paragraph
        brackets = re.findall(r"\(([^()]+)\)", row.text)
        assert not any(map(state_names().iso3, brackets)), row.paragraph


def test_the_only_warnings_of_the_real_files_are_unknown_senders(read):
    for name in (CSV, XLS, MATRIX_2019, MATRIX_2025):
        assert {problem.column for problem in read(name).problems} <= {"From"}, name


def test_no_text_is_garbled(read):
    strange = Counter(
        sign for review in read(CSV).reviews for row in review.rows for sign in row.text if not sign.isascii()
    )
    assert strange
    assert not set(strange) & set("ÕÒÓÔŽŸ•™‡ˆ\ufffd")


@pytest.mark.django_db
def test_two_real_reviews_are_recorded_and_read_again_without_a_change(shared_data):
    files = [shared_data / MATRIX_2019, shared_data / MATRIX_2025]
    first = run_import(*files)
    assert first.exit_code == 0
    assert [(r["review"], r["paragraphs"], r["created"], r["positions"]) for r in first.report["reviews"]] == [
        ("slovenia-2019", 215, 215, {"accepted": 182, "noted": 33}),
        ("slovenia-2025", 254, 254, {"accepted": 217, "noted": 37}),
    ]
    assert [r["unchanged"] for r in run_import(*files).report["reviews"]] == [215, 254]


@pytest.mark.django_db
def test_chinas_rows_are_recorded_by_sender_and_read_again_without_a_change(shared_data):
    first = run_import(shared_data / CSV, review="china-2013")
    assert first.exit_code == 0
    assert (first.review["rows"], first.review["paragraphs"]) == (284, 0)
    assert first.review["positions"] == {"accepted": 207, "noted": 77}
    assert Recommendation.objects.count() == first.review["created"]
    senders = RecommendingState.objects.count() + sum(w["column"] == "From" for w in first.warnings if "column" in w)
    assert first.review["created"] <= senders <= 284
    again = run_import(shared_data / CSV, review="china-2013")
    assert (again.review["created"], again.review["updated"]) == (0, 0)


@pytest.mark.django_db
def test_keys_are_those_of_the_texts(shared_data):
    run_import(shared_data / CSV, review="china-2013")
    for recommendation in Recommendation.objects.all():
        assert recommendation.key.split("-")[0] == text_key(recommendation.text)


@pytest.mark.django_db
def test_a_whole_export_of_the_database_goes_in(shared_data):
    outcome = run_import(shared_data / XLS)
    assert outcome.exit_code == 0
    assert sum(review["rows"] for review in outcome.report["reviews"]) == 7984
    assert len(outcome.report["reviews"]) == len({review["review"] for review in outcome.report["reviews"]})
