"""OHCHR's matrix, in both of its forms."""

from itertools import permutations

import pytest

from recommendations.importers import ohchr_matrix
from recommendations.importers.problems import Unreadable
from recommendations.importers.readings import ReadFile, ReadReview, ReadRow, Sender

from .files import (
    HEADINGS_2019,
    HEADINGS_2025,
    KETTLE,
    SPOONS,
    TEAPOT,
    Paragraph,
    matrix_2019,
    matrix_2025,
    opened,
    state_names,
)

FORMS = {"2019": matrix_2019, "2025": matrix_2025}
ORDERS = [*permutations(HEADINGS_2019), *permutations(HEADINGS_2025)]
FULL = Paragraph(
    f"140.7 {TEAPOT} (France) (Peru);",
    themes=("Right to education", "Human rights education, trainings & awareness raising"),
    persons=("Children",),
    goals=("4 - QUALITY EDUCATION", "12 - RESPONSIBLE CONSUMPTION AND PRODUCTION"),
)


def read(raw: bytes) -> ReadFile:
    return ohchr_matrix.parse(opened(raw), state_names())


def review(raw: bytes) -> ReadReview:
    (found,) = read(raw).reviews
    return found


def rows(raw: bytes) -> list[ReadRow]:
    assert read(raw).problems == []
    return review(raw).rows


def only_row(raw: bytes) -> ReadRow:
    (row,) = rows(raw)
    return row


def only_problem(raw: bytes) -> tuple[str, int | None, str, str]:
    (problem,) = read(raw).problems
    return problem.level, problem.row, problem.paragraph, problem.column


def names(row: ReadRow, vocabulary: str) -> list[str]:
    return [name for of, name in row.themes if of == vocabulary]


def test_what_a_row_of_the_2025_form_says():
    assert only_row(matrix_2025(FULL)) == ReadRow(
        place=2,
        paragraph="140.7",
        text=TEAPOT,
        senders=(Sender("France", "FRA"), Sender("Peru", "PER")),
        response="Supported",
        category="accepted",
        themes=(
            ("ohchr-themes-2025", "Right to education"),
            ("ohchr-themes-2025", "Human rights education, trainings & awareness raising"),
            ("ohchr-affected-2025", "Children"),
            ("sdgs", "SDG 4"),
            ("sdgs", "SDG 12"),
        ),
        symbol="A/HRC/59/15/Add.1",
        locator="Para.3",
    )


def test_themes_persons_and_goals_of_the_2019_form_are_told_apart():
    row = only_row(matrix_2019(FULL))
    assert names(row, "ohchr-themes-2019") == list(FULL.themes)
    assert names(row, "ohchr-affected-2019") == ["Children"]
    assert names(row, "sdgs") == ["SDG 4", "SDG 12"]


def test_the_remark_of_the_2019_form_is_kept():
    assert only_row(matrix_2019(Paragraph(remark="The kettle boils."))).remark == "The kettle boils."


@pytest.mark.parametrize(("form", "of"), [("2019", ("SVN", 34, 3)), ("2025", ("SVN", 48, 4))])
def test_the_page_header_names_the_review(form, of):
    found = review(FORMS[form](FULL))
    assert (found.state, found.session, found.cycle) == of


@pytest.mark.parametrize(
    ("page_header", "of"),
    [
        ("UPR of Iran (Islamic Republic of) (4th Cycle - 48th Session)", ("IRN", 48, 4)),
        ("UPR of Türkiye (3rd Cycle – 35th Session) Thematic list", ("TUR", 35, 3)),
        ("Page 1\nUPR of the Netherlands (4th  Cycle - 41 st Session)", ("NLD", 41, 4)),
        ("upr of CHINA (2nd cycle – 17th session)", ("CHN", 17, 2)),
    ],
)
def test_the_page_header_as_it_is_printed(page_header, of):
    found = review(matrix_2025(FULL, page_header=page_header))
    assert (found.state, found.session, found.cycle) == of


@pytest.mark.parametrize(
    "page_header",
    [
        "",
        "Thematic list",
        "UPR of Slovenia",
        "UPR of Slovenia (4th Cycle - th Session)",
        "UPR of Peru (4th Cycle -  xx Session)",
    ],
)
def test_a_page_header_that_names_no_review_leaves_it_open(page_header):
    found = review(matrix_2025(FULL, page_header=page_header))
    assert (found.state, found.session, found.cycle) == ("", None, None)


