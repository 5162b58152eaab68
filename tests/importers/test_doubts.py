"""Why a reading of a paper is less certain than others, and which readings come first."""

import pytest

from recommendations.importers.opening import opened
from recommendations.importers.papers import doubts
from recommendations.importers.preview import Paragraph, paragraphs_of, unread
from recommendations.importers.reading_files import parse
from recommendations.importers.readings import ReadRow, Sender

from .addenda import SYMBOL
from .files import KETTLE, SPOONS, TEAPOT, state_names
from .papers import ACCEPTED, LATER, paper, report, report_docx, report_pdf


def read(*contents: bytes) -> list[Paragraph]:
    files = [parse(opened(f"tea-{n}", raw), "auto", state_names()) for n, raw in enumerate(contents)]
    return paragraphs_of(files, [problem for file in files for problem in file.problems])


def doubts_of(*contents: bytes) -> dict[str, list[str]]:
    return {each.paragraph: each.doubts for each in read(*contents) if each.doubts}


def a_report(*items: str, heading: str = LATER, **options) -> bytes:
    return report_pdf(report(f"6. {heading}", *items), **options)


def an_addendum(*paragraphs: str, **options) -> bytes:
    return report_pdf(paragraphs, SYMBOL, addendum="Addendum", **options)


REPORT = a_report(
    f"6.1 {TEAPOT} (France) (Peru);",
    f"6.2 {KETTLE} (Mexico);",
    f"6.3 {SPOONS} (Mexico);",
    "6.4 Wash all cups and saucers by hand (Peru).",
)


def test_what_is_plain_raises_no_doubt():
    addendum = an_addendum("1. The Government accepts recommendations 6.1, 6.2 and 6.3.", "2. It notes 6.4.")
    assert doubts_of(REPORT) == {}
    assert doubts_of(REPORT, addendum) == {}


def test_a_paragraph_without_a_state():
    found = doubts_of(a_report(f"6.1 {TEAPOT};", f"6.2 {KETTLE} (Mexico)."))
    assert found["6.1"][0] == "No recommending State was found."
    assert "No recommending State in brackets after" in found["6.1"][1]  # the problem that names it
    assert "6.2" not in found


def test_a_text_that_does_not_end_with_its_states():
    found = doubts_of(a_report(f"6.1 {TEAPOT} (France); {KETTLE} and sing;", f"6.2 {KETTLE} (Mexico)."))
    assert found == {"6.1": ["The text does not end with States in brackets."]}


@pytest.mark.parametrize(
    ("length", "doubt"),
    [
        (12, "The text is very short (12 characters)."),
        (24, "very short"),
        (1_000, "The text is very long (1000"),
        (100, ""),
    ],
)
def test_a_text_of_an_unusual_length(length, doubt):
    rows = [ReadRow(n, "t" * 100, f"6.{n}") for n in range(20)]
    told = doubts.unusual_length(ReadRow(21, "t" * length, "6.21"), doubts.Usual.of(rows))
    assert (doubt in told) if doubt else told == ""


def test_few_texts_do_not_say_what_is_usual():
    usual = doubts.Usual.of([ReadRow(n, "t" * 100) for n in range(9)])
    assert doubts.unusual_length(ReadRow(10, "t" * 1_000), usual) == ""


def test_a_text_that_goes_over_a_page():
    found = doubts_of(a_report(f"6.1 {TEAPOT} (France);", f"6.2 {KETTLE * 12} (Mexico).", per_page=12, width=60))
    assert found == {"6.2": ["The recommendation goes on after the end of page 3."]}


def test_an_answer_that_goes_over_a_page():
    lines = ["1. The Government accepts the following recommendations:", "6.1", "Tea is served at four. " * 12]
    found = doubts_of(a_report(f"6.1 {TEAPOT} (France)."), an_addendum(*lines, per_page=4))
    assert "The answer goes on after the end of page 2." in found["6.1"]


@pytest.mark.parametrize(
    ("said", "paragraph", "doubt"),
    [
        ("6.1. 6.2", "6.2", "The full stop before “6.2” was read as a comma."),
        ("6.1, 6,2", "6.2", "“6,2” was read as 6.2."),
        ("6.3-2", "6.3", "“6.3-2” is no range."),
    ],
)
def test_a_position_from_a_list_that_was_repaired(said, paragraph, doubt):
    found = doubts_of(REPORT, an_addendum(f"1. The Government accepts recommendations {said}"))
    assert doubt in found[paragraph]
    assert "6.1" not in found


