"""What is recorded after an import, in one word."""

from recommendations.models import Recommendation

from .files import Outcome


def numbers(outcome: Outcome) -> tuple[int, int, int]:
    review = outcome.review
    return review["created"], review["updated"], review["unchanged"]


def the_recommendation() -> Recommendation:
    return Recommendation.objects.get()


def answers() -> dict[str, str]:
    """Position of each recommendation by its key."""
    return dict(Recommendation.objects.values_list("key", "position"))


def senders(recommendation: Recommendation) -> list[str]:
    return [recommender.state.iso3 for recommender in recommendation.recommenders.select_related("state")]


def themes(recommendation: Recommendation) -> set[str]:
    return set(recommendation.tags.values_list("theme__name", flat=True))
