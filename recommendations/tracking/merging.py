"""Two records that turn out to be one."""

from django.db import transaction

from recommendations.models import Case, FollowUpAction, KeyRedirect, Reading, Recommendation, Tag


def is_as_imported(recommendation: Recommendation) -> bool:
    """Whether nothing but imports made this record what it is: no person's work would be lost with it."""
    said = [(r.category, r.values.get("text"), r.values.get("action")) for r in recommendation.readings.all()]
    return (
        not recommendation.note
        and recommendation.parent_id is None
        and (recommendation.position, recommendation.text, recommendation.action_category) in said
        and recommendation.action_origin != Recommendation.ActionOrigin.CONFIRMED
        and not recommendation.recommenders.exists()
        and not recommendation.positions.exclude(own_words="", reason="", taken_on="").exists()
        and not recommendation.tags.exclude(origin=Tag.Origin.IMPORTED).exists()
        and not any(
            related.exists()
            for related in (
                recommendation.citations,
                recommendation.assessments,
                recommendation.parts,
                FollowUpAction.objects.filter(recommendations=recommendation),
                Case.objects.filter(recommendations=recommendation),
            )
        )
    )


@transaction.atomic
def merge_into(recommendation: Recommendation, target: Recommendation) -> None:
    """Takes an imported record into another of the same review; its address leads on to that one for ever.

    What files said of it is kept with the target. Raises ValueError for a record that people have worked on,
    or one of another review.
    """
    if recommendation.review_id != target.review_id or not is_as_imported(recommendation):
        raise ValueError(f"{recommendation} holds more than what was imported; it cannot be merged unseen.")
    Reading.objects.filter(recommendation=recommendation).update(
        recommendation=target, is_current=False, merged_from=recommendation.key
    )
    KeyRedirect.objects.filter(recommendation=recommendation).update(recommendation=target)
    KeyRedirect.objects.create(review_id=target.review_id, old_key=recommendation.key, recommendation=target)
    recommendation.delete()
