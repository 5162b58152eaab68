"""What the sentence above a list of recommendations says of the State's position.

"… have been examined by Slovenia and enjoy the support of Slovenia", "… will be examined by China, which will
provide responses in due time". The first row of the table whose words occur decides (HRC resolution 5/1, paragraph
32: what does not enjoy the support of the State is noted).
"""

import re

from recommendations.models import Category

LONGEST = 250  # characters of a sentence that is kept
LONGEST_READ = 2_000  # characters in which its words must occur

_NOT = r"\b(?:(?:did|do|does|could|can|would|will) ?not|cannot|not|unable to)\b"
HEADINGS: tuple[tuple[str, Category], ...] = (
    (r"\bpartial(?:ly)?\b|\bin part\b|\bsupported/noted\b", Category.PARTIALLY_ACCEPTED),
    (r"\b(?:takes? note|took note|(?:are|is|be|been|were|thus|has|have) noted|noted by)\b", Category.NOTED),
    (rf"{_NOT} (?:be )?(?:enjoy\w*|support\w*|accept\w*|endorse\w*|agree\w*)", Category.REJECTED),
    (r"\b(?:reject\w*|declin\w*|objects? to)\b", Category.REJECTED),
    (
        r"\balready implemented\b.*\b(?:or|and)\b.*\bprocess of (?:implementation|being implemented)\b",
        Category.ACCEPTED,
    ),
    (r"\balready (?:been )?(?:implemented|fulfilled)\b", Category.ACCEPTED_ALREADY_IMPLEMENTED),
    (
        r"\b(?:process of (?:implementation|being implemented)|being implemented)\b",
        Category.ACCEPTED_BEING_IMPLEMENTED,
    ),
    (r"\b(?:enjoy\w*|have|has) (?:the|its|his|her|their|full) support\b", Category.ACCEPTED),
    (r"\b(?:supported|accepted) by\b|\b(?:supports|accepts)\b", Category.ACCEPTED),
    (r"\b(?:are|were|been|has|have) (?:supported|accepted)\b", Category.ACCEPTED),
    (r"\b(?:will|to|shall|would|further) be (?:\w+ )?(?:examined|considered|reviewed|studied)\b", Category.PENDING),
    (r"\bwill (?:\w+ )?(?:examine|consider|review|study|respond)\b", Category.PENDING),
    (r"\b(?:in due time|no later than|pending|under (?:examination|consideration))\b", Category.PENDING),
    (r"\bresponses? .{0,200}\bwill be (?:included|provided|presented)\b", Category.PENDING),
)
_TABLE = tuple((re.compile(words, re.I | re.DOTALL), category) for words, category in HEADINGS)


def category_of_heading(sentence: str) -> Category | None:
    """The category that a heading gives to the recommendations below it; None where no known words occur."""
    plain = " ".join(sentence.split())[:LONGEST_READ]
    return next((category for words, category in _TABLE if words.search(plain)), None)


def shortened(sentence: str) -> str:
    """The sentence as printed without its colon; a long one ends with a whole word and "…"."""
    plain = " ".join(sentence.split()).rstrip(" :*")
    if len(plain) <= LONGEST:
        return plain
    return f"{plain[:LONGEST].rsplit(' ', 1)[0]} …"
