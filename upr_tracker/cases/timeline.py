"""One timeline of a case: everything public of it that has a date, and what has none. Pure, of what was gathered."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from recommendations.agenda import Entry
from recommendations.languages import comma
from recommendations.models import Assessment, FollowUpAction, PartialDate, Review, Statement, StateStance
from reprisals.models.projection import PublicIncident
from reprisals.public import steps_of

from .gathered import Gathered, Stood, surely_by

NOT_RECORDED = "none"


class Kind(models.TextChoices):
    """What an entry of a timeline is."""

    REVIEW = "review", gettext_lazy("Review")
    ADOPTION = "adoption", gettext_lazy("Adoption")
    DOCUMENT = "document", gettext_lazy("Document of a review")
    FINDING = "finding", gettext_lazy("Finding")
    STEP = "step", gettext_lazy("Step of follow-up")
    STANCE = "stance", gettext_lazy("Vote or stance")
    STATEMENT = "statement", gettext_lazy("Statement")
    INCIDENT = "incident", gettext_lazy("Reprisal or intimidation")
    DATE = "date", gettext_lazy("Deadline or other date")


@dataclass(frozen=True, slots=True)
class Moment:
    """One entry of a timeline.

    on: empty where no date is recorded. of: what it belongs to, where its text does not say so. source: a record or
    what stands on a page, with `symbol`, `title` and so on. basis: on what a date of a clock rests.
    """

    kind: Kind
    on: str
    text: str
    address: str
    of: str = ""
    source: Any = None
    locator: str = ""
    basis: Any = None
    is_to_come: bool = False

    @property
    def year(self) -> str:
        """Four digits, or "none"."""
        return self.on[:4] or NOT_RECORDED

    @property
    def spoken(self) -> str:
        """23 January 2024; about June 2027 where it was counted roughly."""
        if self.basis:
            return str(self.basis.spoken)
        return PartialDate(self.on).spoken if self.on else _("Date not recorded")


def timeline(gathered: Gathered, today: PartialDate) -> list[Moment]:
    """All entries, in no order. What was only counted is left out once its date has passed: nobody says it was so."""
    moments = [_of_statement(statement) for statement in gathered.statements]
    moments += [moment for entry in gathered.dates for moment in _of_entry(entry, today)]
    for review in gathered.reviews:
        moments += _of_review(review, moments)
    moments += [_of_finding(finding) for finding in gathered.findings]
    moments += [_of_stances(stood) for stood in gathered.stood]
    moments += [moment for action in gathered.actions for moment in _of_action(action)]
    moments += [moment for incident in gathered.incidents for moment in _of_incident(incident)]
    return moments


def by_then(moments: Iterable[Moment], day: PartialDate) -> list[Moment]:
    """What had surely happened by the end of a day."""
    return [moment for moment in moments if surely_by(moment.on, day) and not moment.is_to_come]


def since(moments: Iterable[Moment], day: PartialDate) -> list[Moment]:
    """What may have happened on a day or later, without what is still to come."""
    found = [m for m in moments if m.on and PartialDate(m.on).latest >= day.earliest]
    return [moment for moment in found if not moment.is_to_come]


def in_order(moments: Iterable[Moment], newest_first: bool = False) -> list[Moment]:
    """By date; either way, what is known only by month or year stands after the days of that month or year.

    What has no date stands last.
    """

    def key(moment: Moment) -> tuple[bool, tuple[int, ...]]:
        parts = [int(part) for part in moment.on.split("-")] if moment.on else []
        vague = 0 if newest_first else 99
        numbers = [*(-part if newest_first else part for part in parts), *([vague] * (3 - len(parts)))]
        return not moment.on, tuple(numbers)

    return sorted(moments, key=key)


def by_year(moments: Iterable[Moment]) -> list[tuple[str, list[Moment]]]:
    """Entries that are in order, under their year; "" for those without a date."""
    return [(year.replace(NOT_RECORDED, ""), list(of)) for year, of in groupby(moments, key=lambda one: one.year)]


def _of_entry(entry: Entry, today: PartialDate) -> Iterator[Moment]:
    date, record = entry.date, entry.record
    is_to_come = not date.happened_on and date.on.latest >= today.earliest
    if not (date.is_stated or is_to_come):
        return
    kind, text, of = Kind.DATE, str(date.name), str(record)
    if isinstance(record, Review) and date.step == "review":
        kind, text, of = Kind.REVIEW, _("Review of %(review)s in the UPR Working Group") % {"review": record}, ""
    elif isinstance(record, Review) and date.step == "adoption":
        text = _("Outcome of %(review)s adopted by the Human Rights Council") % {"review": record}
        if is_to_come:
            text = _("Outcome of %(review)s comes before the Human Rights Council") % {"review": record}
        kind, of = Kind.ADOPTION, ""
    source, locator = (None, "") if date.source else _document(entry, kind)
    yield Moment(kind, date.on, text, entry.address, of, source, locator, basis=date, is_to_come=is_to_come)


def _document(entry: Entry, kind: Kind) -> tuple[Any, str]:
    """Where the record itself says so, for a date of which no source is named: of a review and of what is due."""
    if isinstance(entry.record, FollowUpAction) and entry.date.step == "due":
        return _from(next(iter(entry.record.citations.all()), None))
    if isinstance(entry.record, Review) and entry.date.happened_on:
        report = entry.record.report if kind == Kind.REVIEW else None
        return (entry.record.decision or entry.record.hrc_report) if kind == Kind.ADOPTION else report, ""
    return None, ""


def _of_review(review: Review, known: Sequence[Moment]) -> list[Moment]:
    """Its documents; and that it was reviewed, where no date is known of that."""
    address = review.get_absolute_url()
    found = [
        Moment(Kind.DOCUMENT, source.issued_on, name, address, str(review), source)
        for name, source in review.documents
        if source.issued_on
    ]
    if not any(moment.kind == Kind.REVIEW and moment.address == address for moment in known):
        text = _("Review of %(review)s in the UPR Working Group") % {"review": review}
        found.append(Moment(Kind.REVIEW, "", text, address))
    return found


def _of_finding(finding: Assessment) -> Moment:
    subject: Any = finding.review or finding.recommendation
    text = f"{finding.organisation}: {finding.get_judgement_display()}"
    cited = _from(next(iter(finding.citations.all()), None))
    return Moment(Kind.FINDING, finding.assessed_on, text, subject.get_absolute_url(), str(subject), *cited)


def _of_action(action: FollowUpAction) -> list[Moment]:
    address, of = action.get_absolute_url(), action.title
    return [
        Moment(
            Kind.STEP,
            event.happened_on,
            f"{event.get_status_display()}: {event.text}",
            address,
            of,
            event.source,
            event.locator,
        )
        for event in action.events.all()
    ]


def _of_stances(stood: Stood) -> Moment:
    labels = dict(StateStance.Stance.choices)
    counts = comma().join(f"{labels[name]}: {stood.counts[name]}" for name in labels if name in stood.counts)
    text = _("%(kind)s – %(counts)s") % {"kind": StateStance.Kind(stood.kind).label, "counts": counts}
    return Moment(Kind.STANCE, stood.on, text, stood.action.get_absolute_url(), stood.action.title, stood.source)


def _of_statement(statement: Statement) -> Moment:
    cited = next(iter(statement.citations.all()), None)
    address = statement.get_absolute_url()
    return Moment(Kind.STATEMENT, statement.issued_on, statement.title, address, "", *_from(cited))


def _of_incident(incident: PublicIncident) -> list[Moment]:
    """When it began, and what came of it, as its page tells it."""
    address = incident.get_absolute_url()
    steps = [
        Moment(Kind.INCIDENT, step["on"], step["text"], address, incident.title, step["source"], step["place"])
        for step in steps_of(incident)
    ]
    return [Moment(Kind.INCIDENT, incident.began_on, incident.title, address), *steps]


def _from(cited: Any) -> tuple[Any, str]:
    return (cited.source, cited.locator) if cited else (None, "")
