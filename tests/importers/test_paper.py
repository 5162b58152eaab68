"""Papers as lines: what the masthead says, what the page adds and the text does not hold, and broken words."""

import time

import pytest

from recommendations.importers.papers.paper import Line, Paper, paper_of
from recommendations.importers.problems import Unreadable

from .files import csv_bytes, opened, upr_row, zip_bytes
from .papers import ONE_LIST, Piece, paper, pdf, report, report_docx, report_pdf


def read(raw: bytes) -> Paper:
    return paper_of(opened(raw))


def texts(found: Paper) -> list[str]:
    return [line.text for line in found.lines]


@pytest.fixture(params=[report_pdf, report_docx], ids=["PDF", "Word"])
def made(request):
    """Writes paragraphs as a paper, and reads it."""
    return lambda paragraphs, **options: read(request.param(paragraphs, **options))


def test_the_masthead(made):
    found = made(report(*ONE_LIST))
    assert (found.kind, found.symbol, found.state_name, found.language) == ("report", "A/HRC/59/15", "Slovenia", "en")
    assert (found.wg_session, found.hrc_session) == (48, 59)
    assert (found.issued, found.reviewed) == ("2025-03-24", "2025-01-28")


def test_the_masthead_of_an_addendum(made):
    found = made(["1. Tea is accepted."], symbol="A/HRC/59/15/Add.1", addendum="Addendum")
    assert (found.kind, found.symbol, found.state_name) == ("addendum", "A/HRC/59/15/Add.1", "Slovenia")
    assert (found.wg_session, found.hrc_session) == (None, 59)


def test_an_addendum_that_only_its_symbol_calls_so(made):
    assert made(["1. Tea is accepted."], symbol="A/HRC/59/15/Add.1").kind == "addendum"


def test_an_addendum_that_only_its_words_call_so(made):
    title = "Response of the Government to the recommendations"
    assert made(["1. Tea is accepted."], symbol="", title=title).kind == "addendum"


def test_another_paper_is_of_no_kind(made):
    assert made(["1. Tea is accepted."], symbol="A/HRC/59/15", title="Report on kettles").kind == ""


def test_a_draft_is_a_report(made):
    title = "Draft report of the Working Group on the Universal Periodic Review"
    found = made(report(*ONE_LIST), title=title, symbol="A/HRC/WG.6/48/L.5")
    assert (found.kind, found.symbol, found.hrc_session) == ("report", "A/HRC/WG.6/48/L.5", None)


def test_a_name_of_two_lines():
    name = "United Kingdom of Great Britain and Northern Ireland"
    first = ["Report of the Working Group on the Universal Periodic", "Review*", name[:35], name[36:], "Contents"]
    assert read(pdf(first)).state_name == name


def test_without_a_title_the_state_whose_review_was_held():
    assert read(pdf(["1. The review of the Gambia was held at the 3rd meeting."])).state_name == "Gambia"


@pytest.mark.parametrize(
    ("said", "session"),
    [
        ("resolution 5/1, held its fourth session", 4),
        ("resolution 5/1, held its forty-fifth session", 45),
        ("resolution 5/1 held its 31st session", 31),
        ("resolution 5/1, held its umpteenth session; see A/HRC/WG.6/17/CHN/1", 17),
        ("held its fourth session", None),
    ],
)
def test_the_session_of_the_working_group(said, session):
    assert read(pdf([f"1. It, in accordance with {said}."])).wg_session == session


@pytest.mark.parametrize(
    ("printed", "language"),
    [
        ("GE.19-21936 (E)", "en"),
        ("GE.19-21936 (F)", "fr"),
        ("GE.09-12345(S)", "es"),
        ("Conseil des droits de l’homme", "fr"),
        ("Consejo de Derechos Humanos", "es"),
        ("GE.25-02819 A/HRC/59/15", ""),
        ("Tea", ""),
    ],
)
def test_the_language_is_that_of_this_version(printed, language):
    """Not that of the original, which the masthead names too."""
    assert read(pdf([printed, "Original: English"])).language == language


def test_a_date_that_cannot_be():
    assert read(pdf(["Distr.: General", "31 February 2020"])).issued == ""


# --- Furniture ---------------------------------------------------------------------------------------------------


def test_furniture_is_no_text(made):
    found = made(report(*ONE_LIST))
    at = texts(found).index("Introduction")
    assert texts(found)[at - 1] in (
        "Slovenia",
        "* The annex is being circulated without formal editing, in the language of submission only.",
    )
    assert not {"Human Rights Council", "Fifty-ninth session", "Agenda item 6"} & set(texts(found))
    told = " ".join(texts(found)[at:])
    assert told == " ".join(report(*ONE_LIST))


@pytest.mark.parametrize(
    "furniture",
    [
        ["A/HRC/59/15", "7"],
        ["A/HRC/59/15", "page 7"],
        ["A/HRC/59/15", "- 7 -"],
        ["A/HRC/59/15", "7 GE.25-02819"],
        ["GE.25-02819 7", "A/HRC/59/15"],
        ["GE.25-02819  (E)    210325    210325", "A/HRC/59/15/Add.1"],
    ],
)
def test_furniture_in_the_middle_of_a_paragraph(furniture):
    pages = [["1. Tea."], ["2. Tea."], ["3. Tea."], ["4. Tea."], ["5. Tea."], ["6. Pour the tea", "into"]]
    found = read(pdf(*pages, [*furniture, "the cup", "and drink it"]))
    assert texts(found)[-4:] == ["6. Pour the tea", "into", "the cup", "and drink it"]


