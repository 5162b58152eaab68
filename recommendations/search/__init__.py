"""Search: one face for both databases, and for the index in memory. `search()` finds, `answer()` finds and counts."""

from .answer import Answer, answer, facets
from .criteria import NOT_RECORDED, SORTS, Criteria
from .facets import Facet, FacetValue
from .find import search
from .groups import GROUPINGS, Members, groups_of, members
from .loosen import without_one
from .suggest import Suggestion, suggestions

__all__ = [
    "GROUPINGS",
    "NOT_RECORDED",
    "SORTS",
    "Answer",
    "Criteria",
    "Facet",
    "FacetValue",
    "Members",
    "Suggestion",
    "answer",
    "facets",
    "groups_of",
    "members",
    "search",
    "suggestions",
    "without_one",
]
