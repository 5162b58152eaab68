"""Search: one face for both databases. `search()` finds, `facets()` counts."""

from .criteria import NOT_RECORDED, SORTS, Criteria
from .facets import Facet, FacetValue, facets
from .find import search
from .suggest import Suggestion, suggestions

__all__ = [
    "NOT_RECORDED",
    "SORTS",
    "Criteria",
    "Facet",
    "FacetValue",
    "Suggestion",
    "facets",
    "search",
    "suggestions",
]
