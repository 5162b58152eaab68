"""What was published or recorded of a case, and when: the entries of its feed and of the page for people.

Of an incident an entry says that there is a page and where, and nothing else: a feed is copied and kept by readers of
which nobody knows, and a page that is withdrawn must not live on there.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, time
from typing import Any

from django.db.models import Min
from django.utils.translation import gettext as _

from recommendations.feeds import FeedEntry
from recommendations.models import Assessment, Case, PartialDate, Recommendation, StateStance
from recommendations.record_feeds import (
    date_entries,
    follow_up_entries,
    free_key,
    latest,
    review_entries,
    statement_entries,
)
from recommendations.tracking.recorded import Recorded, recorded, recorded_in
from reprisals.models.projection import PublicIncident

from .gathered import Gathered
from .timeline import Kind, timeline

Added = dict[str, datetime]  # when the public case was given a record, by the record's address


def changes(gathered: Gathered) -> list[FeedEntry]:
    """Everything that was published, recorded or changed of a case, in no order. A constant number of queries."""
    case = gathered.case
    entries = [
        case_entry(case),
        *review_entries(case.reviews.published()),
        *follow_up_entries(case.follow_up.published()),
        *statement_entries(case.statements.published()),
        *recommendation_entries(gathered.recommendations),
        *finding_entries(gathered.findings),
        *stance_entries(gathered),
        *date_entries(gathered.dates),
    ]
    added = added_to(gathered)
    entries = [_in_the_case(entry, added) for entry in entries]
    return [*entries, *(incident_entry(incident) for incident in gathered.incidents)]


def added_to(gathered: Gathered) -> Added:
    """When each record was added to the case, where that was after the case was published. Four queries."""
    found: Added = {}
    case, history = gathered.case, Case.history.model
    shown: dict[str, list[Any]] = {
        "reviews": gathered.reviews,
        "recommendations": gathered.recommendations,
        "follow_up": gathered.actions,
        "statements": gathered.statements,
    }
    for links in history._history_m2m_fields:
        addresses = {record.pk: record.get_absolute_url() for record in shown[links.name]}
        other = links.m2m_reverse_field_name()
        rows = getattr(history, links.name).model.objects.filter(**{"history__id": case.pk, f"{other}__in": addresses})
        for pk, first in rows.order_by().values_list(other).annotate(first=Min("history__history_date")):
            if first > case.published_at:
                found[addresses[pk]] = first
    return found


def _in_the_case(entry: FeedEntry, added: Added) -> FeedEntry:
    """Something that was public before it was added to the case is new in the case when it is added."""
    first = added.get(entry.address)
    if first is None:
        return entry
    return replace(entry, updated=latest(entry.updated, first), published=latest(entry.published, first))


def case_entry(case: Case) -> FeedEntry:
    rows = Case.history.filter(id=case.pk)
    written = recorded_in(rows, "title", "slug", "summary", "published_at").get(case.pk)
    return _entry(case, _("Advocacy case: %(title)s") % {"title": case}, case.summary, case.published_at, written)


def recommendation_entries(recommendations: list[Recommendation]) -> Iterator[FeedEntry]:
    """What the case singles out. Two queries."""
    pks = [one.pk for one in recommendations]
    written = recorded_in(Recommendation.history.filter(id__in=pks), "paragraph", "text", "note")
    for one in recommendations:
        title = _("Recommendation: %(name)s") % {"name": one}
        yield _entry(one, title, one.text, one.review.published_at, written.get(one.pk))


def finding_entries(findings: list[Assessment]) -> Iterator[FeedEntry]:
    """What organisations found."""
    written = recorded(Assessment.history.filter(id__in=[one.pk for one in findings]))
    taken: set[str] = set()
    for one in sorted(findings, key=lambda one: one.pk):
        subject: Any = one.review or one.recommendation
        review = one.review or subject.review
        text = "\n\n".join(part for part in (one.extent, one.reasons) if part)
        title = _("%(finding)s – %(of)s") % {"finding": one, "of": subject}
        entry = _entry(subject, title, text, review.published_at, written.get(one.pk))
        yield replace(entry, key=_part(entry, "finding", written.get(one.pk), taken))


def stance_entries(gathered: Gathered) -> Iterator[FeedEntry]:
    """How States stood on each action, as far as it is recorded."""
    written = recorded(StateStance.history.filter(follow_up__in=gathered.actions), "follow_up_id")
    texts: dict[Any, list[str]] = {}
    for moment in timeline(gathered, PartialDate.today()):
        if moment.kind == Kind.STANCE:
            texts.setdefault(moment.address, []).append(f"{moment.spoken}: {moment.text}")
    for action in gathered.actions:
        if said := texts.get(action.get_absolute_url()):
            title = _("How States stood: %(title)s") % {"title": action}
            entry = _entry(action, title, "\n".join(said), action.published_at, written.get(action.pk))
            yield replace(entry, key=f"{entry.key}#stances")


def incident_entry(incident: PublicIncident) -> FeedEntry:
    """That there is a page, and where."""
    address = incident.get_absolute_url()
    return FeedEntry(
        key=address,
        title=_("Reprisals and intimidation: a page"),
        address=address,
        text=_("Read it where it stands: it is there as long as it may be read."),
        updated=datetime.combine(incident.published_on, time.min, UTC),
    )


def _entry(record: Any, title: str, text: str, published: datetime | None, written: Recorded | None) -> FeedEntry:
    address = record.get_absolute_url()
    return FeedEntry(
        key=address,
        title=title,
        address=address,
        text=text,
        updated=latest(published, written.last if written else None),
        published=latest(published, written.first if written else None),
    )


def _part(entry: FeedEntry, of: str, written: Recorded | None, taken: set[str]) -> str:
    return free_key(f"{entry.key}#{of}-", written.first.isoformat() if written else "", taken)


def since(entries: Iterable[FeedEntry], day: PartialDate) -> list[FeedEntry]:
    """Those of a day or later, newest first; the day begins at midnight, Universal Time."""
    start = datetime.combine(day.earliest, time.min, UTC)
    return sorted(
        (one for one in entries if one.updated >= start), key=lambda one: (one.updated, one.key), reverse=True
    )
