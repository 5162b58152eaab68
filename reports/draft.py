"""A paper as its kind has drafted it: what it says, how long it is, what it read, and what it cannot prove."""

from dataclasses import dataclass, field

from exports.document import Document
from exports.table import Table

from .asked import Asked


@dataclass(frozen=True, slots=True)
class Read:
    """A record that a paper read: its kind, key, page and a digest of the public columns that the paper used.

    The key of an incident is its public reference; a confidential paper names incidents so, too.
    """

    model: str  # label_lower, such as recommendations.recommendation
    key: str
    address: str
    digest: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Length:
    """How long a paper is, as the rule of its kind counts, and how long it may be; no limit where that is None."""

    words: int
    limit: int | None = None
    footnotes_count: bool = True
    refuses: bool = True  # a paper over its limit is not issued; otherwise it is warned of
    seconds: int | None = None  # of an oral statement: how long reading it takes
    rule: str = ""  # whose rule, in words

    @property
    def is_over(self) -> bool:
        return self.limit is not None and self.words > self.limit


@dataclass(frozen=True, slots=True)
class Tells:
    """An incident that a confidential paper tells of: what it needed leave for, who appears, whom of them it names.

    fields: the names of what it tells, for the log.
    """

    reference: str
    scope: str
    people: tuple[int, ...] = ()
    named: tuple[int, ...] = ()
    fields: tuple[str, ...] = ()


@dataclass(frozen=True)
class Draft:
    """What a kind made of what was asked for. unsourced: each claim that cites nothing, in words."""

    asked: Asked
    document: Document
    length: Length
    read: tuple[Read, ...] = ()
    unsourced: tuple[str, ...] = ()
    table: Table | None = None  # of a matrix, for XLSX and CSV
    warnings: tuple[str, ...] = ()
    confidential: bool = False
    disclosed: tuple[str, ...] = field(default=())  # what a confidential paper tells, in words, for who checks it
    tells: tuple[Tells, ...] = ()  # of a confidential paper: the incidents in it
    uses_desk: bool = False  # of a confidential paper: whether it tells what stands on the desk
    left_out: tuple[str, ...] = ()  # of a confidential paper: who or what does not appear, and why