def test_numbers_that_differ_from_the_count_of_pages():
    pages = [[f"{number}. Pour the tea", f"{number + 20}"] for number in range(1, 6)]
    assert texts(read(pdf(*pages))) == [f"{number}. Pour the tea" for number in range(1, 6)]


def test_a_number_that_is_no_page_number_stays():
    pages = [["2", "Pour the tea"], ["2", "Boil as many kettles as in", "2025"], ["3", "Rest"]]
    assert texts(read(pdf(*pages))) == ["2", "Pour the tea", "Boil as many kettles as in", "2025", "Rest"]


def test_a_number_in_the_middle_of_a_page_stays():
    rows = ["Cups of tea", "Monday", "4", "Tuesday", "2", "Wednesday", "7", "Thursday", "9", "Friday", "6"]
    pages = [["Tea.", "1"], [*rows, "2"], ["Pot.", "3"]]
    assert texts(read(pdf(*pages))) == ["Tea.", *rows, "Pot."]


def test_lines_say_their_page():
    assert read(pdf(["Tea."], ["Pot.", "Cup."])).lines == [Line("Tea.", 1), Line("Pot.", 2), Line("Cup.", 2)]


def test_footnotes_are_kept_apart():
    found = read(pdf([[Piece("Pour the hot tea."), Piece("1", 6, 4)], [Piece("1", 6, 3), Piece(" See the pot.", 9)]]))
    assert (texts(found), found.notes) == (["Pour the hot tea."], [Line("1 See the pot.", 1)])


# --- Refused -----------------------------------------------------------------------------------------------------


def refused(raw: bytes) -> str:
    with pytest.raises(Unreadable) as refusal:
        read(raw)
    return str(refusal.value)


def test_a_page_that_is_only_an_image():
    assert "Page 3 holds only an image" in refused(pdf(["Tea."], ["Pot."], [], image_on=[3]))


def test_a_page_that_is_only_an_image_under_its_furniture():
    raw = pdf(["Tea."], ["A/HRC/59/15", "2", "Pot."], ["A/HRC/59/15", "3"], image_on=[3])
    assert "Page 3 holds only an image" in refused(raw)


def test_an_image_beside_text_is_no_harm():
    assert texts(read(pdf(["Tea."], ["Pot."], image_on=[1, 2]))) == ["Tea.", "Pot."]


def test_an_empty_page_is_no_harm():
    assert texts(read(pdf(["Tea."], [], ["Pot."]))) == ["Tea.", "Pot."]


def test_a_document_of_images():
    assert "only images" in refused(pdf([], [], image_on=[1, 2]))


def test_a_table_is_no_paper():
    assert "neither a PDF nor a Word document" in refused(csv_bytes(upr_row()))


def test_a_word_document_that_is_damaged():
    assert "damaged or cut off" in refused(zip_bytes({"word/document.xml": b"<w:document>"}))


# --- Words at line ends --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (("Pour", "the  tea "), "Pour the tea"),
        (("Pour the", "", "tea"), "Pour the tea"),
        (("The principle of non-", "refoulement"), "The principle of non-refoulement"),
        (("Make the recom-", "mendation"), "Make the recommendation"),
        (("An A-", "Status"), "An A-Status"),
        (("Convention No.-", "29"), "Convention No.-29"),
        (("From 2017–", "2021"), "From 2017–2021"),
        (("Tea –", "or coffee"), "Tea – or coffee"),
        (("Tea -", "or coffee"), "Tea - or coffee"),
        (("and/", "or"), "and/or"),
        (("The re\u00ad", "port and the kett\u00adle"), "The report and the kettle"),
        ((), ""),
    ],
)
def test_lines_are_joined(lines, said):
    assert paper().join(lines) == said


def test_the_paper_decides_whether_a_word_has_a_hyphen():
    """It prints the word elsewhere: with a hyphen, or without."""
    printed = paper(
        "A life-long love of tea.", "The countryside is wide.", "Drink life-", "long on the country-", "side."
    )
    assert printed.join(["Drink life-", "long"]) == "Drink life-long"
    assert printed.join(["on the country-", "side."]) == "on the countryside."


def test_the_commoner_form_counts():
    printed = paper("Online tea, online pots, on-line cups.")
    assert printed.join(["on-", "line"]) == "online"


def test_two_words_that_the_paper_knows_keep_their_hyphen():
    printed = paper("A decision on making tea.")
    assert printed.join(["decision-", "making"]) == "decision-making"


def test_half_a_word_at_a_line_end_is_no_word_that_the_paper_knows():
    printed = paper("Make the recom-", "mendation; a mendation of recom.")
    assert printed.keeps_hyphen("recom", "mendation")
    assert not paper("Make the recom-", "mendation").keeps_hyphen("recom", "mendation")


def test_joining_takes_time_in_proportion():
    printed = paper(*["Pour the tea into the cup of every-", "one who asks"] * 20_000)
    started = time.monotonic()
    assert len(printed.join(printed.lines)) > 900_000
    assert time.monotonic() - started < 3


# --- Word ----------------------------------------------------------------------------------------------------------


def test_the_rows_of_tables_in_word():
    found = read(report_docx(["1. Tea."], tables=[[["1.1", "Accepted\nSee 1.2"], ["1.2", "Noted"]]]))
    assert [(row.cells, row.page) for row in found.rows[-2:]] == [
        (("1.1", "Accepted\nSee 1.2"), 0),
        (("1.2", "Noted"), 0),
    ]
    assert [row.place for row in found.rows] == [1, 2, 3, 4]
    assert [row.after for row in found.rows] == [0, 0, len(found.lines), len(found.lines)]


def test_a_line_break_in_word_begins_a_line():
    assert texts(read(report_docx(["1. Tea\nPot"])))[-2:] == ["1. Tea", "Pot"]
