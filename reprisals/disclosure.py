"""The second door: what a confidential paper may tell, to whom it may tell it, and what a public one gives away.

Who goes through it is a case officer on the team of that incident, has just proved who they are, and leaves a trace in
the log. A person is told of only on a ground that names the very scope that the paper uses; nobody else appears in it.
"""

import copy
import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils import translation
from django.utils.translation import gettext as _

from recommendations.models import PartialDate, State

from . import audit
from .access import Doing, may, visible_to
from .exposure import letters_of, names_in, newly_disclosed, stands_in, withheld_in
from .grounds import Grounds
from .models import Contact, Development, Incident, Meeting, Person, Response, ShownDate, ShownPlace
from .models.vault import RoomShut as RoomShut
from .models.vault import room
from .models.vocabulary import Role, Scope, Visibility
from .page import Page, page_of, place_of, source_in_print
from .step_up import proved_lately

# What a confidential paper can need leave for: never more than these, and each by itself.
PAPER_SCOPES = (Scope.UN_ONLY, Scope.STATE, Scope.UN_REPORT)
PAPER_LANGUAGES = ("en", "fr", "es")
_TOLD_ANYWAY = (Role.PERPETRATOR,)  # who is alleged to have done it needs no leave of theirs
_NEVER = (Role.SOURCE,)
_TEXTS_IN_ROWS = {"timeline": ("text",), "engagements": ("mechanism",), "people": ("called", "description")}
EXACT_FIELDS = ("account", "locality", "began_on", "ended_on", "Act.happened_on")
SAFE_FIELDS = ("public_summary",)


@dataclass(frozen=True, slots=True)
class AtTheDoor:
    """Somebody who has just proved who they are. `at_the_door` alone makes one."""

    user: Any


@dataclass(frozen=True, slots=True)
class Choice:
    """An incident that somebody can put into a paper: its reference, and what it is called by those who work on it."""

    reference: str
    title: str
    state: str


@dataclass(frozen=True, slots=True)
class Told:
    """One incident as a paper tells it.

    page: in the form of a public page, for `public.in_words`. said: all that it tells, a line each. people: the keys of
    those who appear. left_out: who does not, and why, in words without a name. fields: names of what is told, for the
    log.
    """

    reference: str
    page: Page
    said: tuple[str, ...]
    people: tuple[int, ...]
    left_out: tuple[str, ...]
    fields: tuple[str, ...]
    is_exact: bool


@dataclass(frozen=True, slots=True)
class Spoken:
    """One time that we spoke to somebody at a mission."""

    on: datetime.date
    asked: str
    promised: str


@dataclass(frozen=True, slots=True)
class Mission:
    """Somebody at the mission of a State, what they promised, and when we spoke, the latest first."""

    pk: int
    name: str
    office: str
    promised: str
    meetings: tuple[Spoken, ...]


def at_the_door(request: HttpRequest) -> AtTheDoor | None:
    """Who asks, where they may go in at all and proved lately who they are; else None: ask them to (`step_up`)."""
    if not may_knock(request.user) or not proved_lately(request):
        return None
    return AtTheDoor(request.user)


def may_knock(user: Any) -> bool:
    """Whether somebody makes confidential papers at all."""
    return may(user, Doing.WRITE)


def require_door(by: Any) -> AtTheDoor:
    """PermissionDenied for whoever did not come through `at_the_door`, such as a command."""
    if not isinstance(by, AtTheDoor) or not may_knock(by.user):
        raise PermissionDenied
    return by


def choices_for(user: Any) -> list[Choice]:
    """The incidents that somebody can put into a confidential paper. None while the room is shut."""
    if not may_knock(user) or not room().is_open:
        return []
    rows = visible_to(user).select_related("data_key", "state")
    return [Choice(row.reference, row.title, row.state.name if row.state else "") for row in rows]


def disclose(
    by: Any, references: Iterable[str], scope: str, on: datetime.date, *, is_safe: bool
) -> tuple[list[Told], list[str]]:
    """The incidents as a paper with this scope may tell them; and of what is not told, what and why.

    is_safe: dates, places and words as coarse as a public page would have them, and no names. PermissionDenied where
    one of them is not of the officer's own; ValueError for what is no scope of a paper. Raises RoomShut.
    """
    user = require_door(by).user
    if scope not in PAPER_SCOPES:
        raise ValueError(scope)
    wanted = sorted(set(references))
    rows = visible_to(user).filter(reference__in=wanted).select_related("data_key", "state", "country", "territory")
    found = {row.reference: row for row in rows}
    if set(wanted) != set(found):
        raise PermissionDenied
    told, left_out = [], []
    for reference in wanted:
        one, why = _told(found[reference], Scope(scope), on, is_safe)
        told += [one] if one else []
        left_out += [f"{reference}: {text}" for text in why]
        audit.note_view(user, found[reference], "paper preview")
    return told, left_out


