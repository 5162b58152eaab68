"""The addendum to the report of the Working Group: the State's answers, as lists or as a table. PDF or Word.

What it says is kept paragraph by paragraph: the position in the State's own words, its category, and the reason.
"""

from dataclasses import replace

from recommendations.models import FileFormat, StateNames

from ..opening import OpenedFile
from ..problems import Problems, Unreadable
from ..readings import ReadFile, ReadReview
from .addendum_reader import AddendumReader
from .answer_words import DEFAULT_WORDS, Words
from .answers import Addendum
from .paper import Paper, paper_of


def parse(file: OpenedFile, states: StateNames, words: Words = DEFAULT_WORDS) -> ReadFile:
    """Reads an addendum; problems are listed with page and paragraph. Raises Unreadable."""
    return read_paper(paper_of(file), states, words)


def read_paper(paper: Paper, states: StateNames, words: Words = DEFAULT_WORDS) -> ReadFile:
    """Reads an addendum that is at hand as lines; raises Unreadable.

    Rows whose paragraph ends with "*" are rules for what is not named: see answers.applied().
    """
    problems = Problems(paper.name)
    review = ReadReview(_state(paper, states, problems), paper.wg_session if paper.state_name else None)
    addendum = parse_addendum(paper, states, words)
    review.rows = [replace(row, taken_on=paper.issued) for row in addendum.rows]
    review.announced = {str(category): number for category, number in addendum.announced.tally.items()}
    problems.found += addendum.problems.found
    if not review.rows and not problems.refuse:
        raise Unreadable("No answers to recommendations were found in this document.")
    return ReadFile(paper.name, paper.sha256, FileFormat.ADDENDUM, [review], problems.found)


def parse_addendum(paper: Paper, states: StateNames, words: Words = DEFAULT_WORDS) -> Addendum:
    """Answers, rules, announced totals and problems of an addendum; raises Unreadable for one not in English."""
    paper.require_english()
    return AddendumReader(paper, states, words).read()


def _state(paper: Paper, states: StateNames, problems: Problems) -> str:
    code = states.iso3(paper.state_name) if paper.state_name else ""
    if paper.state_name and not code:
        problems.error(f"“{paper.state_name}” under the title is not the name of a State that is known here.", page=1)
    return code or ""
