"""The kinds of papers, a module each. A kind says what it needs and drafts a paper of what was asked for."""

from .briefing import BRIEFING
from .kind import Kind
from .matrix import MATRIX
from .mission_sheet import MISSION_SHEET
from .oral_statement import ORAL_STATEMENT
from .reprisals_submission import REPRISALS_SUBMISSION
from .submission import SUBMISSION
from .written_statement import WRITTEN_STATEMENT

__all__ = ["KINDS", "Kind"]

_ALL = (
    BRIEFING,
    WRITTEN_STATEMENT,
    SUBMISSION,
    ORAL_STATEMENT,
    MATRIX,
    REPRISALS_SUBMISSION,
    MISSION_SHEET,
)
KINDS = {kind.name: kind for kind in _ALL}
