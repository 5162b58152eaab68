"""UPR Info's database export: one row per recommending State. CSV, .xls or .xlsx."""

import html
import re
from functools import lru_cache

from recommendations.models import LAST_SESSION, FileFormat, StateNames

from .opening import OpenedFile
from .problems import Problems, Unreadable
from .readings import LONGEST_NAME, LONGEST_TEXT, ReadFile, ReadReview, ReadRow, Sender
from .responses import category_of, known_responses
from .tables import HEADER_WITHIN, Row, read_table

VOCABULARY = "upr-info-issues"

COLUMNS = {
    "to": "To",
    "sur": "To",
    "state under review": "To",
    "text": "Text",
    "recommendation": "Text",
    "from": "From",
    "rs": "From",
    "recommending state": "From",
    "response": "Response",
    "action": "Action",
    "issue": "Issue",
    "issues": "Issue",
    "session": "Session",
}
REQUIRED = ("To", "Text", "From", "Response", "Session")
UNKNOWN_SENDER = re.compile(r"\(?\s*(unknown|n/?a|-|not recorded)?\s*\)?", re.IGNORECASE)


def find_header(table: list[Row]) -> tuple[int, dict[str, int]]:
    """Index of the header row, and the column of each known name; (-1, best) where none is complete.

    In the database's own .xls the names Rgrp and Org stand twice; they are not needed.
    """
    best: dict[str, int] = {}
    for index, row in enumerate(table[:HEADER_WITHIN]):
        columns: dict[str, int] = {}
        for at, cell in enumerate(row):
            if name := COLUMNS.get(" ".join(cell.casefold().split())):
                columns.setdefault(name, at)
        if all(name in columns for name in REQUIRED):
            return index, columns
        best = max(best, columns, key=len)
    return -1, best


def parse(file: OpenedFile, states: StateNames) -> ReadFile:
    """Reads an export; problems are listed with row and column. Raises Unreadable."""
    return parse_table(file, read_table(file), states)


def parse_table(file: OpenedFile, table: list[Row], states: StateNames) -> ReadFile:
    """Reads the rows of an export; raises Unreadable."""
    start, columns = find_header(table)
    if start < 0:
        missing = [name for name in REQUIRED if name not in columns]
        found = ", ".join(cell for cell in table[0] if cell)[:200] if table else ""
        raise Unreadable(
            f"These are not the columns of a UPR Info export: missing {', '.join(missing)}; found {found or 'none'}."
        )
    problems = Problems(file.name)
    reader = _RowReader(columns, len(table[start]), states, problems)
    reviews: dict[tuple[str, int], ReadReview] = {}
    for place, row in enumerate(table[start + 1 :], start + 2):
        if any(row) and (read := reader.read(place, row)):
            state, session, found_row = read
            reviews.setdefault((state, session), ReadReview(state, session)).rows.append(found_row)
    if not reviews and not problems.refuse:
        raise Unreadable("The table has a header but no rows.")
    return ReadFile(file.name, file.sha256, FileFormat.UPR_INFO, list(reviews.values()), problems.found)


def _text(cell: str) -> str:
    return (html.unescape(cell) if "&" in cell else cell).strip()


@lru_cache(maxsize=10_000)
def _issues(cell: str) -> tuple[tuple[str, str], ...]:
    """Vocabulary and name of each issue in a cell: joined by commas; they hold " - " themselves."""
    return tuple((VOCABULARY, name) for part in dict.fromkeys(cell.split(",")) if (name := part.strip()))


class _RowReader:
    def __init__(self, columns: dict[str, int], width: int, states: StateNames, problems: Problems) -> None:
        self.columns, self.width, self.states, self.problems = columns, width, states, problems
        self.codes: dict[str, str | None] = {}

    def read(self, place: int, row: Row) -> tuple[str, int, ReadRow] | None:
        """State under review, session and row; None where an error was found."""
        if len(row) != self.width:
            self.problems.error(f"{len(row)} of {self.width} columns: the row is cut off or broken.", place)
            return None
        said = {column: _text(row[at]) for column, at in self.columns.items()}
        if not all(self.is_text(place, text, column) for column, text in said.items()):
            return None
        state = self.state_under_review(place, said["To"])
        session = self.session(place, said["Session"])
        senders = self.senders(place, said["From"])
        category = self.category(place, said["Response"])
        action = self.action(place, said.get("Action", ""))
        text = said["Text"]
        if not text:
            self.problems.error("There is no recommendation text.", place, column="Text")
        if not (text and state and session) or senders is None or category is None:
            return None
        read = ReadRow(
            place=place,
            text=text,
            senders=senders,
            one_sender=True,
            response=said["Response"],
            category=category,
            action=action,
            themes=_issues(said.get("Issue", "")),
        )
        return state, session, read

    def is_text(self, place: int, text: str, column: str) -> bool:
        """Whether a cell holds what may be text; else an error."""
        if text.startswith("="):
            self.problems.error("A formula stands here. Save the table with its values alone.", place, column=column)
        elif len(text) > LONGEST_TEXT:
            self.problems.error(f"{len(text):,} characters are more than belongs here.", place, column=column)
        else:
            return True
        return False

    def code(self, name: str) -> str | None:
        """The code of the State of that name: a file names some two hundred, very often."""
        if name not in self.codes:
            self.codes[name] = self.states.iso3(name)
        return self.codes[name]

    def state_under_review(self, place: int, name: str) -> str | None:
        code = self.code(name)
        if not code:
            self.problems.error(f"“{name}” is not the name of a State that is known here.", place, column="To")
        return code

    def senders(self, place: int, said: str) -> tuple[Sender, ...] | None:
        name = " ".join(said.split())[:LONGEST_NAME]
        if UNKNOWN_SENDER.fullmatch(name):
            printed = f"“{name}”" if name else "empty"
            self.problems.warn(f"The recommending State is {printed}: not recorded.", place, column="From")
            return ()
        code = self.code(name)
        if not code:
            self.problems.error(f"“{name}” is not the name of a State that is known here.", place, column="From")
            return None
        return (Sender(name, code),)

    def category(self, place: int, response: str) -> str | None:
        category = category_of(response)
        if category is None:
            self.problems.error(
                f"“{response}” is not a response that is known here ({known_responses()}).",
                place,
                column="Response",
            )
        return category

    def action(self, place: int, value: str) -> int | None:
        if value in ("", "0"):
            return None
        if value not in ("1", "2", "3", "4", "5"):
            self.problems.error(f"“{value}” is not an action category (1 to 5).", place, column="Action")
            return None
        return int(value)

    def session(self, place: int, value: str) -> int | None:
        if not re.fullmatch(r"[0-9]{1,4}", value) or not 1 <= int(value) <= LAST_SESSION:
            self.problems.error(f"“{value}” is not the number of a session.", place, column="Session")
            return None
        return int(value)
