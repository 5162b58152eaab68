"""Where documents disagree on a position, a person says which counts, and why."""

from django.db import transaction

from recommendations.models import Category, Recommendation, RecommendationPosition


@transaction.atomic
def settle(recommendation: Recommendation, category: str, because: str) -> RecommendationPosition:
    """Lets a category count from now on, above what any document says; an earlier settlement is replaced.

    Raises ValueError without a known category or a reason.
    """
    if category not in Category.values or not because.strip():
        raise ValueError("Say which position counts, and why.")
    for position in recommendation.positions.exclude(settled_because=""):
        position.delete()
    return RecommendationPosition.objects.create(
        recommendation=recommendation, category=category, settled_because=because.strip()
    )