def note_paper(by: Any, kind: str, told: Iterable[tuple[str, Iterable[str]]], what: str) -> None:
    """Writes down that a paper tells of incidents: names of fields, never a value. Last in the transaction."""
    user = require_door(by).user
    fields = dict(told)
    incidents = list(Incident.objects.filter(reference__in=fields))
    for incident in incidents:
        audit.note(audit.Action.EXPORTED, user, incident, fields[incident.reference], f"{what} {kind}")
    if not incidents:
        audit.note(audit.Action.EXPORTED, user, None, ("Contact.name", "Contact.promised"), f"{what} {kind}")


def still_allowed(incident: Incident, scope: str, people: Iterable[int], on: datetime.date) -> bool:
    """Whether everybody of whom a paper tells may still be told of, on a ground that names its scope."""
    grounds = Grounds(incident, on)
    there = {person.pk: person for person in grounds.people}
    named = list(people)
    if not set(named) <= set(there):
        return False
    asked = [there[pk] for pk in named if there[pk].role not in _TOLD_ANYWAY]
    if not asked and not grounds.allowing_without_people(Scope(scope)):
        return False
    return all(grounds.allowing(person, Scope(scope)) for person in asked)


def contacts_at(by: Any, state: State) -> list[Mission]:
    """Whom we know at the mission of a State, and what was said. Noted in the log. Raises RoomShut."""
    user = require_door(by).user
    contacts = list(Contact.objects.filter(state=state.pk))
    spoken: dict[int, list[Spoken]] = {}
    for row in Meeting.objects.filter(contact__in=contacts):
        said = Spoken(row.held_on, row.asked.strip(), row.promised.strip())
        spoken.setdefault(row.contact_id, []).append(said)
    audit.note_view(user, None, f"paper preview contacts {state.iso3}")
    return [
        Mission(c.pk, c.name.strip(), c.office.strip(), c.promised.strip(), tuple(spoken.get(c.pk, [])))
        for c in contacts
    ]


def given_away(text: str, by: Any) -> list[str]:
    """What a public paper gives away of the incidents that somebody works on: lines that name no name.

    Somebody who does not work on an incident learns nothing of it by this, not even that a name of theirs was found:
    else they could ask for names one by one. It is written into the log of the incident instead. Empty where the room
    is shut, which `can_compare` tells.
    """
    if not can_compare():
        return []
    own, letters = set(visible_to(by).values_list("pk", flat=True)), letters_of(text)
    lines: list[str] = []
    for incident in Incident.objects.select_related("data_key", "country", "territory").iterator(chunk_size=200):
        found = withheld_in(incident, letters)
        if incident.pk in own:
            named = _("%(incident)s: %(who)s is not to be named, and a name of theirs stands in the paper.")
            lines += [named % {"incident": incident.reference, "who": who} for who in found]
            lines += _sharpened(incident, letters)
        elif found:
            audit.note(audit.Action.PAPER_NAMES, by, incident, ["Person.name"], "paper")
    return lines


def names_left_in(by: Any, text: str, told: dict[str, tuple[int, ...]]) -> list[str]:
    """Who stands by name in a confidential paper though they are not told of by name in it: roles, never the names.

    told: by the reference of each incident, the keys of those whom the paper names.
    """
    rows = visible_to(require_door(by).user).filter(reference__in=told).select_related("data_key")
    said = _("%(incident)s: %(who)s is not told of, and a name of theirs stands in the paper.")
    letters = letters_of(text)
    return [
        said % {"incident": incident.reference, "who": who}
        for incident in rows
        for who in names_in(incident, letters, told[incident.reference])
    ]


def can_compare() -> bool:
    """Whether names in the room can be compared now."""
    return room().is_open


def _sharpened(incident: Incident, letters: str) -> list[str]:
    """Day and place of an incident that stand together in a paper, where its page says less."""
    where = incident.locality.strip()
    place = where if where and incident.shown_place != ShownPlace.LOCALITY else ""
    days = _in_languages(incident.began_on) if incident.shown_date != ShownDate.DAY else []
    has_place, has_day = stands_in(place, letters), any(stands_in(day, letters) for day in days)
    if has_place and has_day:
        said = _("%(incident)s: its day and its place stand in the paper, and its page gives neither so exactly.")
    elif has_place:
        said = _("%(incident)s: its place stands in the paper more exactly than on its page.")
    elif has_day and stands_in(place_of(incident), letters):
        said = _("%(incident)s: its day stands in the paper more exactly than on its page, together with its country.")
    else:
        return []
    return [said % {"incident": incident.reference}]


def _in_languages(date: str) -> list[str]:
    """A day as papers write it; nothing for a month or a year."""
    if len(date) != 10:
        return []
    said = [date]
    for language in PAPER_LANGUAGES:
        with translation.override(language):
            said.append(str(PartialDate(date).spoken))
    return said


