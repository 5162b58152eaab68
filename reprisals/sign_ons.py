"""From a sign-on list to signatures: who said yes signs the statement, in one step that a person takes."""

import datetime
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Count, QuerySet
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from recommendations.models import Change, Organisation, Signature, Statement, together
from reprisals import audit
from reprisals.models import SignOn, SignOnList


class NobodySigned(Exception):
    """There is nothing to take over; its text says why, for the person who asked."""


@dataclass(frozen=True, slots=True)
class Answers:
    """How many organisations were asked in all, and what they answered so far."""

    asked: int = 0
    yes: int = 0
    no: int = 0


@dataclass(frozen=True, slots=True)
class Outlook:
    """What taking over would do: who would sign, and who of those that said yes has signed already."""

    new: list[SignOn] = field(default_factory=list)
    already: list[SignOn] = field(default_factory=list)


def answers_of(statements: list[int]) -> dict[int, Answers]:
    """The answers by statement, in one query; a statement of which nobody was asked has none."""
    counted = SignOn.objects.filter(statement__in=statements).order_by()
    found: dict[int, dict[str, int]] = {}
    for statement, answer, n in counted.values_list("statement", "answer").annotate(Count("pk")):
        found.setdefault(statement, {})[answer] = n
    return {
        statement: Answers(sum(of.values()), of.get(SignOn.Answer.YES, 0), of.get(SignOn.Answer.NO, 0))
        for statement, of in found.items()
    }


def said_yes(listed: SignOnList) -> list[SignOn]:
    """Who said yes, in alphabetical order."""
    yes = SignOn.objects.filter(statement=listed.statement_id, answer=SignOn.Answer.YES)
    return sorted(yes.select_related("organisation"), key=lambda one: one.organisation.name.casefold())


def not_asked(listed: SignOnList) -> QuerySet[Organisation]:
    """The organisations that can still be asked."""
    asked = SignOn.objects.filter(statement=listed.statement_id).values("organisation")
    return Organisation.objects.exclude(pk__in=asked)


@transaction.atomic
def ask(listed: SignOnList, organisations: list[Organisation], user: User) -> int:
    """Puts organisations on the list, as asked; returns how many. Who is on it stays as they are."""
    new = not_asked(listed).filter(pk__in=[one.pk for one in organisations])
    made = [SignOn(statement=listed.statement, organisation=one) for one in new]
    for one in made:
        one.opener = listed.opener
        one.save()
    if made:
        audit.note(audit.Action.CHANGED, user, fields=["organisation"], about=f"signonlist {listed.pk} asked")
    return len(made)


def outlook(listed: SignOnList) -> Outlook:
    """What `take_over` would do now."""
    there = set(Signature.objects.filter(statement=listed.statement_id).values_list("organisation", flat=True))
    found = Outlook()
    for one in said_yes(listed):
        (found.already if one.organisation_id in there else found.new).append(one)
    return found


@transaction.atomic
def take_over(listed: SignOnList, user: User, on: datetime.date) -> Any:
    """Lets who said yes sign the statement, in their roles, and closes the list; returns the change, to be taken back.

    Nobody signs twice: a signature that is there stays as it is. NobodySigned where there is none to take over.
    """
    Statement.objects.select_for_update().get(pk=listed.statement_id)
    found = outlook(listed)
    if not found.new:
        raise NobodySigned(_("All who said yes have signed already.") if found.already else _("Nobody has said yes."))
    n = len(found.new)
    text = ngettext("Took over %(n)d signature of “%(of)s”", "Took over %(n)d signatures of “%(of)s”", n)
    said = Truncator(text % {"n": n, "of": listed.statement}).chars(300)
    change = Change.objects.create(kind=Change.Kind.BULK, description=said, made_by=user)
    with together(change):
        Signature.objects.bulk_create(
            [Signature(statement=listed.statement, organisation=one.organisation, role=one.role) for one in found.new]
        )
    listed.closed_on = on
    listed.save(update_fields=["closed_on"])
    audit.note(audit.Action.CHANGED, user, fields=["closed_on"], about=f"signonlist {listed.pk} taken-over")
    return change