def test_a_position_that_only_the_heading_above_gives():
    text = ("Noted recommendations", "6.1", "Coffee is not tea.", "6.2", "Noted. Kettles are hot.")
    found = doubts_of(REPORT, an_addendum(*text))
    assert found == {"6.1": ["The position is that of the heading above; there is no answer of its own."]}


def test_a_position_that_all_others_share():
    addendum = an_addendum("1. The Government accepts recommendation 6.1.", "2. All other recommendations are noted.")
    found = read(REPORT, addendum)
    rest = "It is not named: the position is the one given to all others."
    assert {each.paragraph: each.doubts for each in found} == {
        "6.1": [],
        **{f"6.{n}": [rest] for n in (2, 3, 4)},
    }
    assert [each.paragraph for each in found] == ["6.2", "6.3", "6.4", "6.1"]
    assert {each.position for each in found[:3]} == {"noted"}


def test_a_rule_without_the_report_stays_a_rule():
    found = read(
        an_addendum("1. The Government accepts recommendation 6.1.", "2. All other recommendations are noted.")
    )
    assert {each.paragraph: each.is_rule for each in found} == {"6.1": False, "*": True}


def test_two_papers_of_an_upload_that_disagree():
    accepted = a_report(f"6.1 {TEAPOT} (France).", heading=ACCEPTED)
    (doubt,) = doubts_of(accepted, an_addendum("1. The Government notes recommendation 6.1."))["6.1"]
    assert doubt.startswith("The report says “The recommendations listed below")
    assert "the addendum “The Government notes" in doubt


def test_the_reason_stands_under_another_heading_than_the_list():
    text = ("1. The Government accepts recommendation 6.1.", "Noted recommendations", "6.1", "Coffee is not tea.")
    (doubt,) = doubts_of(REPORT, an_addendum(*text))["6.1"]
    assert "A text on the paragraph stands under “Noted recommendations”" in doubt


def test_the_least_certain_comes_first_then_the_order_of_the_paper():
    found = read(a_report(f"6.1 {TEAPOT} (France);", f"6.2 {KETTLE} (Peru);", "6.3 Tea now;"))
    assert [(each.paragraph, len(each.doubts)) for each in found] == [("6.3", 3), ("6.1", 0), ("6.2", 0)]


def test_what_was_not_read_is_told_apart_from_the_doubts():
    left_out = "7. Another recommendation that enjoys the support of Slovenia is to sing (France)."
    read = parse(opened("tea", a_report(f"6.1 {TEAPOT};", f"6.2 {KETTLE} (Peru).", left_out)), "auto", state_names())
    paragraphs = paragraphs_of([read], read.problems)
    (left,) = unread(read.problems, paragraphs)
    assert (left.paragraph, left.page, "lists none with a number" in left.message) == ("7", 2, True)
    assert paragraphs[0].paragraph == "6.1"
    assert len(paragraphs[0].doubts) == 2


def test_how_it_was_read_is_no_part_of_the_reading():
    row = ReadRow(1, TEAPOT, "6.1", (Sender("France", "FRA"),), page=3)
    marked = ReadRow(1, TEAPOT, "6.1", (Sender("France", "FRA"),), page=3, broken_after=3, given="list", repairs=("x",))
    assert row.values() == marked.values()


def test_the_text_of_a_word_document_is_kept_with_its_tables():
    raw = report_docx(report(f"6. {LATER}", f"6.1 {TEAPOT} (France)."), tables=[[["Cup", "Saucer"]]])
    (page,) = parse(opened("tea", raw), "auto", state_names()).pages
    assert page.number == 0
    assert page.lines[-2:] == [f"6.1 {TEAPOT} (France).", "Cup | Saucer"]


def test_footnotes_are_kept_at_the_end_of_their_page():
    tea = paper("6.1 Brew tea", notes=[])
    tea.notes = [tea.lines[0]]
    assert tea.text_by_page()[0].lines == ["6.1 Brew tea", "6.1 Brew tea"]
