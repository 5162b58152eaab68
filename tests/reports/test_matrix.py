"""The matrix of recommendations: both of OHCHR's forms, read again by our own reader; and what stands in it."""

import csv
import datetime
import io
from collections import Counter

import docx
import openpyxl
import pytest
from django.core.management import call_command
from django.utils import translation

from exports import csv_file, docx_file, xlsx_file
from exports.document import Across, Footnote, Run, Table
from recommendations.importers import ohchr_matrix
from recommendations.models import (
    AnnouncedTally,
    Assessment,
    AssessmentCitation,
    Case,
    RecommendationCitation,
    RecommendationPosition,
    RecommendingState,
    Review,
    Session,
)
from reports.asked import Asked
from reports.kinds import KINDS
from tests.importers.files import opened, run_import, state_names
from tests.records import a_recommendation, a_review, a_source, an_organisation, themes_of

pytestmark = pytest.mark.django_db
ON = datetime.date(2026, 1, 31)


def asked(*reviews, **fields) -> Asked:
    session = Session.objects.filter(kind=Session.Kind.HRC).first()
    return Asked(**{"kind": "matrix", "session": session, "on": ON, "reviews": reviews} | fields)


def drafted(*reviews, **fields):
    return KINDS["matrix"].draft(asked(*reviews, **fields), None)


def table_of(draft) -> Table:
    return next(block for block in draft.document.blocks if isinstance(block, Table))


def text_of(inlines) -> str:
    return "".join(one.text if isinstance(one, Run) else "" if isinstance(one, Footnote) else "\n" for one in inlines)


def rows_of(draft) -> list[list[str]]:
    """Its rows as text; a theme's row is one cell."""
    return [
        [text_of(row.inlines)] if isinstance(row, Across) else [text_of(cell) for cell in row]
        for row in table_of(draft).rows
    ]


def read_again(draft):
    file = ohchr_matrix.parse(opened(docx_file.write(draft.document)), state_names())
    assert [problem for problem in file.problems if problem.level == "error"] == []
    (review,) = file.reviews
    return review


@pytest.fixture
def tea():
    """An invented review with one recommendation of each kind, answered in an addendum."""
    report = a_source(symbol="A/HRC/59/15", issued_on="2025-07")
    addendum = a_source(symbol="A/HRC/59/15/Add.1", issued_on="2025-09")
    review = a_review("SVN", 48, report=report, addendum=addendum)
    pots, kettles = themes_of("ohchr-themes-2025", "Pots", "Kettles")
    (persons,) = themes_of("ohchr-affected-2025", "Potters")
    categories = ["accepted", "accepted_being_implemented", "accepted_already_implemented"]
    categories += ["partially_accepted", "noted", "rejected", "pending"]
    for n, category in enumerate(categories, 1):
        one = a_recommendation(
            review, f"Warm pot (No. {n}) well", f"140.{n}", "", ("FRA", "VEN"), (pots, persons) if n % 2 else (kettles,)
        )
        if category != "pending":
            RecommendationPosition.objects.create(
                recommendation=one, category=category, source=addendum, locator="para. 3", taken_on="2025-09"
            )
    AnnouncedTally.objects.create(
        review=review, total=7, accepted=5, noted=2, source=addendum, locator="para. 2", note="Invented."
    )
    return review


@pytest.mark.parametrize("form", ["2019", "2025"])
def test_our_own_reader_reads_both_forms_as_it_reads_those_of_ohchr(tea, form):
    read = read_again(drafted(tea, form=form))
    assert (read.state, read.session, read.cycle) == ("SVN", 48, 4)
    expected = {
        one.paragraph: (one.text, [sender.state.iso3 for sender in one.recommenders.all()], one.position)
        for one in tea.recommendations.all()
    }
    found = {row.paragraph: (row.text, [one.iso3 for one in row.senders], row.category) for row in read.rows}
    assert len(read.rows) == 7
    assert found == expected
    answered = [row for row in read.rows if row.category != "pending"]
    assert {(row.symbol, row.locator) for row in answered} == {("A/HRC/59/15/Add.1", "para. 3")}
    assert {name for row in read.rows for _vocabulary, name in row.themes} == {"Pots", "Kettles", "Potters"}


def test_each_ask_of_a_paragraph_keeps_its_states(tea):
    one = tea.recommendations.get(paragraph="140.1")
    one.text = "Warm the pot; Rinse it; Dry it"
    one.save()
    RecommendingState.objects.filter(recommendation=one, state__iso3="FRA").update(own_words="Warm the pot; Dry it")
    RecommendingState.objects.filter(recommendation=one, state__iso3="VEN").update(own_words="Rinse it; Dry it")
    draft = drafted(tea, form="2019")
    venezuela = one.recommenders.get(state__iso3="VEN").state.name
    expected = f"140.1 Warm the pot (France); Rinse it ({venezuela}); Dry it (France) ({venezuela})"
    assert any(expected in row[0] for row in rows_of(draft))
    (row,) = [row for row in read_again(draft).rows if row.paragraph == "140.1"]
    assert row.text == one.text
    assert [sender.own_words for sender in row.senders] == ["Warm the pot; Dry it", "Rinse it; Dry it"]


