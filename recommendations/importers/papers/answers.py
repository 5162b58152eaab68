"""What an addendum says of a recommendation: positions where they stand, and the answer that they amount to."""

from dataclasses import dataclass, field, replace
from enum import IntEnum

from recommendations.models import UN_CLASS, Category

from ..problems import Problems
from ..readings import ReadRow, Sender
from .announced import Announced
from .answer_words import IMPLEMENTED, finer, together

EVERY = "*"  # in a paragraph's place: all recommendations, or all of a series ("121.*"), that are not named
LONGEST_RESPONSE = 300  # characters
LONGEST_LOCATOR = 100
BETWEEN = " … "  # between words that stand in different places


class Weight(IntEnum):
    """How a position was given: in passing, by the heading above, by naming the paragraph, or beside it."""

    IN_PASSING = 1
    HEADING = 2
    LIST = 3
    OWN = 4


GIVEN = {
    Weight.IN_PASSING: "in passing",
    Weight.HEADING: "heading",
    Weight.LIST: "list",
    Weight.OWN: "own",
}
BY_REST = "rest"  # by a rule for all that are not named


@dataclass(frozen=True, slots=True)
class Stand:
    """A position, the words in which it is given, and where. of_part: it is given to a part of the recommendation."""

    category: Category
    words: str
    page: int
    paragraph: str  # the numbered paragraph of the addendum
    weight: Weight
    of_part: bool = False

    @property
    def where(self) -> str:
        """For messages: "page 6, paragraph 5"."""
        places = [f"page {self.page}" if self.page else "", f"paragraph {self.paragraph}" if self.paragraph else ""]
        return ", ".join(filter(None, places)) or "the text"


@dataclass(frozen=True, slots=True)
class Answer:
    """The State's answer to one recommendation, or a rule for all that are not named (EVERY).

    response: its own words for the position. remark: its reason, verbatim. see: the paragraphs to which that refers.
    text and senders: the recommendation, only where the addendum prints it.
    given, repairs: how it was given, and which typing errors were repaired on the way.
    """

    paragraph: str
    category: Category
    response: str
    remark: str = ""
    see: tuple[str, ...] = ()
    text: str = ""
    senders: tuple[Sender, ...] = ()
    locator: str = ""
    page: int = 0
    broken_after: int = 0
    given: str = ""  # see GIVEN
    repairs: tuple[str, ...] = ()

    def row(self, place: int, symbol: str) -> ReadRow:
        """As a row of the file; `see` goes to the end of the locator: "para. 4, see 186.1"."""
        see = f"see {', '.join(self.see)}" if self.see else ""
        return ReadRow(
            place=place,
            text=self.text,
            paragraph=self.paragraph,
            senders=self.senders,
            response=self.response,
            category=self.category,
            symbol=symbol,
            locator=shortened(", ".join(filter(None, [self.locator, see])), LONGEST_LOCATOR),
            remark=self.remark,
            page=self.page,
            broken_after=self.broken_after,
            given=self.given,
            repairs=self.repairs,
        )


@dataclass(slots=True)
class Addendum:
    """What an addendum says. `rest` is its answer to all that it does not name, `whole` those to whole series."""

    symbol: str
    answers: list[Answer] = field(default_factory=list)
    rest: Answer | None = None
    whole: list[Answer] = field(default_factory=list)
    announced: Announced = field(default_factory=Announced)
    problems: Problems = field(default_factory=lambda: Problems(""))

    @property
    def rows(self) -> list[ReadRow]:
        """Every answer as a row; the rules for what is not named come last, with "121.*" or "*" as their paragraph."""
        rules = [*self.whole, *([self.rest] if self.rest else [])]
        return [answer.row(place, self.symbol) for place, answer in enumerate([*self.answers, *rules], 1)]


def applied(rows: list[ReadRow], paragraphs: list[str]) -> list[ReadRow]:
    """The rows with each rule ("*", "121.*") as a row for every paragraph of the report that no row names.

    A bare number ("18") becomes the one paragraph of the report that ends so, if there is only one.
    """
    full = [_resolved(row, paragraphs) for row in rows if not row.paragraph.endswith(EVERY)]
    named = {row.paragraph for row in full}
    for rule in sorted((row for row in rows if row.paragraph.endswith(EVERY)), key=lambda row: row.paragraph == EVERY):
        fitting = [p for p in paragraphs if p not in named and p.startswith(rule.paragraph.removesuffix(EVERY))]
        named.update(fitting)
        full += [replace(rule, paragraph=paragraph) for paragraph in fitting]
    return [replace(row, place=place) for place, row in enumerate(full, 1)]


def _resolved(row: ReadRow, paragraphs: list[str]) -> ReadRow:
    if not row.paragraph.isdecimal() or row.paragraph in paragraphs:
        return row
    ending = [paragraph for paragraph in paragraphs if paragraph.endswith(f".{row.paragraph}")]
    return replace(row, paragraph=ending[0]) if len(ending) == 1 else row


