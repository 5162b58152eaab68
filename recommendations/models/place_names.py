"""The names that different sides use for one territory: a search for one finds the others."""

from collections.abc import Iterable
from typing import Self

from recommendations import words

from .remembering import remembered
from .theme import Axis, ThemeSynonym


class PlaceNames:
    """The names that different sides use for one territory, loaded once for many texts."""

    def __init__(self, names: dict[int, list[str]]) -> None:
        self._names = names
        self._phrases = {
            theme: [f" {' '.join(words.search_words(name))} " for name in found] for theme, found in names.items()
        }

        # Most texts hold none of these, so that nothing else is looked for in them.
        self._first_words = {
            phrase.split()[0] for found in self._phrases.values() for phrase in found if phrase.strip()
        }

    @classmethod
    @remembered
    def load(cls) -> Self:
        names: dict[int, list[str]] = {}
        for synonym in ThemeSynonym.objects.filter(theme__vocabulary__axis=Axis.TERRITORY):
            names.setdefault(synonym.theme_id, []).append(synonym.name)
        return cls(names)

    def for_text(self, text: str, tagged: Iterable[int] = ()) -> list[str]:
        """All names of every territory that the text names or that it is tagged with."""
        return self.for_entry(words.index_entry(text), tagged)

    def for_entry(self, entry: str, tagged: Iterable[int] = ()) -> list[str]:
        """The same by the index entry of the text."""
        named = {*tagged, *self._named(entry)}
        return [name for theme, names in self._names.items() if theme in named for name in names]

    def _named(self, entry: str) -> list[int]:
        if self._first_words.isdisjoint(entry.split()):
            return []
        said = f" {entry} "
        return [theme for theme, phrases in self._phrases.items() if any(phrase in said for phrase in phrases)]

    def of_entry(self, entry: str) -> list[tuple[str, ...]]:
        """The search words of all names of every territory that an index entry names."""
        return [tuple(words.search_words(name)) for theme in self._named(entry) for name in self._names[theme]]
