"""Report, addendum, matrix and UPR Info rows of one review meet in one record per paragraph."""

from collections import Counter

import pytest

from recommendations.models import (
    AnnouncedTally,
    Assessment,
    Change,
    KeyRedirect,
    Organisation,
    Reading,
    Recommendation,
    RecommendationPosition,
    Review,
)
from recommendations.tracking.undoing import undo

from .addenda import ROWS, TALLY, table_docx
from .files import KETTLE, SPOONS, TEAPOT, Paragraph, csv_bytes, everything_recorded, matrix_2025, upr_row
from .papers import CLOSING, LATER, report, report_docx, report_pdf

pytestmark = pytest.mark.django_db


def before(number: int) -> list[str]:
    """Paragraphs of the report up to its list."""
    return [f"{n}. The delegation spoke of tea." for n in range(3, number)]


THREE = report(
    *before(6),
    f"6. {LATER}",
    f"6.1 {TEAPOT} (France) (Peru);",
    f"6.2 {KETTLE} (Kenya);",
    f"6.3 {SPOONS} (Mexico).",
    f"7. {CLOSING}",
)
REPORT = report_pdf(THREE)


def addendum_of(*paragraphs: str, symbol: str = "A/HRC/59/15/Add.1", state: str = "Slovenia") -> bytes:
    return report_pdf(paragraphs, symbol, state, addendum="Addendum")


ADDENDUM = addendum_of(
    "1. The Government accepts the following recommendations: 6.1 and 6.2.",
    "2. The Government notes recommendation 6.3. Spoons are a matter for the regions.",
)


def positions() -> dict[str, str]:
    return dict(Recommendation.objects.values_list("key", "position"))


def test_report_and_addendum_come_to_one_review(read_in):
    outcome = read_in(REPORT, ADDENDUM)
    assert outcome.errors == []
    (review,) = outcome.report["reviews"]
    assert review == {
        "review": "slovenia-2025",
        "paragraphs": 3,
        "rows": 6,
        "created": 3,
        "updated": 0,
        "unchanged": 0,
        "positions": {"accepted": 2, "noted": 1},
    }
    assert positions() == {"6.1": "accepted", "6.2": "accepted", "6.3": "noted"}


def test_in_any_order_and_one_after_the_other(read_in):
    assert read_in(ADDENDUM, REPORT).errors == []
    together = everything_recorded()
    undo(Change.objects.get())
    assert not Recommendation.objects.exists()
    read_in(REPORT)
    read_in(ADDENDUM)
    assert positions() == {"6.1": "accepted", "6.2": "accepted", "6.3": "noted"}
    assert everything_recorded()["RecommendationPosition"] == together["RecommendationPosition"]


def test_the_path_of_a_position_is_kept_with_words_reason_and_source(read_in):
    read_in(REPORT, ADDENDUM)
    at_review, in_addendum = RecommendationPosition.objects.filter(recommendation__key="6.3").order_by("taken_on")
    assert (at_review.stage, at_review.category, at_review.is_final) == ("review", "pending", False)
    assert (at_review.taken_on, at_review.source.symbol) == ("2025-01-28", "A/HRC/59/15")
    assert (in_addendum.stage, in_addendum.category, in_addendum.is_final) == ("addendum", "noted", True)
    assert (in_addendum.taken_on, in_addendum.source.symbol) == ("2025-03-24", "A/HRC/59/15/Add.1")
    assert "notes recommendation" in in_addendum.own_words
    assert in_addendum.reason == "Spoons are a matter for the regions."


def test_reading_the_papers_again_changes_nothing(read_in):
    read_in(REPORT, ADDENDUM)
    before = everything_recorded() | {"ImportRun": 4, "Change": 2}
    (review,) = read_in(REPORT, ADDENDUM).report["reviews"]
    assert (review["created"], review["updated"], review["unchanged"]) == (0, 0, 3)
    assert everything_recorded() == before


def test_undo_takes_the_whole_import_back(read_in):
    before = everything_recorded()
    read_in(REPORT, ADDENDUM)
    undo(Change.objects.get())
    gone = {n: c for n, c in everything_recorded().items() if c != before[n] and not n.startswith("Historical")}
    assert gone.keys() <= {"ImportRun", "Change", "Source"}


def test_undoing_the_addendum_brings_the_open_answers_back(read_in):
    read_in(REPORT)
    read_in(ADDENDUM)
    undo(Change.objects.filter(kind="import").latest("pk"))
    assert set(positions().values()) == {"pending"}


