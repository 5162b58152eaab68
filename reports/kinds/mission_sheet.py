"""The mission sheet, private: what one State asked, how it voted, whom we know there, and what to ask of it now."""

import datetime
import hashlib
import json
from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from exports.document import Block, Document, Footnote, Inline, Paragraph, Run, Table, heading, paragraph, points, words
from recommendations.analysis import acceptance_by_action
from recommendations.models import FollowUpAction, PartialDate, Recommendation, StateStance, StatusEvent
from reports import reads, wording
from reports.asked import Asked
from reports.claims import Cite, of_source
from reports.counting import words_of
from reports.draft import Draft, Length, Read
from reprisals import disclosure
from reprisals.disclosure import Mission

from .kind import Kind

MOST_ASKED = 5
NOT_ACCEPTED = ("noted", "rejected", "partially_accepted")


@wording.in_its_language
def draft(asked: Asked, by: Any) -> Draft:
    """The sheet of one State. PermissionDenied for who is not at the door; RoomShut."""
    disclosure.require_door(by)
    assert asked.state is not None  # noqa: S101 - the kind needs it
    made = _made(asked)
    stances = _stances(asked)
    contacts = disclosure.contacts_at(by, asked.state)
    again, open_actions = _to_ask_again(made), _open(asked, stances)
    document = Document(
        title=_("Mission sheet: %(state)s") % {"state": asked.state.name},
        language=asked.language,
        subject=wording.session(asked.session),
        blocks=(
            heading(1, _("What to ask")),
            *_proposed(again, open_actions),
            heading(1, _("What it asked, and what became of it")),
            *_by_cycle(made),
            heading(1, _("How it voted and spoke")),
            *_stood(stances),
            heading(1, _("Whom we know there")),
            *_known(contacts),
        ),
        mark=_("CONFIDENTIAL: for us alone"),
    )
    return Draft(
        asked,
        document,
        Length(words_of(document), None, refuses=False),
        read=(*(reads.of_recommendation(one) for one in again), *_read_stances(stances), *map(_contact, contacts)),
        confidential=True,
        uses_desk=True,
        disclosed=tuple(_("A contact at its mission, with what was promised") for _one in contacts),
    )


def _made(asked: Asked) -> QuerySet[Recommendation]:
    """What the State recommended: to the States of the case or the reviews, else to all."""
    made = Recommendation.objects.published().filter(recommenders__state=asked.state)
    reviews = [review.state_id for review in asked.reviews]
    if asked.case:
        reviews += list(asked.case.reviews.values_list("state", flat=True))
    return made.filter(review__state__in=reviews) if reviews else made


def _stances(asked: Asked) -> list[StateStance]:
    public = StateStance.objects.filter(state=asked.state, follow_up__published_at__isnull=False)
    found = public.select_related("follow_up", "source", "state").order_by("-taken_on", "pk")
    return [one for one in found if not one.taken_on or PartialDate(one.taken_on).earliest <= asked.on]


def _to_ask_again(made: QuerySet[Recommendation]) -> list[Recommendation]:
    """What it asked for and was not given, the latest cycle and the most specific first."""
    found = made.filter(position__in=NOT_ACCEPTED).select_related("review__state", "review__wg_session")
    rows = found.prefetch_related("recommenders__state").order_by("-review__cycle", "-action_category", "sort_key")
    return list(rows[:MOST_ASKED])


def _open(asked: Asked, stances: Iterable[StateStance]) -> list[FollowUpAction]:
    """What is followed and not done, and on which it has not stood with us so far."""
    with_us = {one.follow_up_id for one in stances if one.stance == StateStance.Stance.FOR}
    done = Q(events__status=StatusEvent.Status.DONE)
    found = FollowUpAction.objects.published().exclude(done).exclude(pk__in=with_us)
    if asked.case:
        found = found.filter(cases=asked.case)
    return list(found.order_by("due_on", "title")[:MOST_ASKED])


