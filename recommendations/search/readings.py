"""Where the words of a query find nothing: what they may mean as filters (Kenya China detention), or rightly spelt."""

from collections.abc import Iterator
from itertools import product

from rapidfuzz import fuzz, process

from recommendations.models import normalise_name
from recommendations.models.remembering import remembered
from recommendations.words import search_words

from .answer import answer
from .criteria import Criteria
from .suggest import spans, states_by_name, words_of_themes

MOST = 6  # readings that are told
MOST_COUNTED = 12
MOST_THEMES = 3
LIKE = 80  # of 100: letters exchanged or left out
LONG_ENOUGH = 4  # letters of a word that says what something is about

Asked = tuple[tuple[str, str], ...]  # fields and values


def readings(criteria: Criteria) -> list[tuple[Criteria, int]]:
    """Other searches that the words can mean and that find something, with how many; most filters first.

    Two queries for names (none without words), and on SQL at most MOST_COUNTED to count.
    """
    words = criteria.q.replace('"', " ").split()
    if not words:
        return []
    ways = [words, _spelt(words)]
    found = (way for each in ways for way in _ways(each, criteria))
    searches = [way for way in dict.fromkeys(found) if way != criteria][:MOST_COUNTED]
    counted = [(way, n) for way in searches if (n := answer(way).count)]
    return sorted(counted, key=lambda one: -_filters(one[0]))[:MOST]


def _filters(criteria: Criteria) -> int:
    return sum(bool(criteria.values(name)) for name in ("state", "recommender", "theme"))


def _ways(words: list[str], criteria: Criteria) -> Iterator[Criteria]:
    named, rest = _named(words)
    for who, about in product(_who(named, criteria), [*_about(rest), *([()] if len(named) > 1 else [])]):
        way = criteria.but("q")
        for name, value in (*who, *about):
            way = way.but(name, value)
        yield way


def _who(named: list[str], criteria: Criteria) -> list[Asked]:
    """Of two States one asks the other; a single one may be either. Where a filter says it already, that stays."""
    free = [name for name in ("state", "recommender") if not criteria.values(name)]
    if len(named) > 1 and len(free) > 1:
        one, other = named[:2]
        return [(("recommender", one), ("state", other)), (("recommender", other), ("state", one))]
    return [((name, named[0]),) for name in free] if named else [()]


def _about(rest: list[str]) -> list[Asked]:
    """The theme that most of the other words name, and the words themselves; nothing where there are none."""
    if not rest:
        return [()]
    asked = set(search_words(" ".join(word for word in rest if len(word) >= LONG_ENOUGH)))
    alike: dict[str, int] = {}
    for slug, _name, words in words_of_themes():
        alike[slug] = max(alike.get(slug, 0), len(words & asked))
    most = max(alike.values(), default=0)
    themes = sorted((slug for slug, n in alike.items() if n and n == most), key=len)[:MOST_THEMES]
    return [*((("theme", slug),) for slug in themes), (("q", " ".join(rest)),)]


def _named(words: list[str]) -> tuple[list[str], list[str]]:
    """The codes of the States that are named, in order, and the words that name none; a longer name comes first."""
    known = states_by_name()
    found, taken = {}, set[int]()
    for start, end in sorted(spans(len(words)), key=lambda span: span[0] - span[1]):
        states = known.get(normalise_name(" ".join(words[start:end])))
        if states and taken.isdisjoint(range(start, end)):
            found[start] = states[0][0]
            taken.update(range(start, end))
    return [found[start] for start in sorted(found)], [word for n, word in enumerate(words) if n not in taken]


def _spelt(words: list[str]) -> list[str]:
    """The words, each that stands in no name of a State or theme as the one there that is most like it."""
    known = _known_words()
    return [word if word.casefold() in known or len(word) <= LONG_ENOUGH else _most_like(word, known) for word in words]


def _most_like(word: str, known: dict[str, str]) -> str:
    found = process.extractOne(word.casefold(), known.keys(), scorer=fuzz.ratio, score_cutoff=LIKE)
    return known[found[0]] if found else word


@remembered
def _known_words() -> dict[str, str]:
    """The words of the names of all States and themes, by their small letters."""
    names = [name for states in states_by_name().values() for _iso3, name in states]
    names += [name for _slug, name, _words in words_of_themes()]
    words = (word.strip("(),&") for name in names for word in name.split())
    return {word.casefold(): word for word in words if len(word) >= LONG_ENOUGH}
