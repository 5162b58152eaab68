"""Two records that turn out to be one."""

from typing import Any

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


@transaction.atomic
def absorb(part: Recommendation, whole: Recommendation) -> bool:
    """Takes a recommendation without a number into the paragraph of the report that holds it.

    Its States, themes and readings, assessments and links go over; its address leads on. A record of which people
    have changed the text, the position or the note stays: returns whether it went.
    """
    if not _has_only_movable_work(part, whole):
        return False
    there = set(whole.recommenders.values_list("state", flat=True))
    for made in part.recommenders.exclude(state__in=there):
        made.recommendation = whole
        made.own_words = made.own_words or part.text
        made.save()
    themes = set(whole.tags.values_list("theme", flat=True))
    for tag in part.tags.exclude(theme__in=themes):
        tag.recommendation = whole
        tag.save()
    for assessment in part.assessments.all():
        assessment.recommendation = whole
        assessment.save()
    links: list[Any] = [*part.cases.all(), *part.follow_up.all()]
    for record in links:
        record.recommendations.add(whole)
        record.recommendations.remove(part)
    if whole.action_category is None and part.action_category:
        whole.action_category, whole.action_origin = part.action_category, part.action_origin
        whole.save()
    _move_readings(part, whole)
    part.delete()
    return True


def _has_only_movable_work(part: Recommendation, whole: Recommendation) -> bool:
    """Whether nothing would be lost: it says what files say, and what people added to it has room in the whole."""
    said = [(reading.values.get("text"), reading.category) for reading in part.readings.all()]
    there = set(whole.assessments.values_list("organisation", "judgement", "assessed_on"))
    asked = whole.recommenders.exclude(own_words="").values("state")
    return (part.text, part.position) in said and not (
        part.note
        or part.positions.exclude(settled_because="").exists()
        or there & set(part.assessments.values_list("organisation", "judgement", "assessed_on"))
        or part.recommenders.exclude(own_words="").filter(state__in=asked).exists()
        or part.parent_id
        or part.citations.exists()
        or part.parts.exists()
        or part.positions.exclude(own_words="", reason="", taken_on="").exists()
    )


def _move_readings(part: Recommendation, whole: Recommendation) -> None:
    """Readings keep counting with the whole, unless it has one of the same sender already."""
    for reading in Reading.objects.filter(recommendation=part):
        taken = Reading.objects.current().filter(
            recommendation=whole, format=reading.format, sender=reading.sender, occurrence=reading.occurrence
        )
        reading.is_current = reading.is_current and not taken.exists()
        reading.recommendation, reading.merged_from = whole, part.key
        reading.save()
    KeyRedirect.objects.filter(recommendation=part).update(recommendation=whole)
    KeyRedirect.objects.create(review_id=whole.review_id, old_key=part.key, recommendation=whole)
