"""What a statement demands becomes follow-up actions: one for each demand that has none yet."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from recommendations.models import Change, Demand, FollowUpAction, Source, Statement, StatusEvent, together

LONGEST_TITLE = 200  # characters


@dataclass(frozen=True, slots=True)
class Made:
    """The actions that were made; no change where there were none to make."""

    actions: list[FollowUpAction] = field(default_factory=list)
    change: Change | None = None


def without_action(statement: Statement) -> list[Demand]:
    """The demands of a statement that are not followed yet, in their order."""
    return list(Demand.objects.filter(statement=statement, follow_up=None))


def title_of(demand: Demand) -> str:
    """The title of the action that a demand becomes: the demand in one line, shortened where it is long."""
    return str(Truncator(" ".join(demand.text.split())).chars(LONGEST_TITLE))


def first_source(statement: Statement) -> Source | None:
    """The first source that the statement cites: where its demands can be read."""
    citation = statement.citations.select_related("source").first()
    return citation.source if citation else None


@transaction.atomic
def make_actions(statement: Statement, kinds: Mapping[int, str] | None = None, user: User | None = None) -> Made:
    """Makes an unpublished action of each demand that has none, as one change; called again, it makes no more.

    kinds: the kind of the action by the key of the demand; other ones are of the kind “other”. ValueError for a kind
    that there is not.
    """
    kinds = kinds or {}
    if unknown := set(kinds.values()) - set(FollowUpAction.Kind.values):
        raise ValueError(f"No kind of follow-up action: {', '.join(sorted(unknown))}.")
    Statement.objects.select_for_update().get(pk=statement.pk)
    demands = without_action(statement)
    if not demands:
        return Made()
    text = ngettext("Made %(n)d follow-up action of “%(of)s”", "Made %(n)d follow-up actions of “%(of)s”", len(demands))
    said = Truncator(text % {"n": len(demands), "of": statement}).chars(300)
    change = Change.objects.create(kind=Change.Kind.BULK, description=said, made_by=user)
    with together(change):
        actions = [_make(demand, kinds.get(demand.pk, FollowUpAction.Kind.OTHER)) for demand in demands]
    return Made(actions, change)


def _make(demand: Demand, kind: str) -> FollowUpAction:
    statement = demand.statement
    action = FollowUpAction.objects.create(kind=kind, title=title_of(demand), requested_on=statement.issued_on)
    action.requested_by.set(statement.signatories.all())
    action.reviews.set(statement.reviews.all())
    StatusEvent.objects.create(
        follow_up=action,
        status=StatusEvent.Status.REQUESTED,
        happened_on=statement.issued_on,
        text=_("Demanded in the statement “%(statement)s”.") % {"statement": statement},
        source=first_source(statement),
        locator=demand.locator,
    )
    demand.follow_up = action
    demand.save()
    return action
