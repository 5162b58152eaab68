"""import_recommendations: what it reports, all or nothing, publishing."""

import io

import pytest
from django.core.management import call_command

from recommendations.models import ImportRun, Reading, RecommendationPosition, Review
from tests.records import a_review

from .files import (
    KETTLE,
    SPOONS,
    TEAPOT,
    Paragraph,
    csv_bytes,
    everything_recorded,
    matrix_2019,
    matrix_2025,
    upr_row,
    xlsx_bytes,
)
from .outcomes import answers, numbers

pytestmark = pytest.mark.django_db


def test_the_report_of_an_export(read_in):
    raw = csv_bytes(upr_row(), upr_row(sender="Peru"), upr_row(KETTLE, "Mexico", "Noted"), upr_row(SPOONS, ""))
    assert read_in(raw).report == {
        "format": "upr_info",
        "reviews": [
            {
                "review": "china-2013",
                "paragraphs": 0,
                "rows": 4,
                "created": 3,
                "updated": 0,
                "unchanged": 0,
                "positions": {"accepted": 3, "noted": 1},
            }
        ],
        "problems": [
            {
                "level": "warning",
                "file": "1.file",
                "row": 5,
                "column": "From",
                "message": "The recommending State is empty: not recorded.",
            }
        ],
    }


def test_the_report_of_a_matrix_counts_paragraphs(read_in):
    raw = matrix_2019(Paragraph(), Paragraph(f"140.8 {KETTLE} (Peru) (Mexico);", "Noted"))
    assert read_in(raw).report == {
        "format": "ohchr_matrix",
        "reviews": [
            {
                "review": "slovenia-2019",
                "paragraphs": 2,
                "rows": 2,
                "created": 2,
                "updated": 0,
                "unchanged": 0,
                "positions": {"accepted": 1, "noted": 1},
            }
        ],
        "problems": [],
    }


def test_the_report_of_a_failure_has_the_same_keys(read_in):
    outcome = read_in(csv_bytes(upr_row(response="Perhaps")))
    assert outcome.exit_code == 1
    assert set(outcome.report) == {"format", "reviews", "problems"}
    assert outcome.report["reviews"] == []
    (problem,) = outcome.report["problems"]
    assert set(problem) == {"level", "file", "row", "column", "message"}


def test_a_failure_tells_warnings_too(read_in):
    outcome = read_in(csv_bytes(upr_row(sender=""), upr_row(response="Perhaps")))
    assert [(p["level"], p["row"]) for p in outcome.report["problems"]] == [("warning", 2), ("error", 3)]


def test_problems_are_on_stderr_with_errors_first(read_in):
    lines = read_in(csv_bytes(upr_row(sender=""), upr_row(response="Perhaps"))).stderr.splitlines()
    assert lines[0].startswith("error: 1.file, row 3, column “Response”: “Perhaps”")
    assert lines[1].startswith("warning: 1.file, row 2, column “From”: ")


def test_of_very_many_problems_stderr_tells_the_first_and_json_all(read_in):
    outcome = read_in(csv_bytes(*[upr_row(response="Perhaps")] * 100))
    assert len(outcome.errors) == 100
    assert len(outcome.stderr.splitlines()) == 31
    assert "and 70 more" in outcome.stderr


def test_several_files_and_formats_are_reported_together(read_in):
    outcome = read_in(csv_bytes(upr_row()), matrix_2025(Paragraph()))
    assert outcome.report["format"] == "upr_info+ohchr_matrix"
    assert [review["review"] for review in outcome.report["reviews"]] == ["china-2013", "slovenia-2025"]


def test_without_json_people_get_a_summary(folder):
    (folder / "tea.csv").write_bytes(csv_bytes(upr_row(), upr_row(sender="")))
    stdout, stderr = io.StringIO(), io.StringIO()
    call_command("import_recommendations", str(folder / "tea.csv"), stdout=stdout, stderr=stderr)
    assert "china-2013: 2 rows (2 accepted); 1 created, 0 updated, 0 unchanged" in stdout.getvalue()
    assert "warning: tea.csv, row 3" in stderr.getvalue()


def test_without_json_people_are_told_that_nothing_was_written(folder):
    (folder / "tea.csv").write_bytes(csv_bytes(upr_row(to="Teapotland")))
    stdout, stderr = io.StringIO(), io.StringIO()
    with pytest.raises(SystemExit) as stop:
        call_command("import_recommendations", str(folder / "tea.csv"), stdout=stdout, stderr=stderr)
    assert stop.value.code == 1
    assert stdout.getvalue() == ""
    assert "Nothing was written." in stderr.getvalue()


