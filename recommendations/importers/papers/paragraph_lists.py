"""Lists of paragraphs as States write them, with their habits and typing errors.

"122.30-33, 122.34- 35", "140.35. 140.36", "122.62-\\n66", "140.30–140.33 and 140.87; 88", "140.12 (first part)".
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

LOWEST_SERIES = 5  # no report has had its recommendations in an earlier paragraph; sections are numbered 1.1, 2.3
LONGEST_RANGE = 500  # paragraphs

_UNIT = r"(?!\s?(?:%|per\s?cent|percentage|million|billion|kilomet|euros?\b|USD|EUR))"
_COUNTS = (
    r"(?!\s+(?:others?|further|more|additional|recommendations?|states?|countries|years?|months?|days?|of|"
    r"january|february|march|april|may|june|july|august|september|october|november|december)\b)"
)
_FULL = re.compile(
    rf"(?P<series>\d{{1,3}})(?:\.|\s?\.\s?(?=\d{{1,3}}\b(?!\.\d){_COUNTS}))(?P<number>[1-9]\d{{0,2}})(?![\d/]){_UNIT}",
    re.I,
)
_BARE = re.compile(rf"(?P<number>[1-9]\d{{0,2}})(?![\d/]){_UNIT}{_COUNTS}", re.I)
_COMMA = re.compile(r"(?P<series>\d{1,3}),(?P<number>[1-9]\d{0,2})(?![\d/]|\.\d)")
_LIKE_FULL = re.compile(r"(?<![\w./])[1-9]\d{0,2}\.[1-9]\d{0,2}(?![\w/%]|[.,]\d|\s?per\s?cent)")
_FULL_BEGINS = re.compile(r"(?<![\w./-])\d{1,3}\s?\.")
_RANGE = re.compile(r"\.?\s*(?:[-‐‑‒–—―−]+|\b(?:to|through|until|up to(?: and including)?)\b)\s*", re.I)
_SEPARATOR = re.compile(r"(?:\s*(?:[,;.&/]|\b(?:and|or|as well as|also)\b)\s*)+|\s+", re.I)
_WEAK = re.compile(r"\s+|\s*(?:[./]\s*)+")  # what divides full numbers, but is no sign that a bare one follows
_LIKE_NUMBER = re.compile(r"\d+(?:\s?\.\s?\d+)?")
_STOP = re.compile(r"\s*\.\s*")  # a full stop that stands for a comma
_NOTE = re.compile(r"\s*[(\[]\s*(?P<note>[^()\[\]]{1,120}?)\s*[)\]]")
_TRIGGER = re.compile(
    r"(?<!general )\b(?:recommendations?|recs?\b\.?|nos?\b\.?)\s*"
    r"(?:(?:nos?\b\.?|numbers?|numbered|n[°º])\s*)?[:#]?\s*(?=\d)",
    re.I,
)
_TELLS = re.compile(
    rf"{_TRIGGER.pattern}|\b(?:accepts?|supports?|notes?|note of|rejects?|parts? of|see(?: also)?)\s+(?=\d)", re.I
)
_PAIR = re.compile(
    r"(?<![\w./])(?P<series>\d{1,3})\.[1-9]\d{0,2}(?:[\s,;–—-]|\b(?:and|to)\b)+(?P=series)\.[1-9]\d{0,2}(?![\w./%])"
)
_ALONE_BEFORE = re.compile(
    r"\W*(?:(?:on|regarding|concerning|re)\s+)?(?:(?:recommendations?|recs?|paragraphs?|paras?|nos?|numbers?)\b[.:]?\s*)*[(\[]?",
    re.I,
)
_ALONE_AFTER = re.compile(r"[\s.:;,*)\]–—-]*")


_REPORT_PARAGRAPH = re.compile(
    r"\brecommendations?\b[^.;]{0,80}?\bparagraphs? (?P<series>\d{1,3})(?![\d.]\d)|"
    r"\bparagraphs? (?P<other>\d{1,3})(?![\d.]\d)(?= of (?:the|its) (?:draft )?report\b| of document A/HRC)",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Named:
    """One paragraph that a list names, what stands in brackets after it, and the typing error that was repaired."""

    paragraph: str
    note: str = ""
    repair: str = ""


@dataclass(frozen=True, slots=True)
class ParagraphList:
    """A list where it stands in a text; `doubts` are pieces of it that cannot be read, and why."""

    start: int
    end: int
    named: tuple[Named, ...]
    doubts: tuple[str, ...] = ()

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """Each paragraph once, in the order of the list."""
        return tuple(dict.fromkeys(named.paragraph for named in self.named))


def series_of(texts: Iterable[str]) -> tuple[str, ...]:
    """The report's paragraphs under which its recommendations are numbered: 121 and 122 for 121.1 and 122.30.

    A number with a full stop in it tells its series if it follows a word such as "recommendation" or "accepts", has a
    line of its own, or stands beside another; or if there are two in lists or at the start of lines. So "99.5 per cent"
    and section 2.1 tell none, nor does a typing error in a list.
    """
    begun: dict[str, set[str]] = {}
    sure: dict[str, None] = {}
    for text in texts:
        for start in (_length(_ALONE_BEFORE, line) + at for at, line in _lines(text)):
            for match in _run(text, start):
                begun.setdefault(match["series"], set()).add(match["number"])
                if not text[: match.start()].strip() and not text[match.end() :].strip(" .:;\n"):
                    sure[match["series"]] = None
        for word in _TELLS.finditer(text):
            for at, match in enumerate(_run(text, word.end())):
                begun.setdefault(match["series"], set()).add(match["number"])
                if not at:
                    sure[match["series"]] = None
        for pair in _PAIR.finditer(text):
            sure[pair["series"]] = None
    sure |= {series: None for series, numbers in begun.items() if len(numbers) > 1}
    return tuple(series for series in sure if int(series) >= LOWEST_SERIES)


def _run(text: str, start: int) -> Iterator[re.Match[str]]:
    """The full numbers that follow each other from a place on."""
    at: int | None = start
    while at is not None and (match := _FULL.match(text, at)):
        yield match
        after = _SEPARATOR.match(text, match.end())
        at = after.end() if after else None


def _lines(text: str) -> Iterator[tuple[int, str]]:
    at = 0
    for line in text.split("\n"):
        yield at, line
        at += len(line) + 1


def _length(pattern: re.Pattern[str], text: str) -> int:
    match = pattern.match(text)
    return match.end() if match else 0


class ListReader:
    """Reads lists of paragraphs of known series.

    bare: the series of numbers that stand alone ("18", "Rec. 18"), or "" where it is not known: they stay as they are.
    only_bare: the paper numbers its recommendations 1, 2, 3, so that a line "18" is a list, too.
    """

    def __init__(self, series: Iterable[str], bare: str = "", only_bare: bool = False) -> None:
        self.series = frozenset(series)
        self.bare = bare
        self.only_bare = only_bare

    def lists(self, text: str) -> list[ParagraphList]:
        """All lists in a running text: from a full number, or from a bare one after "recommendation"."""
        found: list[ParagraphList] = []
        at = 0
        for start, bare in self._starts(text):
            if start >= at and (read := _Scan(self, text, start, bare).read()):
                found.append(read)
                at = read.end
        return found

    def whole(self, text: str) -> ParagraphList | None:
        """The list that a text is, but for a word such as "Recommendation" before it; None if it is anything else."""
        read = self.at_start(text)
        return read if read and _ALONE_AFTER.fullmatch(text, read.end) else None

    def at_start(self, text: str) -> ParagraphList | None:
        """The list with which a text begins, also after a word such as "Recommendation"."""
        start = _length(_ALONE_BEFORE, text)
        bare = self.only_bare or re.search(r"[a-z]", text[:start], re.I) is not None
        return _Scan(self, text, start, bare).read()

    def strangers(self, text: str) -> list[str]:
        """Numbers such as 12.34 that look like paragraphs and are of no known series: typing errors, perhaps."""
        return [found[0] for found in _LIKE_FULL.finditer(text) if found[0].split(".")[0] not in self.series]

    def cell(self, text: str) -> ParagraphList | None:
        """The list that a cell in a column of paragraphs is, where bare numbers need no word before them."""
        start = _length(_ALONE_BEFORE, text)
        read = _Scan(self, text, start, self.full(text, start) is None).read()
        return read if read and _ALONE_AFTER.fullmatch(text, read.end) else None

    def bare_at(self, text: str, at: int) -> ParagraphList | None:
        """The list of bare numbers at a place in a text, where words such as "see" announce it."""
        return _Scan(self, text, at, True).read() if self.only_bare or self.bare else None

    def _starts(self, text: str) -> list[tuple[int, bool]]:
        """Where lists can begin, and whether by a bare number."""
        full = {(m.start(), False) for m in _FULL_BEGINS.finditer(text) if self.full(text, m.start())}
        told = {(m.end(), self.full(text, m.end()) is None) for m in _TRIGGER.finditer(text)}
        return sorted(full | told)

    def full(self, text: str, at: int) -> re.Match[str] | None:
        """A full number of a known series; with a space in it only there."""
        match = _FULL.match(text, at)
        return match if match and match["series"] in self.series else None


def reader_of(texts: Sequence[str]) -> ListReader:
    """A reader of lists for the numbers that a paper uses, of which the lines and cells are given.

    Numbers that stand alone belong to its only series; where it numbers recommendations 1, 2, 3, to the one paragraph
    of the report that it names: "the recommendations contained in paragraph 114".
    """
    series = series_of(texts)
    if series:
        return ListReader(series, bare=series[0] if len(series) == 1 else "")
    named = {found["series"] or found["other"] for found in _REPORT_PARAGRAPH.finditer(" ".join(texts))}
    return ListReader(named, bare=named.pop() if len(named) == 1 else "", only_bare=True)


class _Scan:
    """Reads one list, from a place in a text as far as it goes."""

    def __init__(self, reader: ListReader, text: str, start: int, bare: bool) -> None:
        self.reader, self.text, self.start, self.at, self.bare = reader, text, start, start, bare
        self.series = reader.bare if bare else ""
        self.inherits = bare  # whether a bare number may follow
        self.named: list[Named] = []
        self.doubts: list[str] = []
        self.repair = ""  # of the item at hand

    def read(self) -> ParagraphList | None:
        """The list; None where there is none."""
        if not self._item(weak=False):
            return None
        while separator := _SEPARATOR.match(self.text, self.at):
            before, self.at = self.at, separator.end()
            self.repair = ""
            if _STOP.fullmatch(separator[0]):
                number = _LIKE_NUMBER.match(self.text, self.at)
                self.repair = f"the full stop before “{number[0] if number else ''}” was read as a comma"
            if not self._item(weak=_WEAK.fullmatch(separator[0]) is not None):
                self.at = before
                break
        return ParagraphList(self.start, self.at, tuple(self.named), tuple(self.doubts))

    def _item(self, weak: bool) -> bool:
        """A number or a range with the note after it; moves on if there is one."""
        begun = self.at
        first = self._number(weak)
        if first is None:
            return False
        series, number = first
        last = number
        dash = _RANGE.match(self.text, self.at)
        if dash and (end := self._range_end(dash.end())) is not None:
            if end[0] != series:
                self._tell(f"“{self.text[begun : self.at]}” goes from one series to another")
            last = self._last(number, end[1], self.text[begun : self.at])
        note = _NOTE.match(self.text, self.at)
        if note:
            self.at = note.end()
        if not (dash and end is not None and end[0] != series):
            said = note["note"] if note else ""
            self.named += (Named(_paragraph(series, n), said, self.repair) for n in range(number, last + 1))
        return True

    def _tell(self, doubt: str) -> None:
        self.doubts.append(doubt)
        self.repair = doubt

    def _number(self, weak: bool) -> tuple[str, int] | None:
        if full := self.reader.full(self.text, self.at):
            self.at, self.series, self.inherits = full.end(), full["series"], True
            return self.series, int(full["number"])
        comma = _COMMA.match(self.text, self.at)
        if comma and comma["series"] in self.reader.series:
            self.at, self.series, self.inherits = comma.end(), comma["series"], True
            self._tell(f"“{comma[0]}” was read as {comma['series']}.{comma['number']}")
            return self.series, int(comma["number"])
        bare = self._bare(self.at) if self.inherits and not weak else None
        if bare is None:
            return None
        self.at = bare.end()
        return self.series, int(bare["number"])

    def _range_end(self, at: int) -> tuple[str, int] | None:
        """What stands after a dash: a full number, or a short one of the same series."""
        if full := self.reader.full(self.text, at):
            self.at = full.end()
            return full["series"], int(full["number"])
        if bare := self._bare(at):
            self.at = bare.end()
            return self.series, int(bare["number"])
        return None

    def _bare(self, at: int) -> re.Match[str] | None:
        """A number that stands alone; no decimal, but "85.140.87" is two numbers with a full stop for a comma."""
        bare = _BARE.match(self.text, at)
        if bare and re.match(r"\.\d", self.text[bare.end() :]) and not self.reader.full(self.text, bare.end() + 1):
            return None
        return bare

    def _last(self, first: int, last: int, said: str) -> int:
        """The end of a range; "114-20" is 114 to 120. A range that cannot be is a doubt, and names its first only."""
        if last < first and len(str(last)) < len(str(first)):
            full = int(str(first)[: -len(str(last))] + str(last))
            if full > first:
                self._tell(f"“{said}” was read as {first} to {full}")
                return full
        if last < first or last - first > LONGEST_RANGE:
            self._tell(f"“{said}” is no range")
            return first
        return last


def _paragraph(series: str, number: int) -> str:
    return f"{series}.{number}" if series else str(number)
