"""The totals that an addendum announces: "252 recommendations … accepts 204 … does not accept 48"."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from recommendations.models import Category

from .answer_words import IMPLEMENTED, Said, Words, phrases

_UNITS = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_VALUES = {word: number for number, word in enumerate(_UNITS)} | {word: 10 * n for n, word in enumerate(_TENS, 2)}
_WORD = "|".join((*_UNITS, *_TENS, "hundred"))
_IN_WORDS = rf"(?:a\s+hundred|(?:{_WORD}))(?:(?:[\s-]+(?:and\s+)?)(?:{_WORD}))*"
_OTHERS = (  # what else is counted
    "january|february|march|april|may|june|july|august|september|october|november|december|years?|months?|days?|"
    r"per\s?cent|states|countries|member|un member|delegations|categor\w+|groups?|clusters?|sections?|parts?"
)
_NUMBER = re.compile(
    r"(?<![\w./,–-])(?<!paragraph )(?<!paragraphs )(?<!article )(?<!articles )"
    rf"(?P<number>\d{{1,3}}|{_IN_WORDS})(?![\w/%]|[.,]\d|\s?[-–]\s?\d)(?:\s+\(\d{{1,3}}\))?(?!\s+(?:{_OTHERS})\b)",
    re.I,
)
_TOTAL_BEFORE = re.compile(
    r"(?:^\W*of|\b(?:receiv\w*|total(?: of)?:?|contains?|comprises?|made|examined|of the|all(?: of)?(?: the)?|"
    r"considered|the))\s+(?:a total of\s+)?$",
    re.I,
)
_TOTAL_AFTER = re.compile(
    r"\s+(?:\w+\s+){0,2}?recommendations?\s+(?:\w+\s+){0,2}?"
    r"(?:received|made|formulated|addressed|put forward|presented|it received|contained|in total|during|from)\b",
    re.I,
)
_RECOMMENDATION = re.compile(r"\brecommendations?\b", re.I)
_NEAR = re.compile(r"(?:[\s:–-]+[^\s.;:]+){0,5}[\s:–(-]*")


@dataclass(frozen=True, slots=True)
class Count:
    """How many recommendations a sentence gives a position."""

    category: Category
    number: int
    words: str
    page: int


@dataclass(slots=True)
class Announced:
    """What the introduction says of the numbers: the total, and each count that it gives, in its order."""

    total: int | None = None
    counts: list[Count] = field(default_factory=list)

    @property
    def tally(self) -> dict[Category, int]:
        """A number for each category, together the total; empty where the counts do not add up to it.

        "204 accepted, of which 31 already implemented": what is implemented is within what is accepted, if only so
        the sum is right. A count that stands twice counts once.
        """
        once = list({(count.category, count.number): count for count in self.counts}.values())
        without = [count for count in once if count.category not in IMPLEMENTED]
        for counts in (self.counts, once, without):
            if counts and (self.total is None or sum(count.number for count in counts) == self.total):
                return _sums(counts)
        return {}


def _sums(counts: Iterable[Count]) -> dict[Category, int]:
    sums: dict[Category, int] = {}
    for count in counts:
        sums[count.category] = sums.get(count.category, 0) + count.number
    return sums


def read_totals(sentence: str, page: int, announced: Announced, words: Words) -> None:
    """Adds what a sentence announces; a sentence without the word "recommendation" goes on where a total was given."""
    numbers = list(_NUMBER.finditer(sentence))
    if not numbers or not (_RECOMMENDATION.search(sentence) or announced.total):
        return
    said = phrases(sentence, words)
    counted = _before(sentence, numbers, said) or _after(sentence, numbers, said)
    for match, category in counted.items():
        announced.counts.append(Count(category, value_of(match["number"]), " ".join(sentence.split()), page))
    for match in numbers:
        if match not in counted and announced.total is None and _is_total(sentence, match):
            announced.total = value_of(match["number"])


Counted = dict[re.Match[str], Category]


def _before(sentence: str, numbers: list[re.Match[str]], said: list[Said]) -> Counted:
    """Positions that stand before their numbers: "accepts 204 recommendations …, and does not accept 48".

    Empty where the first position stands after its number: "204 are accepted and 48 noted".
    """
    positions = [each for each in said if each.category not in IMPLEMENTED]
    if not positions or any(
        _near(sentence[number.end() : positions[0].start]) and not _is_total(sentence, number)
        for number in numbers
        if number.end() <= positions[0].start
    ):
        return {}
    counted: Counted = {}
    for each, following in zip(said, [*said[1:], None], strict=True):
        end = following.start if following else len(sentence)
        number = next((n for n in numbers if each.end <= n.start() < end), None)
        if number and _near(sentence[each.end : number.start()]):
            counted[number] = each.category
    return counted


def _after(sentence: str, numbers: list[re.Match[str]], said: list[Said]) -> Counted:
    """Numbers that stand before their positions: "217 are supported and 37 noted"."""
    counted: Counted = {}
    for number, following in zip(numbers, [*numbers[1:], None], strict=True):
        end = following.start() if following else len(sentence)
        each = next((s for s in said if number.end() <= s.start < end), None)
        if each and _near(sentence[number.end() : each.start]):
            counted[number] = each.category
    return counted


def _near(between: str) -> bool:
    return _NEAR.fullmatch(between) is not None


def _is_total(sentence: str, number: re.Match[str]) -> bool:
    """Whether a number is that of all recommendations: "received 252 recommendations", "of the 428 recommendations"."""
    if not re.match(r"\s+(?:\w+\s+){0,2}?recommendations?\b", sentence[number.end() :], re.I):
        return False
    return bool(_TOTAL_BEFORE.search(sentence[: number.start()]) or _TOTAL_AFTER.match(sentence, number.end()))


def value_of(number: str) -> int:
    """252 for "252" and for "two hundred and fifty-two"."""
    if number.isdecimal():
        return int(number)
    total = 0
    for word in re.findall(r"[a-z]+", number.casefold()):
        if word == "hundred":
            total = max(total, 1) * 100
        else:
            total += _VALUES.get(word, 0)
    return total
