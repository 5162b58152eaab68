"""A UN paper, such as a report or an addendum, as lines of text: the same whether it came as PDF or Word.

What the page adds to the text is left out: running symbol, page numbers, job numbers, distribution box,
footnotes. What the masthead says is kept in fields of its own.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from ..opening import Container, OpenedFile
from ..problems import Unreadable
from ..readings import ReadPage
from ..word import WordDocument, document_of
from .dates import DATE, MONTHS, iso_date
from .ordinals import ORDINAL, number_of
from .pdf import PrintedPage, clean_signs, pages_of
from .upr_chapter import TITLE

SYMBOL = re.compile(r"A/HRC/[1-9]\d{0,2}/\d{1,4}(?:/Add\.\d{1,3})?(?:/Corr\.\d{1,3})?(?:/Rev\.\d{1,3})?(?![\d/])")
DRAFT = re.compile(r"A/HRC/WG\.6/[1-9]\d{0,2}/L\.\d{1,3}(?![\d/])")  # draft recommendations, two days after a review
LANGUAGES = {"E": "en", "F": "fr", "S": "es", "A": "ar", "C": "zh", "R": "ru"}
OTHER_LANGUAGES = {"fr": "French", "es": "Spanish", "ar": "Arabic", "zh": "Chinese", "ru": "Russian"}
COUNCIL = {  # how the masthead names the Council, without the letter after the job number
    "human rights council": "en",
    "conseil des droits de l": "fr",
    "consejo de derechos humanos": "es",
    "совет по правам человека": "ru",
    "人权理事会": "zh",
    "مجلس حقوق الإنسان": "ar",
}
# Prefixes that keep their hyphen although they are no words.
PREFIXES = {
    *("anti", "bi", "co", "counter", "cross", "de", "ex", "extra", "inter", "intra", "macro", "mid", "micro", "mini"),
    *("multi", "non", "over", "post", "pre", "pro", "re", "self", "semi", "socio", "sub", "trans", "ultra", "un"),
    "under",
}
# The first row whose words begin a line of the masthead says what the paper is; a symbol with /Add. goes before.
KINDS = (
    ("addendum", r"addendum\b"),
    ("session report", TITLE),
    ("report", r"(?:draft )?report of the working group on the universal periodic\s+review\b"),
    ("addendum", r"(?:views on|(?:responses?|reply|replies) (?:of|by|from|to))\b.{0,120}\brecommendations\b"),
)
INTRODUCTION = 20_000  # characters in which a paper says whose review it is of
HEAD = 40  # lines that can be the masthead
EDGE = 4  # lines at the top and at the foot of a page where its furniture stands

_JOB = re.compile(
    r"(?:\d{1,3}\s+)?GE\.\s?\d\d\s?-\s?\d{3,6}(?:\s*\(?[EFSACR]\)?)?(?:\s+\d{6}){0,4}(?:\s+\d{1,3})?", re.I
)
_JOB_LETTER = re.compile(r"GE\.\s?\d\d\s?-\s?\d{3,6}\s*\(([EFSACR])\)", re.I)
_ISSUED = re.compile(rf"Distr\.?\s*:?\s*general\W*{DATE}", re.I)
_REVIEWED = re.compile(rf"\breview of (?:the )?[\w\s,()’'-]{{2,80}}? (?:was held|on)\b[^.;]{{0,60}}?{DATE}", re.I)
_WG_SESSION = re.compile(rf"resolution\s+5/1,?\s+held\s+its\s+({ORDINAL})\s+session", re.I)
_WG_DOCUMENT = re.compile(r"A/HRC/WG\.6/([1-9]\d{0,2})/[A-Z]{3}/\d")
_TITLE = re.compile(r"report of the working group on the universal periodic\s+review", re.I)
_STATE = re.compile(r"\breview of (?:the )?(?P<state>[\w\s,()’'-]{2,80}?) was held\b", re.I)
_NO_STATE = re.compile(
    r"(?:addendum|corrigendum|revision|contents|summary|introduction|views on|note\b|annex|[IVX]+\.|\d|\*|\(|\[|"
    r"united nations|general assembly|distr|human rights council|universal periodic review|agenda item|GE\.|page\b)",
    re.I,
)
_MASTHEAD = re.compile(
    "|".join(
        (
            r"united nations(?:\s+A\s?/\s?HRC\S+)?",
            r"(?:general assembly\s*)?(?:distr\.?\s*:?\s*general)?",
            rf"\d{{1,2}}\s+(?:{'|'.join(MONTHS)})\s+\d{{4}}",
            r"\d\d?(?: \w+)?\s?[–-]\s?\d\d? \w+ \d{4}",  # 24 February–20 March 2020
            r"original\s*:?\s*[a-z/ ]+",
            r"english(?: only)?",
            r"human rights council",
            r"(?:working group on the )?universal periodic review",
            rf"{ORDINAL} session",
            r"agenda item \d+",
            r"please recycle",
            r"\*?\s?\d{7,9}\s?\*?",  # under the bars
            r"A\s?/\s?HRC/\S+",
        )
    ),
    re.I,
)
_NUMBER = re.compile(r"[-–]?\s*(?:page\s+)?(?P<number>\d{1,4})\s*[-–]?", re.I)
_BROKEN = re.compile(r"(?<![^\W\d_])(?P<first>[^\W\d_]+)-$")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line of a PDF, or one line of a paragraph of a Word document, where the page is not known (0)."""

    text: str
    page: int


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of a table in a Word document; `after` says how many lines of the paper stand above it."""

    cells: tuple[str, ...]
    page: int
    place: int
    after: int


@dataclass
class Paper:
    """What a paper says. Fields that it does not print are empty or None; dates are ISO (2019-12-19)."""

    name: str
    sha256: str
    pages: int
    kind: str = ""  # "report", "addendum", "session report", or empty
    symbol: str = ""
    state_name: str = ""
    wg_session: int | None = None
    hrc_session: int | None = None
    issued: str = ""
    reviewed: str = ""
    language: str = ""
    lines: list[Line] = field(default_factory=list)
    notes: list[Line] = field(default_factory=list)  # footnotes
    rows: list[TableRow] = field(default_factory=list)

    def text_by_page(self) -> list[ReadPage]:
        """The text for people to compare with what was read of it: lines and rows, then the footnotes of each page."""
        by_page: dict[int, list[str]] = {}
        rows = sorted(self.rows, key=lambda row: (row.after, row.place))
        for at, line in enumerate([*self.lines, None]):
            while rows and (rows[0].after <= at or line is None):
                row = rows.pop(0)
                by_page.setdefault(row.page, []).append(" | ".join(dict.fromkeys(row.cells)))
            if line is not None:
                by_page.setdefault(line.page, []).append(line.text)
        for note in self.notes:
            by_page.setdefault(note.page, []).append(note.text)
        return [ReadPage(number, lines) for number, lines in sorted(by_page.items())]

    def require_english(self) -> None:
        """Raises Unreadable for a paper in another language of the UN."""
        if self.language in OTHER_LANGUAGES:
            raise Unreadable(f"This paper is in {OTHER_LANGUAGES[self.language]}. Give the English version.")

    def join(self, lines: Iterable[Line | str]) -> str:
        """Lines as running text: spaces folded, and words that a line end broke put together again."""
        pieces: list[str] = []
        for line in lines:
            said = " ".join((line if isinstance(line, str) else line.text).split())
            if said and pieces:
                pieces[-1] = self._before(pieces[-1], said)
            if said:
                pieces.append(said)
        return "".join(pieces).replace("\u00ad", "")

    def _before(self, line: str, following: str) -> str:
        """A line as it stands before the one that follows: with a space after it, or without the hyphen at its end."""
        if line.endswith("\u00ad"):
            return line[:-1]
        if not line.endswith(("-", "–", "—", "/")) or line[-2:-1] in ("", " "):
            return f"{line} "
        broken, rest = _BROKEN.search(line), re.match(r"[^\W\d_]+", following)
        if broken and rest and rest[0].islower() and not self.keeps_hyphen(broken["first"], rest[0]):
            return line[:-1]
        return line

    def keeps_hyphen(self, first: str, rest: str) -> bool:
        """Whether a hyphen at a line end belongs to the word.

        The paper itself decides, if it prints the word elsewhere within a line, with or without; else a hyphen stays
        between two words that it prints as words of their own ("decision-", "making"), and after a known prefix.
        """
        first, rest = first.casefold(), rest.casefold()
        hyphenated, joined = self._words[f"{first}-{rest}"], self._words[first + rest]
        if hyphenated or joined:
            return hyphenated >= joined
        return first in PREFIXES or bool(self._words[first] and self._words[rest])

    @cached_property
    def _words(self) -> Counter[str]:
        """The words that stand whole within a line, with how often."""
        words: Counter[str] = Counter()
        for text in [*(line.text for line in self.lines), *(cell for row in self.rows for cell in row.cells)]:
            found = _WORD.findall(text.casefold())
            if text.endswith("-"):
                found = found[:-1]
            words.update(found)
        return words


def paper_of(file: OpenedFile) -> Paper:
    """Reads a PDF or a Word document; raises Unreadable with the reason."""
    if file.container is Container.PDF:
        return _printed(file)
    if file.container is Container.DOCX:
        return paper_of_document(file, document_of(file))
    raise Unreadable("This is neither a PDF nor a Word document.")


def _printed(file: OpenedFile) -> Paper:
    pages = pages_of(file.raw)
    if not any(page.lines for page in pages):
        raise Unreadable("The PDF holds only images: it is a scan. Give a PDF with text, or the Word document.")
    paper = Paper(file.name, file.sha256, len(pages))
    first = [line.text for line in pages[0].lines]
    _read_masthead(paper, first, [line.text for page in pages for line in page.lines])
    offset = _page_offset(pages)
    for page in pages:
        kept = list(_without_furniture(page, offset))
        if not kept and page.drawn and page.number > 1:
            raise Unreadable(f"Page {page.number} holds only an image, which cannot be read as text.")
        paper.lines += [Line(text, page.number) for text in kept]
        paper.notes += [Line(note.text, page.number) for note in page.notes]
    return paper


def paper_of_document(file: OpenedFile, document: WordDocument) -> Paper:
    """A Word document that is at hand, as a paper."""
    paper = Paper(file.name, file.sha256, 0)
    printed = _written_lines(document)
    _read_masthead(paper, [*printed[:HEAD], document.header, document.footer], printed)
    above = [0]  # for each paragraph of the document: how many lines of the paper stand above it
    for paragraph in document.paragraphs:
        for text in filter(None, map(str.strip, clean_signs_of(paragraph))):
            if len(paper.lines) > HEAD or not _MASTHEAD.fullmatch(text):
                paper.lines.append(Line(text, 0))
        above.append(len(paper.lines))
    place = 0
    for table in document.tables:
        for cells in table.rows:
            place += 1
            said = tuple("\n".join(clean_signs_of(cell)).strip() for cell in cells)
            paper.rows.append(TableRow(said, 0, place, above[table.after]))
    return paper


def clean_signs_of(text: str) -> list[str]:
    """The lines of a text, each without signs that no text holds on purpose."""
    return [clean_signs(line) for line in text.split("\n")]


def _written_lines(document: WordDocument) -> list[str]:
    """All that stands in a Word document, the masthead first: it is a table at the top."""
    cells = [cell for table in document.tables if table.after == 0 for row in table.rows for cell in dict.fromkeys(row)]
    return [line.strip() for text in [*cells, *document.paragraphs] for line in clean_signs_of(text) if line.strip()]


def _read_masthead(paper: Paper, first: list[str], everything: list[str]) -> None:
    head, beginning = " ".join(first), " ".join(everything[:INTRODUCTION])[:INTRODUCTION]
    paper.symbol = _symbol(first, everything)
    paper.kind = _kind(first)
    if "/Add." in paper.symbol and (paper.kind or paper.pages):  # a matrix in Word names addenda too
        paper.kind = "addendum"
    paper.hrc_session = int(paper.symbol.split("/")[2]) if SYMBOL.fullmatch(paper.symbol) else None
    paper.language = _language(head)
    paper.state_name = _state_name(first, beginning)
    paper.wg_session = _wg_session(beginning)
    paper.issued = iso_date(_ISSUED.search(head))
    paper.reviewed = iso_date(_REVIEWED.search(beginning))


def _symbol(first: list[str], everything: list[str]) -> str:
    """The symbol that heads the pages; else the one that begins a line of the masthead."""
    running = Counter(line for line in everything if SYMBOL.fullmatch(line) or DRAFT.fullmatch(line))
    if running:
        return running.most_common(1)[0][0]
    pairs = (" ".join(first[at : at + 2]) for at in range(len(first)))
    joined = [re.sub(r"^(?:united nations\s*)?A\s?/\s?HRC", "A/HRC", pair, flags=re.I) for pair in pairs]
    found = (form.match(pair) for pair in joined for form in (SYMBOL, DRAFT))
    return next((symbol[0] for symbol in found if symbol), "")


def _kind(first: list[str]) -> str:
    starts = [" ".join(first[at : at + 2]) for at in range(min(len(first), HEAD))]
    return next((kind for kind, words in KINDS for text in starts if re.match(words, text, re.I)), "")


def _language(head: str) -> str:
    if letter := _JOB_LETTER.search(head):
        return LANGUAGES[letter[1].upper()]
    plain = head.casefold()
    return next((language for name, language in COUNCIL.items() if name in plain), "")


def _wg_session(beginning: str) -> int | None:
    if (held := _WG_SESSION.search(beginning)) and (number := number_of(held[1])):
        return number
    document = _WG_DOCUMENT.search(beginning)
    return int(document[1]) if document else None


def _state_name(first: list[str], beginning: str) -> str:
    """What stands under the title; else the State whose review "was held"."""
    for at in range(len(first)):
        title = _TITLE.search(" ".join(first[at : at + 2]))
        if title and title.start() < len(first[at]):
            return _name_below(first[at : at + 6], title.end())
    found = _STATE.search(beginning)
    return " ".join(found["state"].split()) if found else ""


def _name_below(lines: list[str], end: int) -> str:
    """The lines after the title, which ends at a place in the first two, up to what can be no State's name."""
    within = len(lines[0]) < end
    name: list[str] = []
    for line in lines[2 if within else 1 :]:
        if _NO_STATE.match(line) or len(line) > 80 or len(name) == 3:
            break
        name.append(line)
    return " ".join(name).strip(" *")


