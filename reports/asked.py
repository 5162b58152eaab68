"""What somebody asks for: a kind of paper, for a session of the Council, about a case or reviews."""

import datetime
from dataclasses import dataclass

from recommendations.models import Case, Organisation, Review, Session, State

LANGUAGES = ("en", "fr", "es")


@dataclass(frozen=True)
class Asked:
    """One paper. on: the day whose record and figures it gives. organisation: who hands it in."""

    kind: str
    session: Session
    on: datetime.date
    case: Case | None = None
    reviews: tuple[Review, ...] = ()
    state: State | None = None
    organisation: Organisation | None = None
    agenda_item: int | None = None
    language: str = "en"
    situation: str = ""  # of an oral statement: `models.Situation`
    form: str = ""  # of a matrix: 2019 or 2025
    together_with: tuple[Organisation, ...] = ()  # who hands it in with the organisation
    incidents: tuple[str, ...] = ()  # of a confidential paper: the references of those that it tells of
    scope: str = ""  # of a confidential paper: what those in it must have agreed to
    is_safe: bool = False  # of a confidential paper: coarse dates and places, no names

    @property
    def is_joint(self) -> bool:
        """Whether several organisations hand it in."""
        return bool(self.together_with)
