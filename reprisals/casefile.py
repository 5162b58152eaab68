"""The incidents of a case file: public record alone, taken to the public by two people like any other.

Who wrote the case file and who read it before it was shipped stand as two accounts that nobody can sign in with. An
entry is taken only in the words that were read: it carries their checksum.
"""

import hashlib
import json
from collections.abc import Callable, Iterable
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction

from recommendations.models import Review, Source, State

from . import publication
from .access import join
from .models import (
    Act,
    Basis,
    CaseRole,
    Development,
    Engagement,
    Incident,
    IncidentCitation,
    IncidentLink,
    Person,
    Response,
    StaffRole,
)
from .models.vault import room
from .roles import give_roles
from .tombstones import buried

Entry = dict[str, Any]
SourceOf = Callable[[str], Source]  # from what the file calls a source

AUTHOR = "case-file-author"
_TEXTS = ("title", "public_title", "public_summary", "public_confidence")
_FIELDS = ("reference", "kind", "confidence", "began_on", "ended_on", "place_kind")


def load_incidents(entries: Iterable[Entry], source_of: SourceOf, case_address: str) -> str:
    """Records and publishes the incidents that are not there yet; returns why none could be, empty where all are.

    What was purged here stays purged; what was recorded before stays as people left it.
    """
    there = set(Incident.objects.values_list("reference", flat=True)) | buried()
    new = [entry for entry in entries if entry["reference"] not in there]
    if not new:
        return ""
    state = room()
    if not state.is_open:
        return state.reason
    for entry in new:
        if entry["read_as"] != checksum(entry):
            raise ValueError(f"The entry “{entry['title']}” has been changed since it was read ({checksum(entry)}).")
    with transaction.atomic():
        author = _somebody(AUTHOR, StaffRole.CASE_OFFICER)
        reader = _somebody("case-file-reader", StaffRole.REVIEWER)
        for entry in new:
            incident = _record(entry, source_of, case_address, author)
            join(incident, author, CaseRole.CASE_OFFICER)
            version = publication.submit(incident, author)
            publication.approve(version, reader)
            publication.publish(version, reader)
        for person in (author, reader):
            give_roles(person, [])
        User.objects.filter(pk__in=[author.pk, reader.pk]).update(is_active=False, is_staff=False)
    return ""


def put_on_the_case_file(user: User) -> None:
    """Makes somebody a case officer of the incidents that came with a case file, whose author cannot sign in."""
    for incident in Incident.objects.filter(created_by__username=AUTHOR):
        join(incident, user, CaseRole.CASE_OFFICER)


def checksum(entry: Entry) -> str:
    """The mark of an entry in the words in which it stands."""
    words = {name: value for name, value in entry.items() if name != "read_as"}
    return hashlib.sha256(json.dumps(words, sort_keys=True, default=str).encode()).hexdigest()[:16]


def _somebody(name: str, role: StaffRole) -> User:
    person, _new = User.objects.get_or_create(username=name)
    person.set_unusable_password()
    person.is_active = person.is_staff = True
    person.save()
    give_roles(person, [role])
    return person


def _record(entry: Entry, source_of: SourceOf, case_address: str, author: User) -> Incident:
    states = {state.iso3: state for state in State.objects.filter(iso3__in=[entry.get("place"), entry["state"]])}
    texts = {name: entry[name].strip() for name in _TEXTS}
    fields = {name: entry[name] for name in _FIELDS if name in entry}
    place, state = states.get(entry.get("place", "")), states[entry["state"]]
    incident = Incident(**fields, **texts, country=place, state=state, created_by=author)
    incident.save()
    for act in entry["acts"]:
        Act(incident=incident, kind=act["kind"], happened_on=act.get("on", "")).save()
    for row in entry["engagements"]:
        review = Review.objects.filter(slug=row.get("review", "")).first()
        Engagement(incident=incident, kind=row["kind"], review=review).save()
    for row in entry.get("developments", []):
        values = {"status": row["status"], "happened_on": row["on"], "text": row["text"], "shown": True}
        Development(incident=incident, source=source_of(row["source"]), **values).save()
    for row in entry.get("responses", []):
        values = {"kind": row["kind"], "happened_on": row["on"], "text": row["text"], "public_from": row["on"]}
        Response(incident=incident, source=source_of(row["source"]), **values).save()
    for source in entry["citations"]:
        IncidentCitation(incident=incident, source=source_of(source), shown=True).save()
    IncidentLink(incident=incident, address=case_address).save()
    _ground(incident, entry, source_of)
    return incident


def _ground(incident: Incident, entry: Entry, source_of: SourceOf) -> None:
    """One ground for each person, or for the incident where nobody stands in it."""
    given = dict(entry["ground"])
    if "source" in given:
        given["source"] = source_of(given["source"])
    people = [Person(incident=incident, **person) for person in entry.get("people", [])]
    for person in people:
        person.save()
    covered: list[Person | None] = [*people] or [None]
    for of in covered:
        Basis(incident=incident, person=of, **given).save()
