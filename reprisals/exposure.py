"""What a page would give away: names that must not be there, everything that is new on it, and what goes together."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import unquote

from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from .models import ConfidentialSource, Incident, Person
from .models.vocabulary import (
    ActKind,
    Confidence,
    EngagementKind,
    IncidentKind,
    Novelty,
    PlaceKind,
    ResponseKind,
    Role,
    Status,
    Visibility,
)
from .page import Page

SMALL_GROUP = 10
SHORTEST_PART = 3  # letters
LONG_NAME = 8  # letters of a name of several words, from which on it is also found written as one word
_UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u9fff\U00020000-\U0003ffff]")  # kana and Chinese characters
_LABELS = {
    "kind": {**dict(IncidentKind.choices), **dict(ActKind.choices), **dict(EngagementKind.choices)},
    "place_kind": dict(PlaceKind.choices),
    "confidence": dict(Confidence.choices),
    "status": dict(Status.choices),
    "what": {**dict(Status.choices), **dict(ResponseKind.choices)},
    "role": dict(Role.choices),
    "how": dict(Visibility.choices),
    "novelty": dict(Novelty.choices),
}
_NAMES = {
    "title": _lazy("Title"),
    "summary": _lazy("Text"),
    "kind": _lazy("Kind"),
    "began_on": _lazy("Began"),
    "ended_on": _lazy("Ended"),
    "place_kind": _lazy("Where"),
    "place": _lazy("Place"),
    "state": _lazy("State concerned"),
    "confidence": _lazy("How sure"),
    "confidence_reason": _lazy("Why so sure"),
    "status": _lazy("Status"),
    "status_on": _lazy("Status as of"),
    "acts": _lazy("Act"),
    "engagements": _lazy("Engagement with the UN"),
    "people": _lazy("Person"),
    "timeline": _lazy("What came of it"),
    "citations": _lazy("Source"),
    "links": _lazy("Bears on"),
    "files": _lazy("Picture or document"),
}
_NOT_SAID = {("files", name) for name in ("name", "sha256", "size", "width", "height", "media_type", "pages")}


def names_given_away(incident: Incident, page: Page, shown: dict[str, str] | None = None) -> list[str]:
    """Whose names, though withheld, stand on the page: roles, never the names. Raises RoomShut.

    People count as they are recorded now, or as the page shows them.
    """
    text = _text(page)
    return [
        _("%(who)s is not to be named, and a name of theirs stands on the page.") % {"who": row}
        for row in _not_named(incident, shown or {})
        if any(_stands_in(name, text) for name in _names(row))
    ]


def parts_given_away(incident: Incident, page: Page) -> list[str]:
    """Of whose names, though withheld, a single word stands on the page. It may mean something else."""
    text = _text(page)
    return [
        _("%(who)s: a part of a name of theirs stands on the page. Read it again.") % {"who": row}
        for row in _not_named(incident, {})
        if any(_stands_in(word, text) for word in _words(row))
    ]


def letters_of(text: str) -> str:
    """A text in the form in which names are looked for in it: made once, however many names there are."""
    return _plain(text)


def names_in(incident: Incident, letters: str, told: Iterable[int] = ()) -> list[str]:
    """Whose names stand in a text, though they are not told of in it: roles, never the names. Raises RoomShut.

    letters: of the text, by `letters_of`. told: keys of the people who are. Confidential sources never are.
    """
    told = set(told)
    people: list[Any] = [row for row in Person.objects.filter(incident=incident) if row.pk not in told]
    rows = [*people, *ConfidentialSource.objects.filter(incident=incident)]
    for row in rows:
        row.incident = incident
    return [str(row) for row in rows if any(_stands_in(name, letters) for name in _names(row))]


def withheld_in(incident: Incident, letters: str) -> list[str]:
    """Who is not shown by name on the page, and has a name that stands in a text: roles. Raises RoomShut."""
    return [str(row) for row in _not_named(incident, {}) if any(_stands_in(name, letters) for name in _names(row))]


def stands_in(words: str, letters: str) -> bool:
    """Whether some words stand in a text, whatever their case, accents and signs."""
    return bool(plain := _plain(words)) and _stands_in(plain, letters)


def newly_disclosed(page: Page, before: Page | None) -> list[str]:
    """Everything that the page says and the page before it did not: a line for each text, and for each row."""
    before = before or {}
    lines = []
    for name, value in page.items():
        if name == "reference" or value in ("", None) or value == before.get(name):
            continue
        rows = value if isinstance(value, list) else [value]
        known = before.get(name, []) if isinstance(value, list) else []
        lines += [f"{_NAMES[name]}: {_in_words(name, row)}" for row in rows if row not in known]
    return list(dict.fromkeys(lines))


def to_weigh(incident: Incident, page: Page) -> list[str]:
    """What a person has to weigh before the page is public."""
    withheld = Person.objects.filter(incident=incident, visibility=Visibility.WITHHELD).exists()
    return combinations(page, withheld) + parts_given_away(incident, page)


def combinations(page: Page, incident_has_withheld: bool) -> list[str]:
    """What says more together than each by itself."""
    exact_day = any(len(row["happened_on"]) == 10 for row in page["acts"]) or len(page["began_on"]) == 10
    exact_place = page["place"].count(",") >= 1
    unnamed = [person for person in page["people"] if person["how"] != Visibility.NAME]
    small = [person for person in page["people"] if person["size"] and person["size"] < SMALL_GROUP]
    found = []
    if exact_day and exact_place:
        found.append(_("An exact day together with a place within the country: who was there then is known to few."))
    if unnamed and (exact_day or exact_place):
        found.append(_("A person who is not named, together with an exact day or place, can be recognised."))
    if unnamed and any(row["session"] or row["review"] for row in page["engagements"]):
        found.append(_("A person who is not named, together with the session: lists of those accredited exist."))
    if any(person["description"] for person in unnamed):
        found.append(_("A role in words can fit one person only: read it as a neighbour would."))
    found += [_("A group of %(n)s: each of them is easy to find.") % {"n": person["size"]} for person in small]
    if page.get("files"):
        found.append(_("Pictures and documents are shown: look for faces, names, signs, screens, hands and mirrors."))
    if incident_has_withheld and page["citations"]:
        found.append(_("Sources are shown, and somebody is withheld: a source may name them."))
    return found


def _not_named(incident: Incident, shown: dict[str, str]) -> list[Any]:
    """The people and confidential sources who are not shown by name."""
    people = [
        p for p in Person.objects.filter(incident=incident) if shown.get(str(p.pk), p.visibility) != Visibility.NAME
    ]
    rows: list[Any] = [*people, *ConfidentialSource.objects.filter(incident=incident)]
    for row in rows:
        row.incident = incident
    return rows


def _text(page: Page) -> str:
    """All that stands on a page, also without the signs of addresses and of markup."""
    return _plain(" ".join(f"{value} {unquote(value)} {strip_tags(value)}" for _path, value in _leaves(page)))


def _words(row: Any) -> set[str]:
    return {word for name in _names(row) for word in name.split() if len(word) >= SHORTEST_PART}


def _names(row: Any) -> list[str]:
    written = [row.name, *getattr(row, "other_names", "").splitlines()]
    return [name for text in written if len(name := _plain(text)) >= 2]


def _stands_in(name: str, text: str) -> bool:
    """Whole words for the Latin alphabet, anywhere for other scripts; names of several words also joined or divided."""
    joined = name.replace(" ", "")
    of_words = " " in name and len(joined) >= LONG_NAME
    if (of_words or _UNSPACED.search(name)) and joined in text.replace(" ", ""):
        return True
    if name.isascii():
        return re.search(rf"(?<![a-z0-9]){re.escape(name)}(?![a-z0-9])", text) is not None
    return name in text


def _plain(text: str) -> str:
    """Letters alone, without case, accents or signs that nobody sees, words divided by one space."""
    signs = unicodedata.normalize("NFKD", text.casefold())
    letters = (sign for sign in signs if not unicodedata.combining(sign) and not _unseen(sign))
    return " ".join(re.sub(r"[\W_]+", " ", "".join(letters)).split())


def _unseen(sign: str) -> bool:
    """Zero-width signs, soft hyphens, and the stroke that only stretches Arabic script."""
    return unicodedata.category(sign) == "Cf" or sign == "\N{ARABIC TATWEEL}"


def _leaves(value: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str]]:
    """Every text and number of a page, with where it stands."""
    if isinstance(value, dict):
        for name, one in value.items():
            yield from _leaves(one, (*path, name))
    elif isinstance(value, list):
        for one in value:
            yield from _leaves(one, path)
    elif value not in ("", None):
        yield path, str(value)


def _in_words(name: str, value: Any) -> str:
    """What stands in one place of a page, codes as their labels."""
    said = [(path, one) for path, one in _leaves(value, (name,)) if path not in _NOT_SAID]
    return ", ".join(str(_LABELS.get(path[-1], {}).get(one, one)) for path, one in said)
