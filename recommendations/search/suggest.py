"""Other ways to ask: a word of the query that is the name of a State, or of a theme, can be a filter."""

from dataclasses import dataclass

from recommendations.models import Axis, StateName, Theme, normalise_name, reference_name, state_name
from recommendations.models.remembering import remembered
from recommendations.words import phrases, search_words

from .criteria import Criteria
from .facets import FIELDS

MOST = 4


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A filter to take instead of words of the query; `rest` is what remains of the query."""

    field: str
    value: str
    label: str
    rest: str

    @property
    def title(self) -> str:
        """What the filter is called."""
        return str(FIELDS[self.field].title)


def suggestions(criteria: Criteria) -> list[Suggestion]:
    """States and themes that the words of the query name. Two queries; none without words."""
    words = criteria.q.replace('"', " ").split()
    if not words:
        return []
    return [*_states(criteria, words), *_themes(criteria)][:MOST]


def _states(criteria: Criteria, words: list[str]) -> list[Suggestion]:
    parts = [(words[start:end], words[:start] + words[end:]) for start, end in spans(len(words))]
    rest_of = {normalise_name(" ".join(name)): " ".join(rest) for name, rest in parts}
    named = states_by_name()
    return [
        Suggestion(field, iso3, label, rest)
        for name, rest in rest_of.items()
        for iso3, label in named.get(name, ())
        for field in ("state", "recommender")
        if iso3 not in criteria.values(field)
    ]


@remembered
def states_by_name() -> dict[str, list[tuple[str, str]]]:
    """Code and name of the State that each name means."""
    names = StateName.objects.order_by("name").values_list("normalised", "state__iso3", "state__name")
    found = {normalised: [(iso3, state_name(name))] for normalised, iso3, name in names}
    here = {normalise_name(said): [(iso3, said)] for one in found.values() for iso3, said in one}
    return found | here


def spans(length: int) -> list[tuple[int, int]]:
    """Runs of up to five of the first twelve words."""
    last = min(length, 12)
    return [(start, end) for start in range(last) for end in range(start + 1, min(start + 5, last) + 1)]


def _themes(criteria: Criteria) -> list[Suggestion]:
    asked = {word for phrase in phrases(criteria.q) for word in phrase}
    found = {slug: name for slug, name, words in words_of_themes() if asked and asked <= words}
    return [
        Suggestion("theme", slug, reference_name(name), "")
        for slug, name in found.items()
        if slug not in criteria.values("theme")
    ]


@remembered
def words_of_themes() -> list[tuple[str, str, set[str]]]:
    """The themes that the public knows of: slug, a name as printed or as the page says it, and its search words."""
    themes = Theme.objects.public().filter(vocabulary__axis=Axis.THEME).values_list("slug", "name")
    named = dict.fromkeys((slug, said) for slug, name in themes for said in (name, reference_name(name)))
    return [(slug, name, set(search_words(name))) for slug, name in named]
