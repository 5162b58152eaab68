"""OHCHR's matrix of recommendations ("thematic list"): a Word table, in any of its layouts."""

import re
from collections.abc import Iterator

from recommendations.models import LAST_SESSION, FileFormat, StateNames

from .opening import OpenedFile
from .papers.paper import SYMBOL
from .problems import Problems, Unreadable
from .readings import LONGEST_CELL, ReadFile, ReadReview, ReadRow
from .responses import category_of, known_responses
from .senders import read_asks
from .word import Cells, WordDocument, document_of

# The first word that occurs in a heading decides what its column holds.
HEADINGS = (
    ("recommendation", "text"),
    ("position", "position"),
    ("response", "position"),
    ("theme", "themes"),
    ("sdg", "sdgs"),
    ("sustainable development", "sdgs"),
    ("affected", "affected"),
    ("groups of persons", "affected"),
    ("assessment", "remark"),
    ("comment", "remark"),
)
_OF = re.compile(r"UPR of (?P<state>.+?) \(\s*(?P<cycle>\d)\s*\w\w Cycle\W+(?P<session>\d[\d ]*)\s*\w\w Session", re.I)
_PARAGRAPH = re.compile(r"\s*(?P<number>[0-9]{1,4}(?:\s?\.\s?[0-9]{1,4}){0,3})\s*[.)]?\s+(?P<text>\S.*)", re.DOTALL)
_POSITION_SOURCE = re.compile(r"Source of Position\s*:\s*(?P<source>.*)", re.I | re.DOTALL)
_LIST_HEADING = re.compile(r"(?P<kind>SDGs|Affected persons|Groups? of persons)\s*:\s*", re.I)
_GOAL = re.compile(r"(\d+)\s*[-–]")


def _columns(cells: Cells) -> dict[str, int]:
    """What each column of a heading row holds; empty for a row that is no heading."""
    columns: dict[str, int] = {}
    for at, cell in enumerate(cells):
        plain = cell.casefold()
        name = next((name for word, name in HEADINGS if word in plain), None)
        if len(cell) < 120 and name:
            columns.setdefault(name, at)
    if not {"text", "position"} <= columns.keys() or _PARAGRAPH.match(cells[columns["text"]]):
        return {}
    return columns


def _review(header: str, states: StateNames, problems: Problems) -> ReadReview:
    """The review that the page header names: "UPR of Slovenia (4th Cycle - 48th Session)"."""
    found = _OF.search(header)
    if not found:
        return ReadReview()
    code = states.iso3(found["state"])
    if not code:
        problems.error(f"“{found['state']}” in the page header is not the name of a State that is known here.")
        return ReadReview()
    session, cycle = int(found["session"].replace(" ", "")), int(found["cycle"])
    if not 1 <= session <= LAST_SESSION or not cycle:
        problems.error(f"“{found[0]}” in the page header cannot be: there is no such session or cycle.")
        return ReadReview()
    return ReadReview(code, session, cycle)


def parse(file: OpenedFile, states: StateNames) -> ReadFile:
    """Reads a matrix; problems are listed with the row of the table. Raises Unreadable."""
    return read_document(file, document_of(file), states)


def read_document(file: OpenedFile, document: WordDocument, states: StateNames) -> ReadFile:
    """Reads a matrix from a Word document that is at hand; raises Unreadable."""
    problems = Problems(file.name)
    review = _review(document.header, states, problems)
    reader = _RowReader(states, problems)
    place = 0
    for table in document.tables:
        reader.begin_table(table.rows[0] if table.rows else [])
        for cells in table.rows:
            place += 1
            if read := reader.read(place, cells):
                review.rows.append(read)
    if not reader.seen_heading:
        raise Unreadable("There is no table with columns for recommendation and position in this document.")
    if not review.rows and not problems.refuse:
        raise Unreadable("The table has a heading but no recommendations.")
    return ReadFile(file.name, file.sha256, FileFormat.OHCHR_MATRIX, [review], problems.found)


