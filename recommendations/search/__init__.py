"""Search: one face for both databases, and for the index in memory. `search()` finds, `answer()` finds and counts."""

from .answer import Answer, answer, facets
from .criteria import NOT_RECORDED, SORTS, Criteria
from .facets import Facet, FacetValue
from .find import search
from .marks import Mark
from .suggest import Suggestion, suggestions

__all__ = [
    "NOT_RECORDED",
    "SORTS",
    "Answer",
    "Criteria",
    "Facet",
    "FacetValue",
    "Mark",
    "Suggestion",
    "answer",
    "facets",
    "search",
    "suggestions",
]