def _proposed(again: list[Recommendation], actions: list[FollowUpAction]) -> Iterator[Block]:
    said: list[tuple[Inline, ...]] = [words(_("Support: %(action)s") % {"action": one.title}) for one in actions]
    for one in again:
        text = _("Ask %(state)s again what it asked in %(year)s and was not accepted (%(label)s): “%(text)s”")
        values = {"state": one.review.state.name, "year": one.review.when, "label": one.label, "text": one.text}
        note = Footnote((Run(_("%(review)s, paragraph %(label)s.") % {"review": one.review, "label": one.label}),))
        said.append((Run(text % values), note))
    yield points(said, numbered=True) if said else paragraph(_("Nothing that follows from the record."))


def _by_cycle(made: QuerySet[Recommendation]) -> Iterator[Block]:
    cycles = sorted(set(made.order_by().values_list("review__cycle", flat=True)))
    if not cycles:
        yield paragraph(_("No recommendation of this State is recorded."))
        return
    header = [_("Cycle"), *(_("Action category %(n)s") % {"n": n} for n in range(1, 6)), _("Not recorded")]
    rows = [_row(cycle, made.filter(review__cycle=cycle)) for cycle in cycles]
    caption = _("Accepted of asked, by action category, as recorded. One that several States made counts for each.")
    yield Table(tuple(words(text) for text in header), tuple(rows), caption)


def _row(cycle: int, made: QuerySet[Recommendation]) -> tuple[tuple[Inline, ...], ...]:
    found = {category: {"asked": asked, "held": held} for category, asked, held in acceptance_by_action(made)}
    counted = [found.get(category, {"asked": 0, "held": 0}) for category in (1, 2, 3, 4, 5, None)]
    return (words(str(cycle)), *(words(_("%(held)s of %(asked)s") % one) for one in counted))


def _stood(stances: list[StateStance]) -> Iterator[Block]:
    if not stances:
        yield paragraph(_("Nothing is recorded."))
    for one in stances:
        when = wording.date(one.taken_on) if one.taken_on else _("date not recorded")
        text = f"{when}: {one.follow_up.title}. {one.get_kind_display()}: {one.get_stance_display()}."
        yield Paragraph((Run(text), *_notes(of_source(one.source))))


def _notes(cites: Iterable[Cite]) -> Iterator[Footnote]:
    for cite in cites:
        yield Footnote((Run(cite.name, link=cite.link),))


def _known(contacts: list[Mission]) -> Iterator[Block]:
    if not contacts:
        yield paragraph(_("Nobody is recorded."))
    for one in contacts:
        yield heading(2, ", ".join(part for part in (one.name, one.office) if part) or _("Contact"))
        if one.promised:
            yield paragraph(_("Promised: %(text)s") % {"text": one.promised})
        spoken = [
            ". ".join(part.rstrip(".") for part in (_day(row.on), row.asked, row.promised) if part) + "."
            for row in one.meetings
        ]
        if spoken:
            yield points(spoken)


def _day(on: datetime.date) -> str:
    return wording.day(on)


def _read_stances(stances: list[StateStance]) -> Iterator[Read]:
    for one in stances:
        digest = hashlib.sha256(f"{one.kind} {one.stance} {one.taken_on} {one.source_id}".encode()).hexdigest()
        key = f"{one.follow_up.slug}/{one.state.iso3}/{one.kind}"
        yield Read("recommendations.statestance", key, one.follow_up.get_absolute_url(), digest, one.follow_up.title)


def _contact(one: Mission) -> Read:
    said = json.dumps([one.name, one.office, one.promised, [str(row) for row in one.meetings]])
    return Read("reprisals.mission", str(one.pk), "", hashlib.sha256(said.encode()).hexdigest())


MISSION_SHEET = Kind(
    name="mission-sheet",
    label=gettext_lazy("Mission sheet (confidential)"),
    formats=("docx", "pdf"),
    needs=("state",),
    draft=draft,
    confidential=True,
)
