"""The kinds of public records whose history is kept."""

from typing import Any

from django.db import models
from simple_history.models import HistoricalChanges

from recommendations.models import (
    AnnouncedTally,
    AnswerWord,
    Assessment,
    AssessmentCitation,
    Case,
    CaseCitation,
    ClockDate,
    ClockStep,
    CouncilTerm,
    Demand,
    FollowUpAction,
    FollowUpCitation,
    Organisation,
    Pledge,
    Recommendation,
    RecommendationCitation,
    RecommendationPosition,
    RecommendationText,
    RecommendingState,
    Review,
    ReviewCitation,
    Session,
    Signature,
    Source,
    State,
    StateMembership,
    Statement,
    StatementCitation,
    StatementText,
    StateName,
    StateStance,
    StatusEvent,
    Tag,
    Theme,
    ThemeSynonym,
    Tracked,
    Vocabulary,
)

# Each after all that it refers to.
RECORDS: list[type[Tracked]] = [
    AnswerWord,
    Organisation,
    State,
    StateName,
    StateMembership,
    Source,
    CouncilTerm,
    Session,
    ClockStep,
    Vocabulary,
    Theme,
    ThemeSynonym,
    Review,
    AnnouncedTally,
    Pledge,
    ReviewCitation,
    Recommendation,
    RecommendingState,
    RecommendationPosition,
    RecommendationText,
    RecommendationCitation,
    Tag,
    Assessment,
    AssessmentCitation,
    FollowUpAction,
    FollowUpCitation,
    StatusEvent,
    StateStance,
    ClockDate,
    Statement,
    StatementText,
    Signature,
    Demand,
    StatementCitation,
    Case,
    CaseCitation,
]
PARTS_OF_RECOMMENDATION = [model for model in RECORDS if "recommendation" in model.belongs_to]


def parts_of(model: type[Tracked]) -> list[tuple[Any, str]]:
    """The kinds of records that are parts of a record of this kind, each with the field that names it."""
    return [
        (part, name)
        for part in RECORDS
        for name in part.belongs_to
        if part._meta.get_field(name).related_model is model
    ]


def references(model: type[models.Model]) -> list[tuple[Any, models.ForeignKey]]:
    """Every key that refers to a kind of record: the model that holds it, and the field. History does not count.

    Links between two kinds of records (many to many) are in a table of their own, whose keys are among these.
    """
    found = []
    for relation in model._meta.get_fields(include_hidden=True):
        if not isinstance(relation, models.ManyToOneRel) or issubclass(relation.related_model, HistoricalChanges):
            continue
        found.append((relation.related_model, relation.field))
    return sorted(found, key=lambda pair: (pair[0]._meta.label, pair[1].name))