@pytest.mark.parametrize(
    "page_header",
    [
        "UPR of Teapotland (4th Cycle - 48th Session)",
        "UPR of Slovenia (4th Cycle - 99999th Session)",
        "UPR of Slovenia (4th Cycle - 0th Session)",
        "UPR of Slovenia (0th Cycle - 48th Session)",
    ],
)
def test_a_page_header_that_cannot_be_is_an_error(page_header):
    (problem,) = read(matrix_2025(FULL, page_header=page_header)).problems
    assert problem.level == "error"
    assert "page header" in problem.message


@pytest.mark.parametrize("order", ORDERS, ids="-".join)
def test_columns_may_come_in_any_order(order):
    make = matrix_2025 if "sdgs" in order else matrix_2019
    assert rows(make(FULL, order=order)) == rows(make(FULL))


def test_other_columns_are_passed_over():
    order = ["number", "text", "ministry", "sdgs", "position", "themes"]
    assert rows(matrix_2025(FULL, order=order)) == rows(matrix_2025(FULL))


@pytest.mark.parametrize("make", FORMS.values(), ids=FORMS)
def test_theme_rows_span_the_table_and_are_no_recommendations(make):
    raw = make("Theme: Right to education", FULL, "Theme: Other matters", Paragraph(f"140.8 {KETTLE} (Mexico);"))
    assert [(row.place, row.paragraph) for row in rows(raw)] == [(3, "140.7"), (5, "140.8")]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    ("printed", "paragraph"),
    [
        (f"140.7 {TEAPOT}", "140.7"),
        (f"140.7. {TEAPOT}", "140.7"),
        (f"140.7) {TEAPOT}", "140.7"),
        (f"140. 7 {TEAPOT}", "140.7"),
        (f" 140.7\n{TEAPOT}", "140.7"),
        (f"121.2.3 {TEAPOT}", "121.2.3"),
        (f"7 {TEAPOT}", "7"),
    ],
)
def test_the_paragraph_number(form, printed, paragraph):
    row = only_row(FORMS[form](Paragraph(f"{printed} (France);")))
    assert (row.paragraph, row.text) == (paragraph, TEAPOT)


def test_line_breaks_inside_a_text_are_spaces():
    assert only_row(matrix_2025(Paragraph("140.7 Invent a\nbetter\tteapot (France);"))).text == "Invent a better teapot"


@pytest.mark.parametrize("brackets", ["(France) (Mexico) (Peru)", "(France, Mexico, Peru)"])
@pytest.mark.parametrize("make", FORMS.values(), ids=FORMS)
def test_several_states_in_several_brackets_and_in_one(make, brackets):
    row = only_row(make(Paragraph(f"140.7 {TEAPOT} {brackets};")))
    assert row.text == TEAPOT
    assert [sender.iso3 for sender in row.senders] == ["FRA", "MEX", "PER"]


def test_nested_brackets():
    row = only_row(matrix_2019(Paragraph(f"121.1 {TEAPOT} (Peru, Venezuela (Bolivarian Republic of));")))
    assert row.senders == (Sender("Peru", "PER"), Sender("Venezuela (Bolivarian Republic of)", "VEN"))


def test_asks_strung_together_keep_each_states_own_words():
    row = only_row(matrix_2019(Paragraph(f"121.2 {TEAPOT} (Ukraine); {KETTLE} (Slovakia);")))
    assert row.text == f"{TEAPOT}; {KETTLE}"
    assert row.senders == (Sender("Ukraine", "UKR", TEAPOT), Sender("Slovakia", "SVK", KETTLE))


def test_a_number_in_brackets_is_part_of_the_text():
    row = only_row(matrix_2019(Paragraph("121.3 Sign the convention on teapots, 1930 (No. 29) (France);")))
    assert row.text == "Sign the convention on teapots, 1930 (No. 29)"
    assert [sender.iso3 for sender in row.senders] == ["FRA"]


