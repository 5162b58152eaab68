"""The feeds of the public record: follow-up, statements, reviews. Only what is published."""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from recommendations.agenda import Entry, all_entries
from recommendations.analysis import recorded_tallies
from recommendations.feeds import MOST, NEVER, AtomFeed, FeedEntry
from recommendations.models import (
    Category,
    ClockDate,
    CountUnit,
    FollowUpAction,
    PartialDate,
    RecommendationPosition,
    Review,
    Signature,
    Statement,
    StatementText,
    StatusEvent,
)
from recommendations.models.publication import PublishedQuerySet
from recommendations.tracking.recorded import Recorded, recorded, recorded_in

POSITIONS = dict(Category.choices)


@require_safe
def feeds(request: HttpRequest) -> HttpResponse:
    """What feeds there are, in words."""
    return render(request, "recommendations/feeds.html", {"most": MOST})


class FollowUpFeed(AtomFeed):
    """Follow-up actions as they are published, and each of their steps as it is recorded."""

    def name(self, record: Any) -> str:
        return _("Follow-up: what was asked for, and what came of it")

    def page(self, record: Any) -> str:
        return reverse("recommendations:follow_up_list")

    def entries(self, record: Any) -> Sequence[FeedEntry]:
        return follow_up_entries(FollowUpAction.objects.published())


def follow_up_entries(actions: PublishedQuerySet) -> list[FeedEntry]:
    """These published actions, and their steps. Four queries."""
    rows = FollowUpAction.history.filter(id__in=actions.order_by().values("pk"))
    written = recorded_in(rows, "kind", "title", "summary", "due_on", "published_at")
    return [*(action_entry(action, written.get(action.pk)) for action in actions), *event_entries(actions)]


def action_entry(action: FollowUpAction, written: Recorded | None) -> FeedEntry:
    """That an action is public, and in short what it is."""
    due = _("Due: %(date)s") % {"date": spoken(action.due_on)}
    address = action.get_absolute_url()
    return FeedEntry(
        key=address,
        title=_("%(kind)s: %(title)s") % {"kind": action.get_kind_display(), "title": action.title},
        address=address,
        text="\n\n".join(part for part in (action.summary, due) if part),
        updated=latest(action.published_at, written.last if written else None),
        published=action.published_at,
    )


def event_entries(actions: PublishedQuerySet) -> Iterable[FeedEntry]:
    """The steps of these published actions."""
    public = StatusEvent.objects.filter(follow_up__in=actions.order_by().values("pk"))
    written = recorded(StatusEvent.history.filter(id__in=public.order_by().values("pk")))
    taken: set[str] = set()
    for event in public.select_related("follow_up", "source").order_by("pk"):
        action, moments = event.follow_up, written.get(event.pk)
        address = action.get_absolute_url()
        words = {"title": action.title, "status": event.get_status_display(), "date": spoken(event.happened_on)}
        source = _("Source: %(source)s") % {"source": cited(event)} if event.source else ""
        yield FeedEntry(
            key=free_key(f"{address}#", moments.first.isoformat() if moments else event.happened_on, taken),
            title=_("%(title)s: %(status)s, %(date)s") % words,
            address=address,
            text="\n\n".join(part for part in (event.text, source) if part),
            updated=latest(action.published_at, moments.last if moments else None),
            published=latest(action.published_at, moments.first if moments else None),
        )


def free_key(address: str, moment: str, taken: set[str]) -> str:
    """What tells one step of an action from the others for ever: when it was recorded, as a checksum.

    Not its number in the database: that would count what is not public, too.
    """
    for n in range(1, len(taken) + 2):
        key = address + hashlib.sha256(f"{address}{moment} {n}".encode()).hexdigest()[:12]
        if key not in taken:
            break
    taken.add(key)
    return key


class StatementFeed(AtomFeed):
    """Statements as they are published, and anew when they or their signatures change."""

    def name(self, record: Any) -> str:
        return _("Statements")

    def page(self, record: Any) -> str:
        return reverse("recommendations:statement_list")

    def entries(self, record: Any) -> Sequence[FeedEntry]:
        return statement_entries(Statement.objects.published())


def statement_entries(statements: PublishedQuerySet) -> list[FeedEntry]:
    """These published statements. Four queries."""
    pks = statements.order_by().values("pk")
    moments = [
        recorded_in(Statement.history.filter(id__in=pks), "title", "summary", "issued_on", "published_at"),
        recorded(StatementText.history.filter(statement__in=pks), "statement_id"),
        recorded(Signature.history.filter(statement__in=pks), "statement_id"),
    ]
    return [statement_entry(s, [of[s.pk].last for of in moments if s.pk in of]) for s in statements]


def statement_entry(statement: Statement, changed: list[datetime]) -> FeedEntry:
    issued = _("Issued: %(date)s") % {"date": spoken(statement.issued_on)}
    address = statement.get_absolute_url()
    return FeedEntry(
        key=address,
        title=statement.title,
        address=address,
        text="\n\n".join(part for part in (statement.summary, issued) if part),
        updated=latest(statement.published_at, *changed),
        published=statement.published_at,
    )


