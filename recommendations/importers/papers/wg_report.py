"""The report of the Working Group: its lists of numbered recommendations, and voluntary pledges. PDF or Word."""

import re
from collections.abc import Iterator
from dataclasses import replace

from recommendations.models import Category, FileFormat, StateNames

from ..opening import OpenedFile
from ..problems import Problems, Unreadable
from ..readings import LONGEST_TEXT, ReadFile, ReadPledge, ReadReview, ReadRow
from ..senders import Asks, read_asks, states_within
from .list_headings import category_of_heading, shortened
from .outline import Item, Numbered, outline_of
from .paper import DRAFT, SYMBOL, Line, Paper, paper_of

BEGINNING = 80  # characters of a text that a message repeats

_PLEDGES = re.compile(r"\b(?:voluntary|pledges?|commitments?)\b", re.I)
_RECOMMENDATIONS = re.compile(r"\brecommendations?\b", re.I)
_CLOSING = re.compile(r"\ball (?:the )?conclusions and/or recommendations\b", re.I)


def parse(file: OpenedFile, states: StateNames) -> ReadFile:
    """Reads a report; problems are listed with page and paragraph. Raises Unreadable."""
    return read_paper(paper_of(file), states)


def read_paper(paper: Paper, states: StateNames) -> ReadFile:
    """Reads a report that is at hand as lines; raises Unreadable."""
    paper.require_english()
    problems = Problems(paper.name)
    reader = _ReportReader(paper, states, problems)
    review = _review(paper, states, problems)
    for paragraph in outline_of(paper.lines):
        reader.read(paragraph)
    reader.check_notes()
    review.rows, review.pledges = [replace(row, taken_on=paper.reviewed) for row in reader.rows], reader.pledges
    if not review.rows and not problems.refuse:
        raise Unreadable("The report lists no numbered recommendations.")
    return ReadFile(paper.name, paper.sha256, FileFormat.WG_REPORT, [review], problems.found)


def _review(paper: Paper, states: StateNames, problems: Problems) -> ReadReview:
    """The review that the report is of; without a session where the report does not name both."""
    if not paper.state_name:
        return ReadReview()
    code = states.iso3(paper.state_name)
    if not code:
        problems.error(f"“{paper.state_name}” under the title is not the name of a State that is known here.", page=1)
        return ReadReview()
    return ReadReview(code, paper.wg_session)


