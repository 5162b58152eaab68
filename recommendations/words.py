"""From text to search words, the same for what is stored and for what is asked.

Both databases index these words as they are (no dictionary of their own), so PostgreSQL and SQLite find
the same records. A word is folded to lower case without accents and stemmed (snowball, English); Chinese,
Japanese and Korean text is cut into single characters; a paragraph number such as 28.5 is one word.
A word of anything but the letters a to z is written in such letters, so that no parser takes it apart.
"""

import re
import threading
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain

import snowballstemmer

LONGEST_WORD = 60
BARRIER = "qzqz"  # stands between two parts of an index entry, so that no phrase is found across them


class _Stemmer(threading.local):
    """One for each thread: a stemmer works on its own state."""

    def __init__(self) -> None:
        self.stem = snowballstemmer.stemmer("english").stemWord


_stemmer = _Stemmer()
_MARKS = "\u0300-\u036f"  # accents, after decomposition
_CJK = "\u2e80-\u2fdf\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"
# \w leaves out the vowel signs of Tibetan and of Indic scripts, without which a syllable falls apart.
_SIGNS = "\u0900-\u0903\u093a-\u094f\u0f35\u0f37\u0f39\u0f71-\u0f84\u0f86\u0f87\u0f8d-\u0fbc\u064b-\u065f\u0670"


def _word(signs: str) -> str:
    """The pattern of a word, which may hold these signs."""
    letters = rf"[^\W{_CJK}_{signs}][\w{signs}]*?(?=[{_CJK}]|[^\w{signs}]|_|$)"
    return rf"\d+(?:\.\d+)+|[{_CJK}]|{letters}"


_WORD = re.compile(_word(_SIGNS))
_WORD_IN_ASCII = re.compile(r"\d+(?:\.\d+)+|[a-z0-9]+", re.ASCII)  # of a folded text: the same, sooner
_AS_PRINTED = re.compile(rf"({_word(_SIGNS + _MARKS)})((?:['’][sS]\b)?)")
_AS_PRINTED_IN_ASCII = re.compile(r"(\d+(?:\.\d+)+|[a-zA-Z0-9]+)((?:'[sS]\b)?)")  # the same, in a third of the time
_POSSESSIVE = re.compile(r"['’]s\b")
_ARABIC_SIGNS = re.compile("[\u064b-\u065f\u0670\u0640]")
_LETTERS = str.maketrans("0123456789abcdef", "ghijklmnopabcdef")
_QUOTED = re.compile(r'(-?)(?:"([^"]*)"?|“([^”]*)”?|(?<!-)(\S+))')


def fold(text: str) -> str:
    """Lower case, without accents and possessives, one form for characters that Unicode can write in several."""
    if text.isascii():
        return _POSSESSIVE.sub("", text.lower()) if "'" in text else text.lower()
    text = unicodedata.normalize("NFKD", text).casefold()
    text = re.sub(f"[{_MARKS}]", "", text)
    return _ARABIC_SIGNS.sub("", _POSSESSIVE.sub("", unicodedata.normalize("NFC", text)))


@lru_cache(maxsize=100_000)
def _encode(word: str) -> str:
    word = word[:LONGEST_WORD]
    if word.isascii() and word.isalpha():
        return str(_stemmer.stem(word))
    return "qx" + word.encode().hex().translate(_LETTERS)


def search_words(text: str) -> list[str]:
    """The search words of a text, in order."""
    folded = fold(text)
    return list(map(_encode, (_WORD_IN_ASCII if folded.isascii() else _WORD).findall(folded)))


def index_entry(*parts: str) -> str:
    """What is stored for a record: the words of its parts, with a barrier between them."""
    return f" {BARRIER} ".join(" ".join(search_words(part)) for part in parts if part)


def joined(entries: Iterable[str]) -> str:
    """Index entries of parts as that of the whole."""
    return f" {BARRIER} ".join(entry for entry in entries if entry)


def phrases(query: str) -> list[list[str]]:
    """What a query asks for: phrases, all of which must occur; most are of one word.

    Words in quotation marks are a phrase, and so is what stands together without a space
    ("asylum-seekers", "新疆"). What has a minus sign in front is not asked for: see `exclusions`.
    """
    return [found for minus, part in _parts(query) if not minus and (found := search_words(part))]


def exclusions(query: str) -> list[list[str]]:
    """What a query rules out: words and phrases with a minus sign in front (torture -prevention)."""
    return [found for minus, part in _parts(query) if minus and (found := search_words(part))]


def _parts(query: str) -> Iterator[tuple[bool, str]]:
    """Each part of a query, and whether it has a minus sign in front."""
    for minus, straight, curly, plain in _QUOTED.findall(query):
        part = straight or curly or plain
        yield (bool(minus) or plain.startswith("-")), part


@lru_cache(maxsize=30_000)
def _of_printed(word: str) -> tuple[str, ...]:
    """The search words of one word as it is printed: texts of one field share most of theirs."""
    return tuple(search_words(word))


def _starts(said: list[str], phrase: list[str]) -> Iterator[int]:
    """Where a phrase begins among the words of a text."""
    at = -1
    for _ in range(said.count(phrase[0]) if phrase else 0):
        at = said.index(phrase[0], at + 1)
        if said[at : at + len(phrase)] == phrase:
            yield at


def highlight(text: str, wanted: Iterable[Sequence[str]]) -> list[tuple[str, bool]]:
    """The text in pieces, in order, and whether each is part of one of the phrases of search words."""
    parts = (_AS_PRINTED_IN_ASCII if text.isascii() else _AS_PRINTED).split(text)  # between, word, 's, between, …
    words = list(map(_of_printed, parts[1::3]))
    said = list(chain.from_iterable(words))
    # Which printed word each search word is of: nearly always each of its own.
    of = range(len(said)) if set(map(len, words)) <= {1} else [at for at, found in enumerate(words) for _ in found]
    marks = {
        at for phrase in map(list, wanted) for start in _starts(said, phrase) for at in of[start : start + len(phrase)]
    }
    pieces: list[tuple[str, bool]] = []
    done = 0
    for place in sorted(3 * at + 1 for at in marks):
        between = "".join(parts[done:place])
        if pieces and not between:
            pieces[-1] = (pieces[-1][0] + parts[place], True)
        else:
            pieces += [(between, False), (parts[place], True)]
        done = place + 1
    return [(piece, marked) for piece, marked in [*pieces, ("".join(parts[done:]), False)] if piece]
