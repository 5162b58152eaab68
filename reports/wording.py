"""How a paper says dates, numbers, States and sessions in its language, English, French or Spanish."""

import datetime
import re
from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any

from django.utils import formats, translation
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from recommendations.models import PartialDate, Review, Session, State

from .asked import Asked
from .draft import Draft

NO_BREAK = "\u00a0"
_ARTICLE = re.compile(r"(les? |la |l’|los |las |el )", re.IGNORECASE)
_ENGLISH_THE = re.compile(
    r"(United|Republic of|Democratic|Dominican|Central African|Russian|Syrian|Lao|State of|Holy See|Netherlands|"
    r"Philippines|Maldives|Bahamas|Comoros|Gambia|Congo)\b|.*\bIslands$"
)
_CONTRACTED = {
    "fr": {"à le ": "au ", "à les ": "aux ", "de le ": "du ", "de les ": "des "},
    "es": {"a el ": "al ", "de el ": "del "},
}


def in_its_language(draft: Callable[[Asked, Any], Draft]) -> Callable[[Asked, Any], Draft]:
    """A kind drafts a paper while the paper's language is the one that is spoken."""

    @wraps(draft)
    def drafted(asked: Asked, by: Any) -> Draft:
        with translation.override(asked.language):
            return draft(asked, by)

    return drafted


def date(text: str) -> str:
    """A partial date, never broken across lines within its day and month; "date not recorded" for an empty one."""
    if not text:
        return _("date not recorded")
    spoken = PartialDate(text).spoken
    if get_language() == "fr":
        spoken = re.sub(r"^1 ", "1er ", spoken)
    return re.sub(r"^(\d{1,2}(?:er)?) ", rf"\1{NO_BREAK}", spoken)


def day(on: datetime.date) -> str:
    return date(on.isoformat())


def number(n: int) -> str:
    return formats.number_format(n, use_l10n=True, force_grouping=abs(n) >= 10_000 or get_language() == "en")


def percent(share: float) -> str:
    """One decimal: 30.4 %."""
    return f"{formats.number_format(share, decimal_pos=1, use_l10n=True)}{NO_BREAK}%"


def listed(items: Sequence[str]) -> str:
    """a, b and c."""
    if len(items) < 2:
        return "".join(items)
    return _("%(first)s and %(last)s") % {"first": ", ".join(items[:-1]), "last": items[-1]}


def sentence(text: str) -> str:
    """With a full stop, and a capital at its start."""
    text = text.strip()
    return text and text[0].upper() + text[1:] + ("" if text[-1] in ".!?…" else ".")


def sentence_start(text: str) -> str:
    """With a capital at its start."""
    return text[:1].upper() + text[1:]


# States


def the(state: State) -> str:
    """A State in a sentence, with the article that its language gives it: the Gambia, la Gambie."""
    if get_language() == "en":
        return f"the {state.name}" if _ENGLISH_THE.match(state.name) else state.name
    return pgettext("State", state.name)


def name(state: State) -> str:
    """A State in a list or heading: Gambia, Gambie."""
    if get_language() == "en":
        return state.name
    bare = _ARTICLE.sub("", the(state), count=1) if _ARTICLE.match(the(state)) else the(state)
    return bare[:1].upper() + bare[1:]


def of(state: State) -> str:
    """of the Gambia, de la Gambie."""
    return _after_word(_("of"), state)


def to(state: State) -> str:
    """to the Gambia, à la Gambie."""
    return _after_word(pgettext("to a State", "to"), state)


def _after_word(word: str, state: State) -> str:
    language = get_language() or "en"
    said = f"{word} {the(state)}"
    for apart, contracted in _CONTRACTED.get(language, {}).items():
        if said.startswith(apart):
            return contracted + said[len(apart) :]
    if language == "fr" and word == "de" and re.match(r"[aeiouyéèêîïôAEIOUÉÈÊÎÔ]", the(state)):
        return f"d’{the(state)}"
    return said