MATRIX = matrix_2025(
    Paragraph(f"6.1 {TEAPOT} (France) (Peru);"),
    Paragraph(f"6.2 {KETTLE} (Kenya);"),
    Paragraph(f"6.3 {SPOONS} (Mexico);", "Noted"),
)


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 0, 1), (1, 2, 0)])
def test_a_matrix_meets_them_whichever_comes_first(read_in, order):
    files = [REPORT, ADDENDUM, MATRIX]
    if order == (1, 2, 0):
        read_in(MATRIX, ADDENDUM, review="slovenia-2025")
        outcome = read_in(REPORT)
    else:
        for number in order:
            outcome = read_in(files[number], review="slovenia-2025")
            assert outcome.errors == []
    assert Recommendation.objects.count() == 3
    assert positions() == {"6.1": "accepted", "6.2": "accepted", "6.3": "noted"}
    assert Reading.objects.current().count() == 9
    noted = Recommendation.objects.get(key="6.3").positions.get(is_final=True)
    assert noted.reason == "Spoons are a matter for the regions."
    assert outcome.report["problems"] == []


def test_all_three_in_one_import_tell_nothing_that_is_no_problem(read_in):
    outcome = read_in(REPORT, ADDENDUM, MATRIX)
    assert outcome.report["problems"] == []
    assert outcome.report["reviews"][0]["positions"] == {"accepted": 2, "noted": 1}
    assert Review.objects.get().reviewed_on == "2025-01-28"


def test_where_matrix_and_addendum_disagree_both_are_kept_and_told(read_in):
    read_in(MATRIX, review="slovenia-2025")
    other = addendum_of("1. The Government accepts the following recommendations: 6.1, 6.2 and 6.3.")
    outcome = read_in(other, review="slovenia-2025")
    (problem,) = outcome.report["problems"]
    assert problem["paragraph"] == "6.3"
    assert "settle which counts" in problem["message"]


def test_upr_info_rows_join_their_paragraph_though_printed_a_little_differently(read_in):
    read_in(REPORT, ADDENDUM)
    rows = [
        upr_row(TEAPOT.upper() + ".", "France", "Supported", "4", "Women's rights", "48", "Slovenia"),
        upr_row(f"{TEAPOT};", "Peru", "Supported", "4", "Torture", "48", "Slovenia"),
        upr_row(SPOONS, "Mexico", "Noted", "5", "Torture", "48", "Slovenia"),
    ]
    (review,) = read_in(csv_bytes(*rows)).report["reviews"]
    assert review["created"] == 0
    assert Recommendation.objects.count() == 3
    joined = Recommendation.objects.get(key="6.1")
    assert set(joined.tags.values_list("theme__name", flat=True)) == {"Women's rights", "Torture"}
    assert joined.action_category == 4
    again = read_in(csv_bytes(*rows)).report["reviews"][0]
    assert (again["created"], again["updated"]) == (0, 0)
    assert Recommendation.objects.count() == 3


def test_a_report_gathers_what_upr_info_had_split(read_in):
    rows = [
        upr_row(TEAPOT, "France", "Supported", "4", "Women's rights", "48", "Slovenia"),
        upr_row(f"{TEAPOT} soon", "Peru", "Supported", "5", "Torture", "48", "Slovenia"),
        upr_row("Something else altogether", "Peru", "Noted", "5", "Torture", "48", "Slovenia"),
    ]
    read_in(csv_bytes(*rows))
    singled_out = Recommendation.objects.get(text=f"{TEAPOT} soon")
    organisation = Organisation.objects.create(name="Friends of Teapots")
    Assessment.objects.create(recommendation=singled_out, organisation=organisation, judgement="weak")
    former = singled_out.key
    read_in(REPORT)
    assert Recommendation.objects.count() == 4
    whole = Recommendation.objects.get(key="6.1")
    assert set(whole.recommenders.values_list("state__iso3", flat=True)) == {"FRA", "PER"}
    assert set(whole.tags.values_list("theme__name", flat=True)) == {"Women's rights", "Torture"}
    assert whole.assessments.count() == 1
    assert KeyRedirect.objects.get(old_key=former).recommendation == whole
    assert whole.readings.current().count() == 3


