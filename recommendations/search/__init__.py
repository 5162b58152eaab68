"""Search: one face for both databases, and for the index in memory. `search()` finds, `answer()` finds and counts."""

from .answer import Answer, answer, facets
from .criteria import NOT_RECORDED, SORTS, Criteria
from .facets import Facet, FacetValue
from .find import search
from .groups import GROUPINGS, Members, groups_of, members
from .loosen import with_one, without_one
from .marks import Mark
from .readings import readings
from .suggest import Suggestion, suggestions

__all__ = [
    "GROUPINGS",
    "NOT_RECORDED",
    "SORTS",
    "Answer",
    "Criteria",
    "Facet",
    "FacetValue",
    "Mark",
    "Members",
    "Suggestion",
    "answer",
    "facets",
    "groups_of",
    "members",
    "readings",
    "search",
    "suggestions",
    "with_one",
    "without_one",
]
