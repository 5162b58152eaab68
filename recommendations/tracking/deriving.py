"""What follows from other fields of many recommendations: order, search words, and the position that counts."""

from django.db.models import QuerySet

from recommendations.models import Category, PlaceNames, Recommendation, RecommendationPosition

from .batches import batches


def derive_anew(recommendations: QuerySet[Recommendation]) -> int:
    """Makes order, search words and position of these recommendations anew; returns how many were looked at."""
    places = PlaceNames.load()
    looked_at = 0
    for pks in batches(list(recommendations.values_list("pk", flat=True).distinct())):
        some = list(Recommendation.objects.filter(pk__in=pks).prefetch_related("tags", "texts"))
        counts = _that_count(some)
        changed = []
        for recommendation in some:
            before = recommendation.sort_key, recommendation.search_words
            tagged = [tag.theme_id for tag in recommendation.tags.all()]
            recommendation.derive(places, tagged, [other.text for other in recommendation.texts.all()])
            if (recommendation.sort_key, recommendation.search_words) != before:
                changed.append(recommendation)
            position = counts.get(recommendation.pk, str(Category.PENDING))
            if recommendation.position != position:
                Recommendation.objects.filter(pk=recommendation.pk).update(position=position)
        Recommendation.objects.bulk_update(changed, ["sort_key", "search_words"])
        looked_at += len(some)
    return looked_at


def _that_count(recommendations: list[Recommendation]) -> dict[int, str]:
    counts: dict[int, str] = {}
    positions = RecommendationPosition.objects.filter(recommendation__in=recommendations).that_count()
    for recommendation, category in positions.values_list("recommendation", "category"):
        counts.setdefault(recommendation, category)
    return counts