def test_a_draft_is_renumbered_by_the_report(read_in):
    draft = report(
        *before(9), f"9. {LATER}", f"9.1 {KETTLE} (Kenya);", f"9.2 {TEAPOT} (France) (Peru).", f"10. {CLOSING}"
    )
    read_in(report_docx(draft, symbol="A/HRC/WG.6/48/L.5"), review="slovenia-2025")
    assert set(positions()) == {"9.1", "9.2"}
    kettle = Recommendation.objects.get(key="9.1")
    organisation = Organisation.objects.create(name="Friends of Teapots")
    Assessment.objects.create(recommendation=kettle, organisation=organisation, judgement="weak")
    outcome = read_in(REPORT)
    assert outcome.errors == []
    assert set(positions()) == {"6.1", "6.2", "6.3"}
    kettle.refresh_from_db()
    assert (kettle.key, kettle.assessments.count()) == ("6.2", 1)
    assert KeyRedirect.objects.get(old_key="9.1").recommendation == kettle


def draft_of(*lines: str) -> bytes:
    return report_docx(report(*before(6), f"6. {LATER}", *lines, f"7. {CLOSING}"), symbol="A/HRC/WG.6/48/L.5")


def test_a_drafts_number_means_nothing_to_the_report(read_in):
    read_in(draft_of(f"6.1 {SPOONS} (Mexico);", "6.2 Invent what nobody asked again (Kenya)."), review="slovenia-2025")
    spoons, dropped = Recommendation.objects.order_by("sort_key")
    organisation = Organisation.objects.create(name="Friends of Teapots")
    for recommendation in (spoons, dropped):
        Assessment.objects.create(recommendation=recommendation, organisation=organisation, judgement="weak")
    outcome = read_in(REPORT)
    assert outcome.errors == []
    spoons.refresh_from_db()
    dropped.refresh_from_db()
    assert (spoons.key, spoons.assessments.count()) == ("6.3", 1)
    assert (dropped.paragraph, dropped.text, dropped.assessments.count()) == (
        "",
        "Invent what nobody asked again",
        1,
    )
    assert any("6.2 of the draft" in problem["message"] for problem in outcome.report["problems"])


def test_a_draft_with_the_same_numbers_in_another_order(read_in):
    read_in(draft_of(f"6.1 {KETTLE} (Kenya);", f"6.2 {TEAPOT} (France) (Peru)."), review="slovenia-2025")
    assert read_in(REPORT).errors == []
    texts = dict(Recommendation.objects.values_list("key", "text"))
    assert texts == {"6.1": TEAPOT, "6.2": KETTLE, "6.3": SPOONS}
    assert not KeyRedirect.objects.filter(old_key__in=texts).exists()


def test_a_draft_after_its_report_is_refused(read_in):
    read_in(REPORT)
    outcome = read_in(draft_of(f"6.1 {KETTLE} (Kenya)."), review="slovenia-2025")
    assert "recorded already" in outcome.report["problems"][-1]["message"]
    assert Recommendation.objects.count() == 3


def edit_text(part: Recommendation, organisation: Organisation) -> None:
    part.text = f"{TEAPOT} now"
    part.save()


def assess_both(part: Recommendation, organisation: Organisation) -> None:
    for recommendation in Recommendation.objects.all():
        Assessment.objects.create(recommendation=recommendation, organisation=organisation, judgement="weak")


@pytest.mark.parametrize("work", [edit_text, assess_both])
def test_a_part_that_people_worked_on_is_kept_apart_and_told(read_in, work):
    rows = [
        upr_row(TEAPOT, "France", "Supported", "4", "Torture", "48", "Slovenia"),
        upr_row(f"{TEAPOT} soon", "Peru", "Supported", "5", "Torture", "48", "Slovenia"),
    ]
    read_in(csv_bytes(*rows))
    part = Recommendation.objects.get(text=f"{TEAPOT} soon")
    work(part, Organisation.objects.create(name="Friends of Teapots"))
    text = part.text
    outcome = read_in(REPORT)
    assert outcome.errors == []
    part.refresh_from_db()
    assert part.text == text
    assert any("kept apart" in problem["message"] for problem in outcome.report["problems"])


def test_the_reports_print_goes_before_that_of_rows(read_in):
    read_in(csv_bytes(upr_row(TEAPOT.upper(), "France", "Supported", "4", "Torture", "48", "Slovenia")))
    read_in(REPORT)
    assert Recommendation.objects.get(key="6.1").text == TEAPOT


