"""Names that mean the same: a query in one spelling finds the texts in the others.

Staff edit them: the names of a State, and a theme with its synonyms. What a query asks for is put beside its
other spellings when it is asked, so a change is found at once and no text is indexed anew. Territories are not
among these names: what names one holds all its names in the index (PlaceNames).
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from recommendations.models import Axis, PlaceNames, StateName, ThemeSynonym
from recommendations.models.remembering import remembered
from recommendations.words import exclusions, phrases, search_words

SHORTEST = 3  # letters: a text that says "us" does not mean the United States

Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Spelling:
    """Another name of what is asked for, unless a text has it only within a longer name of something else."""

    words: Words
    within: frozenset[Words]


@dataclass(frozen=True, slots=True)
class Asked:
    """Phrases of a query that must all occur, or in their place one of the spellings."""

    phrases: tuple[Words, ...]
    spellings: tuple[Spelling, ...] = ()


@dataclass(slots=True)
class Spellings:
    """All names, by what they mean."""

    groups: dict[tuple[str, int], set[Words]] = field(default_factory=lambda: defaultdict(set))
    meanings: dict[Words, set[tuple[str, int]]] = field(default_factory=lambda: defaultdict(set))

    @classmethod
    @remembered
    def load(cls) -> "Spellings":
        found = cls()
        for state, name in StateName.objects.values_list("state_id", "name"):
            found._add(("state", state), name)
        synonyms = ThemeSynonym.objects.exclude(theme__vocabulary__axis=Axis.TERRITORY)
        for theme, name, synonym in synonyms.values_list("theme_id", "theme__name", "name"):
            found._add(("theme", theme), name)
            found._add(("theme", theme), synonym)
        return found

    def _add(self, meaning: tuple[str, int], name: str) -> None:
        if words := _words(name):
            self.groups[meaning].add(words)
            self.meanings[words].add(meaning)

    def of(self, words: Words) -> tuple[Spelling, ...]:
        """The other names of what these words name: the shortest ones, as the longer ones hold them."""
        meanings = self.meanings.get(words, set())
        others = {name for meaning in meanings for name in self.groups[meaning] if not _holds(name, words)}
        shortest = [name for name in others if not any(_holds(name, other) for other in others - {name})]
        return tuple(Spelling(name, self._longer(name, meanings)) for name in sorted(shortest) if _is_long_enough(name))

    def _longer(self, name: Words, meanings: set[tuple[str, int]]) -> frozenset[Words]:
        """Names of something else that hold this one: "Democratic People's Republic of Korea"."""
        return frozenset(
            other for other, theirs in self.meanings.items() if _holds(other, name) and not theirs & meanings
        )

    def within(self, asked: list[Words]) -> Iterator[Asked]:
        """The phrases of a query in order; those that together are a name, with its other spellings."""
        longest = max(map(len, self.meanings), default=0)
        at = 0
        while at < len(asked):
            runs = (asked[at:end] for end in range(min(at + longest, len(asked)), at, -1))
            run = next((run for run in runs if sum(run, ()) in self.meanings), asked[at : at + 1])
            yield Asked(tuple(run), self.of(sum(run, ())))
            at += len(run)


@lru_cache(maxsize=10_000)
def _words(name: str) -> Words:
    return tuple(search_words(name))


def _holds(longer: Words, words: Words) -> bool:
    """Whether words stand in a name, one after another."""
    return any(longer[at : at + len(words)] == words for at in range(len(longer) - len(words) + 1))


def _is_long_enough(name: Words) -> bool:
    return sum(map(len, name)) >= SHORTEST


@dataclass(frozen=True, slots=True)
class Query:
    """What the words of a query ask for, and what they rule out, each with its other spellings."""

    asked: tuple[Asked, ...] = ()
    ruled_out: tuple[Asked, ...] = ()
    is_empty: bool = True

    @classmethod
    def read(cls, query: str) -> "Query":
        """Two queries of the database; none where there are no words."""
        wanted, unwanted = ([tuple(phrase) for phrase in part(query)] for part in (phrases, exclusions))
        if not wanted and not unwanted:
            return cls(is_empty=not query.strip())
        spellings = Spellings.load()
        ruled_out = (Asked((phrase,), spellings.of(phrase)) for phrase in unwanted)
        return cls(tuple(spellings.within(wanted)), tuple(ruled_out), is_empty=False)

    def to_mark(self) -> list[Words]:
        """The phrases to mark in what it finds: what it asks for, with other spellings and the names of places."""
        wanted = [phrase for asked in self.asked for phrase in asked.phrases]
        spelled = [spelling.words for asked in self.asked for spelling in asked.spellings]
        places = PlaceNames.load().of_entry(" ".join(" ".join(phrase) for phrase in wanted)) if wanted else []
        return [*dict.fromkeys([*wanted, *spelled, *places])]
