"""From names as people type them to what is asked for: unknown ones are told, with those that there are."""

import datetime
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from recommendations.models import Case, Organisation, PartialDate, Review, Session, State, Statement

from .asked import LANGUAGES, Asked
from .kinds import KINDS, Kind
from .matrix.forms import FORMS as MATRIX_FORMS
from .models import Situation
from .wording import AGENDA

MOST_NAMED = 12  # of what there is


class Unanswerable(Exception):
    """What is asked for cannot be made; problems say why, and what to do."""

    def __init__(self, *problems: str) -> None:
        super().__init__(" ".join(problems))
        self.problems = list(problems)


def ask(
    kind: str,
    session: str,
    *,
    case: str = "",
    reviews: Sequence[str] = (),
    state: str = "",
    organisation: str = "",
    together_with: Sequence[str] = (),
    signatories_of: str = "",
    agenda_item: int | None = None,
    language: str = "en",
    situation: str = "",
    form: str = "",
    on: str = "",
) -> Asked:
    """What these names ask for, public records alone. Raises Unanswerable, with everything that is wrong at once."""
    asking = _Asking()
    of_kind = asking.one(KINDS, kind, _("kind of paper"))
    found = Asked(
        kind=kind,
        session=asking.session(session),
        on=asking.day(on),
        case=asking.record(Case.objects.published(), case, _("case"), Case),
        reviews=tuple(filter(None, (asking.record(_reviews(), slug, _("review"), Review) for slug in reviews))),
        state=asking.state(state),
        organisation=asking.record(Organisation.objects.all(), organisation, _("organisation")),
        together_with=asking.co_sponsors(together_with, signatories_of),
        agenda_item=asking.agenda_item(agenda_item),
        language=asking.one({name: name for name in LANGUAGES}, language, _("language")) or "",
        form=(asking.one({name: name for name in MATRIX_FORMS}, form, _("form")) or "") if form else "",
        situation=asking.one({name: name for name in Situation.values}, situation, _("situation")) if situation else "",
    )
    if of_kind:
        asking.needs(of_kind, found)
    if form:
        found = replace(found, form=asking.one({name: name for name in MATRIX_FORMS}, form, _("form")) or "")
    if asking.problems:
        raise Unanswerable(*asking.problems)
    return found


def _reviews() -> Any:
    return Review.objects.published().select_related("state", "wg_session", "hrc_session")


class _Asking:
    def __init__(self) -> None:
        self.problems: list[str] = []

    def unknown(self, what: str, name: str, there: Iterable[str]) -> None:
        names = list(there)
        text = _("There is no %(what)s “%(name)s”. There are: %(names)s.")
        more = [_("and %(n)d more") % {"n": len(names) - MOST_NAMED}] if len(names) > MOST_NAMED else []
        said = ", ".join([*names[:MOST_NAMED], *more]) or _("none yet")
        self.problems.append(text % {"what": what, "name": name[:100], "names": said})

    def one(self, there: dict[str, Any], name: str, what: str) -> Any:
        if name not in there:
            self.unknown(what, name, there)
        return there.get(name)

    def record(self, there: Any, slug: str, what: str, published: type[models.Model] | None = None) -> Any:
        """The record of a slug; of one that is not public it says so, and not that there is none."""
        if not slug:
            return None
        found = there.filter(slug=slug).first()
        if found is None and published and published._default_manager.filter(slug=slug).exists():
            text = _("The %(what)s “%(name)s” is not published: papers are made of the public record alone.")
            self.problems.append(text % {"what": what, "name": slug})
        elif found is None:
            self.unknown(what, slug, there.order_by("slug").values_list("slug", flat=True))
        return found

    def session(self, name: str) -> Any:
        said = re.fullmatch(r"(hrc|upr|wg)-?\s?(\d{1,4})", name.strip().casefold())
        kind = Session.Kind.HRC if said and said[1] == "hrc" else Session.Kind.WG
        found = Session.objects.filter(kind=kind, number=int(said[2])).first() if said else None
        if found is None:
            there = Session.objects.filter(kind=Session.Kind.HRC).order_by("-number").values_list("number", flat=True)
            self.unknown(_("session"), name, [f"hrc-{number}" for number in there])
        return found

    def day(self, text: str) -> datetime.date:
        today = timezone.localdate()
        if not text:
            return today
        try:
            day = PartialDate(text).latest
        except ValueError:
            self.problems.append(_("“%(text)s” is not a date: write 2024-06-26.") % {"text": text[:100]})
            return today
        if day > today:
            self.problems.append(_("%(text)s lies in the future.") % {"text": text})
        return min(day, today)

    def state(self, iso3: str) -> State | None:
        if not iso3:
            return None
        found = State.objects.filter(iso3=iso3.upper()).first()
        if found is None:
            self.unknown(_("State"), iso3, State.objects.order_by("iso3").values_list("iso3", flat=True))
        return found

    def agenda_item(self, n: int | None) -> int | None:
        if n is not None and n not in AGENDA:
            self.problems.append(_("The Council's agenda has no item %(n)s: its items are 1 to 10.") % {"n": n})
        return n

    def co_sponsors(self, slugs: Sequence[str], statement: str) -> tuple[Organisation, ...]:
        found = [self.record(Organisation.objects.all(), slug, _("organisation")) for slug in slugs]
        if signed := self.record(Statement.objects.published(), statement, _("statement"), Statement):
            found += list(signed.signatories.order_by("name"))
        return tuple(dict.fromkeys(one for one in found if one))

    def needs(self, kind: Kind, asked: Asked) -> None:
        options = {"case": "--case", "reviews": "--review", "state": "--state", "organisation": "--organisation"}
        for need in kind.needs:
            if not any(getattr(asked, name) for name in need.split("|")):
                names = _(" or ").join(options.get(name, f"--{name}") for name in need.split("|"))
                self.problems.append(_("A %(kind)s needs %(names)s.") % {"kind": kind.name, "names": names})
        if asked.language and asked.language not in kind.languages:
            text = _("A %(kind)s is written in: %(languages)s.")
            self.problems.append(text % {"kind": kind.name, "languages": ", ".join(kind.languages)})
