"""How a paper says dates, numbers, States and sessions in its language, English, French or Spanish."""

import datetime
import re
from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import wraps
from typing import Any

from django.utils import formats, translation
from django.utils.translation import get_language, gettext_noop, pgettext
from django.utils.translation import gettext as _

from recommendations.models import PartialDate, Review, Session, State

from . import state_names
from .asked import Asked
from .draft import Draft

NO_BREAK = "\u00a0"


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
    rounded = Decimal(f"{share:.1f}")  # number_format cuts off what it is not shown
    return f"{formats.number_format(rounded, decimal_pos=1, use_l10n=True)}{NO_BREAK}%"


def listed(items: Sequence[str]) -> str:
    """a, b and c."""
    if len(items) < 2:
        return "".join(items)
    return _("%(first)s and %(last)s") % {"first": ", ".join(items[:-1]), "last": items[-1]}


def sentence(text: str) -> str:
    """With a full stop, and a capital at its start."""
    text = text.strip()
    return text and text[0].upper() + text[1:] + ("" if text[-1] in ".!?…" else ".")


def within_a_sentence(text: str) -> str:
    """With a small letter at its start, but for a word in capitals."""
    return text[:1].lower() + text[1:] if text[1:2].islower() else text


def sentence_start(text: str) -> str:
    """With a capital at its start."""
    return text[:1].upper() + text[1:]


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
    return _("%(fourth)s Universal Periodic Review %(of_state)s") % {
        "fourth": ordinal(cycle),
        "of_state": state_names.of(state),
    }


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
    1: gettext_noop("Organizational and procedural matters"),
    2: gettext_noop("Annual report of the High Commissioner and reports of the Office"),
    3: gettext_noop("Promotion and protection of all human rights"),
    4: gettext_noop("Human rights situations that require the Council's attention"),
    5: gettext_noop("Human rights bodies and mechanisms"),
    6: gettext_noop("Universal periodic review"),
    7: gettext_noop("Human rights situation in Palestine and other occupied Arab territories"),
    8: gettext_noop("Follow-up to the Vienna Declaration and Programme of Action"),
    9: gettext_noop("Racism, racial discrimination, xenophobia and related forms of intolerance"),
    10: gettext_noop("Technical assistance and capacity-building"),
}


def agenda_item(n: int) -> str:
    """Agenda item 6: Universal periodic review."""
    return _("Agenda item %(n)d: %(title)s") % {"n": n, "title": _(AGENDA[n])}
