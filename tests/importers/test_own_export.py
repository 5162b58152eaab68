"""Our own files read back: nothing that is recorded changes; an empty database gets all of it."""

import csv
import io
from datetime import UTC, datetime

import openpyxl
import pytest
from django.http import QueryDict

from exports.formats import FORMATS
from recommendations.analysis import recorded_tally
from recommendations.downloads import recommendation_table
from recommendations.filters import RecommendationFilter
from recommendations.models import Reading, Recommendation, RecommendationPosition, Review
from recommendations.tracking.publishing import publish
from tests.records import a_recommendation, a_review, a_theme

from .files import KETTLE, Paragraph, csv_bytes, everything_recorded, matrix_2025, upr_row

pytestmark = pytest.mark.django_db


def exported(file_format: str) -> bytes:
    publish(Review.objects.all())
    table = recommendation_table(RecommendationFilter(QueryDict("")), datetime(2026, 1, 31, tzinfo=UTC))
    return b"".join(FORMATS[file_format].stream(table))


@pytest.fixture
def recorded(read_in) -> None:
    read_in(csv_bytes(upr_row(), upr_row(sender="Peru"), upr_row(KETTLE, response="Noted", action="")))
    read_in(matrix_2025(Paragraph(), Paragraph(f"140.8 =1+1 {KETTLE} (Côte d’Ivoire); (Peru);", "Noted")))
    by_hand = a_recommendation(
        a_review(),
        "-茶 \n“teapots”; and, 'kettles'",
        themes=(a_theme("Tibet", "territories"),),
        note="By hand",
        action=5,
    )
    RecommendationPosition.objects.create(
        recommendation=by_hand, category="rejected", own_words="Not accepted", reason="=HYPERLINK()", taken_on="2024-06"
    )


def as_excel_saves_it(raw: bytes) -> bytes:
    """With semicolons, as Excel writes CSV in half of Europe."""
    rows = csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline=""))
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=";").writerows(rows)
    return text.getvalue().encode("utf-8-sig")


@pytest.mark.parametrize("form", ["csv", "xlsx", "semicolons"])
def test_an_export_imports_again_without_change(read_in, recorded, form):
    raw = as_excel_saves_it(exported("csv")) if form == "semicolons" else exported(form)
    before = everything_recorded()
    outcome = read_in(raw)
    assert (outcome.exit_code, outcome.report["problems"]) == (0, [])
    assert outcome.report["format"] == "upr_tracker"
    reviews = outcome.report["reviews"]
    assert sum(review["unchanged"] for review in reviews) == Recommendation.objects.count() == 5
    assert not any(review["created"] or review["updated"] for review in reviews)
    added = {name for name, n in everything_recorded().items() if n != before[name]}
    assert added == {"ImportRun", "Change", "Source", "HistoricalSource"}


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_an_empty_database_gets_all_of_it(read_in, recorded, form):
    raw = exported(form)
    units = {
        review.slug: recorded_tally(review, unit).counts for review in Review.objects.all() for unit in ("paragraphs",)
    }
    for model in (Reading, Recommendation):
        model.objects.all().delete()
    Review.objects.all().delete()
    assert read_in(raw).report["problems"] == []
    now = {review.slug: recorded_tally(review, "paragraphs").counts for review in Review.objects.all()}
    assert now == units
    again = exported(form)
    if form == "csv":
        columns = [c for c in next(csv.reader(io.StringIO(raw.decode("utf-8-sig")))) if c not in SOURCES]
        assert cells(again, columns) == cells(raw, columns)


SOURCES = ("position_source", "exported_at")  # an export says where a position is recorded, but is not that source


def cells(raw: bytes, columns: list[str]) -> list[list[str]]:
    rows = csv.DictReader(io.StringIO(raw.decode("utf-8-sig"), newline=""))
    return sorted([row[column] for column in columns] for row in rows)


def edited(raw: bytes, **values: str) -> bytes:
    """The first row of a CSV with other values."""
    rows = list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"), newline="")))
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, rows[0])
    writer.writeheader()
    writer.writerows([rows[0] | values, *rows[1:]])
    return text.getvalue().encode("utf-8-sig")


def test_what_differs_is_told_and_kept(read_in):
    a_recommendation(a_review(), "Invent a teapot", "28.5", "noted", ("PRT",))
    raw = edited(exported("csv"), text="Invent a kettle", position="accepted", recommenders="KEN")
    outcome = read_in(raw)
    assert [p["message"] for p in outcome.report["problems"]] == [
        "text: the record says “Invent a teapot”, the file “Invent a kettle”; kept.",
        "position: the record says “noted”, the file “accepted”; kept.",
        "recommending States: the record says “PRT”, the file “KEN”; kept.",
    ]
    assert Recommendation.objects.get().text == "Invent a teapot"


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("position", "maybe"),
        ("action_category", "6"),
        ("state", "XXX"),
        ("recommenders", "PRT; XXX"),
        ("cycle", "four"),
        ("session", "45.5"),
        ("text", ""),
        ("address", "28.5"),
        ("position_taken_on", "soon"),
        ("counted_in", "apples"),
        ("action_origin", "guessed"),
    ],
)
def test_a_broken_cell_is_an_error_that_names_it(read_in, column, value):
    a_recommendation(a_review(), "Invent a teapot", "28.5")
    outcome = read_in(edited(exported("csv"), **{column: value}))
    assert outcome.exit_code == 1
    (problem,) = outcome.report["problems"]
    assert (problem["row"], problem["column"]) == (2, column)


def test_the_csv_says_that_it_is_utf_8():
    assert exported("csv").startswith(b"\xef\xbb\xbfaddress,")


def test_the_workbook_opens_in_excels_form(recorded):
    sheet = openpyxl.load_workbook(io.BytesIO(exported("xlsx")))["recommendations"]
    assert "-茶 \n“teapots”; and, 'kettles'" in [cell.value for row in sheet.iter_rows() for cell in row]
