"""The answer to one recommendation in the words beside it: position first, then the reason."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from recommendations.models import Category, StateNames

from ..readings import Sender
from ..senders import read_asks
from .addendum_blocks import sentences
from .answer_words import Words, category_of, leading, phrases, speaks_of_parts, states_position
from .paragraph_lists import ListReader

NEAR = 150  # characters before a list that can tell that it is only referred to

_PREFIX = re.compile(
    r"\s*(?:(?:position|response|answer|reply|status|decision)(?: of [\w\s]{1,60}?)?\s*[:–—-]\s*)", re.I
)
_THIS = re.compile(r"\b(?:the|this|these|both|said|such|above) (?:\w+ )?recommendations?\b", re.I)
_IT = re.compile(r"\s+(?:it|them)\b")
_TO_RECOMMENDATION = re.compile(
    r"\s+(?:(?:fully|in principle|all|the|this|these|both|said|such|above|following|first|second|part|of)\s+)*"
    r"recommendations?\b",
    re.I,
)
_OF_RECOMMENDATION = re.compile(
    r"\brecommendations?,?\s+(?:(?:is|are|was|were|has|have|been|be|can|could|does|do|therefore|thus|hence|also|only|now|"
    r"fully|is therefore|shall|will)\s+){0,4}$",
    re.I,
)
_REFERS = re.compile(
    r"\b(?:see|cf\b\.?|refers?(?: back)? to|referred to(?: in)?|references? to|reference is made to|ibid\b\.?|idem|"
    r"same as|similar to|(?:mentioned|explained|stated|noted|described|indicated|set out|said|outlined|reflected|"
    r"provided|given)(?: above| below| earlier)? "
    r"(?:in|under|at|for|regarding|with regard to|as regards|concerning|on|to))\b[^.;:]{0,60}$",
    re.I,
)
_LEFT = ' \n\t.,;:–—-*)"”’'
_BRACKET = re.compile(r"\((?:[^()]|\([^()]*\))*\)")


@dataclass(frozen=True, slots=True)
class OwnAnswer:
    """A position in the State's own words, and what follows as its reason; `words` is empty where there is none.

    is_deferred: no position, but the words that one will come later.
    """

    words: str
    category: Category | None
    remark: str
    of_part: bool = False
    only_implemented: bool = False
    is_deferred: bool = False


def first_words(said: str, words: Words) -> OwnAnswer:
    """Reads an answer that begins with its position: "Not accepted. See 186.1", "China accepts it. …".

    The position is the phrase at the start, if a punctuation mark follows; else the first sentence that states one.
    """
    body = said[found.end() :] if (found := _PREFIX.match(said)) else said
    first = next((sentence for _, sentence in sentences(body)), "").strip()
    whole = category_of(first, words)
    answer = leading(body, words)
    if answer is not None and (whole != Category.PARTIALLY_ACCEPTED or answer.category == whole):
        stated = body[: answer.end].strip(' \n\t"“*–—-[(')
        return OwnAnswer(_folded(stated), answer.category, body[answer.end :].lstrip(_LEFT).strip())
    if whole is not None and phrases(first, words):
        rest = body.strip()[len(first) :].strip()
        return OwnAnswer(_folded(first).rstrip(" .;:"), whole, rest, only_implemented=not states_position(first, words))
    return OwnAnswer("", None, said.strip())


def own_answer(said: str, words: Words) -> OwnAnswer:
    """What the text below a label says of the recommendation itself, beside the reason; all of it is the remark.

    Only the position at the very start, or a sentence on "this recommendation", is an answer.
    """
    answer = leading(said, words)
    if answer is not None:
        return first_words(said, words)
    for _, sentence in sentences(said):
        if (found := _on_this(sentence, words)) is not None:
            words_only = _folded(sentence).rstrip(" .;:")
            only_implemented = not states_position(sentence, words)
            return OwnAnswer(words_only, found, said.strip(), speaks_of_parts(sentence), only_implemented)
    first = next((sentence for _, sentence in sentences(said)), "")
    if category_of(first, words) == Category.PENDING:
        return OwnAnswer(_folded(first).rstrip(" .;:"), None, said.strip(), is_deferred=True)
    return OwnAnswer("", None, said.strip())


def _on_this(sentence: str, words: Words) -> Category | None:
    """The category of a sentence that speaks of "this recommendation", or says "accepts it"."""
    for said in phrases(sentence, words):
        within = _THIS.search(sentence[said.start : said.end]) or _IT.match(sentence, said.end)
        if within or _TO_RECOMMENDATION.match(sentence, said.end) or _OF_RECOMMENDATION.search(sentence[: said.start]):
            return category_of(sentence, words) or said.category
    return None


def is_reference(before: str) -> bool:
    """Whether the words before a list only refer to it: "see", "as explained under"."""
    return _REFERS.search(before) is not None


def references(remark: str, lists: ListReader) -> Iterator[str]:
    """The paragraphs to which a reason refers: "See recommendations 122.95–96", "See 186.1."."""
    for named in lists.lists(remark):
        if is_reference(remark[max(0, named.start - NEAR) : named.start]):
            yield from named.paragraphs
    for see in re.finditer(r"\bsee(?: also)?\s+(?=\d{1,3}\b(?!\.\d))", remark, re.I):
        bare = lists.bare_at(remark, see.end())
        yield from bare.paragraphs if bare else ()


def printed(said: str, states: StateNames) -> tuple[str, tuple[Sender, ...], str]:
    """The recommendation where the addendum prints it, its States, and what follows: "Ratify it (Peru); Noted."."""
    end = 0
    for bracket in _BRACKET.finditer(said):
        asks = read_asks(said[end or 0 : bracket.end()], states)
        closes = re.match(r"\s*(?:[;.,:*]|$|\(|[A-Z\n])", said[bracket.end() :])
        if asks.senders and not asks.unknown and closes:
            end = bracket.end()
    if not end:
        return "", (), said
    asks = read_asks(said[:end], states)
    return _folded(asks.text), asks.senders, said[end:].lstrip(_LEFT)


def _folded(text: str) -> str:
    return " ".join(text.split())