def test_it_opens_with_the_announced_tally_and_its_source(tea):
    first, second, *_ = drafted(tea).document.blocks
    assert text_of(first.inlines) == (
        "Announced: 7 recommendations (numbered paragraphs of the UN report): 5 accepted; 2 noted."
    )
    (note,) = [one for one in first.inlines if isinstance(one, Footnote)]
    assert text_of(note.runs) == "A/HRC/59/15/Add.1, para. 2, September 2025. Invented."
    assert "In this matrix: 7" in text_of(second.inlines)
    assert "as of 31 January 2026. Paragraphs are those of A/HRC/59/15 (July 2025)." in text_of(second.inlines)


def test_rows_stand_under_their_theme_with_the_source_of_the_position(tea):
    rows = rows_of(drafted(tea, form="2025"))
    assert [row[0] for row in rows if len(row) == 1] == ["Theme: Kettles", "Theme: Pots"]
    assert rows[1] == [
        "140.2 Warm pot (No. 2) well (France) (Venezuela (Bolivarian Republic of))\n"
        "Source of Position: A/HRC/59/15/Add.1 - para. 3",
        "Supported/In the process of implementation",
        "- Kettles",
        "",
    ]
    assert rows[5][2:] == ["- Pots\nGroups of Persons:\n- Potters", ""]


def test_the_form_of_2019_has_our_assessments_and_that_of_2025_the_goals(tea):
    one = tea.recommendations.get(paragraph="140.5")
    friends = an_organisation(acronym="FT")
    judged = Assessment.objects.create(
        organisation=friends, recommendation=one, judgement="weak", reasons="Nobody can tell", assessed_on="2025-10"
    )
    AssessmentCitation.objects.create(
        assessment=judged, source=a_source(url="https://teapots.example/1"), locator="p. 2"
    )
    together = Assessment.objects.create(organisation=friends, review=tea, judgement="missing", extent="dozens")
    draft = drafted(tea, form="2019")
    (said,) = [row[3] for row in rows_of(draft) if len(row) > 1 and row[3]]
    assert said == "FT, October 2025: Too weak or vague. Nobody can tell. [Teapot Press, “Teapots”, p. 2]"
    assert any("Organisations judge" in text_of(getattr(block, "inlines", ())) for block in draft.document.blocks)
    assert draft.unsourced == (f"The assessment of {tea} by {together}",)
    assert [text_of(cell) for cell in table_of(drafted(tea, form="2025")).header][-1] == "Relevant SDGs"
    assert not any("FT" in cell for row in rows_of(drafted(tea, form="2025")) for cell in row)


def test_what_has_no_source_is_told(tea):
    one = a_recommendation(tea, "Find the spoon", "", "accepted", ())
    draft = drafted(tea)
    assert draft.unsourced == (f"What was asked: {one}", f"The position on {one}")
    notes = [one for row in table_of(draft).rows if not isinstance(row, Across) for one in row[0]]
    (note,) = [one for one in notes if isinstance(one, Footnote)]
    assert text_of(note.runs) == "[source not recorded] Recommending State: not recorded."
    (row,) = [
        row for row in table_of(draft).rows if not isinstance(row, Across) and "Find the spoon" in text_of(row[0])
    ]
    assert text_of(row[0]) == "(Paragraph not recorded) Find the spoon\nSource of Position: not recorded"
    RecommendationCitation.objects.create(recommendation=one, source=a_source("Spoons"), locator="page 3")
    texts = [row[0] for row in table_of(drafted(tea)).rows if not isinstance(row, Across)]
    (note,) = [inline for text in texts for inline in text if isinstance(inline, Footnote)]
    assert text_of(note.runs) == "Source: Teapot Press, “Spoons”, page 3. Recommending State: not recorded."


def test_a_matrix_of_a_day_gives_the_positions_of_that_day(tea):
    assert Counter(row.category for row in read_again(drafted(tea, on=datetime.date(2025, 8, 31))).rows) == {
        "pending": 7
    }


def test_only_what_is_published_is_in_it_and_the_rest_is_told(tea):
    hidden = a_review("BLR", 50, published=False)
    a_recommendation(hidden, "Hide the pot", "1.1")
    draft = drafted(tea, hidden)
    assert draft.warnings == (f"{hidden} is not published and was left out.",)
    assert b"Hide the pot" not in b"".join(csv_file.stream(draft.table))
    assert {read.model for read in draft.read} == {"recommendations.review", "recommendations.recommendation"}
    assert len(draft.read) == 8


