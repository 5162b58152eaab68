"""What words tell what a sentence or heading of an addendum is about, in whatever wording a State chose."""

import re

RECOMMENDATIONS = re.compile(r"\brecommendations?\b", re.I)
LEADS = re.compile(r"(?::|\b(?:following|below|as follows))\s*\W*$", re.I)
ANNOUNCES = re.compile(
    r"\b(?:provid|present|offer|submit|give)\w*\b.{0,60}\b(?:information|explanations?|clarifications?|comments?|responses?)\b|"
    r"\bas follows\b|:\s*$",
    re.I,
)
THEY = re.compile(r"\b(?:they|these|those|the above|them)\b", re.I)
FILLER = re.compile(
    r"\b(?:recommendations?|paragraphs?|nos?|numbers?|and|the|following|in|of|report|with|regard|to|on|concerning|"
    r"regarding|as|well|also|[ivx]+|[a-h]|\d{1,2})\b",
    re.I,
)
VERB = re.compile(r"\b(?:is|are|was|were|be|been|will|would|has|have|had|it|they|we)\b", re.I)
ROMAN = re.compile(r"(?P<kind>[IVX]{1,5}|[A-H])\.\s")


def heading_words(said: str) -> str:
    """A heading without its number."""
    return re.sub(r"^\s*(?:[IVX]{1,5}|[A-H]|\d{1,2})\.\s+", "", said).strip(" .:")


def kind_of(number: str) -> str:
    """Whether a heading is numbered with Roman numbers, with letters, or not."""
    return "" if not number else "roman" if re.fullmatch(r"[IVX]+", number) else "letter"
