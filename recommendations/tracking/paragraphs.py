"""Recommendations by the numbers of their paragraphs, as people and the UN's addenda list them.

A line lists numbers of one review: "28.5, 28.10-28.14", "122.30-33, 122.34- 35; 140.35. 140.36". It may begin with the
review: "china-2024: 28.5".
"""

import re
from collections.abc import Collection
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from recommendations.models import Recommendation, Review

MOST_IN_A_RANGE = 500
MOST_NAMED = 20
NUMBER = r"[0-9]{1,4}(?:\.[0-9]{1,4}){0,3}"
ITEM = re.compile(rf"(?P<first>{NUMBER}[a-z]?)(?:\s*(?:[-–—]|\bto\b)\s*(?P<last>{NUMBER}))?(?![0-9a-z]|\.[0-9])")
BETWEEN = re.compile(r"(?:[\s,;.]|\band\b|\bparas?\b|\bparagraphs?\b)*", re.IGNORECASE)
LINE = re.compile(r"\s*(?:(?P<review>[a-z0-9-]*[a-z][a-z0-9-]*)\s*:)?(?P<numbers>.*)", re.IGNORECASE)


class NotFound(Exception):
    """Says in words what of a list cannot be read, or is not recorded."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__(" ".join(problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Listed:
    """The numbers that one line lists, and the review that it names; empty for none."""

    review: str
    numbers: list[str]


def find_paragraphs(text: str, reviews: Collection[Review] = ()) -> list[Recommendation]:
    """The recommendations that a text lists, once each; raises NotFound, which names all that is wrong.

    A line that names no review is of the one in `reviews`, where that is one only.
    """
    found: dict[int, Recommendation] = {}
    problems: list[str] = []
    for line in filter(str.strip, text.splitlines()):
        try:
            listed = read_line(line)
            for recommendation in _recorded(listed.numbers, _review(listed, reviews)):
                found[recommendation.pk] = recommendation
        except NotFound as wrong:
            problems += wrong.problems
    if problems:
        raise NotFound(problems)
    return list(found.values())


def read_line(line: str) -> Listed:
    """What one line lists; raises NotFound for what is no number or range of numbers."""
    parts = LINE.fullmatch(line.strip())
    text = parts["numbers"] if parts else line
    numbers: list[str] = []
    at = _skip(text, 0)
    while at < len(text):
        item = ITEM.match(text, at)
        if item is None:
            raise NotFound([_("“%(text)s” is not a paragraph number, such as 28.5.") % {"text": text[at : at + 30]}])
        numbers += _range(item["first"], item["last"], item[0]) if item["last"] else [item["first"]]
        at = _skip(text, item.end())
    if not numbers:
        raise NotFound([_("“%(line)s” lists no paragraph.") % {"line": line.strip()[:60]}])
    return Listed((parts["review"] or "").lower() if parts else "", numbers)


def _skip(text: str, at: int) -> int:
    between = BETWEEN.match(text, at)
    return between.end() if between else at


def _range(first: str, last: str, printed: str) -> list[str]:
    """28.10-28.14, or 28.10-14: all numbers from the first to the last."""
    series, _dot, start = first.rpartition(".")
    end_series, _dot, end = last.rpartition(".")
    readable = start.isdecimal() and (not end_series or end_series == series)
    if not readable or int(end) <= int(start) or int(end) - int(start) >= MOST_IN_A_RANGE:
        raise NotFound([_("“%(range)s” is not a range of paragraphs, such as 28.10-28.14.") % {"range": printed}])
    return [f"{series}.{number}" if series else str(number) for number in range(int(start), int(end) + 1)]


def _review(listed: Listed, reviews: Collection[Review]) -> Review:
    if listed.review:
        review = Review.objects.select_related("state", "wg_session").filter(slug=listed.review).first()
        if review is None:
            text = _("There is no review “%(review)s”: write it as in its address, such as china-2024.")
            raise NotFound([text % {"review": listed.review}])
        return review
    if len(reviews) != 1:
        raise NotFound([_("Say of which review these paragraphs are: “china-2024: 28.5, 28.10-28.14”.")])
    return next(iter(reviews))


def _recorded(numbers: list[str], review: Review) -> list[Recommendation]:
    there = {r.paragraph: r for r in Recommendation.objects.filter(review=review, paragraph__in=numbers)}
    if missing := [number for number in dict.fromkeys(numbers) if number not in there]:
        named = ", ".join(missing[:MOST_NAMED]) + (" …" if len(missing) > MOST_NAMED else "")
        text = ngettext(
            "%(review)s: paragraph %(numbers)s is not recorded.",
            "%(review)s: %(n)d paragraphs are not recorded: %(numbers)s.",
            len(missing),
        )
        raise NotFound([text % {"review": review, "numbers": named, "n": len(missing)}])
    return [there[number] for number in dict.fromkeys(numbers)]
