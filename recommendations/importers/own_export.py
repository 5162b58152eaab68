"""Our own files of recommendations, read back: what is recorded already is compared, what is not is added.

An export is no source. It says nothing that the record did not say when it was made, so it never changes what is
recorded; where the two differ, a warning says both.
"""

import re

from recommendations.models import Axis, Category, CountUnit, FileFormat, PartialDate, Recommendation, StateNames

from .opening import OpenedFile
from .problems import Problems, Unreadable
from .readings import LONGEST_TEXT, ReadFile, ReadReview, ReadRow, Sender
from .tables import Row

REQUIRED = ("address", "review", "state", "cycle", "paragraph", "text", "recommenders", "position", "un_class")
AS_OF = "as_of"
AXES = {
    "themes": Axis.THEME,
    "affected": Axis.AFFECTED,
    "instruments": Axis.INSTRUMENT,
    "sdgs": Axis.SDG,
    "territories": Axis.TERRITORY,
}
ORIGINS = Recommendation.ActionOrigin.values
_NEUTRALISED = re.compile(r"'\s*[=+\-@]")
_KEY = re.compile(r"/([^/]{1,30})/?$")


def is_own_export(table: list[Row]) -> bool:
    """Whether a table has the columns of our own files of recommendations."""
    return bool(table) and set(REQUIRED) <= set(table[0])


def parse_table(file: OpenedFile, table: list[Row], states: StateNames) -> ReadFile:
    """Reads our own export; problems are listed with row and column. Raises Unreadable for one as of a date."""
    if AS_OF in table[0]:
        raise Unreadable(
            f"This export gives the positions of an earlier date (column “{AS_OF}”), not those that are recorded. "
            "Export without a date."
        )
    problems = Problems(file.name)
    reader = _RowReader({name: at for at, name in enumerate(table[0])}, set(states.by_name.values()), problems)
    reviews: dict[str, ReadReview] = {}
    for place, row in enumerate(table[1:], 2):
        if any(row) and (read := reader.read(place, row)):
            review, found = read
            reviews.setdefault(review.slug, review).rows.append(found)
    return ReadFile(file.name, file.sha256, FileFormat.UPR_TRACKER, list(reviews.values()), problems.found)


class _RowReader:
    def __init__(self, columns: dict[str, int], codes: set[str], problems: Problems) -> None:
        self.columns, self.codes, self.problems = columns, codes, problems

    def cell(self, row: Row, column: str) -> str:
        """A cell without the apostrophe that keeps a spreadsheet from taking it for a formula."""
        at = self.columns.get(column)
        text = row[at] if at is not None and at < len(row) else ""
        return text[1:] if _NEUTRALISED.match(text) else text

    def listed(self, row: Row, column: str) -> list[str]:
        return [part for part in self.cell(row, column).split("; ") if part]

    def read(self, place: int, row: Row) -> tuple[ReadReview, ReadRow] | None:
        """The review and the row; None where an error was found."""
        before = len(self.problems.found)
        key = _KEY.search(self.cell(row, "address"))
        text, position, action = self.cell(row, "text"), self.cell(row, "position"), self.cell(row, "action_category")
        self._check(bool(key), "address", row, place)
        self._check(0 < len(text) <= LONGEST_TEXT, "text", row, place)
        self._check(position in Category.values, "position", row, place)
        self._check(action in ("", "1", "2", "3", "4", "5"), "action_category", row, place)
        self._check(self.cell(row, "state") in self.codes, "state", row, place)
        self._check(re.fullmatch(r"[1-9][0-9]?", self.cell(row, "cycle")) is not None, "cycle", row, place)
        self._check(re.fullmatch(r"[0-9]{0,4}", self.cell(row, "session")) is not None, "session", row, place)
        self._check(self.cell(row, "counted_in") in ("", *CountUnit.values), "counted_in", row, place)
        self._check(
            self.cell(row, "action_origin") in (("", *ORIGINS) if action else ("",)), "action_origin", row, place
        )
        self._check(_is_date(self.cell(row, "position_taken_on")), "position_taken_on", row, place)
        codes = self.listed(row, "recommenders")
        self._check(set(codes) <= self.codes, "recommenders", row, place)
        if len(self.problems.found) > before or key is None:
            return None
        names = self.listed(row, "recommender_names")
        printed = names if len(names) == len(codes) else [""] * len(codes)
        found = ReadRow(
            place=place,
            text=text,
            paragraph=self.cell(row, "paragraph"),
            senders=tuple(Sender(name, code) for name, code in zip(printed, codes, strict=True)),
            response=self.cell(row, "position_own_words"),
            category=position,
            action=int(action) if action else None,
            themes=tuple((axis.value, name) for column, axis in AXES.items() for name in self.listed(row, column)),
            remark=self.cell(row, "position_reason"),
            key=key[1],
            taken_on=self.cell(row, "position_taken_on"),
            language=self.cell(row, "language") or "en",
            note=self.cell(row, "note"),
            action_origin=self.cell(row, "action_origin"),
            counted_in=self.cell(row, "counted_in") or CountUnit.PARAGRAPHS,
        )
        return self._review(row), found

    def _check(self, is_sound: bool, column: str, row: Row, place: int) -> None:
        if not is_sound:
            said = self.cell(row, column)[:60]
            self.problems.error(f"“{said}” is not what our exports write here.", place, column=column)

    def _review(self, row: Row) -> ReadReview:
        session = self.cell(row, "session")
        return ReadReview(
            state=self.cell(row, "state"),
            session=int(session) if session else None,
            cycle=int(self.cell(row, "cycle")),
            slug=self.cell(row, "review"),
        )


def _is_date(text: str) -> bool:
    try:
        return not text or bool(PartialDate(text))
    except ValueError:
        return False
