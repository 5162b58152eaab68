"""A mark of its own in every field of the guarded room, by which it would be known wherever it came out."""

import datetime
import hashlib
import itertools
from typing import Any

from django.apps import apps
from django.contrib.auth.models import User
from django.db import models

from recommendations.models import Organisation, PartialDate, PartialDateField, Statement
from reprisals.access import join
from reprisals.models import (
    Assignment,
    CaseRole,
    Contact,
    CustodyEvent,
    DeskShare,
    Digest,
    Evidence,
    EvidenceCopy,
    Incident,
    Meeting,
    SignOn,
    SignOnList,
    TeamMember,
    Version,
)
from reprisals.models.incident import PartOfIncident
from reprisals.models.sealed import Sealed
from tests.records import a_source, a_state

from .addresses import HIDDEN_CASE
from .records import nobody_in
from .visibility import PRIVATE, SHOWN

NEEDED: dict[str, dict[str, Any]] = {
    "Incident": {"kind": "both", "shown_place": "country"},
    "Act": {"kind": "threat"},
    "Engagement": {"kind": "upr"},
    "Person": {"role": "targeted"},
    "Development": {"status": "safe"},
    "Response": {"kind": "wgad", "public_from": None},
    "Basis": {"kind": "nobody", "scopes": ["kept"]},
    "IncidentLink": {"address": HIDDEN_CASE},
}
FIRST = datetime.date(1901, 1, 1)
FIRST_MOMENT = datetime.datetime(1901, 1, 1, tzinfo=datetime.UTC)
# Text fields whose values are codes of our own, not words of somebody.
CODES = {"DataKey.purpose", "WrongGuesses.of", "Basis.scopes", "Version.page", "Version.shown", "Version.comment"}
CODES |= {f"Entry.{name}" for name in ("subject", "about", "fields", "previous", "digest")}
CODES |= {"EvidenceCopy.facts"}


class Marks:
    """The marks that were set, and what each of them marks."""

    def __init__(self) -> None:
        self.of: dict[str, str] = {}
        self.sealed: set[str] = set()
        self.days = (FIRST + datetime.timedelta(days=97 * n) for n in itertools.count())

    def word(self, field: str, who: str) -> str:
        made = f"q{hashlib.sha256(f'{field} {who}'.encode()).hexdigest()[:8]}z"  # as long as a reference
        self.of[made] = f"{field} of {who}"
        return made

    def day(self, field: str, who: str) -> datetime.date:
        day = next(self.days)
        for text in (day.isoformat(), PartialDate(day.isoformat()).spoken):
            self.of[str(text)] = f"{field} of {who}"
        return day

    def on(self, model: type[models.Model], who: str, without: frozenset[str] | set[str] = frozenset()) -> dict:
        """A mark for each field of a row that holds words or a day."""
        found: dict[str, Any] = dict(NEEDED.get(model.__name__, {}))
        for field in model._meta.concrete_fields:
            name = f"{model.__name__}.{field.name}"
            if field.name in {*without, *found} or field.choices or name in CODES:
                continue
            if isinstance(field, PartialDateField):
                found[field.name] = self.day(name, who).isoformat()
            elif isinstance(field, models.DateField) and not isinstance(field, models.DateTimeField):
                found[field.name] = self.day(name, who)
            elif isinstance(field, models.CharField | models.TextField | models.JSONField):
                found[field.name] = self.word(name, who)
        for name in model.sealed_texts() if issubclass(model, Sealed) else ():
            if name not in without and f"{model.__name__}.{name}" not in CODES:
                found[name] = self.word(f"{model.__name__}.{name}", who)
                self.sealed.add(found[name])
        return found

    def found_in(self, text: str | bytes, but: tuple[str, ...] = ()) -> list[str]:
        """What came out in a text, by the names of the fields."""
        text = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
        return sorted({what for mark, what in self.of.items() if mark in text and not what.startswith(but or ("-",))})


def parts() -> list[type[PartOfIncident]]:
    """Everything that belongs to an incident, but for what is made on its way to the public."""
    return [m for m in apps.get_app_config("reprisals").get_models() if issubclass(m, PartOfIncident) and m != Version]


def a_marked_draft(marks: Marks, by: User) -> Incident:
    """An incident in every field of which, and of all its parts, there is a mark; nothing of it is public."""
    state = a_state("PRT")
    made = Incident(**marks.on(Incident, "draft"), country=state, state=state, created_by=by)
    made.ended_on = ""
    made.save()
    join(made, by, CaseRole.CASE_OFFICER)
    _mark_parts(made, marks, "draft", lambda name: set())
    nobody_in(made)
    return made


def mark_what_is_private(incident: Incident, marks: Marks, who: str = "public") -> None:
    """Marks in a published incident wherever the page does not look."""
    for name, text in marks.on(Incident, who, without=SHOWN["Incident"] - {"locality"}).items():
        if name not in NEEDED["Incident"]:
            setattr(incident, name, text)
    incident.save()
    always = ("Act", "Engagement")
    _mark_parts(incident, marks, who, lambda name: SHOWN[name] if name in always else set())


def _mark_parts(incident: Incident, marks: Marks, who: str, without: Any) -> None:
    source = a_source(f"Book of teapots ({who})")
    for model in parts():
        values = marks.on(model, who, without=without(model.__name__))
        if model.__name__ == "IncidentCitation":
            values["source"] = source
        if issubclass(model, EvidenceCopy | CustodyEvent):
            values |= {"evidence": Evidence.objects.filter(incident=incident).last()}
            values |= {"at": FIRST_MOMENT} if model is CustodyEvent else {"facts": "{}", "content": b"tea"}
        model(incident=incident, **values).save()


def a_marked_desk(marks: Marks) -> None:
    """The desk with a mark in each of its fields."""
    contact = Contact(**marks.on(Contact, "desk"), state=a_state("PRT"))
    contact.save()
    Meeting(**marks.on(Meeting, "desk"), contact=contact).save()
    Assignment(**marks.on(Assignment, "desk")).save()
    DeskShare(**marks.on(DeskShare, "desk")).save()
    Digest(**marks.on(Digest, "desk"), user=User.objects.order_by("pk")[0], made_at=FIRST_MOMENT).save()
    SignOnList(**marks.on(SignOnList, "desk"), statement=Statement.objects.published().get()).save()
    asked = {
        "statement": Statement.objects.published().get(),
        "organisation": Organisation.objects.order_by("pk").last(),
    }
    SignOn(**marks.on(SignOn, "desk"), **asked).save()


def to_be_marked() -> set[str]:
    """Every private field with words of somebody, by model and name."""
    found = set()
    for model in apps.get_app_config("reprisals").get_models():
        if model._meta.proxy or model is TeamMember:  # who works on an incident: no words, and days of today alone
            continue
        private = PRIVATE.get(model.__name__, set())
        found |= {f"{model.__name__}.{name}" for name in Marks().on(model, "") if name in private}
    needed = {f"{model}.{name}" for model, values in NEEDED.items() for name in values}
    return found - needed
