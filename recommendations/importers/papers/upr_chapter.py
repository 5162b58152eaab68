"""Where the report of a Council session treats universal periodic reviews: one chapter of a long document.

It is told by its title and by the paragraph with which the section of each State begins ("The review of … was held
on …"): the contents at the front have no such paragraph. Nothing after the chapter is read.
"""

import re

from .dates import DATE

MOST_PAGES = 1_000  # of the report of a session

TITLE = r"(?:draft )?report of the human rights council on its\b"
# The first paragraph of a State's section: whose review it was, and when.
REVIEW_HELD = re.compile(
    r"\breview of (?:the )?(?P<state>[\w\s,.()’'-]{2,80}?) (?:was|had been) (?:held|conducted)\b[^.;]{0,60}?"
    rf"{DATE}",
    re.I,
)
_TITLE = re.compile(TITLE, re.I)
_CHAPTER = re.compile(r"(?P<number>[IVX]{1,5})\.\s+(?P<title>\S.{2,200})")
_UPR = re.compile(r"universal periodic review", re.I)
_VALUES = {"I": 1, "V": 5, "X": 10}


def roman(number: str) -> int:
    """6 for VI."""
    values = [_VALUES[sign] for sign in number]
    return sum(-one if one < after else one for one, after in zip(values, [*values[1:], 0], strict=True))


class ChapterWatch:
    """Goes along with the lines of a paper and tells where the chapter is."""

    def __init__(self) -> None:
        self.number = 0  # of the chapter, once its title was met
        self.has_section = False
        self.is_over = False

    @property
    def is_within(self) -> bool:
        return bool(self.number) and not self.is_over

    def read(self, line: str, following: str = "") -> bool:
        """Takes the next line, with the one after it; whether the line is the title of the chapter."""
        if chapter := _CHAPTER.fullmatch(line):
            number = roman(chapter["number"])
            if _UPR.fullmatch(chapter["title"].strip()) and not self.has_section:
                self.number = number
                return True
            self.is_over = self.is_over or (self.has_section and number == self.number + 1)
        elif self.number and not self.has_section:
            self.has_section = REVIEW_HELD.search(f"{line} {following}") is not None
        return False


class PagesNeeded:
    """Tells, page by page, how many pages of a PDF are to be read: of the report of a session only up to the end of
    the chapter, of any other paper all."""

    def __init__(self) -> None:
        self.is_session_report = False
        self.watch = ChapterWatch()

    def first(self, lines: list[str]) -> None:
        """Takes the lines of the first page, which say what the paper is."""
        starts = (" ".join(lines[at : at + 2]) for at in range(len(lines)))
        self.is_session_report = any(_TITLE.match(start) for start in starts)

    def enough(self, lines: list[str]) -> bool:
        """Whether the chapter ended on the page of these lines."""
        if self.is_session_report:
            for line, following in zip(lines, [*lines[1:], ""], strict=True):
                self.watch.read(line, following)
        return self.watch.is_over
