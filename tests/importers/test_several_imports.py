"""What several imports make of one review, in any order, with people at work in between."""

import io

import docx
import openpyxl
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from recommendations.analysis import recorded_tally
from recommendations.models import Recommendation, RecommendationPosition, RecommendingState, Review, State
from tests.records import a_recommendation, a_review

from .files import KETTLE, TEAPOT, Paragraph, csv_bytes, matrix_2025, upr_row, xlsx_bytes

pytestmark = pytest.mark.django_db


def slovenian_row(**fields: str) -> tuple[str, ...]:
    return upr_row(**{"to": "Slovenia", "session": "48"} | fields)


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_upr_info_and_matrix_meet_in_one_record_whichever_comes_first(read_in, client, order):
    files = [csv_bytes(slovenian_row()), matrix_2025(Paragraph(f"140.7 {TEAPOT} (France);"))]
    addresses = []
    for number in order:
        assert read_in(files[number]).errors == []
        addresses.append(Recommendation.objects.get().get_absolute_url())
    recommendation = Recommendation.objects.get()
    assert (recommendation.paragraph, recommendation.key) == ("140.7", "140.7")
    assert {tag.theme.vocabulary.slug for tag in recommendation.tags.all()} == {"upr-info-issues", "ohchr-themes-2025"}
    Review.objects.publish()
    for address in addresses:
        assert client.get(address, follow=True).status_code == 200


def test_rows_of_one_review_under_two_sessions_meet(read_in):
    rows = [upr_row(), upr_row(to="Slovenia"), upr_row(sender="Peru", session="18"), upr_row(KETTLE, session="18")]
    report = read_in(csv_bytes(*rows))
    assert report.errors == []
    china = Review.objects.get(state__iso3="CHN")
    assert china.recommendations.count() == 2
    senders = china.recommendations.get(text=TEAPOT).recommenders.values_list("state__iso3", flat=True)
    assert set(senders) == {"FRA", "PER"}


def test_a_paragraph_that_was_typed_without_its_number_gets_it(read_in):
    a_recommendation(a_review("SVN", 48), TEAPOT, senders=("FRA",))
    assert read_in(matrix_2025(Paragraph(f"140.7 {TEAPOT} (France);"))).errors == []
    assert Recommendation.objects.get().paragraph == "140.7"


def test_two_paragraphs_of_one_text_stay_two(read_in):
    a_recommendation(a_review("SVN", 48), TEAPOT, senders=("FRA",))
    rows = [Paragraph(f"140.{n} {TEAPOT} (France);") for n in (7, 8)]
    assert read_in(matrix_2025(*rows)).errors == []
    assert sorted(r.paragraph for r in Recommendation.objects.all()) == ["140.7", "140.8"]


def test_a_number_that_a_person_corrected_is_not_read_as_a_new_paragraph(read_in):
    matrix = matrix_2025(Paragraph(f"140.7 {TEAPOT} (France);"))
    read_in(matrix)
    recommendation = Recommendation.objects.get()
    recommendation.paragraph = "140.8"
    recommendation.save()
    read_in(matrix)
    assert [r.paragraph for r in Recommendation.objects.all()] == ["140.8"]


def test_another_spelling_of_a_state_is_the_same_row(read_in):
    read_in(csv_bytes(upr_row(sender="Turkey")))
    outcome = read_in(csv_bytes(upr_row(sender="Türkiye")))
    assert outcome.warnings == []
    assert recorded_tally(Review.objects.get(), "rows").counts == {"accepted": 1}
    read_in(csv_bytes(upr_row(sender="Turkey", response="Noted")))
    assert recorded_tally(Review.objects.get(), "rows").counts == {"noted": 1}
    assert Recommendation.objects.get().position == "noted"


def test_rows_that_are_gone_from_the_source_are_told(read_in):
    read_in(csv_bytes(upr_row(), upr_row(text=KETTLE)))
    (warning,) = read_in(csv_bytes(upr_row())).warnings
    assert "1 rows of china-2013 that an earlier file held are not in this one" in warning["message"]
    assert Recommendation.objects.count() == 2


def work_on(recommendation: Recommendation, what: str) -> None:
    """What staff may have done to a record that an import would merge away."""
    if what == "text":
        Recommendation.objects.filter(pk=recommendation.pk).update(text="Invent a far better teapot")
    if what == "action":
        Recommendation.objects.filter(pk=recommendation.pk).update(action_origin="confirmed")
    if what in ("own_words", "reason", "taken_on"):
        value = "2013-10" if what == "taken_on" else "Not now"
        RecommendationPosition.objects.filter(recommendation=recommendation).update(**{what: value})
    if what == "sender":
        RecommendingState.objects.filter(recommendation=recommendation).update(own_words="Better teapots!")


@pytest.mark.parametrize("what", ["text", "action", "own_words", "reason", "taken_on", "sender"])
def test_an_import_never_takes_the_work_of_people_away(read_in, what: str):
    mexico = upr_row(sender="Mexico", response="Noted")
    read_in(csv_bytes(upr_row(), mexico))
    first = Recommendation.objects.get(position="accepted")
    work_on(first, what)
    outcome = read_in(csv_bytes(upr_row(response="Noted"), mexico))
    assert Recommendation.objects.filter(pk=first.pk).exists()
    assert outcome.warnings
    if what == "sender":
        assert first.recommenders.get().own_words == "Better teapots!"


