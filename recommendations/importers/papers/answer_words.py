"""Words in which a State answers, and what they amount to (DOMAIN: positions; HRC resolution 5/1, paragraph 32).

The table is data: a phrase, and its category or None where the phrase says nothing of a recommendation. "…" in a
phrase stands for up to six words without a punctuation mark. The longest phrase that fits counts.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from recommendations.models import UN_CLASS, AnswerWord, Category, UNClass

from ..responses import RESPONSES

Words = tuple[tuple[str, Category | None], ...]

_ACCEPT = ("accept", "accepts", "accepted", "accepting", "support", "supports", "supported", "supporting")

DEFAULT_WORDS: Words = (
    *RESPONSES.items(),
    *((verb, Category.ACCEPTED) for verb in _ACCEPT),
    *((f"fully {verb}", Category.ACCEPTED) for verb in _ACCEPT),
    *((f"partially {verb}", Category.PARTIALLY_ACCEPTED) for verb in _ACCEPT),
    *((f"partly {verb}", Category.PARTIALLY_ACCEPTED) for verb in _ACCEPT),
    *((f"{verb} partially", Category.PARTIALLY_ACCEPTED) for verb in _ACCEPT),
    *((f"{verb} … in part", Category.PARTIALLY_ACCEPTED) for verb in _ACCEPT),
    *((f"{verb} in part", Category.PARTIALLY_ACCEPTED) for verb in _ACCEPT),
    *((f"not … {verb}", Category.REJECTED) for verb in _ACCEPT),
    *((f"not {verb}", Category.REJECTED) for verb in _ACCEPT),
    *((f"cannot … {verb}", Category.REJECTED) for verb in _ACCEPT),
    *((f"cannot {verb}", Category.REJECTED) for verb in _ACCEPT),
    *((f"unable to {verb}", Category.REJECTED) for verb in _ACCEPT),
    ("enjoy … support", Category.ACCEPTED),
    ("enjoys … support", Category.ACCEPTED),
    ("enjoyed … support", Category.ACCEPTED),
    ("enjoying … support", Category.ACCEPTED),
    ("have … support", Category.ACCEPTED),
    ("agrees with", Category.ACCEPTED),
    ("agree with", Category.ACCEPTED),
    ("agreed to", Category.ACCEPTED),
    ("acceptable", Category.ACCEPTED),
    ("approves", Category.ACCEPTED),
    ("endorses", Category.ACCEPTED),
    ("endorsed", Category.ACCEPTED),
    ("not … enjoy … support", Category.REJECTED),
    ("not enjoy … support", Category.REJECTED),
    ("not enjoying … support", Category.REJECTED),
    ("not … have … support", Category.REJECTED),
    ("not agree", Category.REJECTED),
    ("not acceptable", Category.REJECTED),
    ("unacceptable", Category.REJECTED),
    ("reject", Category.REJECTED),
    ("rejects", Category.REJECTED),
    ("declines", Category.REJECTED),
    ("declined", Category.REJECTED),
    ("refuses", Category.REJECTED),
    ("disagrees with", Category.REJECTED),
    ("opposes", Category.REJECTED),
    ("objects to", Category.REJECTED),
    ("partially", Category.PARTIALLY_ACCEPTED),
    ("partial acceptance", Category.PARTIALLY_ACCEPTED),
    ("partial support", Category.PARTIALLY_ACCEPTED),
    ("note", Category.NOTED),
    ("notes", Category.NOTED),
    ("take note", Category.NOTED),
    ("takes note", Category.NOTED),
    ("taking note", Category.NOTED),
    ("took note", Category.NOTED),
    ("taken note", Category.NOTED),
    ("take … note", Category.NOTED),
    ("takes … note", Category.NOTED),
    ("taken … note", Category.NOTED),
    ("is noting", Category.NOTED),
    ("are noting", Category.NOTED),
    ("has been implemented", Category.ACCEPTED_ALREADY_IMPLEMENTED),
    ("have been implemented", Category.ACCEPTED_ALREADY_IMPLEMENTED),
    ("already implemented", Category.ACCEPTED_ALREADY_IMPLEMENTED),
    ("already been implemented", Category.ACCEPTED_ALREADY_IMPLEMENTED),
    ("already fully implemented", Category.ACCEPTED_ALREADY_IMPLEMENTED),
    ("fully implemented", Category.ACCEPTED_ALREADY_IMPLEMENTED),
    ("consider … implemented", Category.ACCEPTED_ALREADY_IMPLEMENTED),
    ("considers … implemented", Category.ACCEPTED_ALREADY_IMPLEMENTED),
    ("considered … implemented", Category.ACCEPTED_ALREADY_IMPLEMENTED),
    ("already put into practice", Category.ACCEPTED_ALREADY_IMPLEMENTED),
    ("already been put into practice", Category.ACCEPTED_ALREADY_IMPLEMENTED),
    ("being implemented", Category.ACCEPTED_BEING_IMPLEMENTED),
    ("consider … being implemented", Category.ACCEPTED_BEING_IMPLEMENTED),
    ("considers … being implemented", Category.ACCEPTED_BEING_IMPLEMENTED),
    ("considered … being implemented", Category.ACCEPTED_BEING_IMPLEMENTED),
    ("is implementing", Category.ACCEPTED_BEING_IMPLEMENTED),
    ("are implementing", Category.ACCEPTED_BEING_IMPLEMENTED),
    ("being put into practice", Category.ACCEPTED_BEING_IMPLEMENTED),
    ("process of implementation", Category.ACCEPTED_BEING_IMPLEMENTED),
    ("process of being implemented", Category.ACCEPTED_BEING_IMPLEMENTED),
    ("under implementation", Category.ACCEPTED_BEING_IMPLEMENTED),
    ("partially implemented", Category.ACCEPTED_BEING_IMPLEMENTED),
    ("partly implemented", Category.ACCEPTED_BEING_IMPLEMENTED),
    ("implementation … ongoing", Category.ACCEPTED_BEING_IMPLEMENTED),
    ("implementation … under way", Category.ACCEPTED_BEING_IMPLEMENTED),
    ("implementation … underway", Category.ACCEPTED_BEING_IMPLEMENTED),
    ("implementation … already started", Category.ACCEPTED_BEING_IMPLEMENTED),
    ("will examine", Category.PENDING),
    ("will be examined", Category.PENDING),
    ("will be … examined", Category.PENDING),
    ("will further examine", Category.PENDING),
    ("being examined", Category.PENDING),
    ("will consider", Category.PENDING),
    ("will be considered", Category.PENDING),
    ("being considered", Category.PENDING),
    ("will study", Category.PENDING),
    ("will be studied", Category.PENDING),
    ("under study", Category.PENDING),
    ("under consideration", Category.PENDING),
    ("under review", Category.PENDING),
    ("will provide … responses", Category.PENDING),
    ("will provide … response", Category.PENDING),
    ("will respond", Category.PENDING),
    ("defers", Category.PENDING),
    ("deferred", Category.PENDING),
    ("not implemented", None),
    ("not … implemented", None),
    ("not only … accept", None),
    ("not only … support", None),
    ("note verbale", None),
    ("note that", None),
    ("notes that", None),
    ("noted that", None),
    ("as noted", None),
    ("noted above", None),
    ("noted in", None),
    ("noted under", None),
    ("support for", None),
    ("support to", None),
    ("in support of", None),
)

_WORD = re.compile(r"[^\W\d_]+")


def known_words() -> Words:
    """The table with what staff have added; their word on a phrase goes before ours."""
    words: Any = AnswerWord.objects
    added = {
        phrase.casefold(): (phrase, Category(category) if category else None)
        for phrase, category in words.values_list("phrase", "category")
    }
    return (*added.values(), *(pair for pair in DEFAULT_WORDS if pair[0].casefold() not in added))


_GAP = r"(?:\s+(?!(?:but|only|though|although|however|and|not|being)\b)[^\s.,;:()]+){1,6}?\s+"
_PART = re.compile(
    r"\b(?:parts?|partially|partly|first|second|third|former|latter|remainder|remaining|the rest|elements?|"
    r"except|exception|as regards|with regard to|regarding|with respect to|insofar|in so far)\b",
    re.I,
)
IMPLEMENTED = (Category.ACCEPTED_ALREADY_IMPLEMENTED, Category.ACCEPTED_BEING_IMPLEMENTED)


@dataclass(frozen=True, slots=True)
class Said:
    """A phrase of the table as it stands in a text."""

    start: int
    end: int
    category: Category


def category_of(sentence: str, words: Words = DEFAULT_WORDS) -> Category | None:
    """What a sentence, a heading or a cell amounts to; None where it says nothing, or two things of no one part.

    "Already implemented" and "being implemented" together are a joint answer: accepted.
    """
    return together((said.category for said in phrases(sentence, words)), bool(_PART.search(sentence)))


def together(categories: Iterable[Category], of_parts: bool = False) -> Category | None:
    """The category of several answers to one recommendation; None for answers that exclude each other.

    of_parts: they answer parts of it, so that a supported and a noted one make it partially accepted.
    """
    found = set(categories)
    if len(found) > 1:
        found.discard(Category.PENDING)
    if Category.PARTIALLY_ACCEPTED in found:
        return Category.PARTIALLY_ACCEPTED
    if len({UN_CLASS[category] for category in found}) > 1:
        return _across(found, of_parts)
    if Category.NOTED in found:  # "does not enjoy the support of … and is thus noted"
        return Category.NOTED
    if found >= set(IMPLEMENTED):
        return Category.ACCEPTED
    if len(found) > 1:
        found.discard(Category.ACCEPTED)
    return next(iter(found), None)


def _across(found: set[Category], of_parts: bool) -> Category | None:
    """Of answers in two classes: that something is implemented does not make a noted recommendation a supported one."""
    positions = found.difference(IMPLEMENTED)
    if len({UN_CLASS[category] for category in positions}) == 1 and Category.ACCEPTED not in positions:
        return together(positions)
    return Category.PARTIALLY_ACCEPTED if of_parts else None


def finer(one: Category, other: Category) -> bool:
    """Whether the first says more than the other and both agree: "already implemented" beside "accepted"."""
    return one != other and together((one, other)) == one and UN_CLASS[one] == UN_CLASS[other]


def phrases(text: str, words: Words = DEFAULT_WORDS) -> list[Said]:
    """The phrases of the table that stand in a text, in order; of those that overlap, the longest."""
    return [
        Said(found.start, found.end, found.category) for found in _table(words).all(text) if found.category is not None
    ]


def speaks_of_parts(text: str) -> bool:
    """Whether a text answers a part of a recommendation: "the first part", "except", "with regard to"."""
    return bool(_PART.search(text))


def leading(text: str, words: Words = DEFAULT_WORDS) -> Said | None:
    """The answer with which a text begins, as the cells of tables do: "Not accepted. See 186.1".

    After the phrase must come a punctuation mark, the end, or a new sentence that lost its full stop.
    """
    found = _table(words).match(text, len(text) - len(text.lstrip(" \n\t\"'“”‘’•*–—-[(")))
    if found is None or found.category is None:
        return None
    added = _ADDED.match(text, found.end)
    end = added.end() if added else found.end
    return Said(found.start, end, found.category) if _ENDS.match(text, end) else None


def is_answer(text: str, words: Words = DEFAULT_WORDS) -> bool:
    """Whether a line is nothing but an answer, as in a cell of a table."""
    answer = leading(text, words)
    return answer is not None and not text[answer.end :].strip(" .;:*")


def states_position(text: str, words: Words = DEFAULT_WORDS) -> bool:
    """Whether a text says more than that something is implemented."""
    return any(
        UN_CLASS[said.category] != UNClass.SUPPORTED or not _is_implemented(said, text, words)
        for said in phrases(text, words)
    )


def _is_implemented(said: Said, text: str, words: Words) -> bool:
    """Whether the phrase speaks of implementation without a word of acceptance in it."""
    within = text[said.start : said.end].casefold()
    return said.category in IMPLEMENTED and not any(
        category == Category.ACCEPTED and re.search(rf"\b{re.escape(phrase)}\b", within) for phrase, category in words
    )


_ADDED = re.compile(
    r"\s+(?:in principle|in full|at this (?:time|stage|point|moment)|with thanks|for now|for the time being)\b", re.I
)
_ENDS = re.compile(r"[\"'”’*)\]]*(?:\s*(?:$|[.,;:(/\n–—-])|\s+(?:and|but)\b|\s+(?![Rr]ecommendation)[A-Z“])")


@dataclass(frozen=True, slots=True)
class _Found:
    """A phrase where it stands; category None if it says nothing."""

    start: int
    end: int
    category: Category | None


class _Table:
    """A table of words, by the first word of each phrase, the longest phrase first."""

    def __init__(self, words: Words) -> None:
        plain = {" ".join(phrase.casefold().split()): category for phrase, category in words}
        self.by_first: dict[str, list[tuple[re.Pattern[str], Category | None]]] = {}
        for phrase in sorted(plain, key=lambda phrase: (-len(phrase.split()), -len(phrase))):
            if first := _WORD.search(phrase):
                pattern = re.compile(rf"(?<![\w-]){_pattern(phrase)}(?!\w)", re.I)
                self.by_first.setdefault(first[0], []).append((pattern, plain[phrase]))

    def match(self, text: str, at: int) -> _Found | None:
        """The longest phrase that begins at a place."""
        first = _WORD.match(text, at)
        for pattern, category in self.by_first.get(first[0].casefold(), ()) if first else ():
            if found := pattern.match(text, at):
                return _Found(found.start(), found.end(), category)
        return None

    def all(self, text: str) -> Iterator[_Found]:
        """The phrases of a text that do not overlap."""
        at = 0
        for word in _WORD.finditer(text):
            if word.start() >= at and (found := self.match(text, word.start())):
                at = found.end
                yield found


def _pattern(phrase: str) -> str:
    """A phrase as a regular expression: any white space between words, a gap for "…"."""
    parts = [
        r"\s+".join(re.escape(word).replace("/", r"\s*/\s*") for word in part.split()) for part in phrase.split("…")
    ]
    return _GAP.join(parts)


@lru_cache(maxsize=8)
def _table(words: Words) -> _Table:
    return _Table(words)
