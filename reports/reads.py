"""What a paper read: each record with a digest of the public values that it used, by which a change is seen later."""

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from recommendations.models import (
    CATEGORIES,
    AnnouncedTally,
    Assessment,
    FollowUpAction,
    Recommendation,
    Review,
    Statement,
)
from reprisals.models.projection import PublicIncident

from .draft import Read


def of_review(review: Review) -> Read:
    dates = (review.status, review.reviewed_on, review.adopted_on)
    documents = [str(source) for _name, source in review.documents]
    return _read(review, review.slug, review.get_absolute_url(), (*dates, review.cycle, documents))


def of_tally(tally: AnnouncedTally) -> Read:
    counts = [getattr(tally, category) for category in CATEGORIES]
    key = f"{tally.review.slug}/{tally.unit}/{tally.source}"
    used = (tally.total, counts, tally.locator, tally.note, str(tally.source), tally.source.link)
    return _read(tally, key, tally.review.get_absolute_url(), used)


def of_recommendation(one: Recommendation) -> Read:
    """Expects its recommending States at hand."""
    senders = [made.state.iso3 for made in one.recommenders.all()]
    used = (one.paragraph, one.text, one.position, one.action_category, one.note, senders)
    return _read(one, f"{one.review.slug}/{one.key}", one.get_absolute_url(), used)


def of_assessment(one: Assessment) -> Read:
    of = one.recommendation or one.review
    assert of is not None  # noqa: S101 - a constraint says so
    slug = of.slug if isinstance(of, Review) else f"{of.review.slug}/{of.key}"
    key = f"{one.organisation.slug}/{slug}/{one.judgement}/{one.assessed_on}"
    return _read(one, key, of.get_absolute_url(), (one.extent, one.reasons, _cited(one.citations.all())))


def of_action(action: FollowUpAction) -> Read:
    """Expects its events, stances and citations at hand."""
    events = [(event.status, event.happened_on, event.text) for event in action.events.all()]
    stances = sorted((stance.state.iso3, stance.kind, stance.stance) for stance in action.stances.all())
    said = (action.title, action.summary, action.addressee, action.requested_on, action.due_on)
    used = (*said, events, stances, _cited(action.citations.all()))
    return _read(action, action.slug, action.get_absolute_url(), used)


def of_statement(statement: Statement) -> Read:
    demands = [(demand.text, demand.locator) for demand in statement.demands.all()]
    signed = sorted(signature.organisation.name for signature in statement.signatures.all())
    used = (statement.title, statement.issued_on, statement.summary, demands, signed)
    return _read(statement, statement.slug, statement.get_absolute_url(), used)


def of_incident(incident: PublicIncident) -> Read:
    """A published incident, by its public reference."""
    return _read(incident, incident.reference, incident.get_absolute_url(), (incident.page,), incident.title)


def _cited(citations: Iterable[Any]) -> list[tuple[str, str]]:
    return [(str(one.source), one.locator) for one in citations]


def _read(record: Any, key: str, address: str, used: tuple[Any, ...], name: str = "") -> Read:
    text = json.dumps(used, ensure_ascii=False, sort_keys=True, default=str)
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Read(record._meta.label_lower, key, address, digest, name or str(record))
