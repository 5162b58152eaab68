"""Sentences that give positions to paragraphs: "accepts 140.1 and 140.2, and takes note of 140.3"."""

import re
from bisect import bisect_left
from dataclasses import dataclass, replace

from recommendations.models import UN_CLASS, Category

from .answer_words import IMPLEMENTED, Said, Words, leading, phrases, speaks_of_parts, together
from .own_answers import NEAR, is_reference
from .paragraph_lists import ListReader, Named, ParagraphList

_EXCEPT = re.compile(
    r"\b(?:except(?:ing)?(?: for)?|apart from|other than|with the exception of|excluding|but not)\s+(?:for\s+)?"
    r"(?:the\s+)?(?:recommendations?\s*)?(?:nos?\b\.?\s*|in paragraphs?\s*)?$",
    re.I,
)
_PART = re.compile(r"\b(?:parts?|halves|half|elements?|portion|clauses?|sentences?)\b(?: of)?\b[^,;]{0,40}$", re.I)
_REST = re.compile(
    r"\b(?:(?:all|any)(?: of)?(?: the| its)? (?:other|remaining)|the (?:other|remaining)|(?:other|remaining))"
    r"(?: \w+){0,2} recommendations\b|\b(?:the|all the) (?:rest|remainder) of (?:the|its) recommendations\b",
    re.I,
)
_ALL = re.compile(
    r"\ball(?: of)?(?: the| its)?(?: \d{1,3})? recommendations\b(?! (?:below|above|listed|mentioned))", re.I
)
_SERIES = re.compile(
    r"\brecommendations?(?: [\w/]+){0,5}? (?:in|of|under|within) paragraphs? (?P<first>\d{1,3})(?![\d.]\d)"
    r"(?P<more>(?:(?:,| and| or|, and) \d{1,3}(?![\d.]\d))*)(?! (?:above|below|of (?:this|the present)))",
    re.I,
)
_SPIRIT = re.compile(
    r"\b(?:aims?|spirit|ideas?|objectives?|purposes?|intentions?|goals?|principles?|thrust|concerns?) "
    r"(?:of|behind|in)\b",
    re.I,
)
_AUXILIARY = re.compile(
    r"\s+(?:(?:is|are|was|were|be|been|has|have|had|do|does|did|can|could|will|would|therefore|thus|hereby|also|now|"
    r"both|all)\s+)*",
    re.I,
)
_CONNECTION = re.compile(r"[\s,;]*(?:(?:and|while|whereas|but)\s+)?")
_TAIL = re.compile(
    r"(?:[\s,;:.…–—-]|\([a-z]\)|\b(?:and|while|whereas|but|as well as|however|also)\b(?=[\s,;:.…–—-]*$))*$", re.I
)


