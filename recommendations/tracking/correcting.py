"""What a person corrects of a recommendation before the file that it was read from is accepted."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User

from recommendations.models import (
    CORRECTED,
    Recommendation,
    RecommendationPosition,
    RecommendingState,
    Source,
    State,
)


@dataclass(frozen=True, slots=True)
class Correction:
    """What is right instead of what was read; None for what was read rightly. senders: name and State's code."""

    text: str | None = None
    senders: tuple[tuple[str, str], ...] | None = None
    position: str | None = None
    reason: str | None = None


def correct(recommendation: Recommendation, correction: Correction, source: Source, user: User | None = None) -> None:
    """Writes a correction, so that the history names this person and later files leave it.

    Position and reason are put right where this source gives them.
    """
    if correction.text is not None:
        recommendation.text = correction.text
        _save(recommendation, user)
    if correction.senders is not None:
        _correct_senders(recommendation, correction.senders, user)
    if correction.position is not None or correction.reason is not None:
        _correct_position(recommendation, correction, source, user)


def _correct_senders(recommendation: Recommendation, senders: tuple[tuple[str, str], ...], user: User | None) -> None:
    right = {code: name for name, code in senders}
    there = {made.state.iso3: made for made in recommendation.recommenders.select_related("state")}
    for code, made in there.items():
        if code not in right:
            _mark(made, user).delete()
    states = State.objects.in_bulk(list(right.keys() - there.keys()), field_name="iso3")
    for code, name in right.items():
        if code in states:
            made = RecommendingState(recommendation=recommendation, state=states[code], verbatim_name=name[:150])
            _save(made, user)


def _correct_position(
    recommendation: Recommendation, correction: Correction, source: Source, user: User | None
) -> None:
    said = RecommendationPosition.objects.filter(recommendation=recommendation, source=source)
    position = said.order_by("-taken_on", "-pk").first()
    if position is None:  # another document gave the same
        position = _position_by(recommendation, source)
    position.category = position.category if correction.position is None else correction.position
    position.reason = position.reason if correction.reason is None else correction.reason
    _save(position, user)


def _position_by(recommendation: Recommendation, source: Source) -> RecommendationPosition:
    stages, in_addendum = RecommendationPosition.Stage, "/Add." in source.symbol
    return RecommendationPosition(
        recommendation=recommendation,
        source=source,
        category=recommendation.position,
        stage=stages.ADDENDUM if in_addendum else stages.REVIEW,
        is_final=in_addendum,
    )


def _save(record: Any, user: User | None) -> None:
    _mark(record, user).save()


def _mark(record: Any, user: User | None) -> Any:
    """What the history is to say of the next write, whatever change it belongs to."""
    record._change_reason = CORRECTED
    record._history_user = user
    return record