@dataclass(slots=True)
class Record:
    """All that the addendum says of one paragraph, in its order."""

    paragraph: str
    page: int
    stands: list[Stand] = field(default_factory=list)
    own: Stand | None = None
    only_implemented: bool = False  # whether its own answer says no more than that
    is_told: bool = False  # whether its lack of an answer was told as a problem
    remarks: list[str] = field(default_factory=list)
    repairs: list[str] = field(default_factory=list)
    broken_after: int = 0  # the page after which its text goes on
    text: str = ""
    senders: tuple[Sender, ...] = ()


@dataclass(slots=True)
class Decision:
    """The answer of a record, and what is wrong with it."""

    category: Category | None
    stands: list[Stand]
    doubt: str = ""

    @property
    def response(self) -> str:
        """The State's own words, from each place once."""
        return shortened(BETWEEN.join(dict.fromkeys(stand.words for stand in self.stands if stand.words)))


def decide(record: Record) -> Decision:
    """What a record amounts to.

    Naming a paragraph counts more than the heading above it, and that more than words in passing. Two positions that
    agree give the finer one; two that exclude each other give none, but "pending", unless they are of parts.
    The paragraph's own answer decides where a heading or a joint list leaves it open.
    """
    weight = max((stand.weight for stand in record.stands), default=None)
    given = _merged([stand for stand in record.stands if stand.weight == weight])
    given.doubt = given.doubt or _other_heading(record, given)
    if record.own is None:
        return given
    if record.only_implemented:
        return _refined(given, record.own)
    if weight != Weight.LIST:
        return Decision(_own_category(record.own), [record.own])
    return _merged([*given.stands, record.own])


def _other_heading(record: Record, given: Decision) -> str:
    """A list counts more than the heading under which a text on the paragraph stands, but that is told."""
    headings = [stand for stand in record.stands if stand.weight == Weight.HEADING]
    if given.category is None or not given.stands or given.stands[0].weight != Weight.LIST:
        return ""
    other = next((stand for stand in headings if UN_CLASS[stand.category] != UN_CLASS[given.category]), None)
    if other is None:
        return ""
    return (
        f"A text on the paragraph stands under “{shortened(other.words, 80)}” ({other.where}), but a list names it as "
        f"“{shortened(given.stands[0].words, 80)}” ({given.stands[0].where}): the list was followed."
    )


def _own_category(own: Stand) -> Category:
    return Category.PARTIALLY_ACCEPTED if own.of_part else own.category


def _refined(given: Decision, own: Stand) -> Decision:
    """A supported recommendation that is implemented; of another one, that it is implemented is only a remark."""
    if given.category is None:
        return given
    if given.category in (*IMPLEMENTED, Category.ACCEPTED) and own.category != given.category:
        return Decision(own.category, [*given.stands, own], given.doubt)
    return given


def _merged(stands: list[Stand]) -> Decision:
    if not stands:
        return Decision(None, [])
    categories = {stand.category for stand in stands}
    parts = [stand for stand in stands if stand.of_part]
    if parts and (len(stands) == 1 or len(categories) > 1):
        return Decision(Category.PARTIALLY_ACCEPTED, stands)
    category = together(categories)
    if category is None:
        return Decision(Category.PENDING, stands, _doubt(stands, "No clear position is recorded."))
    if len(categories) > 1 and not any(finer(category, one) for one in categories) and _in_places(stands):
        return Decision(category, stands, _doubt(stands, f"“{category.label}” is recorded."))
    return Decision(category, [stand for stand in stands if UN_CLASS[stand.category] == UN_CLASS[category]])


def _in_places(stands: list[Stand]) -> bool:
    return len({(stand.page, stand.paragraph, stand.words) for stand in stands}) > 1


def _doubt(stands: list[Stand], outcome: str) -> str:
    """Names every place where the paragraph has another position."""
    first = {stand.category: stand for stand in reversed(stands)}
    named = " and ".join(f"“{shortened(stand.words, 80)}” ({stand.where})" for stand in reversed(list(first.values())))
    return f"The paragraph is named under two positions: {named}. {outcome}"


def shortened(text: str, longest: int = LONGEST_RESPONSE) -> str:
    """A text of at most so many characters; a longer one ends with a whole word and "…"."""
    return text if len(text) <= longest else f"{text[: longest - 2].rsplit(' ', 1)[0]} …"


def answer_of(paragraph: str, stand: Stand) -> Answer:
    """A position as the answer to a paragraph, or as a rule for all that are not named (EVERY)."""
    locator = f"para. {stand.paragraph}" if stand.paragraph else f"page {stand.page}" if stand.page else ""
    given = BY_REST if paragraph.endswith(EVERY) else GIVEN[stand.weight]
    return Answer(paragraph, stand.category, shortened(stand.words), locator=locator, page=stand.page, given=given)