def _told(incident: Incident, scope: Scope, on: datetime.date, is_safe: bool) -> tuple[Told | None, list[str]]:
    """One incident, and who or what of it is not told."""
    grounds = Grounds(incident, on)
    allowed = {person.pk for person in grounds.people if _may_be_told(grounds, person, scope)}
    needy = {person.pk for person in grounds.in_need()}
    without = [person for person in grounds.people if person.pk in needy - allowed or _is_left(person, allowed)]
    why = [_not_allowed(grounds, person, scope) for person in without]
    if not needy & allowed and (needy or not grounds.allowing_without_people(scope)):
        return None, [*why, _("It is left out: no ground for “%(scope)s” is in force.") % {"scope": scope.label}]
    is_exact = not is_safe and not needy - allowed
    if not is_safe and not is_exact:
        why.append(_("Told as coarsely as a public page: not everybody in it agreed to this scope."))
    people = [person for person in grounds.people if person.pk in allowed]
    page = _exactly(incident, scope, on) if is_exact else page_of(incident, on)
    page["people"] = [_person(person, by_name=is_exact) for person in people]
    page["files"], page["links"] = [], []
    why += _cleaned(incident, page, allowed if is_exact else set())
    fields = (*(EXACT_FIELDS if is_exact else SAFE_FIELDS), *(["Person.name"] if is_exact and people else []))
    said = tuple(newly_disclosed(page, None))
    return Told(incident.reference, page, said, tuple(sorted(allowed)), tuple(why), fields, is_exact), why


def _may_be_told(grounds: Grounds, person: Person, scope: Scope) -> bool:
    if person.role in _NEVER:
        return False
    return person.role in _TOLD_ANYWAY or bool(grounds.allowing(person, scope))


def _is_left(person: Person, allowed: set[int]) -> bool:
    """Whether somebody who needs no ground for a page is left out all the same. Sources are never spoken of."""
    return person.pk not in allowed and person.role not in _NEVER


def _not_allowed(grounds: Grounds, person: Person, scope: Scope) -> str:
    words = {"who": person, "scope": scope.label}
    own = [basis for basis in grounds.all if basis.person_id == person.pk]
    if not own:
        return _("%(who)s is left out: no ground of their own is recorded.") % words
    if not any(basis in grounds.held for basis in own):
        return _("%(who)s is left out: the ground has ended, was withdrawn or is yet to begin.") % words
    if not any(scope in basis.scopes for basis in own if basis in grounds.held):
        return _("%(who)s is left out: they did not agree to “%(scope)s”.") % words
    return _("%(who)s is left out: the ground that is recorded does not go so far.") % words


def _exactly(incident: Incident, scope: Scope, on: datetime.date) -> Page:
    """What happened as it is recorded, but for people and files. On what our judgement rests is told to nobody: that
    could betray a source without naming it.
    """
    exact = copy.copy(incident)
    exact.shown_date, exact.shown_place = ShownDate.DAY, ShownPlace.LOCALITY
    page = page_of(exact, on)
    page["summary"] = incident.account.strip() or page["summary"]
    page["timeline"] = sorted(_timeline(incident, scope, on), key=lambda row: row["on"])
    return page


def _timeline(incident: Incident, scope: Scope, on: datetime.date) -> Iterator[Page]:
    """What came of it. A communication that is not public yet is told to the UN alone."""
    for row in _of(incident, Development):
        source = source_in_print(row.source)
        yield {"on": row.happened_on, "what": row.status, "text": row.text.strip(), "source": source, "place": ""}
    for row in _of(incident, Response):
        if scope != Scope.UN_ONLY and not (row.public_from and row.public_from <= on):
            continue
        said = {"on": row.happened_on, "what": row.kind, "text": row.text.strip(), "novelty": row.novelty}
        yield {**said, "source": source_in_print(row.source), "place": row.locator}


def _of(incident: Incident, model: Any) -> list[Any]:
    rows = list(model.objects.filter(incident=incident).select_related("source"))
    for row in rows:
        row.incident = incident
    return rows


def _person(person: Person, *, by_name: bool) -> Page:
    """A person as the paper calls them: by name, else by the pseudonym or role that was chosen for the page."""
    called = person.name if by_name else person.pseudonym if person.visibility == Visibility.PSEUDONYM else ""
    described = person.description.strip() if by_name or person.visibility != Visibility.WITHHELD else ""
    size = person.size if person.is_group else None
    return {"role": person.role, "how": "", "called": called.strip(), "description": described, "size": size}


def _cleaned(incident: Incident, page: Page, told: set[int]) -> list[str]:
    """Takes out of a page every text in which somebody stands who is not told of; says what was taken out."""
    gone: list[str] = []
    for name in ("title", "summary", "confidence_reason", "place"):
        if who := names_in(incident, letters_of(page[name]), told):
            page[name] = ""
            gone += who
    for list_of, names in _TEXTS_IN_ROWS.items():
        for row in page[list_of]:
            for name in names:
                if who := names_in(incident, letters_of(row[name]), told):
                    row[name] = ""
                    gone += who
    said = _("A text is left out: a name of %(who)s stands in it.")
    return [said % {"who": who} for who in dict.fromkeys(gone)]