@dataclass(frozen=True, slots=True)
class Clause:
    """A position that a sentence gives: to paragraphs that it names, to whole series, or to all that are not named."""

    named: tuple[Named, ...]
    category: Category
    words: str
    of_part: bool = False
    doubt: str = ""
    series: tuple[str, ...] = ()
    rest: bool = False


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence taken apart: the lists that are more than references, and the words of the table."""

    text: str
    lists: tuple[ParagraphList, ...]
    said: tuple[Said, ...]
    noted: tuple[tuple[Named, Category], ...] = ()  # paragraphs with their position in brackets: "140.1 (accepted)"

    @property
    def series(self) -> tuple[str, ...]:
        """The series that are named as a whole: "all recommendations in paragraph 121"."""
        found = _SERIES.search(self.text)
        if not found or any(each.start < found.start("first") < each.end for each in self.lists):
            return ()
        return (found["first"], *re.findall(r"\d+", found["more"]))

    @property
    def without_numbers(self) -> str:
        """The sentence with "…" for every list."""
        text = self.text
        for each in reversed(self.lists):
            text = f"{text[: each.start]}…{text[each.end :]}"
        return text

    @property
    def without_lists(self) -> str:
        """The sentence with "…" for each list of several paragraphs."""
        return self.part(0)

    def part(self, start: int, end: int | None = None) -> str:
        """A part of the sentence, folded, with "…" for each list of several paragraphs."""
        end = len(self.text) if end is None else end
        pieces, at = [], start
        for each in self.lists:
            if each.start >= start and each.end <= end and len(each.paragraphs) > 1:
                pieces += [self.text[at : each.start], "…"]
                at = each.end
        pieces.append(self.text[at:end])
        return _TAIL.sub("", " ".join("".join(pieces).split())).strip()


def read_sentence(text: str, lists: ListReader, words: Words) -> Sentence:
    """Takes a sentence apart; lists to which it only refers ("see 122.28") are left out."""
    found = lists.lists(text)
    said = phrases(text, words)
    within = [(each.start, each.end) for each in found]
    return Sentence(
        text,
        tuple(each for each in found if not is_reference(text[max(0, each.start - NEAR) : each.start])),
        tuple(each for each in said if not any(start <= each.start < end for start, end in within)),
        tuple(
            (named, position.category) for each in found for named in each.named if (position := in_note(named, words))
        ),
    )


def in_note(named: Named, words: Words) -> Said | None:
    """The position that stands in brackets after a paragraph: "140.1 (accepted)"."""
    return leading(named.note, words) if named.note and not speaks_of_parts(named.note) else None


def clauses_of(sentence: Sentence) -> list[Clause]:
    """The positions that a sentence gives, in its order; none if it has no words of the table."""
    if not sentence.said:
        return [Clause((named,), category, f"{named.paragraph} ({named.note})") for named, category in sentence.noted]
    if not sentence.lists:
        return _of_many(sentence)
    lists = [each for each in sentence.lists if not _is_exception(sentence, each)]
    excepted = [each for each in sentence.lists if _is_exception(sentence, each)]
    main = [said for said in sentence.said if not excepted or said.start < excepted[0].start]
    binding = replace(sentence, said=tuple(main) or sentence.said)
    clauses = _Binding(binding, lists).clauses() if lists else _of_many(sentence)
    return [*_without(clauses, excepted), *(_exception(sentence, each) for each in excepted if clauses)]


def _is_exception(sentence: Sentence, each: ParagraphList) -> bool:
    return _EXCEPT.search(sentence.text[max(0, each.start - NEAR) : each.start]) is not None


def _without(clauses: list[Clause], excepted: list[ParagraphList]) -> list[Clause]:
    out = {paragraph for each in excepted for paragraph in each.paragraphs}
    return [replace(c, named=tuple(named for named in c.named if named.paragraph not in out)) for c in clauses]


def _exception(sentence: Sentence, each: ParagraphList) -> Clause:
    """What is said of paragraphs that are excepted: what follows, or nothing."""
    after = [said for said in sentence.said if said.start >= each.end and said.category not in IMPLEMENTED]
    words = sentence.without_lists
    if after:
        return Clause(each.named, after[0].category, words)
    doubt = f"“{words}” excepts {', '.join(each.paragraphs)} and gives no position: pending."
    return Clause(each.named, Category.PENDING, words, doubt=doubt)


def _of_many(sentence: Sentence) -> list[Clause]:
    """A position for whole series, or for all the rest. A sentence with two classes, such as totals, gives none."""
    positions = [said for said in sentence.said if said.category not in IMPLEMENTED]
    if (
        not positions
        or len({UN_CLASS[said.category] for said in positions[: 1 if _has_exception(sentence) else None]}) > 1
    ):
        return []
    category = positions[0].category if _has_exception(sentence) else together(said.category for said in sentence.said)
    if category is None:
        return []
    if sentence.series:
        return [Clause((), category, sentence.without_lists, series=sentence.series)]
    if _REST.search(sentence.text) or _is_all(sentence, positions[0]):
        return [Clause((), category, sentence.without_lists, rest=True)]
    return []


def _has_exception(sentence: Sentence) -> bool:
    return any(_is_exception(sentence, each) for each in sentence.lists)


def _is_all(sentence: Sentence, said: Said) -> bool:
    """Whether the position is that of "all recommendations": "accepts all recommendations", "all … are accepted"."""
    found = _ALL.search(sentence.text)
    if not found:
        return False
    between = (
        sentence.text[said.end : found.start()]
        if said.end <= found.start()
        else sentence.text[found.end() : said.start]
    )
    return len(between.split()) <= 6 and not re.search(r"[.;:]|\bof which\b|\d", between)


class _Binding:
    """Which position belongs to which list.

    "140.1 is accepted": that after it, if nothing but an auxiliary verb stands between. Otherwise that before it, if
    the sentence begins with one, and else the next one.
    """

    def __init__(self, sentence: Sentence, lists: list[ParagraphList]) -> None:
        self.sentence, self.lists = sentence, lists
        self.places = [said.start for said in sentence.said]
        self.follows = [self._following(each) for each in lists]
        self.taken = {follow.start for follow in self.follows if follow}
        self.before = sentence.said[0].start < lists[0].start and self.follows[0] is None
        self.groups = [self._group(at) for at in range(len(lists))]
        self.starts = [self._start(at) for at in range(len(lists))]

    def clauses(self) -> list[Clause]:
        """A clause for each list."""
        clauses = []
        for at, each in enumerate(self.lists):
            said = self.groups[at] or self._neighbour(at)
            if not said or self._is_of_spirit(said[-1], each) or self._is_between_two(at):
                continue
            category = together((one.category for one in said), self._of_parts(at)) or said[-1].category
            clauses.append(self._clause(at, each, category))
        return clauses

    def _following(self, each: ParagraphList) -> Said | None:
        """The position that is said of a list directly: "140.1 is accepted"."""
        said = next(iter(self._between(each.end, len(self.sentence.text))[:1]), None)
        return said if said and _AUXILIARY.fullmatch(self.sentence.text[each.end : said.start]) else None

    def _is_between_two(self, at: int) -> bool:
        """Whether a list stands between positions that exclude each other: "accepts 140.1 and 140.2 is noted"."""
        follow = self.follows[at]
        start = self.lists[at - 1].end if at else 0
        before = [said for said in self._between(start, self.lists[at].start) if said.start not in self.taken]
        if follow is None or not before or {follow.category, before[-1].category} & {*IMPLEMENTED, Category.PENDING}:
            return False
        return together((follow.category, before[-1].category)) is None

    def _is_of_spirit(self, said: Said, each: ParagraphList) -> bool:
        """Whether the position is that on the aim or the spirit of a recommendation."""
        return said.end <= each.start and _SPIRIT.search(self.sentence.text[said.end : each.start]) is not None

    def _gap(self, at: int) -> tuple[int, int]:
        """Where the position of a list may stand: up to the list before it, or up to the one after it."""
        if self.before:
            return (self.lists[at - 1].end if at else 0), self.lists[at].start
        return self.lists[at].end, (self.lists[at + 1].start if at + 1 < len(self.lists) else len(self.sentence.text))

    def _group(self, at: int) -> list[Said]:
        start, end = self._gap(at)
        if self.before and (follow := self.follows[at]):
            return [follow]
        taken = self.taken if self.before else ()
        return [said for said in self._between(start, end) if said.start not in taken]

    def _between(self, start: int, end: int) -> tuple[Said, ...]:
        """The positions that begin between two places."""
        return self.sentence.said[bisect_left(self.places, start) : bisect_left(self.places, end)]

    def _neighbour(self, at: int) -> list[Said]:
        """Of "140.1 and recommendations 140.5 are accepted" both have the one position."""
        before, after = self.groups[:at][::-1], self.groups[at + 1 :]
        return next(filter(None, (*before, *after) if self.before else (*after, *before)), [])

    def _clause(self, at: int, each: ParagraphList, category: Category) -> Clause:
        of_part = self._of_parts(at)
        doubt = ""
        trailing = self._trailing(at)
        if trailing:
            both = together((category, *(said.category for said in trailing)), of_part or self._speaks_of_parts(each))
            if both is None and any(said.category not in IMPLEMENTED for said in trailing):
                doubt = f"“{self._words(at)}” has two positions: the first was read."
            category = both or category
            of_part = of_part and category != Category.PARTIALLY_ACCEPTED
        return Clause(each.named, category, self._words(at), of_part, doubt)

    def _of_parts(self, at: int) -> bool:
        """Whether "the first part of" stands before a list."""
        start = self.lists[at - 1].end if at else 0
        return _PART.search(self.sentence.text[start : self.lists[at].start]) is not None

    def _speaks_of_parts(self, each: ParagraphList) -> bool:
        """Whether what follows a list answers parts: "with regard to"."""
        return speaks_of_parts(self.sentence.text[each.end :])

    def _trailing(self, at: int) -> list[Said]:
        """Positions after the last list of a sentence that began with one, but for that which is its own."""
        if not self.before or at + 1 < len(self.lists):
            return []
        return [
            said for said in self.sentence.said if said.start >= self.lists[at].end and said is not self.follows[at]
        ]

    def _words(self, at: int) -> str:
        """The clause of a list: from its position up to the next one, or from the last one up to its position."""
        if self.before:
            first = next((i for i in range(at, -1, -1) if self.starts[i] is not None), 0)
            following = next((start for start in self.starts[at + 1 :] if start is not None), None)
            return self.sentence.part((self.starts[first] or 0) if first else 0, following)
        ends = [group[-1].end for group in self.groups[:at] if group]
        later = [group[-1].end for group in self.groups[at:] if group]
        return self.sentence.part(self._after_connection(ends[-1]) if ends else 0, later[0] if len(later) > 1 else None)

    def _start(self, at: int) -> int | None:
        """Where the clause of a list begins that has a position of its own, in a sentence that begins with one."""
        if self.follows[at]:
            return self._after_connection(self.lists[at - 1].end) if at else 0
        return self.groups[at][0].start if self.groups[at] else None

    def _after_connection(self, at: int) -> int:
        found = _CONNECTION.match(self.sentence.text, at)
        return found.end() if found else at
