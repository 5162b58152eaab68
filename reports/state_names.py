"""States in a sentence of the paper's language: with its article, after "of" and "to", and bare in lists."""

import csv
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from unicodedata import combining, normalize

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from recommendations.models import State

FILE = Path(__file__).with_name("states.csv")  # the UN's short names in French and Spanish, with their article
_ARTICLE = re.compile(r"les? |la |l’|los |las |el ")
_WITH_ARTICLE = re.compile(
    r"(United|Republic of|Democratic|Dominican|Central African|Russian|Syrian|Lao|State of|Holy See|Netherlands|"
    r"Philippines|Maldives|Bahamas|Comoros|Gambia|Congo)\b|.*\bIslands$"
)
_CONTRACTED = {
    "fr": {"à le ": "au ", "à les ": "aux ", "de le ": "du ", "de les ": "des "},
    "es": {"a el ": "al ", "de el ": "del "},
}
_VOWEL = "aeiouyâàéèêëîïôAEIOUYÂÀÉÈÊËÎÏÔ"


@cache
def _names() -> dict[str, dict[str, str]]:
    with open(FILE, encoding="utf-8", newline="") as file:
        return {row.pop("iso3"): row for row in csv.DictReader(file)}


def _language() -> str:
    return (get_language() or "en").split("-")[0]


def the(state: State) -> str:
    """With the article that its language gives it: the Gambia, la Gambie."""
    if name := _names().get(state.iso3, {}).get(_language()):
        return name
    return f"the {state.name}" if _WITH_ARTICLE.match(state.name) else state.name


def name(state: State) -> str:
    """In a list or heading: Gambia, Gambie."""
    known = _names().get(state.iso3, {}).get(_language())
    if not known:
        return state.name
    bare = _ARTICLE.sub("", known, count=1) if _ARTICLE.match(known) else known
    return bare[:1].upper() + bare[1:]


def of(state: State) -> str:
    """of the Gambia, de la Gambie."""
    return _after(pgettext("before a State", "of"), state)


def to(state: State) -> str:
    """to the Gambia, à la Gambie."""
    return _after(pgettext("before a State", "to"), state)


def _after(word: str, state: State) -> str:
    said = f"{word} {the(state)}"
    for apart, contracted in _CONTRACTED.get(_language(), {}).items():
        if said.startswith(apart):
            return contracted + said[len(apart) :]
    if _language() == "fr" and word == "de" and the(state)[0] in _VOWEL:
        return f"d’{the(state)}"
    return said


def listed(states: Iterable[State]) -> str:
    """By their names in the paper's language and its alphabet: Albania, Belarus; "State not recorded" for none."""
    return ", ".join(sorted((name(state) for state in states), key=_alphabetical)) or _("State not recorded")


def _alphabetical(text: str) -> str:
    return "".join(sign for sign in normalize("NFKD", text.casefold()) if not combining(sign))
