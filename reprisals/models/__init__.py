"""The records of the guarded room, a module per noun. Public code may read `projection` alone."""

from .confidential import ConfidentialSource, InternalNote, Person, Testimony
from .consent import Basis
from .data_key import DataKey, Lock
from .desk import Assignment, Contact, SignOn
from .incident import (
    Act,
    Development,
    Engagement,
    Incident,
    IncidentCitation,
    IncidentLink,
    Response,
    ShownDate,
    ShownPlace,
)
from .projection import PublicAct, PublicEngagement, PublicIncident, PublicLink
from .publication import Step, Version, VersionState
from .staff import GivenHelp, WrongGuesses

__all__ = [
    "Act",
    "Assignment",
    "Basis",
    "ConfidentialSource",
    "Contact",
    "DataKey",
    "Development",
    "Engagement",
    "GivenHelp",
    "Incident",
    "IncidentCitation",
    "IncidentLink",
    "InternalNote",
    "Lock",
    "Person",
    "PublicAct",
    "PublicEngagement",
    "PublicIncident",
    "PublicLink",
    "Response",
    "ShownDate",
    "ShownPlace",
    "SignOn",
    "Step",
    "Testimony",
    "Version",
    "VersionState",
    "WrongGuesses",
]