def _page_offset(pages: list[PrintedPage]) -> int | None:
    """By how much printed page numbers differ from the count of pages; None where no numbers are printed."""
    found: Counter[int] = Counter()
    for page in pages:
        found.update({int(n["number"]) - page.number for line in _edges(page) if (n := _NUMBER.fullmatch(line))})
    return found.most_common(1)[0][0] if found else None


def _edges(page: PrintedPage) -> list[str]:
    texts = [line.text for line in page.lines]
    return texts[:EDGE] + texts[EDGE:][-EDGE:]


def _without_furniture(page: PrintedPage, offset: int | None) -> Iterator[str]:
    last = len(page.lines) - 1
    for at, text in enumerate(line.text for line in page.lines):
        if _JOB.fullmatch(text) or (page.number == 1 and _MASTHEAD.fullmatch(text)):
            continue
        if (at < EDGE or at > last - EDGE) and _is_edge_furniture(text, page.number, offset):
            continue
        yield text


def _is_edge_furniture(text: str, page: int, offset: int | None) -> bool:
    if re.fullmatch(r"[A-Z]/[A-Z]+[A-Z0-9/.]*\d[\w/.]*", text):
        return True
    number = _NUMBER.fullmatch(text)
    return number is not None and offset is not None and int(number["number"]) == page + offset
