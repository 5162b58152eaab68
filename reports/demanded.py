"""What is demanded after a review and where it stands, how States voted on it, and which dates come."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from exports.document import Block, Inline, ListBlock, Paragraph, Table, paragraph, points, words
from recommendations.agenda import Entry
from recommendations.clocks import Basis
from recommendations.models import Demand, FollowUpAction, PartialDate, Statement, StateStance, StatusEvent

from . import reads, wording
from .claims import Cite, Claims, of_citations, of_source
from .record import Record

VOTES = (StateStance.Stance.FOR, StateStance.Stance.AGAINST, StateStance.Stance.ABSTAINED)


# Demands


def of_statements(claims: Claims, record: Record) -> Iterator[Block]:
    """What each statement demands, numbered, and where each demand stands."""
    by_key = {action.pk: action for action in record.actions}
    for statement in record.statements:
        demands = list(statement.demands.all())
        if not demands:
            continue
        claims.read(reads.of_statement(statement))
        yield claims.paragraph(who_demands(statement), of_citations(statement.citations.all()))
        items = [_demand(claims, record, one, by_key.get(one.follow_up_id or 0)) for one in demands]
        yield ListBlock(tuple(items), numbered=True)


def who_demands(statement: Statement) -> str:
    """16 organisations demand in their joint statement of 25 June 2024:"""
    signed = [signature.organisation for signature in statement.signatures.all()]
    values = {"n": wording.number(len(signed)), "date": wording.date(statement.issued_on)}
    if not signed:
        return _("A statement of %(date)s demands:") % values
    if len(signed) == 1:
        return _("%(organisation)s, statement of %(date)s, demands:") % (values | {"organisation": signed[0]})
    return _("%(n)s organisations demand in their joint statement of %(date)s:") % values


def _demand(claims: Claims, record: Record, one: Demand, action: FollowUpAction | None) -> tuple[Block, ...]:
    """A demand as a point: its words as they are recorded, then in ours where it stands."""
    stands = (paragraph(where_it_stands(claims, record, action)),) if action else ()
    if claims.language == "en":
        return (paragraph(one.text), *stands)
    lead = action.get_kind_display() if action else _("Demand")
    return (paragraph(lead + _(":")), claims.theirs(one.text), *stands)


def where_it_stands(claims: Claims, record: Record, action: FollowUpAction) -> tuple[Inline, ...]:
    """In one line: how long it is overdue, and the last step that is recorded."""
    claims.read(reads.of_action(action))
    said: list[Inline] = []
    if action.is_overdue(record.on):
        said += claims.said(overdue(record, action) + " ", of_citations(action.citations.all()))
    elif action.due_on:
        said += claims.said(_("Due %(date)s.") % {"date": wording.date(action.due_on)} + " ", of_citations(action.citations.all()))
    last = record.last_event(action)
    if last is None:
        return (*said, *words(_("No step is recorded.")))
    return (*said, *claims.said(_last(claims, last), of_source(last.source, last.locator)))


def overdue(record: Record, action: FollowUpAction) -> str:
    """Overdue since December 2019, by 6 years and 11 months."""
    span = wording.how_long(PartialDate(action.due_on).latest, record.asked.on)
    text = _("Overdue since %(date)s, by %(span)s.")
    return text % {"date": wording.date(action.due_on), "span": span}


def _last(claims: Claims, event: StatusEvent) -> str:
    values = {
        "status": event.get_status_display().lower(),
        "date": wording.date(event.happened_on),
        "what": wording.sentence(event.text),
    }
    if claims.language == "en":
        return _("Last step recorded: %(status)s, %(date)s. %(what)s") % values
    return _("Last step recorded: %(status)s, %(date)s.") % values


def other_actions(claims: Claims, record: Record) -> Iterator[Block]:
    """What is followed and stands in no demand, votes left out: those are told apart."""
    demanded = {demand.follow_up_id for statement in record.statements for demand in statement.demands.all()}
    others = [one for one in record.actions if one.pk not in demanded and not _votes(one)]
    if others:
        yield paragraph(_("Also followed:"))
        yield ListBlock(tuple(_action(claims, record, one) for one in others))


def _action(claims: Claims, record: Record, action: FollowUpAction) -> tuple[Block, ...]:
    stands = paragraph(where_it_stands(claims, record, action))
    if claims.language == "en":
        of_whom = _(" (of: %(addressee)s)") % {"addressee": action.addressee} if action.addressee else ""
        return paragraph(f"{action.title}{of_whom}"), stands
    return paragraph(action.get_kind_display() + _(":")), claims.theirs(action.title), stands


def spoken(record: Record) -> Iterator[tuple[str, tuple[Cite, ...]]]:
    """Each demand to be read aloud with its source; the first says whose they are."""
    for statement in record.statements:
        for n, one in enumerate(statement.demands.all()):
            whose = who_demands(statement) + " " if n == 0 else ""
            yield whose + one.text, of_citations(statement.citations.all())


# Votes


def votes(claims: Claims, record: Record) -> Iterator[Block]:
    """How each vote went, in a sentence."""
    for action in record.actions:
        counted = _votes(action)
        if not counted:
            continue
        claims.read(reads.of_action(action))
        values: dict[str, Any] = {stance.value: wording.number(len(counted.get(stance, []))) for stance in VOTES}
        on = {one.taken_on for some in counted.values() for one in some if one.taken_on}
        values["date"] = wording.date(on.pop() if len(on) == 1 else "")
        text = _("Vote of %(date)s: %(for)s for, %(against)s against, %(abstained)s abstentions.")
        cites = of_citations(action.citations.all())
        if claims.language == "en":
            yield claims.paragraph(f"{wording.sentence(action.title)} {text % values}", cites)
        else:
            yield claims.paragraph(text % values, cites)
            yield claims.theirs(action.title)


def votes_in_a_row(claims: Claims, record: Record) -> tuple[Inline, ...]:
    """The same in one paragraph."""
    said: list[Inline] = []
    for block in votes(claims, record):
        if isinstance(block, Paragraph):
            said += [*words(" " if said else ""), *block.inlines]
    return tuple(said)


def table_of_votes(claims: Claims, record: Record) -> Iterator[Block]:
    """Which States voted how, a table for each vote."""
    for action in record.actions:
        counted = _votes(action)
        if not counted:
            continue
        stances = [one for one in StateStance.Stance if one in counted]
        rows = [
            (str(one.label), wording.number(len(counted[one])), wording.states([v.state for v in counted[one]]))
            for one in stances
        ]
        cites = [cite for some in counted.values() for one in some for cite in of_source(one.source)]
        notes = [one.note for one in action.citations.all() if one.note]
        yield claims.paragraph(_("How States voted:"), cites, " ".join(notes))
        yield Table(
            tuple(words(name) for name in (_("Vote"), _("Number"), _("States"))),
            tuple(tuple(words(cell) for cell in row) for row in rows),
            widths=(2, 1, 7),
        )


def _votes(action: FollowUpAction) -> dict[str, list[StateStance]]:
    found: dict[str, list[StateStance]] = {}
    for one in action.stances.all():
        if one.kind == StateStance.Kind.VOTED:
            found.setdefault(one.stance, []).append(one)
    return found


# Dates


def dates(claims: Claims, record: Record) -> Iterator[Block]:
    """The dates to come: what a source states with it, what is counted as an estimate."""
    if record.dates:
        yield points([_date(claims, record, entry) for entry in record.dates])


def _date(claims: Claims, record: Record, entry: Entry) -> tuple[Inline, ...]:
    values = {
        "date": wording.date(entry.date.on),
        "step": _(entry.date.name),
        "of": _named(entry),
    }
    if entry.date.basis is Basis.COUNTED:
        return words(_("About %(date)s: %(step)s (%(of)s). An estimate, counted by practice.") % values)
    text = _("%(date)s: %(step)s (%(of)s).")
    if entry.date.about:
        text = _("About %(date)s: %(step)s (%(of)s).")
    return claims.said(text % values, _cites_of_date(entry))


def _named(entry: Entry) -> str:
    if entry.kind == "review":
        return f"{wording.name(entry.record.state)}, {wording.year(entry.record)}"  # type: ignore[union-attr]
    return entry.title


def _cites_of_date(entry: Entry) -> tuple[Cite, ...]:
    if entry.date.source:
        return of_source(entry.date.source, entry.date.locator)
    if isinstance(entry.record, FollowUpAction):
        return of_citations(entry.record.citations.all())
    return of_source(entry.record.wg_session.source) if entry.kind == "review" and entry.record.wg_session else ()  # type: ignore[union-attr]
