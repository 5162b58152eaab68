"""The records of the guarded room, a module per noun. Public code may read `projection` alone."""

from .audit import Entry
from .confidential import ConfidentialSource, InternalNote, Person, Testimony
from .consent import Basis, ConsentFile
from .data_key import DataKey, Lock
from .desk import Assignment, Contact, Meeting, SignOn, SignOnList
from .digest import Digest
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
from .paper import DeskShare, PaperShare
from .projection import PublicAct, PublicEngagement, PublicFile, PublicIncident, PublicLink
from .publication import Step, Version, VersionState
from .staff import GivenHelp, WrongGuesses
from .team import CaseRole, StaffRole, TeamMember

__all__ = [
    "Act",
    "Assignment",
    "Basis",
    "CaseRole",
    "ConfidentialSource",
    "ConsentFile",
    "Contact",
    "CustodyEvent",
    "DataKey",
    "DeskShare",
    "Development",
    "Digest",
    "Engagement",
    "Entry",
    "Evidence",
    "EvidenceCopy",
    "GivenHelp",
    "Incident",
    "IncidentCitation",
    "IncidentLink",
    "InternalNote",
    "Lock",
    "Meeting",
    "PaperShare",
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
    "SignOnList",
    "StaffRole",
    "Step",
    "TeamMember",
    "Testimony",
    "Version",
    "VersionState",
    "WrongGuesses",
]
