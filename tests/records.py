"""Records for tests, made in one line. All invented, but for the names of States."""

from django.apps import apps
from django.utils import timezone
from simple_history.models import HistoricalChanges

from recommendations.models import (
    Change,
    DataVersion,
    ImportRun,
    Organisation,
    Recommendation,
    RecommendationPosition,
    RecommendingState,
    Removal,
    Review,
    Source,
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


def an_organisation(name: str = "Friends of Teapots", **fields: object) -> Organisation:
    return Organisation.objects.create(name=name, **fields)


def a_source(title: str = "Teapots", **fields: object) -> Source:
    return Source.objects.create(**{"publisher": "Teapot Press", "title": title} | fields)


def everything() -> dict[str, list[dict[str, object]]]:
    """All rows of the public record in all fields, without its history and what is counted of changes."""
    found = {}
    for model in apps.get_app_config("recommendations").get_models(include_auto_created=True):
        if issubclass(model, HistoricalChanges) or model in (Change, DataVersion, Removal):
            continue
        fields = [f.attname for f in model._meta.concrete_fields if not (f.primary_key and model._meta.auto_created)]
        rows = [dict(zip(fields, row, strict=True)) for row in model._base_manager.values_list(*fields)]
        found[model._meta.label] = sorted(rows, key=repr)
    return found


def themes_of(vocabulary: str, *names: str) -> list[Theme]:
    of = Vocabulary.objects.get(slug=vocabulary)
    return [Theme.objects.create(vocabulary=of, slug=name.lower(), name=name) for name in names]
