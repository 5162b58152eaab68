"""Records for tests, made in one line. All invented, but for the names of States."""

from django.utils import timezone

from recommendations.models import (
    Change,
    ImportRun,
    Recommendation,
    RecommendationPosition,
    RecommendingState,
    Review,
    State,
    Tag,
    Theme,
    Vocabulary,
)
from recommendations.tracking.reviews import find_or_create_review


def a_state(iso3: str) -> State:
    return State.objects.get(iso3=iso3)


def a_review(iso3: str = "CHN", session: int = 45, published: bool = True, **fields: object) -> Review:
    review = find_or_create_review(a_state(iso3), session)
    for name, value in fields.items():
        setattr(review, name, value)
    review.save()
    if published:
        Review.objects.filter(pk=review.pk).publish()
        review.refresh_from_db()
    return review


def a_theme(name: str, vocabulary: str = "upr-info-issues") -> Theme:
    return Theme.objects.get(vocabulary=Vocabulary.objects.get(slug=vocabulary), name=name)


def a_recommendation(
    review: Review,
    text: str = "Invent a better teapot for the common room",
    paragraph: str = "",
    position: str = "accepted",
    senders: tuple[str, ...] = ("PRT",),
    themes: tuple[Theme, ...] = (),
    action: int | None = None,
    **fields: object,
) -> Recommendation:
    recommendation = Recommendation.objects.create(
        review=review,
        text=text,
        paragraph=paragraph,
        action_category=action,
        action_origin="confirmed" if action else "",
        **fields,
    )
    if position:
        RecommendationPosition.objects.create(recommendation=recommendation, category=position)
    for iso3 in senders:
        RecommendingState.objects.create(recommendation=recommendation, state=a_state(iso3))
    for theme in themes:
        Tag.objects.create(recommendation=recommendation, theme=theme)
    recommendation.refresh_from_db()
    return recommendation


def an_import_run(file_name: str = "teapots.csv", format: str = "upr_info", **fields: object) -> ImportRun:
    now = timezone.now()
    change = Change.objects.create(kind=Change.Kind.IMPORT, description=f"Import of {file_name}", made_at=now)
    return ImportRun.objects.create(
        **{"change": change, "file_name": file_name, "format": format, "imported_at": now} | fields
    )
