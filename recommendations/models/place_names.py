"""The names that different sides use for one territory: a search for one finds the others."""

import re
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
            theme: re.compile("|".join(rf"(?:^| ){' '.join(words.search_words(n))}(?= |$)" for n in found))
            for theme, found in names.items()
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
        if not self._names:
            return []
        entry = words.index_entry(text)
        tags = set(tagged)
        return [
            name
            for theme, names in self._names.items()
            if theme in tags or self._phrases[theme].search(entry)
            for name in names
        ]

    def of_entry(self, entry: str) -> list[tuple[str, ...]]:
        """The search words of all names of every territory that an index entry names."""
        named = (names for theme, names in self._names.items() if self._phrases[theme].search(entry))
        return [tuple(words.search_words(name)) for names in named for name in names]
