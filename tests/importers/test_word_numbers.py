"""Numbers that Word counts are part of what the document says."""

import pytest

from recommendations.importers.word import document_of

from .files import opened
from .papers import numbered_docx

LEVELS = [("decimal", "%1."), ("decimal", "%1.%2")]


def read(*paragraphs: tuple[str, int | None], **options: object) -> list[str]:
    return document_of(opened(numbered_docx(*paragraphs, **options))).paragraphs


def test_numbers_stand_before_their_paragraphs():
    assert read(("Tea", 0), ("Pot", 1), ("Cup", 1), ("none", None), ("Milk", 0), ("Jug", 1)) == [
        *("1. Tea", "1.1 Pot", "1.2 Cup", "none", "2. Milk", "2.1 Jug")
    ]


def test_a_list_begins_where_it_says():
    assert read(("Tea", 0), ("Pot", 1), start=121) == ["121. Tea", "121.1 Pot"]


def test_an_empty_paragraph_has_no_number_but_counts():
    assert read(("Tea", 0), ("", 0), ("Pot", 0)) == ["1. Tea", "", "3. Pot"]


@pytest.mark.parametrize(
    ("form", "text", "numbers"),
    [
        ("lowerLetter", "(%1)", ["(a)", "(b)", "(c)"]),
        ("upperLetter", "%1)", ["A)", "B)", "C)"]),
        ("lowerRoman", "%1.", ["i.", "ii.", "iii."]),
        ("upperRoman", "%1.", ["I.", "II.", "III."]),
        ("decimalZero", "%1", ["01", "02", "03"]),
        ("bullet", "•", ["", "", ""]),
    ],
)
def test_forms_of_numbers(form, text, numbers):
    found = read(("Tea", 0), ("Tea", 0), ("Tea", 0), levels=[(form, text)])
    assert found == [f"{number} Tea".strip() for number in numbers]


@pytest.mark.parametrize(("count", "number"), [(4, "iv"), (9, "ix"), (14, "xiv"), (40, "xl"), (99, "xcix")])
def test_roman_numbers(count, number):
    assert read(*[("Tea", 0)] * count, levels=[("lowerRoman", "%1")])[-1] == f"{number} Tea"


def test_letters_after_z():
    assert read(*[("Tea", 0)] * 28, levels=[("lowerLetter", "%1")])[-1] == "bb Tea"


def test_a_level_that_the_list_does_not_have():
    assert read(("Tea", 5)) == ["Tea"]
