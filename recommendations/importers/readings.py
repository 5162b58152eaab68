"""What a parser makes of a file: rows as they were read, by review. No database here."""

from dataclasses import dataclass, field

from .problems import Problem

LONGEST_TEXT = 20_000  # characters
LONGEST_CELL = 60_000  # of a matrix: text, States and source
LONGEST_NAME = 150


@dataclass(frozen=True, slots=True)
class Sender:
    """A recommending State: its name as printed, its code, and its own words where a paragraph has several asks."""

    name: str
    iso3: str
    own_words: str = ""


@dataclass(frozen=True, slots=True)
class ReadRow:
    """One row of a table: a recommendation, or one State's share in one (`one_sender`); or a paragraph of a paper.

    place counts rows or paragraphs. page is that of a paper, 0 where it has none (Word), None for a table.
    """

    place: int
    text: str
    paragraph: str = ""
    senders: tuple[Sender, ...] = ()
    one_sender: bool = False
    response: str = ""
    category: str = ""
    action: int | None = None
    themes: tuple[tuple[str, str], ...] = ()  # vocabulary and name
    symbol: str = ""
    locator: str = ""
    remark: str = ""
    # What only our own export says:
    key: str = ""
    taken_on: str = ""
    language: str = "en"
    note: str = ""
    action_origin: str = ""
    counted_in: str = ""
    page: int | None = None
    # How it was read, which is no part of what the file says:
    broken_after: int = 0  # the page at whose end its text breaks off, to go on on the next
    given: str = ""  # how an answer was given: "own", "list", "heading", "in passing", "rest"
    repairs: tuple[str, ...] = ()  # typing errors that were read as what must be meant

    def values(self) -> dict[str, object]:
        """All that it says but its place and how it was read, as it is kept in the reading."""
        said: dict[str, object] = {
            "paragraph": self.paragraph,
            "text": self.text,
            "senders": [[s.name, s.iso3, s.own_words] for s in self.senders],
            "response": self.response,
            "category": self.category,
            "action": self.action,
            "themes": [list(theme) for theme in self.themes],
            "symbol": self.symbol,
            "locator": self.locator,
            "remark": self.remark,
        }
        sometimes = {"counted_in": self.counted_in, "page": self.page}
        return said | {name: value for name, value in sometimes.items() if value}

    @property
    def row(self) -> int | None:
        """Its place as the number of a row; None in a paper, which has pages."""
        return self.place if self.page is None else None

    @property
    def where(self) -> str:
        """Where it stands, for messages: "row 3", "page 17"; in a paper without pages its paragraph."""
        if self.page is None:
            return f"row {self.place}"
        return f"page {self.page}" if self.page else f"paragraph {self.paragraph}"

    @property
    def sender_code(self) -> str:
        """Whose row it is, in files with a row per State: however the file spells the State."""
        return self.senders[0].iso3 if self.one_sender and self.senders else ""


@dataclass(frozen=True, slots=True)
class ReadPledge:
    """A voluntary pledge of the State under review: its paragraph, and its page (0 where a paper has none)."""

    paragraph: str
    text: str
    page: int = 0


@dataclass(frozen=True, slots=True)
class ReadAdoption:
    """The adoption of one outcome, as the report of the Council's session tells it; dates are ISO, empty if not given.

    symbol: of that report. report: that of the Working Group. locator: where the totals stand.
    """

    symbol: str
    report: str
    reviewed: str
    adopted: str
    page: int
    locator: str = ""


@dataclass(frozen=True, slots=True)
class ReadPage:
    """The text of one page of a paper, line by line; of a Word document, which has no pages, all of it (number 0)."""

    number: int
    lines: list[str]


@dataclass(slots=True)
class ReadReview:
    """The rows of one review: of a State at a Working Group session, or of a review that was named."""

    state: str = ""
    session: int | None = None
    cycle: int | None = None
    slug: str = ""
    rows: list[ReadRow] = field(default_factory=list)
    pledges: list[ReadPledge] = field(default_factory=list)
    announced: dict[str, int] = field(default_factory=dict)  # totals by category, as the paper itself gives them
    adoption: ReadAdoption | None = None  # only of the report of a Council session


@dataclass(slots=True)
class ReadFile:
    """All that one file says."""

    name: str
    sha256: str
    format: str
    reviews: list[ReadReview]
    problems: list[Problem]
    pages: list[ReadPage] = field(default_factory=list)  # of a paper
