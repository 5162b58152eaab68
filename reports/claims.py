"""Claims: what a paper says with the sources that it rests on, which it cannot say without."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from exports.document import Block, Footnote, Inline, Paragraph, Part, Run
from recommendations.models import Citation, Source

from . import wording
from .draft import Read

_MARKS = {"en": ("“", "”"), "fr": ("«\u00a0", "\u00a0»"), "es": ("«", "»")}


@dataclass(frozen=True, slots=True)
class Cite:
    """One place in one document. name: its UN symbol, or publisher and title; short: how it is named again."""

    name: str
    short: str
    link: str = ""
    on: str = ""  # partial date
    locator: str = ""
    remark: str = ""  # what must be known to use it
    has_paragraphs: bool = False  # as UN documents have, so that a place in it can be named
    prints_link: bool = True  # in words too, where it is cited first; a UN symbol is known everywhere


def of_source(source: Source | None, locator: str = "", remark: str = "") -> tuple[Cite, ...]:
    """A citation of a source; nothing where there is none."""
    if source is None:
        return ()
    named = (source.symbol, source.publisher, source.title)
    return (_cite(*named, source.link, source.issued_on, locator, remark, source.language),)


def of_citations(citations: Iterable[Citation]) -> tuple[Cite, ...]:
    """Citations of a record, each with what must be known to use it."""
    return tuple(cite for one in citations for cite in of_source(one.source, one.locator, one.note))


def of_printed(source: dict[str, Any] | None, locator: str = "") -> tuple[Cite, ...]:
    """A citation of a source as an approved page prints it."""
    if not source:
        return ()
    named = (source["symbol"], source["publisher"], source["title"])
    return (_cite(*named, source["link"], source["issued_on"], locator),)


def of_our_record(what: str, address: str, on: str) -> tuple[Cite, ...]:
    """What this site recorded, where it counts what it recorded itself."""
    return (Cite(what, what, address, on),)


def _cite(
    symbol: str,
    publisher: str,
    title: str,
    link: str,
    on: str,
    locator: str,
    remark: str = "",
    language: str = "en",
) -> Cite:
    printed = symbol if language == "en" else f"{symbol} [{language}]"
    name = printed if symbol else f"{publisher}, {quoted(title)}"
    return Cite(name, printed if symbol else publisher, link, on, locator, remark, bool(symbol), not symbol)


def quoted(text: str) -> str:
    """In the quotation marks of the paper's language."""
    opens, closes = _MARKS.get(get_language() or "en", _MARKS["en"])
    return f"{opens}{text.strip()}{closes}"


class Claims:
    """What one paper says, as it is drafted: its notes, what it read, and what it cannot prove.

    language: of the paper. in_notes: whether each claim has its sources in a note; else they are listed at its end.
    """

    def __init__(self, language: str, in_notes: bool = True) -> None:
        self.language = language
        self.in_notes = in_notes
        self.unsourced: list[str] = []
        self.cited: dict[str, list[Cite]] = {}  # by document, in the order in which they are first cited
        self._read: dict[tuple[str, str], Read] = {}

    def said(self, words: str, cites: Iterable[Cite] = (), remark: str = "") -> tuple[Inline, ...]:
        """A sentence with its sources. Without any it says so, and the paper is not issued by accident.

        remark: what the note adds, such as what was counted and as of when.
        """
        cites = tuple(dict.fromkeys(cites))
        if not cites:
            self.unsourced.append(words)
            return (Run(words), Run(" " + _("[source not recorded]")))
        note = tuple(self._note(cites, remark))
        return (Run(words), Footnote(note)) if self.in_notes else (Run(words),)

    def under_a_note(self, words: str) -> tuple[Inline, ...]:
        """A sentence of a list, whose sources stand in the note of the sentence that introduces the list."""
        return (Run(words),)

    def paragraph(self, words: str, cites: Iterable[Cite] = (), remark: str = "") -> Paragraph:
        return Paragraph(self.said(words, cites, remark))

    def theirs(self, text: str, language: str = "en", cites: Iterable[Cite] | None = None) -> Block:
        """Words of the record, which stay in their language; with their sources where these are given."""
        text = " ".join(text.split())
        paragraph = Paragraph((Run(text),)) if cites is None else self.paragraph(text, cites)
        return paragraph if language == self.language else Part(language, (paragraph,))

    def as_theirs(self, text: str) -> str:
        """Words of the record within a note: in quotation marks where the paper is in another language."""
        text = " ".join(text.split()).removesuffix(".")
        return text if self.language == "en" else quoted(text)

    def read(self, *records: Read) -> None:
        """Notes that the paper read a record."""
        self._read.update({(one.model, one.key): one for one in records})

    @property
    def records(self) -> tuple[Read, ...]:
        return tuple(self._read[known] for known in sorted(self._read))

    @property
    def gaps(self) -> tuple[str, ...]:
        """What its citations lack, for who checks the paper: a link, or the paragraph of a UN document."""
        cites = [cite for of_one in self.cited.values() for cite in of_one]
        no_link = dict.fromkeys(cite.name for cite in cites if not cite.link)
        no_place = dict.fromkeys(cite.name for cite in cites if cite.has_paragraphs and not cite.locator)
        said = [
            (_("Cited without a link: %(documents)s."), no_link),
            (_("Cited without a paragraph: %(documents)s."), no_place),
        ]
        return tuple(text % {"documents": "; ".join(names)} for text, names in said if names)

    def sources(self) -> list[tuple[Inline, ...]]:
        """Every document that the paper cites, once, for a list at its end."""
        return [tuple(_in_full(cites[0])) for cites in self.cited.values()]

    def _note(self, cites: tuple[Cite, ...], remark: str) -> Iterable[Run]:
        for n, cite in enumerate(cites):
            if n:
                yield Run(pgettext("between sources", "; "))
            told = [one.remark for one in self.cited.get(cite.name, [])]
            again = cite.name in self.cited
            self.cited.setdefault(cite.name, []).append(cite)
            yield from _again(cite) if again else _in_full(cite)
            if cite.remark and cite.remark not in told:
                yield Run(f" ({self.as_theirs(cite.remark)})")
        yield Run(f". {wording.sentence(remark)}" if remark else ".")


def _in_full(cite: Cite) -> Iterable[Run]:
    yield Run(cite.name, link=cite.link)
    yield Run("".join(f", {part}" for part in (_place(cite), wording.date(cite.on) if cite.on else "") if part))
    if cite.link and cite.prints_link:
        yield Run(", ")
        yield Run(cite.link, link=cite.link)


def _again(cite: Cite) -> Iterable[Run]:
    """A document that was cited before: its short name and date, by which it is found in the note that has it whole."""
    yield Run(cite.short, link=cite.link)
    yield Run("".join(f", {part}" for part in (_place(cite), wording.date(cite.on) if cite.on else "") if part))


def _place(cite: Cite) -> str:
    """Its paragraph or page, with the short word of the paper's language."""
    place = re.sub(r"\bparas\. ?", _("paras.") + wording.NO_BREAK, cite.locator)
    return re.sub(r"\bpara\. ?", _("para.") + wording.NO_BREAK, place)