class _RowReader:
    def __init__(self, states: StateNames, problems: Problems) -> None:
        self.states, self.problems = states, problems
        self.columns: dict[str, int] = {}
        self.width = 0
        self.seen_heading = False
        self.form = "2019"

    def begin_table(self, first: Cells) -> None:
        """A table of the same width goes on where the one before it ended; any other needs a heading."""
        if len(first) != self.width:
            self.columns = {}

    def read(self, place: int, cells: Cells) -> ReadRow | None:
        """The recommendation of a row; None for a heading, a theme row, or a row with an error."""
        if columns := _columns(cells):
            self.columns, self.width, self.seen_heading = columns, len(cells), True
            self.form = "2025" if "sdgs" in columns else "2019"
            return None
        if not self.columns:
            self._check_outside(place, cells)
            return None
        if not any(cells) or self._is_theme_row(cells):
            return None
        if (longest := max(map(len, cells))) > LONGEST_CELL:
            self.problems.error(f"{longest:,} characters are more than belongs in a cell.", place)
            return None
        said = self.cell(cells, "text")
        body, source = self._split_source(said)
        numbered = _PARAGRAPH.match(body)
        if not numbered or not body:
            self.problems.error(f"No paragraph number at the start of “{said[:60]}”.", place, column="Recommendation")
            return None
        paragraph = re.sub(r"\s", "", numbered["number"])
        return self._recommendation(place, cells, paragraph, " ".join(numbered["text"].split()), source)

    def _recommendation(self, place: int, cells: Cells, paragraph: str, text: str, source: str) -> ReadRow | None:
        asks = read_asks(text, self.states)
        for name in asks.unknown:
            self.problems.error(
                f"“{name}” is not the name of a State that is known here.", place, paragraph, "Recommendation"
            )
        for name in asks.doubtful:
            self.problems.warn(f"“({name})” might be a State; it was read as part of the text.", place, paragraph)
        if not asks.senders and not asks.unknown:
            self.problems.warn("No recommending State: not recorded.", place, paragraph)
        response = " ".join(self.cell(cells, "position").split())
        category = category_of(response)
        if category is None:
            self.problems.error(
                f"“{response}” is not a position that is known here ({known_responses()}).",
                place,
                paragraph,
                "Position",
            )
        if asks.unknown or category is None:
            return None
        symbol = SYMBOL.search(source)
        return ReadRow(
            place=place,
            paragraph=paragraph,
            text=asks.text,
            senders=asks.senders,
            response=response,
            category=category,
            themes=tuple(self._themes(cells)),
            symbol=symbol[0] if symbol else "",
            locator=source[symbol.end() :].strip(" -–;\n") if symbol else "",
            remark=self.cell(cells, "remark"),
        )

    def cell(self, cells: Cells, column: str) -> str:
        at = self.columns.get(column)
        return cells[at].strip() if at is not None and at < len(cells) else ""

    def _check_outside(self, place: int, cells: Cells) -> None:
        """A numbered recommendation under no heading would be lost without a word."""
        for cell in cells:
            numbered = _PARAGRAPH.match(cell)
            if numbered and "." in numbered["number"] and read_asks(numbered["text"], self.states).senders:
                self.problems.error(f"“{cell[:60]}” stands in a table without headings.", place)

    def _is_theme_row(self, cells: Cells) -> bool:
        """A heading within the table: one cell across all columns, or "Theme: …".

        A numbered paragraph with nothing beside it lacks its position, and is not passed over.
        """
        if any(cells[1:]) and self.cell(cells, "position"):
            return False
        if cells[0].casefold().startswith("theme:"):
            return True
        said, _source = self._split_source(cells[0])
        alone = bool(cells[0]) and not any(cells[1:]) and not _PARAGRAPH.match(cells[0])
        return alone and not read_asks(said, self.states).senders

    def _split_source(self, said: str) -> tuple[str, str]:
        found = _POSITION_SOURCE.search(said)
        return (said[: found.start()].strip(), found["source"].strip()) if found else (said, "")

    def _themes(self, cells: Cells) -> Iterator[tuple[str, str]]:
        """Vocabulary and name of each theme, group of persons and goal, each once."""
        found = [
            *self._list(self.cell(cells, "themes"), "ohchr-themes"),
            *self._list(self.cell(cells, "affected"), "ohchr-affected"),
            *self._list(self.cell(cells, "sdgs"), "sdgs"),
        ]
        return iter(dict.fromkeys(found))

    def _list(self, cell: str, vocabulary: str) -> Iterator[tuple[str, str]]:
        """The items of one cell; a heading within it begins another vocabulary."""
        for line in cell.splitlines():
            if heading := _LIST_HEADING.match(line):
                vocabulary = "sdgs" if heading["kind"].casefold() == "sdgs" else "ohchr-affected"
                line = line[heading.end() :]
            if not (name := line.strip().lstrip("-–•").strip()):
                continue
            if vocabulary != "sdgs":
                yield f"{vocabulary}-{self.form}", name
            elif goal := _GOAL.match(name):
                yield "sdgs", f"SDG {goal[1]}"