class _ReportReader:
    def __init__(self, paper: Paper, states: StateNames, problems: Problems) -> None:
        self.paper, self.states, self.problems = paper, states, problems
        self.symbol = paper.symbol if SYMBOL.fullmatch(paper.symbol) or DRAFT.fullmatch(paper.symbol) else ""
        self.rows: list[ReadRow] = []
        self.pledges: list[ReadPledge] = []
        self.seen: dict[str, str] = {}

    def read(self, paragraph: Numbered) -> None:
        """The recommendations or pledges of one numbered paragraph."""
        said = self.paper.join(paragraph.lines)
        if _CLOSING.search(said):
            return
        if self._is_of_pledges(paragraph, said):
            self._read_pledges(paragraph, said)
        elif paragraph.items:
            self._read_list(paragraph, said)
        elif self.rows and _RECOMMENDATIONS.search(said) and (category_of_heading(said) or self._names_senders(said)):
            self._warn(
                f"This paragraph speaks of recommendations and lists none with a number: “{beginning(said)}”. "
                "Add by hand what is missing.",
                paragraph.page,
                str(paragraph.number),
            )

    def _is_of_pledges(self, paragraph: Numbered, said: str) -> bool:
        if _PLEDGES.search(paragraph.section):
            return True
        return bool(paragraph.items and _PLEDGES.search(said) and not _RECOMMENDATIONS.search(said))

    def _read_pledges(self, paragraph: Numbered, said: str) -> None:
        if said and not paragraph.items:
            self.pledges.append(ReadPledge(str(paragraph.number), said, paragraph.page))
        for item in paragraph.items:
            text = self.paper.join(item.lines).rstrip(" ;")
            self.pledges.append(ReadPledge(item.paragraph, text, item.page))

    def _read_list(self, paragraph: Numbered, said: str) -> None:
        category = category_of_heading(said)
        if category is None and not self._lists_recommendations(paragraph, said):
            return
        if category is None:
            self._warn(
                f"“{beginning(said)}” above the list is no position that is known here: read as pending.",
                paragraph.page,
                str(paragraph.number),
            )
        last = 0
        for item in paragraph.items:
            self._check_sequence(paragraph, item, last)
            last = max(last, item.number)
            if row := self._row(item, shortened(said), category or Category.PENDING):
                self.rows.append(row)

    def _lists_recommendations(self, paragraph: Numbered, said: str) -> bool:
        """A list below a sentence without known words is one of recommendations if it is called so, or names States."""
        if _RECOMMENDATIONS.search(said):
            return True
        return any(self._names_senders(self.paper.join(item.lines)) for item in paragraph.items)

    def _names_senders(self, text: str) -> bool:
        return bool(read_asks(text, self.states).senders)

    def _check_sequence(self, paragraph: Numbered, item: Item, last: int) -> None:
        if item.list_number != paragraph.number:
            message = f"The number does not belong to the list of paragraph {paragraph.number}: kept as printed."
            self._warn(message, item.page, item.paragraph)
        elif item.number > last + 1:
            first, end = f"{paragraph.number}.{last + 1}", f"{paragraph.number}.{item.number - 1}"
            missing = first if first == end else f"{first} to {end}"
            self._warn(f"Before this paragraph, {missing} is missing.", item.page, item.paragraph)

    def _row(self, item: Item, heading: str, category: str) -> ReadRow | None:
        text, left = self._text(item)
        if left:
            self._warn(f"“{beginning(left)}” stands after the last State: left out.", item.page, item.paragraph)
        if not text:
            self._warn("There is a number without a recommendation: not read.", item.page, item.paragraph)
            return None
        if len(text) > LONGEST_TEXT:
            self._error(f"{len(text):,} characters are no recommendation.", item.page, item.paragraph)
            return None
        if self._is_repeated(item, text):
            return None
        asks = self._asks(item, text)
        if asks is None:
            return None
        return ReadRow(
            place=len(self.rows) + 1,
            paragraph=item.paragraph,
            text=asks.text,
            senders=asks.senders,
            response=heading,
            category=category,
            symbol=self.symbol,
            locator=f"page {item.page}" if item.page else "",
            page=item.page,
            broken_after=item.page if any(line.page > item.page for line in item.lines) else 0,
        )

    def _text(self, item: Item) -> tuple[str, str]:
        """The text, and what follows on lines of its own after the States, such as a heading between two items."""
        end = len(item.lines)
        while end > 1 and ")" not in item.lines[end - 1].text:
            end -= 1
        complete = Item(item.list_number, item.number, item.page, item.lines[:end]).is_complete
        if not complete or end == len(item.lines):
            return self.paper.join(item.lines), ""
        return self.paper.join(item.lines[:end]), self.paper.join(item.lines[end:])

    def _is_repeated(self, item: Item, text: str) -> bool:
        """A second paragraph of the same number cannot be told from the first: it is named, not read."""
        first = self.seen.setdefault(item.paragraph, text)
        if first is text:
            return False
        same = "the same text" if first == text else f"another text, “{beginning(text)}”"
        self._warn(f"The number stands twice, here with {same}: not read.", item.page, item.paragraph)
        return True

    def _asks(self, item: Item, text: str) -> Asks | None:
        """The text and its States; None where a State is not known. A bracket at the end may be part of the text."""
        asks = read_asks(text, self.states)
        for name in asks.unknown:
            self._error(f"“{name}” is not the name of a State that is known here.", item.page, item.paragraph)
        for name in asks.doubtful:
            self._warn(f"“({name})” might be a State; it was read as part of the text.", item.page, item.paragraph)
        for names in states_within(asks.text, self.states):
            if names not in asks.doubtful:
                message = f"“({names})” stands within the text and names a State: not recorded as recommending."
                self._warn(message, item.page, item.paragraph)
        if asks.unknown:
            return None
        if not asks.senders:
            message = f"No recommending State in brackets after “{beginning(asks.text)}”: not recorded."
            self._warn(message, item.page, item.paragraph)
        return asks

    def check_notes(self) -> None:
        """A footnote that ends with States in brackets may be a recommendation that was moved there."""
        for line, text in self._notes():
            if self._names_senders(text):
                message = f"A footnote reads like a recommendation: “{beginning(text)}”. It was not read."
                self._warn(message, line.page)

    def _notes(self) -> Iterator[tuple[Line, str]]:
        """Each page's footnotes: where they begin, and what they say."""
        by_page: dict[int, list[Line]] = {}
        for line in self.paper.notes:
            by_page.setdefault(line.page, []).append(line)
        return ((lines[0], self.paper.join(lines)) for lines in by_page.values())

    def _warn(self, message: str, page: int, paragraph: str = "") -> None:
        self.problems.warn(message, paragraph=paragraph, page=page or None)

    def _error(self, message: str, page: int, paragraph: str = "") -> None:
        self.problems.error(message, paragraph=paragraph, page=page or None)


def beginning(text: str) -> str:
    """The first words of a text, for messages."""
    return text if len(text) <= BEGINNING else f"{text[:BEGINNING].rsplit(' ', 1)[0]}…"