def states(some: Sequence[State]) -> str:
    """By their names in the paper's language, in its alphabet: Albania; Belarus."""
    return ", ".join(sorted((name(state) for state in some), key=_alphabetical))


def _alphabetical(text: str) -> str:
    from unicodedata import combining, normalize

    return "".join(sign for sign in normalize("NFKD", text.casefold()) if not combining(sign))


# Cycles, reviews, sessions


def ordinal(cycle: int) -> str:
    """fourth, of a cycle: "quatrième"."""
    words = [
        pgettext("cycle", "first"),
        pgettext("cycle", "second"),
        pgettext("cycle", "third"),
        pgettext("cycle", "fourth"),
        pgettext("cycle", "fifth"),
        pgettext("cycle", "sixth"),
        pgettext("cycle", "seventh"),
        pgettext("cycle", "eighth"),
    ]
    return words[cycle - 1] if 0 < cycle <= len(words) else _("%(n)dth") % {"n": cycle}


def review_of(review: Review) -> str:
    """fourth Universal Periodic Review of China."""
    return review_in_cycle(review.cycle, review.state)


def review_in_cycle(cycle: int, state: State) -> str:
    """The same of a review that is still to come."""
    return _("%(fourth)s Universal Periodic Review %(of_state)s") % {"fourth": ordinal(cycle), "of_state": of(state)}


def year(review: Review) -> str:
    """2024; where neither day nor session is recorded and its address names no year either, cycle 8."""
    known = review.reviewed_on[:4] or str((review.wg_session.year if review.wg_session else None) or "")
    of_address = re.search(r"-(\d{4})$", review.slug)
    return known or (of_address[1] if of_address else "") or _("cycle %(cycle)s") % {"cycle": review.cycle}


def reviewed(review: Review) -> str:
    """When it was reviewed, and when the outcome was adopted, as far as that is recorded."""
    said = []
    if review.reviewed_on:
        said.append(_("reviewed %(date)s") % {"date": date(review.reviewed_on)})
    elif review.wg_session:
        said.append(_("reviewed at %(session)s") % {"session": session(review.wg_session)})
    if review.adopted_on:
        said.append(_("outcome adopted %(date)s") % {"date": date(review.adopted_on)})
    return ", ".join(said)


def session(some: Session) -> str:
    """Human Rights Council, session 56."""
    if some.kind == Session.Kind.HRC:
        return _("Human Rights Council, session %(n)d") % {"n": some.number}
    return _("UPR Working Group, session %(n)d") % {"n": some.number}


AGENDA = {  # Human Rights Council resolution 5/1, annex, part V
    1: _("Organizational and procedural matters"),
    2: _("Annual report of the High Commissioner and reports of the Office"),
    3: _("Promotion and protection of all human rights"),
    4: _("Human rights situations that require the Council's attention"),
    5: _("Human rights bodies and mechanisms"),
    6: _("Universal periodic review"),
    7: _("Human rights situation in Palestine and other occupied Arab territories"),
    8: _("Follow-up to the Vienna Declaration and Programme of Action"),
    9: _("Racism, racial discrimination, xenophobia and related forms of intolerance"),
    10: _("Technical assistance and capacity-building"),
}


def agenda_item(n: int) -> str:
    """Agenda item 6: Universal periodic review."""
    return _("Agenda item %(n)d: %(title)s") % {"n": n, "title": _(AGENDA[n])}


# How long


def how_long(since: datetime.date, until: datetime.date) -> str:
    """In whole years and months: 6 years and 11 months; days where it is less than a month."""
    months = (until.year - since.year) * 12 + until.month - since.month - (until.day < since.day)
    if months < 1:
        n = (until - since).days
        return ngettext("%(n)d day", "%(n)d days", n) % {"n": n}
    years, rest = divmod(months, 12)
    said = []
    if years:
        said.append(ngettext("%(n)d year", "%(n)d years", years) % {"n": years})
    if rest:
        said.append(ngettext("%(n)d month", "%(n)d months", rest) % {"n": rest})
    return listed(said)