@pytest.mark.parametrize("raw", [csv_bytes(upr_row(issue="Teapots")), matrix_2025(Paragraph())], ids=["CSV", "Word"])
def test_a_dry_run_writes_nothing_and_reports_the_same(read_in, raw):
    before = everything_recorded()
    dry = read_in(raw, dry_run=True, publish=True)
    assert dry.exit_code == 0
    assert everything_recorded() == before
    assert read_in(raw, publish=True).report == dry.report
    assert everything_recorded() != before


def test_a_dry_run_finds_the_errors_that_show_only_in_writing(read_in):
    raw = matrix_2025(Paragraph(), Paragraph(f"140.7 {KETTLE} (Peru);"))
    assert read_in(raw, dry_run=True).exit_code == 1


@pytest.mark.parametrize(
    "raw",
    [
        csv_bytes(upr_row(), upr_row(), upr_row(sender="Peru"), upr_row(response="Noted"), upr_row(SPOONS, "")),
        xlsx_bytes(upr_row(), upr_row(KETTLE, session="18")),
        matrix_2019(Paragraph(persons=("Children",)), Paragraph(f"140.8 {KETTLE} (Peru); {SPOONS} (France)")),
    ],
    ids=["CSV", "Excel", "Word"],
)
def test_reading_a_file_twice_changes_nothing(read_in, raw):
    read_in(raw)
    first = everything_recorded() | {"ImportRun": 2, "Change": 2}
    positions, keys = list(RecommendationPosition.objects.values()), answers()
    for review in read_in(raw).report["reviews"]:
        assert (review["created"], review["updated"]) == (0, 0)
        assert review["unchanged"] > 0
    assert everything_recorded() == first
    assert (list(RecommendationPosition.objects.values()), answers()) == (positions, keys)


def test_the_same_rows_as_csv_and_as_excel_are_the_same_recommendations(read_in):
    rows = upr_row("Pour the tea &amp; the “milk”"), upr_row(KETTLE, "Côte d’Ivoire", "Noted")
    read_in(csv_bytes(*rows, encoding="mac_roman", line_end="\r"))
    assert numbers(read_in(xlsx_bytes(*rows))) == (0, 0, 2)


def test_an_error_in_the_second_file_keeps_the_first_from_being_written(read_in):
    before = everything_recorded()
    outcome = read_in(csv_bytes(upr_row()), csv_bytes(upr_row(response="Perhaps")))
    assert outcome.exit_code == 1
    assert [error["file"] for error in outcome.errors] == ["2.file"]
    assert everything_recorded() == before


def test_an_error_that_shows_only_in_writing_the_second_file_does_so_too(read_in):
    before = everything_recorded()
    two_texts = matrix_2025(Paragraph(), Paragraph(f"140.7 {KETTLE} (Peru);"))
    assert read_in(csv_bytes(upr_row()), two_texts).exit_code == 1
    assert everything_recorded() == before


def test_the_run_is_recorded_with_its_file(read_in):
    read_in(csv_bytes(upr_row(), upr_row(sender="Peru")), matrix_2025(Paragraph()))
    one, other = ImportRun.objects.order_by("pk")
    assert (one.file_name, one.format, one.rows, one.created) == ("1.file", "upr_info", 2, 1)
    assert (other.file_name, other.format, other.rows, other.created) == ("2.file", "ohchr_matrix", 1, 1)
    assert one.change == other.change
    assert len(one.sha256) == 64
    assert one.source.publisher == "UPR Info"


def test_every_row_is_kept_word_for_word(read_rows):
    read_rows(upr_row(), upr_row(sender="Peru", response="accepted "))
    one, other = Reading.objects.order_by("place")
    assert (one.place, one.sender, one.values["response"], one.values["text"]) == (2, "FRA", "Accepted", TEAPOT)
    assert (other.place, other.sender, other.values["response"]) == (3, "PER", "accepted")


def test_a_review_is_private_until_it_is_published(read_rows):
    read_rows(upr_row())
    assert Review.objects.get().published_at is None
    read_rows(upr_row(), publish=True)
    assert Review.objects.get().published_at is not None


def test_importing_again_never_clears_or_moves_the_date_of_publication(read_rows):
    read_rows(upr_row(), publish=True)
    published = Review.objects.get().published_at
    read_rows(upr_row(response="Noted"))
    assert Review.objects.get().published_at == published
    read_rows(upr_row(response="Noted"), publish=True)
    assert Review.objects.get().published_at == published


def test_only_the_reviews_of_the_file_are_published(read_rows):
    other = a_review("SVN", 34, published=False)
    read_rows(upr_row(), upr_row(to="Peru"), publish=True)
    assert Review.objects.published().count() == 2
    assert not Review.objects.published().filter(pk=other.pk).exists()
