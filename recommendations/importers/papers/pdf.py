"""The printed lines of a PDF, page by page, within limits."""

import io
import logging
import re
import time
import unicodedata
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pypdf
from pypdf.errors import LimitReachedError

from ..problems import Unreadable
from .upr_chapter import MOST_PAGES as MOST_PAGES_OF_SESSION
from .upr_chapter import PagesNeeded

MOST_PAGES = 400
MOST_CHARACTERS = 5_000_000  # of all pages together
MOST_SECONDS = 50
FEW_LINES = 8
LIMITS = pypdf.Configuration(
    zlib_maximum_output_length=20_000_000,
    lzw_maximum_output_length=20_000_000,
    run_length_maximum_output_length=20_000_000,
    brotli_maximum_output_length=20_000_000,
    array_based_stream_maximum_output_length=20_000_000,
    stream_decoding_work_maximum_length=60_000_000,
    stream_parsing_work_maximum_count=200_000,  # operators and operands of a page; a full one has some 10,000
    xform_maximum_invocations_per_extraction=200,
    page_tree_maximum_entries=4 * MOST_PAGES_OF_SESSION,
    page_tree_maximum_page_entries=40 * MOST_PAGES_OF_SESSION,
    disable_legacy_handling=True,
)
_END_OF_FILE = 2_048  # bytes at the end, in which the file must say that it ends
_EMPTY_PAGE = 400  # bytes of drawing instructions that a page without text may have
_NO_SIGN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ue000-\uf8ff\ufeff]")  # control, surrogate, private
_LIGATURE = re.compile(r"[\ufb00-\ufb06]")
_NOTE_SIGN = re.compile(r"\s*(?P<sign>\d{1,3}|\*{1,4}|[a-z†‡])\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Piece:
    """What one instruction prints: text, where its base line is, and the size of its letters."""

    text: str
    y: float
    size: float


@dataclass(slots=True)
class PrintedLine:
    """The pieces of one line."""

    pieces: list[Piece] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(piece.text for piece in self.pieces).strip()

    @property
    def size(self) -> float:
        """The size in which most of it is printed."""
        return _commonest_size([self])


@dataclass(slots=True)
class PrintedPage:
    """The lines of a page as they are read, and its footnotes; drawn says of a page with few lines or none whether it
    shows a picture or a drawing."""

    number: int
    lines: list[PrintedLine]
    notes: list[PrintedLine]
    drawn: bool


def pages_of(raw: bytes) -> list[PrintedPage]:
    """The pages of a PDF with their lines, of the report of a session up to the end of its chapter on reviews.

    Raises Unreadable with the reason.

    A PDF that lost a part is refused, though what is left could be read: nobody would see what is missing.
    """
    if b"%%EOF" not in raw[-_END_OF_FILE:]:
        raise Unreadable("The PDF is cut off: its end is missing.")
    try:
        with pypdf.apply_configuration(LIMITS), _warnings() as warnings:
            reader = pypdf.PdfReader(io.BytesIO(raw), root_object_recovery_limit=100)
            pages = list(_pages(reader))
            if lost := next(filter(_tells_of_loss, warnings), None):
                raise Unreadable(f"The PDF is damaged: a part of it cannot be read ({lost.getMessage()[:100]}).")
    except LimitReachedError as error:
        raise Unreadable("The PDF unpacks to more than a document of this kind can hold.") from error
    except (Unreadable, MemoryError):
        raise
    except pypdf.errors.DependencyError as error:
        raise _encrypted() from error
    except Exception as error:  # pypdf meets a damaged file with exceptions of a dozen kinds
        raise Unreadable("The PDF is damaged or cut off.") from error
    return pages


def _pages(reader: pypdf.PdfReader) -> Iterator[PrintedPage]:
    if reader.is_encrypted:
        raise _encrypted()
    needed, count = PagesNeeded(), _number_of_pages(reader)
    if count > MOST_PAGES_OF_SESSION:
        raise Unreadable(f"The PDF has more than {MOST_PAGES} pages.")
    read = 0
    started = time.monotonic()
    for number, page in enumerate(reader.pages, 1):
        reading = _LineReader()
        read += len(page.extract_text(visitor_text=reading))
        if read > MOST_CHARACTERS:
            raise Unreadable(f"Up to page {number}, the PDF holds more text than a document of this kind can.")
        if time.monotonic() - started > MOST_SECONDS:
            raise Unreadable(
                f"Reading this PDF takes longer than {MOST_SECONDS} seconds: it was given up at page {number}."
            )
        lines, notes = _notes_apart(reading.finished())
        said = [line.text for line in lines]
        if number == 1:
            needed.first(said)
            if count > MOST_PAGES and not needed.is_session_report:
                raise Unreadable(f"The PDF has more than {MOST_PAGES} pages.")
        yield PrintedPage(number, lines, notes, len(lines) <= FEW_LINES and _draws(page))
        if needed.enough(said):
            return


def _number_of_pages(reader: pypdf.PdfReader) -> int:
    try:
        return len(reader.pages)
    except LimitReachedError as error:
        message = f"The PDF has more than {MOST_PAGES} pages, or lists them as no document does."
        raise Unreadable(message) from error


def _encrypted() -> Unreadable:
    return Unreadable("The PDF is encrypted or protected by a password. Save it without protection.")


def _draws(page: Any) -> bool:
    """Whether a page shows anything beside text: a picture, or a drawing of more than a line or two."""
    resources = page.get("/Resources", {}).get_object()
    content = page.get_contents()
    drawn = content.get_data() if content is not None else b""
    return bool(resources.get("/XObject")) or len(drawn) > _EMPTY_PAGE


@contextmanager
def _warnings() -> Iterator[list[logging.LogRecord]]:
    """What pypdf warns of meanwhile; none of it reaches the console."""
    logger, heard = logging.getLogger("pypdf"), _Heard()
    propagate, logger.propagate = logger.propagate, False
    logger.addHandler(heard)
    try:
        yield heard.records
    finally:
        logger.removeHandler(heard)
        logger.propagate = propagate


class _Heard(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        if len(self.records) < 1_000:
            self.records.append(record)


def _tells_of_loss(warning: logging.LogRecord) -> bool:
    """Whether a warning of pypdf means that text was left out, and not only that it mended something."""
    if warning.name in ("pypdf.filters", "pypdf.generic._data_structures"):
        return True
    return any(words in warning.getMessage() for words in (" not defined", "Impossible to decode", "Exceeded"))


class _LineReader:
    """Takes the text of a page from pypdf piece by piece and divides it into lines."""

    def __init__(self) -> None:
        self.lines = [PrintedLine()]

    def __call__(self, text: str, cm: list[float], tm: list[float], font: Any, size: float) -> None:
        y = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
        height = abs(size * tm[3] * cm[3])
        for number, part in enumerate(text.split("\n")):
            if number:
                self.lines.append(PrintedLine())
            if clean := clean_signs(part):
                self.lines[-1].pieces.append(Piece(clean, y, height))

    def finished(self) -> list[PrintedLine]:
        return [line for line in self.lines if line.text]


def clean_signs(text: str) -> str:
    """Without what no text holds on purpose; ligatures as letters, special spaces and hyphens as plain ones."""
    text = _NO_SIGN.sub("", text.replace("\t", " "))
    text = _LIGATURE.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text)
    text = re.sub(r"[\u00a0\u2000-\u200a\u202f\u205f\u3000]", " ", text)
    text = re.sub(r"[\u200b-\u200f\u2028-\u202e\u2060]", "", text)
    return unicodedata.normalize("NFC", re.sub("[\u2010\u2011]", "-", text))


def _commonest_size(lines: list[PrintedLine]) -> float:
    sizes: Counter[float] = Counter()
    for line in lines:
        for piece in line.pieces:
            sizes[round(piece.size, 1)] += len(piece.text.strip())
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _notes_apart(lines: list[PrintedLine]) -> tuple[list[PrintedLine], list[PrintedLine]]:
    """The lines of a page without the signs of its footnotes, and the footnotes.

    Footnotes are the last lines, in smaller print than the page, from the first that begins with a note's sign.
    """
    body = _commonest_size(lines)
    start = len(lines)
    while start and 0 < lines[start - 1].size < body * 0.95:
        start -= 1
    notes = [at for at in range(start, len(lines)) if _begins_note(lines[at], body)]
    if not notes:
        return lines, []
    signs = {sign["sign"] for at in notes if (sign := _NOTE_SIGN.match(lines[at].text))}
    text = [kept for line in lines[: notes[0]] if (kept := _without_signs(line, signs)).text]
    return text, lines[notes[0] :]


def _begins_note(line: PrintedLine, body: float) -> bool:
    first = next((piece for piece in line.pieces if piece.text.strip()), None)
    if first is None:
        return False
    return first.text.lstrip().startswith("*") or (
        first.size < body * 0.8 and _NOTE_SIGN.fullmatch(first.text) is not None
    )


def _without_signs(line: PrintedLine, signs: set[str]) -> PrintedLine:
    """The line without raised signs of the page's notes; 'CO2' and 'm2' keep theirs where there is no such note."""
    size, base = line.size, min((piece.y for piece in line.pieces), default=0.0)
    return PrintedLine([p for p in line.pieces if not _is_raised_sign(p, size, base, signs)])


def _is_raised_sign(piece: Piece, size: float, base: float, signs: set[str]) -> bool:
    return piece.text.strip() in signs and piece.size < size * 0.8 and piece.y > base
