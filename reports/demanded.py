"""What is demanded after a review and where it stands, how States voted on it, and which dates come."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from exports.document import Block, Inline, ListBlock, Paragraph, Table, paragraph, points, words
from recommendations.agenda import Entry
from recommendations.clocks import Basis
from recommendations.models import Demand, FollowUpAction, PartialDate, Review, Statement, StateStance, StatusEvent
from recommendations.standing import delay

from . import reads, state_names, wording
from .claims import Cite, Claims, of_citations, of_source
from .record import Record

VOTES = (StateStance.Stance.FOR, StateStance.Stance.AGAINST, StateStance.Stance.ABSTAINED)


# Demands


def all_of_it(claims: Claims, record: Record, numbered: bool = True) -> Iterator[Block]:
    """What statements demand, then what else is followed."""
    yield from of_statements(claims, record, numbered)
    yield from other_actions(claims, record)


def of_statements(claims: Claims, record: Record, numbered: bool = True) -> Iterator[Block]:
    """What each statement demands, and where each demand stands. numbered: with a number before each."""
    by_key = {action.pk: action for action in record.actions}
    for statement in record.statements:
        demands = list(statement.demands.all())
        if not demands:
            continue
        claims.read(reads.of_statement(statement))
        cites = of_citations(statement.citations.all())
        yield claims.paragraph(who_demands(statement), cites)
        points = [_Point(one, by_key.get(one.follow_up_id or 0), statement) for one in demands]
        above = {cite.name for cite in cites}
        yield ListBlock(tuple(_demand(claims, record, point, above) for point in points), numbered=numbered)
        if any(point.is_where_it_was(record) for point in points):
            yield paragraph(_("Where nothing else is said, the last step that is recorded is the demand itself."))


@dataclass(frozen=True, slots=True)
class _Point:
    """A demand of a statement, and the public action that it became."""

    demand: Demand
    action: FollowUpAction | None
    statement: Statement

    def is_where_it_was(self, record: Record) -> bool:
        """Whether nothing but the asking is recorded."""
        last = record.last_event(self.action) if self.action and not self.action.due_on else None
        asked = StatusEvent.Status.REQUESTED
        return last is not None and last.status == asked and last.happened_on <= (self.statement.issued_on or "9999")


def who_demands(statement: Statement) -> str:
    """16 organisations demand in their joint statement of 25 June 2024:"""
    signed = [signature.organisation for signature in statement.signatures.all()]
    values = {"n": wording.number(len(signed)), "date": wording.date(statement.issued_on)}
    if not signed:
        return _("A statement of %(date)s demands:") % values
    if len(signed) == 1:
        return _("%(organisation)s, statement of %(date)s, demands:") % (values | {"organisation": signed[0]})
    return _("%(n)s organisations demand in their joint statement of %(date)s:") % values


def _demand(claims: Claims, record: Record, point: _Point, above: set[str]) -> tuple[Block, ...]:
    """A demand as a point: its words as they are recorded, then in ours where it stands."""
    text, action = point.demand.text, point.action
    stands = words(_("No follow-up is recorded."))
    if action:
        claims.read(reads.of_action(action))
        stands = () if point.is_where_it_was(record) else where_it_stands(claims, record, action, above)
    if claims.language == "en":
        return (paragraph((*words(f"{wording.sentence(text)} "), *stands)),)
    lead = action.get_kind_display() if action else _("Demand")
    return (paragraph((*words(f"{lead}. "), *stands)), claims.theirs(text))


def where_it_stands(
    claims: Claims, record: Record, action: FollowUpAction, above: Iterable[str] = ()
) -> tuple[Inline, ...]:
    """How long it is overdue, and the last step that is recorded.

    above: what the note of the sentence cites that introduces the list; it is not cited again.
    """
    claims.read(reads.of_action(action))
    said: list[tuple[Inline, ...]] = []
    if action.due_on:
        late = action.is_overdue(record.on)
        text = overdue(record, action) if late else _("Due %(date)s.") % {"date": wording.date(action.due_on)}
        said.append(_noted(claims, text, of_citations(action.citations.all()), above))
    last = record.last_event(action)
    if last is None:
        said.append(words(_("No step is recorded.")))
    else:
        said.append(_noted(claims, _last(claims, last), of_source(last.source, last.locator), above))
    return tuple(one for n, part in enumerate(said) for one in (*words(" " if n else ""), *part))


def _noted(claims: Claims, text: str, cites: tuple[Cite, ...], above: Iterable[str]) -> tuple[Inline, ...]:
    is_cited_above = bool(cites) and {cite.name for cite in cites} <= set(above)
    return claims.under_a_note(text) if is_cited_above else claims.said(text, cites)


def overdue(record: Record, action: FollowUpAction) -> str:
    """Overdue since December 2019, by 6 years, 11 months: counted as on the pages of the site."""
    span = delay(PartialDate(action.due_on), record.asked.on)
    text = _("Overdue since %(date)s, by %(span)s.")
    return text % {"date": wording.date(action.due_on), "span": span}


def _last(claims: Claims, event: StatusEvent) -> str:
    """The last step; what happened in words where that says more than who asked when."""
    values = {"status": event.get_status_display().lower(), "date": wording.date(event.happened_on)}
    text = _("Last step recorded: %(status)s, %(date)s.") % values
    if claims.language == "en" and event.status != StatusEvent.Status.REQUESTED:
        return f"{text} {wording.sentence(event.text)}"
    return text


def other_actions(claims: Claims, record: Record) -> Iterator[Block]:
    """What is followed and stands in no demand, votes left out: those are told apart."""
    demanded = {demand.follow_up_id for statement in record.statements for demand in statement.demands.all()}
    others = [one for one in record.actions if one.pk not in demanded and not _votes(record, one)]
    if others:
        yield ListBlock(tuple(_action(claims, record, one) for one in others))


def _action(claims: Claims, record: Record, action: FollowUpAction) -> tuple[Block, ...]:
    stands = where_it_stands(claims, record, action)
    if claims.language == "en":
        return (paragraph((*words(f"{wording.sentence(action.title)} "), *stands)),)
    return paragraph((*words(f"{action.get_kind_display()}. "), *stands)), claims.theirs(action.title)


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
        counted = _votes(record, action)
        if not counted:
            continue
        claims.read(reads.of_action(action))
        values: dict[str, Any] = {stance.value: wording.number(len(counted.get(stance, []))) for stance in VOTES}
        on = {one.taken_on for some in counted.values() for one in some if one.taken_on}
        values["date"] = wording.date(min(on) if len(on) == 1 else "")
        text = _("Vote of %(date)s: %(for)s for, %(against)s against, %(abstained)s abstentions.")
        last = record.last_event(action)
        if last and last.happened_on in on and last.status in (StatusEvent.Status.REFUSED, StatusEvent.Status.DONE):
            text = f"{text} {last.get_status_display()}."
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
        counted = _votes(record, action)
        if not counted:
            continue
        stances = [one for one in StateStance.Stance if one in counted]
        rows = [
            (str(one.label), wording.number(len(counted[one])), state_names.listed([v.state for v in counted[one]]))
            for one in stances
        ]
        of_votes = [cite for some in counted.values() for one in some for cite in of_source(one.source)]
        yield claims.paragraph(_("How States voted:"), of_citations(action.citations.all()) or of_votes)
        yield Table(
            tuple(words(name) for name in (_("Vote"), _("Number"), _("States"))),
            tuple(tuple(words(cell) for cell in row) for row in rows),
            widths=(3, 3, 12),
        )


def _votes(record: Record, action: FollowUpAction) -> dict[str, list[StateStance]]:
    found: dict[str, list[StateStance]] = {}
    for one in action.stances.all():
        if one.kind == StateStance.Kind.VOTED and record.had_by(one.taken_on):
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
    of = entry.record
    return f"{state_names.name(of.state)}, {wording.year(of)}" if isinstance(of, Review) else entry.title


def _cites_of_date(entry: Entry) -> tuple[Cite, ...]:
    if entry.date.source:
        return of_source(entry.date.source, entry.date.locator)
    if isinstance(entry.record, FollowUpAction):
        return of_citations(entry.record.citations.all())
    session = entry.record.wg_session if isinstance(entry.record, Review) else None
    return of_source(session.source) if session else ()
