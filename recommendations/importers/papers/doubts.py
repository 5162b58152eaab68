"""Why a reading of a paper is less certain than others: a list of reasons for each paragraph, in words.

Each function looks at one thing and returns the reason, or nothing. None of them changes what was read.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from recommendations.models import UN_CLASS, Category, UNClass, agree

from ..problems import Problem
from ..readings import ReadRow
from ..similar import same_words
from .answers import BY_REST

FEW = 10  # texts that are too few to say what is usual
SHORT, LONG = 0.25, 4  # of the usual length
SHORTEST = 25  # characters: no recommendation says what it asks in fewer


@dataclass(frozen=True, slots=True)
class Usual:
    """How long the texts of one paper are, as a rule; None where there are too few of them."""

    length: float | None

    @classmethod
    def of(cls, rows: Sequence[ReadRow]) -> "Usual":
        lengths = [len(row.text) for row in rows if row.text]
        return cls(median(lengths) if len(lengths) >= FEW else None)


@dataclass(frozen=True, slots=True)
class Recorded:
    """What is recorded of a paragraph before the import."""

    text: str
    position: str


def of_recommendation(row: ReadRow, usual: Usual) -> list[str]:
    """Doubts about a paragraph of a report."""
    return _told([no_state(row), ends_without_states(row), unusual_length(row, usual), text_goes_over_page(row)])


def of_answer(row: ReadRow) -> list[str]:
    """Doubts about an answer of an addendum."""
    return _told([joint_heading(row), by_rest(row), in_passing(row), *row.repairs, answer_goes_over_page(row)])


def of_both(asked: ReadRow, answered: ReadRow) -> list[str]:
    """Doubts that the report and the addendum raise together."""
    return _told([two_positions(asked, answered)])


def of_record(text: str | None, position: str, recorded: Recorded) -> list[str]:
    """Doubts that what is recorded already raises, such as what a person corrected."""
    return _told([another_text(text, recorded), another_position(position, recorded)])


def of_problems(problems: Iterable[Problem]) -> list[str]:
    """What reading the files and comparing them with the record told of a paragraph."""
    return _told(problem.message for problem in problems)


def no_state(row: ReadRow) -> str:
    return "" if row.senders else _("No recommending State was found.")


def ends_without_states(row: ReadRow) -> str:
    """Of several asks the last has no State: each State keeps its own words, and none has the end of the text."""
    own = [sender.own_words for sender in row.senders if sender.own_words]
    if not own or any(row.text.endswith(words.rpartition("; ")[2]) for words in own):
        return ""
    return _("The text does not end with States in brackets.")


def unusual_length(row: ReadRow, usual: Usual) -> str:
    """Very short or very long, beside the other texts of the paper."""
    length = len(row.text)
    if length < SHORTEST or (usual.length and length < SHORT * usual.length):
        return _("The text is very short (%(n)d characters).") % {"n": length}
    if usual.length and length > LONG * usual.length:
        return _("The text is very long (%(n)d characters).") % {"n": length}
    return ""


def text_goes_over_page(row: ReadRow) -> str:
    said = _("The recommendation goes on after the end of page %(page)d.")
    return said % {"page": row.broken_after} if row.broken_after else ""


def answer_goes_over_page(row: ReadRow) -> str:
    said = _("The answer goes on after the end of page %(page)d.")
    return said % {"page": row.broken_after} if row.broken_after else ""


def joint_heading(row: ReadRow) -> str:
    return (
        _("The position is that of the heading above; there is no answer of its own.") if row.given == "heading" else ""
    )


def by_rest(row: ReadRow) -> str:
    return _("It is not named: the position is the one given to all others.") if row.given == BY_REST else ""


def in_passing(row: ReadRow) -> str:
    return _("The position is given only in passing.") if row.given == "in passing" else ""


def two_positions(asked: ReadRow, answered: ReadRow) -> str:
    """The report took a position at the review, and the addendum takes another."""
    classes = {UN_CLASS[asked.category], UN_CLASS[answered.category]}
    if UNClass.PENDING in classes or len(classes) == 1:
        return ""
    return _("The report says “%(report)s”, the addendum “%(addendum)s”.") % {
        "report": asked.response,
        "addendum": answered.response,
    }


def another_text(text: str | None, recorded: Recorded) -> str:
    if text is None or same_words(text, recorded.text):
        return ""
    return _("The record has another text: “%(text)s”.") % {"text": Truncator(recorded.text).chars(200)}


def another_position(position: str, recorded: Recorded) -> str:
    """What is read may leave open what the record knows."""
    if UNClass.PENDING in (UN_CLASS[position], UN_CLASS[recorded.position]) or agree(position, recorded.position):
        return ""
    return _("The record has another position: “%(position)s”.") % {"position": Category(recorded.position).label}


def _told(doubts: Iterable[str]) -> list[str]:
    """Each reason once, as a sentence."""
    return list(dict.fromkeys(f"{doubt[0].upper()}{doubt[1:].rstrip('.')}." for doubt in doubts if doubt))
