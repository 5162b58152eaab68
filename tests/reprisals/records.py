"""Invented incidents for tests, made in one line."""

import datetime
from typing import Any

from django.contrib.auth.models import User

from reprisals import publication
from reprisals.access import join
from reprisals.audit.role_changes import note_roles
from reprisals.evidence import custody
from reprisals.models import (
    Act,
    Basis,
    CaseRole,
    Engagement,
    Evidence,
    EvidenceCopy,
    Incident,
    Person,
    PublicIncident,
    StaffRole,
    Version,
    VersionState,
)
from reprisals.models.vocabulary import BasisKind, Scope
from reprisals.roles import give_roles, roles_given_to, roles_of
from tests.records import a_source, a_state

from .evidence_files import jpeg

OFFICER, REVIEWER, CUSTODIAN = StaffRole.CASE_OFFICER, StaffRole.REVIEWER, StaffRole.CUSTODIAN
ADMINISTRATOR, EDITOR = StaffRole.ADMINISTRATOR, StaffRole.EDITOR


def a_person_of_staff(name: str, *roles: StaffRole, **fields: Any) -> User:
    """Somebody of staff; without roles named, with all that there are."""
    user = User.objects.create_user(name, password=f"{name}-{name}-{name}", is_staff=True, **fields)
    give_roles(user, roles or list(StaffRole))
    return user


def log_the_roles_of(*people: User) -> None:
    """Has the log know what they have, as it does where an administrator gives it."""
    for person in people:
        note_roles(person, None, [], roles_given_to(person))


def without_roles(name: str, **fields: Any) -> User:
    return User.objects.create_user(name, password=f"{name}-{name}-{name}", is_staff=True, **fields)


def an_incident(by: User | None = None, *, acts: tuple[str, ...] = ("threat",), **fields: Any) -> Incident:
    """An incident without people, on a ground that holds: nobody in it is identifiable."""
    made = Incident(
        **{
            "kind": "intimidation",
            "began_on": "2021-05-04",
            "country": a_state("PRT"),
            "state": a_state("PRT"),
            "place_kind": "un",
            "title": "The teapot affair",
            "account": "Somebody hid the teapots.",
            "public_title": "Teapots hidden from speakers",
            "public_summary": "Before a meeting, teapots were hidden from those who were to speak.",
            "created_by": by,
        }
        | fields
    )
    made.save()
    if by and OFFICER in roles_of(by):
        join(made, by, CaseRole.CASE_OFFICER)
    for kind in acts:
        Act(incident=made, kind=kind, happened_on=made.began_on).save()
    Engagement(incident=made, kind="upr").save()
    return made


def nobody_in(incident: Incident, **fields: Any) -> Basis:
    return a_basis(incident, BasisKind.NOBODY, **fields)


def a_basis(incident: Incident, kind: str = BasisKind.PERSON, person: Person | None = None, **fields: Any) -> Basis:
    """A ground of a kind that holds, with all scopes."""
    more: dict[str, Any] = {"risk_assessment": "Considered; nobody can be found by it.", "given_by": "themselves"}
    if kind == BasisKind.UN_RECORD and "source" not in fields:
        more["source"] = a_source(f"Record of teapots {Basis.objects.count()}")
    values = {"given_on": datetime.date(2021, 6, 1), "scopes": list(Scope.values)} | more | fields
    made = Basis(incident=incident, kind=kind, person=person, **values)
    made.save()
    return made


def a_person(incident: Incident, role: str = "targeted", **fields: Any) -> Person:
    made = Person(incident=incident, role=role, **{"name": "Quillon Tarbuckle"} | fields)
    made.save()
    return made


def evidence_of(incident: Incident, by: User, raw: bytes | None = None, **fields: Any) -> Evidence:
    """A picture that is shown, with a copy of it for the public; with `shown=False` it is not.

    named: how the copy is called, where that is not left to chance.
    """
    made = custody.receive(incident, by, "teapots.jpg", raw or jpeg(), shows="A row of teapots")
    values = {"shown": True, "caption": "Teapots in a row", "alternative": "Three teapots", "boxes": ""} | fields
    copy = custody.make_copy(made, by, values.pop("boxes"))
    if name := values.pop("named", ""):
        EvidenceCopy.objects.filter(pk=copy.pk).update(name=name)
    for name, value in values.items():
        setattr(made, name, value)
    made.save()
    return made


def two_people() -> tuple[User, User]:
    """One who writes, and one who reviews."""
    return a_person_of_staff("writer"), a_person_of_staff("reviewer")


def approved(incident: Incident, writer: User, reviewer: User, **fields: Any) -> Version:
    version = publication.submit(incident, writer, **fields)
    publication.approve(version, reviewer)
    return version


def published(incident: Incident, writer: User, reviewer: User) -> PublicIncident:
    """Takes an incident all the way to the public, by two people."""
    return publication.publish(approved(incident, writer, reviewer), reviewer)


def state_of(incident: Incident) -> str:
    """Where an incident stands: the state of its newest version, or draft."""
    newest = Version.objects.filter(incident=incident).order_by("-submitted_at", "-pk").first()
    if newest is None or newest.state == VersionState.RETURNED:
        return "draft"
    return str(newest.state)
