"""Names of territories: when staff change them, the recommendations that they touch are indexed anew."""

from collections.abc import Iterable
from functools import reduce
from operator import or_

from django.db.models import Q

from recommendations.models import Recommendation, ThemeSynonym

from .deriving import derive_anew


def index_anew(theme: int, former_names: Iterable[str] = ()) -> int:
    """Makes the search words of all recommendations that name a territory, or are tagged with it, anew.

    theme is the key of the territory, which may be deleted by now.
    former_names are names that it had before the change. Returns how many recommendations were looked at.
    """
    names = {*former_names, *ThemeSynonym.objects.filter(theme=theme).values_list("name", flat=True)}
    mentions = reduce(or_, (Q(text__icontains=name) for name in names), Q(tags__theme=theme))
    return derive_anew(Recommendation.objects.filter(mentions))
