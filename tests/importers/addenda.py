"""Addenda of our own making: what is read from some lines, and a table of 428 answers as Word and as PDF."""

import itertools
from collections import Counter

from recommendations.importers.papers.addendum import parse_addendum
from recommendations.importers.papers.answer_words import DEFAULT_WORDS, Words
from recommendations.importers.papers.answers import Addendum
from recommendations.importers.papers.paper import Line, Paper, TableRow
from recommendations.models import Category

from .files import state_names
from .papers import masthead, pdf, report_docx

SYMBOL = "A/HRC/59/15/Add.1"
TABLE_HEADING = ("Recommendation", "Position of the Government of Teapotia")

ANSWERS: dict[Category, tuple[str, str]] = {
    Category.ACCEPTED: ("Accepted", ""),
    Category.ACCEPTED_BEING_IMPLEMENTED: ("Accepted and being implemented", "The kettle is on."),
    Category.ACCEPTED_ALREADY_IMPLEMENTED: ("Accepted and already implemented", "Tea is served at four."),
    Category.PARTIALLY_ACCEPTED: ("Partially accepted", "The pot can be bought, the lid cannot."),
    Category.NOTED: ("Noted", "Coffee is not tea."),
    Category.REJECTED: ("Not Accepted", "See 186.1."),
    Category.PENDING: ("To be examined", "The committee on spoons meets in May."),
}


def answers_of(*pages: str, words: Words = DEFAULT_WORDS, rows: tuple[tuple[str, ...], ...] = ()) -> Addendum:
    """What is read from pages of text, a line each; with rows from a Word document, which has no pages."""
    lines = [
        Line(line.strip(), 0 if rows else number)
        for number, page in enumerate(pages, 1)
        for line in page.strip().split("\n")
        if line.strip()
    ]
    table = [TableRow(cells, 0, place, len(lines)) for place, cells in enumerate(rows, 1)]
    paper = Paper("tea.pdf", "", 0 if rows else len(pages), symbol=SYMBOL, language="en", lines=lines, rows=table)
    return parse_addendum(paper, state_names(), words)


def word_lines(text: str) -> Addendum:
    """The same for the paragraphs of a Word document without a table."""
    lines = [Line(line.strip(), 0) for line in text.strip().split("\n") if line.strip()]
    return parse_addendum(Paper("tea.docx", "", 0, symbol=SYMBOL, lines=lines), state_names())


def positions(addendum: Addendum) -> dict[str, str]:
    """The category of each paragraph."""
    return {answer.paragraph: str(answer.category) for answer in addendum.answers}


def messages(addendum: Addendum) -> list[str]:
    """The problems as they are told, less the name of the file."""
    return [
        str(problem).removeprefix("tea.pdf").removeprefix("tea.docx").lstrip(",: ")
        for problem in addendum.problems.found
    ]


# --- A table with a row for each paragraph, as a large State writes it --------------------------------------

ROWS = [(f"186.{number}", category) for number, category in zip(range(1, 429), itertools.cycle(ANSWERS), strict=False)]
TALLY = Counter(category for _, category in ROWS)
INTRODUCTION = (
    f"The Government has examined the {len(ROWS)} recommendations that it received. It accepts "
    f"{sum(n for category, n in TALLY.items() if category.startswith('accepted'))} recommendations, including those "
    f"that have already been put into practice or are being implemented, partially accepts "
    f"{TALLY[Category.PARTIALLY_ACCEPTED]}, takes note of {TALLY[Category.NOTED]}, does not accept "
    f"{TALLY[Category.REJECTED]}, and will examine {TALLY[Category.PENDING]}."
)


def table_docx() -> bytes:
    """The table in Word; the text of every third recommendation is printed."""
    cells = [TABLE_HEADING]
    for at, (paragraph, category) in enumerate(ROWS):
        text = " Invent a better teapot (France) (Peru);" if at % 3 == 0 else "."
        cells.append((paragraph + text, "\n".join(filter(None, ANSWERS[category]))))
    return report_docx([INTRODUCTION], SYMBOL, addendum="Addendum", tables=[cells])


def table_by_columns(rows_per_page: int = 12, without: tuple[str, ...] = ()) -> bytes:
    """The table as a PDF that gives the numbers of a page first and the answers after them.

    without: paragraphs whose answer is missing.
    """
    pages = [masthead(SYMBOL, "Slovenia", addendum="Addendum")]
    for number, start in enumerate(range(0, len(ROWS), rows_per_page), 2):
        on_page = ROWS[start : start + rows_per_page]
        lines = [SYMBOL, str(number), *([INTRODUCTION, *TABLE_HEADING] if number == 2 else [])]
        lines += [f"{paragraph}." for paragraph, _ in on_page]
        for paragraph, category in on_page:
            lines += [] if paragraph in without else filter(None, ANSWERS[category])
        pages.append(lines)
    return pdf(*pages)