def test_of_nothing_published_there_is_no_matrix():
    with pytest.raises(LookupError):
        drafted(a_review("BLR", 50, published=False))


def test_the_command_writes_both_forms(tea, tmp_path):
    for form, last in (("2019", "Assessment/comments on level of implementation"), ("2025", "Relevant SDGs")):
        file = tmp_path / f"{form}.docx"
        call_command(
            "make_report", "matrix", session="hrc-59", review=["slovenia-2025"], form=form, format="docx", output=file
        )
        assert docx.Document(str(file)).tables[0].rows[0].cells[-1].text == last


def test_of_a_case_it_has_its_reviews_and_what_it_singles_out(tea):
    other = a_review("CHN", 45)
    single = a_recommendation(other, "Polish the pot", "28.5")
    a_recommendation(other, "Not singled out", "28.6")
    case = Case.objects.create(title="Tea for all")
    case.reviews.add(tea)
    case.recommendations.add(single)
    draft = drafted(case=case)
    assert [text_of(block.inlines) for block in draft.document.blocks if type(block).__name__ == "Heading"] == [
        "China, 2024",
        "Slovenia, 2025",
    ]
    assert len(drafted(state=tea.state).table.records) == 7
    said = b"".join(csv_file.stream(draft.table)).decode()
    assert "Polish the pot" in said
    assert "Not singled out" not in said


def test_the_sheet_has_every_row_and_no_formula(tea):
    a_recommendation(tea, "=1+1 pots", "140.9")
    draft = drafted(tea)
    rows = list(csv.DictReader(io.StringIO(b"".join(csv_file.stream(draft.table)).decode("utf-8-sig"), newline="")))
    assert [row["paragraph"] for row in rows] == [f"140.{n}" for n in (1, 2, 3, 4, 5, 6, 7, 9)]
    assert rows[-1]["recommendation"] == "'=1+1 pots"
    assert (rows[1]["position"], rows[1]["position_category"]) == (
        "Supported/In the process of implementation",
        "accepted_being_implemented",
    )
    file = io.BytesIO()
    xlsx_file.write(draft.table, file)
    book = openpyxl.load_workbook(file)
    assert book["matrix"].max_row == 9
    assert "Announced: 7" in str([[cell.value for cell in row] for row in book["about"].rows])


def test_its_digests_tell_what_changed(tea):
    before = {read.key: read.digest for read in drafted(tea).read}
    one = tea.recommendations.get(paragraph="140.5")
    RecommendationPosition.objects.create(recommendation=one, category="accepted", taken_on="2025-12")
    after = {read.key: read.digest for read in drafted(tea).read}
    assert {key for key in before if before[key] != after[key]} == {"slovenia-2025/140.5"}


def test_the_number_of_queries_does_not_grow(tea, django_assert_num_queries):
    ask, friends = asked(tea), an_organisation()

    def judge(n: int) -> None:
        one = a_recommendation(tea, f"Pot {n}", f"140.{n}" if n % 2 else "")
        judged = Assessment.objects.create(organisation=friends, recommendation=one, judgement="weak")
        AssessmentCitation.objects.create(assessment=judged, source=a_source(f"Pot {n}"))

    for n in (10, 11):
        judge(n)
    # recommendations, their States, themes, positions, citations, assessments with their citations; reviews, which
    # texts are of rows alone, tallies, assessments of the reviews
    with django_assert_num_queries(11):
        KINDS["matrix"].draft(ask, None)
    for n in range(20, 40):
        judge(n)
    with django_assert_num_queries(11):
        KINDS["matrix"].draft(ask, None)


@pytest.mark.parametrize("form", ["2019", "2025"])
def test_a_real_review_comes_out_of_it_as_it_went_in(shared_data, form):
    """From report and addendum to the matrix and back: the same paragraphs, States and positions."""
    report, slug = {"2019": ("A-HRC-43-15", "slovenia-2019"), "2025": ("A-HRC-59-15", "slovenia-2025")}[form]
    files = sorted((shared_data / "un-reports").glob(f"{report}*.pdf"))
    assert run_import(*files, publish=True).exit_code == 0
    review = Review.objects.get(slug=slug)
    read = read_again(drafted(review, form=form))
    recorded = review.recommendations.prefetch_related("recommenders__state")
    expected = {
        one.paragraph: ({(sent.state.iso3, sent.own_words) for sent in one.recommenders.all()}, one.position)
        for one in recorded
    }
    assert len(expected) == {"2019": 215, "2025": 254}[form]
    assert {
        row.paragraph: ({(one.iso3, one.own_words) for one in row.senders}, row.category) for row in read.rows
    } == expected
    assert {row.paragraph: row.text for row in read.rows} == {one.paragraph: one.text for one in recorded}


def test_it_is_in_english_whatever_is_spoken_around_it(tea):
    english = drafted(tea)
    with translation.override("fr"):
        assert drafted(tea).document == english.document