@pytest.mark.parametrize(
    ("source", "symbol", "locator"),
    [
        ("A/HRC/59/15/Add.1 - Para.3", "A/HRC/59/15/Add.1", "Para.3"),
        ("A/HRC/43/15 - Para 121", "A/HRC/43/15", "Para 121"),
        ("A/HRC/43/15/Add.1/Corr.1 – Para. 4", "A/HRC/43/15/Add.1/Corr.1", "Para. 4"),
        ("A/HRC/43/15", "A/HRC/43/15", ""),
        ("Letter of the Mission", "", ""),
        ("", "", ""),
    ],
)
def test_the_source_of_the_position(source, symbol, locator):
    row = only_row(matrix_2025(Paragraph(source=source)))
    assert (row.symbol, row.locator, row.text) == (symbol, locator, TEAPOT)


@pytest.mark.parametrize(
    ("said", "category"),
    [
        ("Supported", "accepted"),
        ("Noted", "noted"),
        ("Supported/Noted", "partially_accepted"),
        (" supported \n", "accepted"),
        ("Supported / Noted", "partially_accepted"),
    ],
)
def test_the_position_is_kept_beside_its_category(said, category):
    row = only_row(matrix_2025(Paragraph(position=said)))
    assert (row.response, row.category) == (" ".join(said.split()), category)


def test_a_position_cell_merged_downwards_holds_for_all_its_rows():
    raw = matrix_2025(
        Paragraph(f"140.7 {TEAPOT} (France);", "Noted"),
        Paragraph(f"140.8 {KETTLE} (Peru);", None),
        Paragraph(f"140.9 {SPOONS} (Mexico);", None),
        Paragraph("140.10 Rinse the cups (Mexico);", "Supported"),
    )
    assert [(row.paragraph, row.category) for row in rows(raw)] == [
        ("140.7", "noted"),
        ("140.8", "noted"),
        ("140.9", "noted"),
        ("140.10", "accepted"),
    ]


def test_text_deleted_or_moved_away_with_changes_tracked_is_not_read():
    assert only_row(matrix_2025(Paragraph(deleted=" (Mexico);"))) == only_row(matrix_2025(Paragraph()))
    assert only_row(matrix_2025(Paragraph(moved=" (Mexico);"))) == only_row(matrix_2025(Paragraph()))


def test_a_theme_named_twice_counts_once():
    row = only_row(matrix_2025(Paragraph(themes=("Right to education", "Right to education"))))
    assert names(row, "ohchr-themes-2025") == ["Right to education"]


@pytest.mark.parametrize(
    ("paragraph", "column"),
    [
        (Paragraph(f"140.7 {TEAPOT} (Teapotland);"), "Recommendation"),
        (Paragraph(position="Perhaps"), "Position"),
        (Paragraph(position=""), "Position"),
        (Paragraph(position="", themes=()), "Position"),
    ],
)
@pytest.mark.parametrize("make", FORMS.values(), ids=FORMS)
def test_a_value_that_cannot_be_is_an_error_with_row_paragraph_and_column(make, paragraph, column):
    assert only_problem(make(paragraph)) == ("error", 2, "140.7", column)


@pytest.mark.parametrize("number", ["", "Paragraph", "1.2.3.4.5.6.7.8.9", "1234567890123456789012"])
def test_a_text_without_a_sound_paragraph_number_is_an_error(number):
    assert only_problem(matrix_2025(Paragraph(f"{number} {TEAPOT} (France);"))) == (
        "error",
        2,
        "",
        "Recommendation",
    )


def test_no_recommending_state_is_a_warning():
    raw = matrix_2025(Paragraph(f"140.7 {TEAPOT}"))
    assert only_problem(raw) == ("warning", 2, "140.7", "")
    assert review(raw).rows[0].senders == ()


def test_a_recommendation_about_recommendations_is_not_taken_for_a_heading():
    raw = matrix_2019(
        Paragraph("121.1 Follow up on all recommendations (France);", remark="Their response is awaited"),
        Paragraph("121.2 Publish recommendations (Peru);", themes=("Political opposition",)),
    )
    assert [row.paragraph for row in rows(raw)] == ["121.1", "121.2"]


@pytest.mark.parametrize("make", FORMS.values(), ids=FORMS)
def test_a_table_without_recommendations_is_refused(make):
    with pytest.raises(Unreadable, match="no recommendations"):
        read(make("Theme: Right to education"))
