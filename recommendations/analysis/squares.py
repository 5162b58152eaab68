"""Every recommendation as a square: those recorded, by position, and those that were announced and are not recorded.

Paragraphs of the UN's report and texts known from UPR Info's rows alone stand in fields apart, and are never added up.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from recommendations.models import CATEGORIES, UN_CLASS, AnnouncedTally, Category, CountUnit, UNClass

from .asked import Asked, Record
from .tallies import Comparison, Counts, Shares

ANY_KEY = "any-key"  # in the address of a recommendation; the signs of a key need no escaping
WORDS = 14  # of a text that stand for it


@dataclass(frozen=True, slots=True)
class Square:
    """One recommendation that can be opened; `is_lit` where it meets the filters, or there are none."""

    address: str
    label: str  # paragraph, position, first words
    is_lit: bool = True


@dataclass(frozen=True, slots=True)
class Group:
    """All squares of one position."""

    category: str
    squares: list[Square]
    announced: int | None  # what a source announced of it; None where it gives no such number, or none is compared
    missing: int  # announced, but not recorded here

    @property
    def label(self) -> str:
        return str(Category(self.category).label)

    @property
    def lit(self) -> int:
        return sum(square.is_lit for square in self.squares)

    @property
    def total(self) -> int:
        """Of the squares that are drawn."""
        return len(self.squares) + self.missing

    @property
    def gaps(self) -> range:
        """One for each square that is drawn without a record."""
        return range(self.missing)


@dataclass(frozen=True, slots=True)
class Field:
    """All squares that count in one unit, by position."""

    unit: str
    groups: list[Group]
    announced: AnnouncedTally | None

    @property
    def unit_label(self) -> str:
        return str(CountUnit(self.unit).label)

    @property
    def recorded(self) -> int:
        return sum(len(group.squares) for group in self.groups)

    @property
    def lit(self) -> int:
        return sum(group.lit for group in self.groups)

    @property
    def lit_supported(self) -> int:
        return sum(group.lit for group in self.groups if UN_CLASS[group.category] == UNClass.SUPPORTED)

    @property
    def missing(self) -> int:
        return sum(group.missing for group in self.groups)

    @property
    def total(self) -> int:
        return self.recorded + self.missing

    @property
    def with_next(self) -> list[tuple[Group, str]]:
        """Each group with the position of the one after it, to which a reader can skip; empty after the last."""
        return list(zip(self.groups, [*(group.category for group in self.groups[1:]), ""], strict=False))

    @property
    def counts(self) -> Counts:
        """The squares that are drawn, by position."""
        return {group.category: group.total for group in self.groups}

    @property
    def shares(self) -> Shares:
        return Shares(self.counts, self.total)


def fields(asked: Asked, comparisons: Iterable[Comparison] = (), lit: Collection[int] | None = None) -> list[Field]:
    """The squares of a review: one field for each unit that it is counted in here.

    comparisons: what was announced, to draw what is missing; empty for the positions of a date. lit: the records that
    meet the filters; None where there are none. What is announced in rows is not drawn: a row is no recommendation.
    """
    whole = [record for record in asked.records if not record.is_part]
    paragraphs = [record for record in whole if not record.from_rows_alone]
    rows = [record for record in whole if record.from_rows_alone]
    tally = announced_last(comparisons)
    found = []
    if paragraphs or (tally and not rows):
        found.append(_field(CountUnit.PARAGRAPHS, paragraphs, tally, lit))
    if rows:
        found.append(_field(CountUnit.ROWS, rows, None, lit))
    return found


def announced_last(comparisons: Iterable[Comparison]) -> Comparison | None:
    """The tally of paragraphs that holds: not one that the report of the Council's session has overtaken."""
    ours = [one for one in comparisons if one.announced.unit == CountUnit.PARAGRAPHS]
    return next((one for one in ours if not one.is_overtaken), None)


def _field(unit: str, records: list[Record], tally: Comparison | None, lit: Collection[int] | None) -> Field:
    squares: dict[str, list[Square]] = {category: [] for category in CATEGORIES}
    addresses = {review: _address(review) for review in {record.review for record in records}}
    for record in records:
        squares[record.position].append(_square(record, addresses[record.review], lit is None or record.pk in lit))
    announced = tally.announced.counts if tally else {}
    missing = _missing(announced, {c: len(found) for c, found in squares.items()}) if tally else {}
    groups = [
        Group(category, found, announced.get(category), missing.get(category, 0))
        for category, found in squares.items()
        if found or missing.get(category)
    ]
    return Field(str(unit), groups, tally.announced if tally else None)


def _missing(announced: Counts, recorded: Counts) -> Counts:
    """What was announced and is not recorded, by category; never more than is missing in its UN class.

    A source that knows only the UN's classes announces as "accepted" what is recorded in a finer category.
    """
    missing: Counts = {}
    for un_class in dict.fromkeys(UN_CLASS.values()):
        within = [category for category in CATEGORIES if UN_CLASS[category] == un_class]
        left = sum(announced.get(c, 0) for c in within) - sum(recorded.get(c, 0) for c in within)
        for category in within:
            gap = min(max(announced.get(category, 0) - recorded.get(category, 0), 0), max(left, 0))
            missing[category] = gap
            left -= gap
    return missing


def _address(review: str) -> str:
    """The address of a recommendation of a review, with ANY_KEY for its key."""
    return reverse("recommendations:recommendation", args=[review, ANY_KEY])


def _square(record: Record, address: str, is_lit: bool) -> Square:
    """The square of a record; address: of a recommendation of its review, with ANY_KEY for its key."""
    named = record.paragraph or _("Paragraph not recorded")
    first_words = Truncator(" ".join(record.start.split())).words(WORDS)
    return Square(
        address.replace(ANY_KEY, record.key), f"{named} · {Category(record.position).label} · {first_words}", is_lit
    )
