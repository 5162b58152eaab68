"""The records of the guarded room, a module per noun. Public code may read `projection` alone."""

from .confidential import ConfidentialSource, InternalNote, Person, Testimony
from .consent import Basis
from .data_key import DataKey, Lock
from .desk import Assignment, Contact, SignOn
from .evidence import CustodyEvent, Evidence, EvidenceCopy
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
from .projection import PublicAct, PublicEngagement, PublicFile, PublicIncident, PublicLink
from .publication import Step, Version, VersionState

__all__ = [
    "Act",
    "Assignment",
    "Basis",
    "ConfidentialSource",
    "Contact",
    "CustodyEvent",
    "DataKey",
    "Development",
    "Engagement",
    "Evidence",
    "EvidenceCopy",
    "Incident",
    "IncidentCitation",
    "IncidentLink",
    "InternalNote",
    "Lock",
    "Person",
    "PublicAct",
    "PublicEngagement",
    "PublicFile",
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
]