def test_a_state_that_staff_gave_words_to_stays_when_the_matrix_drops_it(read_in):
    read_in(matrix_2025(Paragraph(f"140.7 {TEAPOT} (France) (Peru);")))
    RecommendingState.objects.filter(state__iso3="PER").update(own_words="Better teapots!")
    outcome = read_in(matrix_2025(Paragraph(f"140.7 {TEAPOT} (France);")))
    assert RecommendingState.objects.count() == 2
    assert "recommending State" in outcome.warnings[0]["message"]


def test_two_files_with_two_texts_for_one_paragraph_are_refused(read_in):
    outcome = read_in(
        matrix_2025(Paragraph(f"140.7 {TEAPOT} (France);")), matrix_2025(Paragraph(f"140.7 {KETTLE} (France);"))
    )
    assert "has two texts" in outcome.errors[0]["message"]
    assert not Recommendation.objects.exists()


# Rows that were dropped without a word


def altered(raw: bytes, change) -> bytes:
    document = docx.Document(io.BytesIO(raw))
    change(document)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def paragraphs() -> list[str]:
    return sorted(Recommendation.objects.values_list("paragraph", flat=True))


TWO = [Paragraph(f"140.7 {TEAPOT} (France);"), Paragraph(f"140.8 {KETTLE} (France);")]


def split_table(document) -> None:
    """The second row in a table of its own, without headings."""
    table = document.tables[0]
    second = document.add_table(0, len(table.columns))
    second._tbl.append(table.rows[-1]._tr)


def test_a_table_that_goes_on_in_a_second_one_is_read_to_its_end(read_in):
    read_in(altered(matrix_2025(*TWO), split_table))
    assert paragraphs() == ["140.7", "140.8"]


def narrow_table(document) -> None:
    cells = document.add_table(1, 2).rows[0].cells
    cells[0].text, cells[1].text = f"140.9 {KETTLE} (Peru);", "Noted"


def test_a_recommendation_in_a_table_without_headings_is_told(read_in):
    outcome = read_in(altered(matrix_2025(*TWO), narrow_table))
    assert "stands in a table without headings" in outcome.errors[0]["message"]


def in_content_control(document) -> None:
    table = document.tables[0]._tbl
    control, content = OxmlElement("w:sdt"), OxmlElement("w:sdtContent")
    table.addprevious(control)
    control.append(content)
    content.append(table)


def cell_in_content_control(document) -> None:
    cell = document.tables[0].rows[-1].cells[1]._tc
    control, content = OxmlElement("w:sdt"), OxmlElement("w:sdtContent")
    cell.addprevious(control)
    control.append(content)
    content.append(cell)
    assert cell.tag == qn("w:tc")


@pytest.mark.parametrize("change", [in_content_control, cell_in_content_control])
def test_content_controls_hide_nothing(read_in, change):
    read_in(altered(matrix_2025(*TWO), change))
    assert paragraphs() == ["140.7", "140.8"]


@pytest.mark.parametrize("text", [f"{KETTLE} (Peru)", f"Theme: 140.9 {KETTLE} (Peru)"])
def test_a_recommendation_is_not_taken_for_a_theme_row(read_in, text: str):
    row = Paragraph(text, position="Noted" if text.startswith("Theme") else "", themes=(), source="")
    outcome = read_in(matrix_2025(*TWO, row))
    assert "No paragraph number" in outcome.errors[0]["message"]


def test_a_second_sheet_with_a_table_is_told(read_in):
    workbook = openpyxl.load_workbook(io.BytesIO(xlsx_bytes(upr_row())))
    second = workbook.create_sheet("more")
    for row in workbook.worksheets[0].iter_rows(values_only=True):
        second.append(row)
    file = io.BytesIO()
    workbook.save(file)
    assert "A second sheet, “more”" in read_in(file.getvalue()).errors[0]["message"]


# Odd input that crashed or hung


@pytest.mark.parametrize(
    ("row", "n"),
    [
        (upr_row(text=f"{TEAPOT}\x07"), 1),
        (upr_row(sender="Viet" + " " * 300 + "Nam"), 1),
        (upr_row(text="teapot " * 5000), 0),
        (upr_row(sender="(" + " " * 120_000 + "x"), 0),
    ],
    ids=["control characters", "spaces in a name", "a book for a text", "spaces in a bracket"],
)
def test_odd_cells(read_in, row: tuple[str, ...], n: int):
    outcome = read_in(csv_bytes(row))
    assert Recommendation.objects.count() == n
    assert len(outcome.errors) == 1 - n
    assert State.objects.count() == 195


def test_a_bracket_of_forty_thousand_names_is_refused_at_once(read_in):
    outcome = read_in(matrix_2025(Paragraph("140.7 Sell teapots (" + " and ".join(["Teapotia"] * 4000) + ")")))
    assert "not the name of a State" in outcome.errors[0]["message"]


def test_a_sentence_after_a_state_is_told(read_in):
    outcome = read_in(matrix_2025(Paragraph(f"140.7 {TEAPOT} (France). See also (Peru).")))
    assert "“(France)” might be a State" in outcome.warnings[0]["message"]


def test_header_of_another_cycle_does_not_crash(read_in):
    a_review("SVN", 34)
    header = "UPR of Slovenia (4th Cycle - 34th Session)"
    assert read_in(matrix_2025(*TWO, page_header=header)).errors == []
    assert Review.objects.filter(slug="slovenia-cycle-4").exists()


def test_a_position_that_staff_dated_is_kept_before_an_undated_one(read_in):
    read_in(csv_bytes(upr_row(response="Noted")))
    RecommendationPosition.objects.update(taken_on="2014-03-20")
    outcome = read_in(csv_bytes(upr_row(response="Accepted")))
    assert Recommendation.objects.get().position == "noted"
    assert "the record was kept" in outcome.warnings[0]["message"]
    assert outcome.review["updated"] == 0