def test_an_addendum_that_was_undone_has_its_effect_again(read_in):
    read_in(REPORT, ADDENDUM)
    other = addendum_of("1. The Government accepts the following recommendations: 6.1, 6.2 and 6.3.")
    read_in(other)
    undo(Change.objects.filter(kind="import").latest("pk"))
    assert positions()["6.3"] == "noted"
    read_in(other)
    assert positions()["6.3"] == "accepted"


def test_what_a_person_corrected_stays_corrected(read_in):
    read_in(REPORT, ADDENDUM)
    position = RecommendationPosition.objects.get(recommendation__key="6.3", is_final=True)
    position.category = "rejected"
    position.save()
    recommendation = Recommendation.objects.get(key="6.1")
    recommendation.text = "Corrected by hand"
    recommendation.save()
    read_in(REPORT, ADDENDUM)
    other = addendum_of("1. The Government accepts 6.1 and 6.2.", "2. The Government notes 6.3. Another reason.")
    read_in(other)
    assert positions()["6.3"] == "rejected"
    recommendation.refresh_from_db()
    assert recommendation.text == "Corrected by hand"


def test_428_answers_in_a_table_with_its_totals(read_in):
    paragraphs = [f"186.{number} Invent teapot number {number} (Kenya);" for number in range(1, 429)]
    outcome = read_in(report_pdf(report(*before(186), f"186. {LATER}", *paragraphs, f"187. {CLOSING}")), table_docx())
    assert outcome.errors == []
    (review,) = outcome.report["reviews"]
    assert (review["paragraphs"], review["positions"]) == (428, {str(c): n for c, n in sorted(TALLY.items())})
    assert Counter(positions().values()) == TALLY
    assert positions()["186.7"] == dict(ROWS)["186.7"]
    tally = AnnouncedTally.objects.get()
    assert (tally.total, tally.source.symbol, tally.rejected) == (428, "A/HRC/59/15/Add.1", TALLY["rejected"])


@pytest.mark.parametrize(
    ("files", "says"),
    [
        ([REPORT, addendum_of("1. The Government accepts 6.1, 6.2, 6.3 and 6.9.")], "6.9"),
        ([REPORT, addendum_of("1. Peru accepts 6.1.", state="Peru")], "another State"),
        ([REPORT, addendum_of("1. The Government accepts 6.1.", symbol="A/HRC/58/9/Add.1")], "does not belong"),
        ([REPORT, report_docx(THREE)], "same document"),
        ([ADDENDUM], "an addendum to A/HRC/59/15, which is not recorded. Import both together"),
    ],
)
def test_papers_that_do_not_fit_are_refused_and_nothing_is_written(read_in, files, says):
    before = everything_recorded()
    outcome = read_in(*files)
    assert outcome.exit_code == 1
    assert says in " ".join(problem["message"] for problem in outcome.report["problems"])
    assert everything_recorded() == before


def test_an_addendum_without_its_report_says_what_to_do(read_in):
    outcome = read_in(ADDENDUM, review="slovenia-2025")
    assert "Import the report together with its addendum" in outcome.report["problems"][0]["message"]


def test_a_paragraph_without_an_answer_is_told(read_in):
    outcome = read_in(REPORT, addendum_of("1. The Government accepts 6.1 and 6.2."))
    assert [p["paragraph"] for p in outcome.report["problems"]] == ["6.3"]
    assert positions()["6.3"] == "pending"


def test_all_others_are_those_that_the_report_left_open(read_in):
    on_the_spot = "The recommendations below enjoy the support of Slovenia:"
    texts = report(
        *before(6),
        f"6. {on_the_spot}",
        f"6.1 {TEAPOT} (France) (Peru);",
        f"7. {LATER}",
        f"7.1 {KETTLE} (Kenya);",
        f"7.2 {SPOONS} (Mexico).",
        f"8. {CLOSING}",
    )
    rest = "1. The Government accepts recommendation 7.1.", "2. All other recommendations are noted."
    assert read_in(report_pdf(texts), addendum_of(*rest)).errors == []
    assert positions() == {"6.1": "accepted", "7.1": "accepted", "7.2": "noted"}


def test_documents_of_the_review_are_noted(read_in):
    read_in(REPORT, ADDENDUM)
    review = Review.objects.get()
    assert (review.report.symbol, review.addendum.symbol) == ("A/HRC/59/15", "A/HRC/59/15/Add.1")