class ReviewFeed(AtomFeed):
    """Reviews as they are published, and the positions of the State as they are recorded."""

    def name(self, record: Any) -> str:
        return _("Reviews, and what States answered")

    def page(self, record: Any) -> str:
        return reverse("recommendations:review_list")

    def entries(self, record: Any) -> Sequence[FeedEntry]:
        return review_entries(Review.objects.published())


def review_entries(public: PublishedQuerySet) -> list[FeedEntry]:
    """These published reviews, and the positions in each. Seven queries."""
    reviews = list(public.select_related("state", "wg_session", "hrc_session"))
    pks = public.order_by().values("pk")
    shown = ("slug", "wg_session", "status", "reviewed_on", "adopted_on", "published_at")
    written = recorded_in(Review.history.filter(id__in=pks), *shown)
    answers = RecommendationPosition.history.filter(recommendation__review__in=pks).exclude(history_type="-")
    answered = recorded(answers, "recommendation__review")
    tallies = recorded_tallies(reviews)
    found = [review_entry(review, written.get(review.pk)) for review in reviews]
    for review in reviews:
        counted = [tallies[review.pk, str(unit)] for unit in CountUnit if tallies[review.pk, str(unit)].total]
        if review.pk in answered and counted:
            found.append(positions_entry(review, counted, answered[review.pk]))
    return found


def review_entry(review: Review, written: Recorded | None) -> FeedEntry:
    lines = [
        _("Status: %(status)s") % {"status": review.get_status_display() or _("not recorded")},
        _("Reviewed: %(date)s") % {"date": spoken(review.reviewed_on)},
        _("Outcome adopted: %(date)s") % {"date": spoken(review.adopted_on)},
    ]
    address = review.get_absolute_url()
    return FeedEntry(
        key=address,
        title=_("Universal Periodic Review of %(review)s") % {"review": review},
        address=address,
        text="\n".join(lines),
        updated=latest(review.published_at, written.last if written else None),
        published=review.published_at,
    )


def positions_entry(review: Review, tallies: Sequence[Any], answered: Recorded) -> FeedEntry:
    """What is recorded now of a State's positions, in each unit that is counted."""
    address = review.get_absolute_url()
    return FeedEntry(
        key=f"{address}#positions",
        title=_("Positions of the State: %(review)s") % {"review": review},
        address=address,
        text="\n\n".join(tally_in_words(tally) for tally in tallies),
        updated=latest(review.published_at, answered.last),
        published=latest(review.published_at, answered.first),
    )


class DateFeed(AtomFeed):
    """Dates of sessions, reviews and follow-up actions, as sources state them."""

    def name(self, record: Any) -> str:
        return _("Dates: sessions, steps of reviews, and what is due in follow-up")

    def page(self, record: Any) -> str:
        return reverse("recommendations:calendar")

    def entries(self, record: Any) -> Sequence[FeedEntry]:
        return date_entries(all_entries())


def date_entries(entries: Iterable[Entry]) -> list[FeedEntry]:
    """Those of these dates that a source states. One query."""
    stated = [(entry, said) for entry in entries if (said := entry.date.stated)]
    written = recorded(ClockDate.history.filter(id__in=[said.pk for _entry, said in stated]))
    return [date_entry(entry, said, written.get(said.pk)) for entry, said in stated]


def date_entry(entry: Entry, said: ClockDate, written: Recorded | None) -> FeedEntry:
    lines = [
        _("Due: %(date)s") % {"date": spoken(said.due_on)} if said.due_on else "",
        _("Happened: %(date)s") % {"date": spoken(said.happened_on)} if said.happened_on else "",
        _("Source: %(source)s") % {"source": cited(said)} if said.source else "",
        said.note,
    ]
    public = getattr(entry.record, "published_at", None)  # a session is public from the beginning
    what = [entry.kind, entry.slug, *(str(part) for part in entry.date.known_by)]
    return FeedEntry(
        key=f"{entry.address}#{'-'.join(what)}",
        title=entry.name,
        address=entry.address,
        text="\n".join(line for line in lines if line),
        updated=latest(NEVER, public, written.last if written else None),
        published=latest(NEVER, public, written.first if written else None),
    )


def tally_in_words(tally: Any) -> str:
    counts = "; ".join(f"{POSITIONS[c]}: {tally.counts[c]}" for c in POSITIONS if tally.counts.get(c))
    return _("Recorded: %(total)d in %(unit)s. %(counts)s.") % {
        "total": tally.total,
        "unit": CountUnit(tally.unit).label,
        "counts": counts,
    }


def latest(*moments: datetime | None) -> datetime:
    """The latest of these that is known: what was written before the public saw it is new when it does."""
    return max(moment for moment in moments if moment)


def spoken(date: str) -> str:
    return PartialDate(date).spoken if date else _("not recorded")


def cited(row: Any) -> str:
    return f"{row.source}, {row.locator}" if row.locator else str(row.source)
