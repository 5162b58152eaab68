"""The same for many recommendations at once: each a change that can be taken back as a whole.

For each action there are two functions with the same arguments: `to_tag` tells what `tag` would do. Both take the keys
of recommendations; a key of which the record knows nothing is passed over.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from recommendations.models import (
    ActionCategory,
    Assessment,
    AssessmentCitation,
    Axis,
    Case,
    Change,
    FollowUpAction,
    Judgement,
    Organisation,
    Recommendation,
    Source,
    Tag,
    Theme,
    together,
)

from .batches import BATCH, batches
from .deriving import derive_anew


@dataclass(slots=True)
class Outlook:
    """What a bulk change would do: to which it is new, which are so already, which are left out and why."""

    to_change: list[int]
    already: int = 0
    left_out: dict[str, list[int]] = field(default_factory=dict)  # reason → keys


@dataclass(frozen=True, slots=True)
class Done:
    """How many were changed, how many were so already, how many were left out; no change where nothing changed."""

    changed: int
    already: int
    left_out: int
    change: Change | None


# Themes


def to_tag(recommendations: Iterable[int], theme: Theme, organisation: Organisation | None = None) -> Outlook:
    tagged = set(Tag.objects.filter(theme=theme).values_list("recommendation_id", flat=True))
    return _new_to(recommendations, tagged)


def tag(
    recommendations: Iterable[int], theme: Theme, organisation: Organisation | None = None, user: User | None = None
) -> Done:
    """Gives a theme to recommendations, in our own name or in that of an organisation. Keeps the tags they have."""
    origin = Tag.Origin.ORGANISATION if organisation else Tag.Origin.STAFF
    said = _("Tagged %(of)s with %(it)s")
    with _changing(to_tag(recommendations, theme), said, theme, user) as doing:
        Tag.objects.bulk_create(
            [
                Tag(recommendation_id=pk, theme=theme, origin=origin, organisation=organisation)
                for pk in doing.outlook.to_change
            ],
            BATCH,
        )
        _index_anew(theme, doing.outlook.to_change)
    return doing.done


def to_untag(recommendations: Iterable[int], theme: Theme) -> Outlook:
    tags = Tag.objects.filter(theme=theme)
    tagged = set(tags.values_list("recommendation_id", flat=True))
    theirs = set(tags.filter(origin=Tag.Origin.ORGANISATION).values_list("recommendation_id", flat=True))
    chosen = _there(recommendations)
    outlook = Outlook([pk for pk in chosen if pk in tagged - theirs])
    outlook.already = sum(pk not in tagged for pk in chosen)
    if kept := [pk for pk in chosen if pk in theirs]:
        outlook.left_out[_("an organisation gave it this theme: take that back on its own page")] = kept
    return outlook


def untag(recommendations: Iterable[int], theme: Theme, user: User | None = None) -> Done:
    """Takes a theme from recommendations, whoever gave it, but not one that an organisation gave."""
    said = _("Took %(it)s from %(of)s")
    with _changing(to_untag(recommendations, theme), said, theme, user) as doing:
        for some in batches(doing.outlook.to_change):
            Tag.objects.filter(theme=theme, recommendation__in=some).erase()
        _index_anew(theme, doing.outlook.to_change)
    return doing.done


def _index_anew(theme: Theme, recommendations: list[int]) -> None:
    """What is tagged with a territory is found by its names, and only while it is."""
    if theme.vocabulary.axis == Axis.TERRITORY:
        for some in batches(recommendations):
            derive_anew(Recommendation.objects.filter(pk__in=some))


# Assessments


@dataclass(frozen=True, slots=True)
class Cited:
    """Where an assessment is made."""

    source: Source
    locator: str = ""
    quotation: str = ""


def to_assess(
    recommendations: Iterable[int],
    organisation: Organisation,
    judgement: str,
    assessed_on: str = "",
    reasons: str = "",
    cited: Cited | None = None,
) -> Outlook:
    same = Assessment.objects.filter(organisation=organisation, judgement=judgement, assessed_on=assessed_on)
    assessed = same.filter(recommendation__isnull=False).values_list("recommendation_id", flat=True)
    return _new_to(recommendations, set(assessed))


def assess(
    recommendations: Iterable[int],
    organisation: Organisation,
    judgement: str,
    assessed_on: str = "",
    reasons: str = "",
    cited: Cited | None = None,
    user: User | None = None,
) -> Done:
    """Records an organisation's judgement of each of the recommendations, with its source where there is one.

    A recommendation of which this organisation has said this at this date already keeps what is recorded.
    """
    outlook = to_assess(recommendations, organisation, judgement, assessed_on)
    what = f"{organisation.acronym or organisation.name}: {Judgement(judgement).label}"
    with _changing(outlook, _("Assessed %(of)s: %(it)s"), what, user) as doing:
        made = Assessment.objects.bulk_create(
            [
                Assessment(
                    recommendation_id=pk,
                    organisation=organisation,
                    judgement=judgement,
                    assessed_on=assessed_on,
                    reasons=reasons,
                )
                for pk in outlook.to_change
            ],
            BATCH,
        )
        if cited:
            AssessmentCitation.objects.bulk_create(
                [
                    AssessmentCitation(
                        assessment=assessment, source=cited.source, locator=cited.locator, quotation=cited.quotation
                    )
                    for assessment in made
                ],
                BATCH,
            )
    return doing.done


# Follow-up and cases


def to_link(recommendations: Iterable[int], record: FollowUpAction | Case) -> Outlook:
    return _new_to(recommendations, set(record.recommendations.order_by().values_list("pk", flat=True)))


def link_to_follow_up(recommendations: Iterable[int], record: FollowUpAction, user: User | None = None) -> Done:
    """Notes that an action follows these recommendations."""
    return _link(recommendations, record, user)


def link_to_case(recommendations: Iterable[int], record: Case, user: User | None = None) -> Done:
    """Singles these recommendations out in an advocacy case."""
    return _link(recommendations, record, user)


def _link(recommendations: Iterable[int], record: FollowUpAction | Case, user: User | None) -> Done:
    model = type(record)
    links: Any = model.recommendations.through
    owner = model._meta.get_field("recommendations").m2m_field_name()
    with _changing(to_link(recommendations, record), _("Added %(of)s to %(it)s"), record, user) as doing:
        links._base_manager.bulk_create(
            [links(recommendation_id=pk, **{f"{owner}_id": record.pk}) for pk in doing.outlook.to_change], BATCH
        )
        if doing.change:
            model.objects.filter(pk=record.pk).keep_links()
    return doing.done


# Action category


def to_set_action_category(recommendations: Iterable[int], category: int) -> Outlook:
    chosen = _there(recommendations)
    confirmed = Recommendation.objects.filter(action_origin=Recommendation.ActionOrigin.CONFIRMED)
    said = dict(confirmed.values_list("pk", "action_category"))
    outlook = Outlook([pk for pk in chosen if pk not in said])
    outlook.already = sum(said.get(pk) == category for pk in chosen)
    if others := [pk for pk in chosen if said.get(pk, category) != category]:
        outlook.left_out[_("staff have confirmed another category: change it on its own page")] = others
    return outlook


def set_action_category(recommendations: Iterable[int], category: int, user: User | None = None) -> Done:
    """Confirms an action category for recommendations; what staff have confirmed before stays."""
    outlook = to_set_action_category(recommendations, category)
    said = _("Set the action category of %(of)s: %(it)s")
    what = f"{category} {ActionCategory(category).label}"
    with _changing(outlook, said, what, user) as doing:
        for some in batches(outlook.to_change):
            Recommendation.objects.filter(pk__in=some).update(
                action_category=category, action_origin=Recommendation.ActionOrigin.CONFIRMED
            )
    return doing.done


# What all share


@dataclass(slots=True)
class _Doing:
    outlook: Outlook
    change: Change | None = None

    @property
    def done(self) -> Done:
        outlook = self.outlook
        left_out = sum(map(len, outlook.left_out.values()))
        return Done(len(outlook.to_change), outlook.already, left_out, self.change)


@contextmanager
def _changing(outlook: Outlook, said: str, what: object, user: User | None) -> Iterator[_Doing]:
    """All that is written inside is one change, kept only if it changes anything."""
    n = len(outlook.to_change)
    of = ngettext("%(n)d recommendation", "%(n)d recommendations", n) % {"n": n}
    description = Truncator(said % {"of": of, "it": f"“{what}”"}).chars(300)
    doing = _Doing(outlook)
    with transaction.atomic():
        if n:
            doing.change = Change.objects.create(kind=Change.Kind.BULK, description=description, made_by=user)
            with together(doing.change):
                yield doing
        else:
            yield doing


def _new_to(recommendations: Iterable[int], there: set[int]) -> Outlook:
    chosen = _there(recommendations)
    new = [pk for pk in chosen if pk not in there]
    return Outlook(new, already=len(chosen) - len(new))


def _there(recommendations: Iterable[int]) -> list[int]:
    """The keys once each, in their order, without those of recommendations that are gone."""
    recorded = set(Recommendation.objects.values_list("pk", flat=True))
    return [pk for pk in dict.fromkeys(recommendations) if pk in recorded]
