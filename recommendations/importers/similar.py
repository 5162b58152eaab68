"""Whether two texts say the same, though two documents print them a little differently."""

import re
import unicodedata

from rapidfuzz import fuzz

ALIKE = 88  # per cent of signs in common; below it, texts of one review that differ in substance begin

_SIGNS = re.compile(r"[\W_]+")


def plain(text: str) -> str:
    """A text without punctuation, case and forms of letters."""
    return _SIGNS.sub(" ", unicodedata.normalize("NFKC", text).casefold()).strip()


def same_words(one: str, other: str) -> bool:
    """Whether two texts differ in nothing but punctuation, case and spaces."""
    return plain(one).replace(" ", "") == plain(other).replace(" ", "")


def likeness(one: str, other: str) -> float:
    """How alike two texts are, 88 to 100; 0 for texts that are not the same recommendation."""
    return fuzz.ratio(plain(one), plain(other), score_cutoff=ALIKE)
