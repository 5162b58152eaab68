"""What a parser makes of a file: rows as they were read, by review. No database here."""

from dataclasses import dataclass, field

from .problems import Problem

LONGEST_TEXT = 20_000  # characters
LONGEST_NAME = 150


@dataclass(frozen=True, slots=True)
class Sender:
    """A recommending State: its name as printed, its code, and its own words where a paragraph has several asks."""

    name: str
    iso3: str
    own_words: str = ""


@dataclass(frozen=True, slots=True)
class ReadRow:
    """One row of a table: a recommendation, or one State's share in one (`one_sender`)."""

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

    def values(self) -> dict[str, object]:
        """All that it says but its place, as it is kept in the reading."""
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
        return said | {"counted_in": self.counted_in} if self.counted_in else said

    @property
    def sender_code(self) -> str:
        """Whose row it is, in files with a row per State: however the file spells the State."""
        return self.senders[0].iso3 if self.one_sender and self.senders else ""


@dataclass(slots=True)
class ReadReview:
    """The rows of one review: of a State at a Working Group session, or of a review that was named."""

    state: str = ""
    session: int | None = None
    cycle: int | None = None
    slug: str = ""
    rows: list[ReadRow] = field(default_factory=list)


@dataclass(slots=True)
class ReadFile:
    """All that one file says."""

    name: str
    sha256: str
    format: str
    reviews: list[ReadReview]
    problems: list[Problem]
