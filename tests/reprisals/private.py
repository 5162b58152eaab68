"""Private records of every kind, for a record that `addresses.the_record` made: none of them may show."""

import datetime
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied

from recommendations.models import (
    Case,
    ClockDate,
    ClockStep,
    FollowUpAction,
    Organisation,
    Review,
    SiteText,
    SiteTextVersion,
    Statement,
    StateStance,
    StatusEvent,
)
from reprisals import publication
from reprisals.models import (
    Act,
    Assignment,
    Basis,
    ConfidentialSource,
    Contact,
    Development,
    Digest,
    Engagement,
    Incident,
    IncidentCitation,
    IncidentLink,
    InternalNote,
    Meeting,
    Person,
    PublicIncident,
    Response,
    SignOn,
    SignOnList,
    Testimony,
)
from reprisals.models.vocabulary import BasisKind
from reprisals.publication import Refused
from tests.records import a_source, a_state

from .addresses import CASE, EDITED, FOLLOW_UP, HIDDEN_CASE, HIDDEN_REVIEW, NOW, PRIVATE, REPUBLISHED, of
from .records import a_basis, a_person, an_incident, approved, evidence_of, nobody_in, published

DAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class Secret:
    """What stands in private rows and nowhere else: each would betray them in a count, a choice or a heading."""

    year: int = 2013
    state: str = "NRU"
    act: str = "killing"
    engagement: str = "forum"
    place: str = "transit"
    status: str = "died"
    address: str = CASE


def told(kind: str, secret: Secret, by: User) -> Incident:
    """An incident that would show everything if it were public, all of it linked to what is public."""
    on = f"{secret.year}-03-02"
    state = a_state(secret.state)
    fields = {"began_on": on, "country": state, "state": state, "place_kind": secret.place, "kind": "both"}
    words = {"public_title": f"Secret: {kind}", "public_summary": "Secret.", "locality": "Secret Square"}
    exact = {"shown_date": "day", "shown_place": "locality"}
    made = an_incident(by, acts=(secret.act,), reference=PRIVATE[kind], **fields, **words, **exact)
    source = a_source(f"Secret source: {kind}")
    of_it = {"incident": made, "source": source}
    for row in (
        Engagement(incident=made, kind=secret.engagement, mechanism="SECRET"),
        Development(**of_it, status=secret.status, happened_on=on, text="Secret end.", shown=True),
        Response(**of_it, kind="wgad", happened_on=on, text="Secret answer.", public_from=datetime.date(2020, 1, 1)),
        IncidentCitation(**of_it, shown=True, locator="secret para."),
        IncidentLink(incident=made, address=secret.address),
        Testimony(incident=made, text="Secret testimony."),
        ConfidentialSource(incident=made, name="Secret Helper"),
        InternalNote(incident=made, text="Secret note.", written_by=by),
    ):
        row.save()
    a_basis(made, person=a_person(made, name="Secretia Undertow", visibility="name"))
    evidence_of(made, by, named=f"{PRIVATE[kind]}.jpg", caption="Secret caption", alternative="Secret words")
    nobody_in(made)
    return made


def draft(secret: Secret, writer: User, reviewer: User) -> None:
    told("draft", secret, writer)


def in_review(secret: Secret, writer: User, reviewer: User) -> None:
    version = publication.submit(told("in review", secret, writer), writer)
    with suppress(PermissionDenied, Refused):
        publication.publish(version, writer)


def approved_only(secret: Secret, writer: User, reviewer: User) -> None:
    approved(told("approved", secret, writer), writer, reviewer)


def embargoed(secret: Secret, writer: User, reviewer: User) -> None:
    version = approved(told("embargoed", secret, writer), writer, reviewer, embargo_until=NOW + DAY)
    with suppress(Refused):
        publication.publish(version, reviewer)


def withdrawn(secret: Secret, writer: User, reviewer: User) -> None:
    incident = told("withdrawn", secret, writer)
    published(incident, writer, reviewer)
    publication.withdraw(incident, reviewer)


def expired(secret: Secret, writer: User, reviewer: User) -> None:
    shown = published(told("expired", secret, writer), writer, reviewer)
    PublicIncident.objects.filter(pk=shown.pk).update(shown_until=NOW.date() - DAY)


def purged(secret: Secret, writer: User, reviewer: User) -> None:
    incident = told("purged", secret, writer)
    published(incident, writer, reviewer)
    publication.purge(incident, writer)


def consent_withdrawn(secret: Secret, writer: User, reviewer: User) -> None:
    incident = told("consent withdrawn", secret, writer)
    published(incident, writer, reviewer)
    publication.withdraw_consent(Basis.objects.get(incident=incident, kind=BasisKind.PERSON), writer)


def ground_lost(secret: Secret, writer: User, reviewer: User) -> None:
    incident = told("ground lost", secret, writer)
    published(incident, writer, reviewer)
    Basis.objects.filter(incident=incident, kind=BasisKind.PERSON).update(scopes=["kept"])
    publication.recheck(incident, writer)


def edited(secret: Secret, writer: User, reviewer: User) -> None:
    """Edits of a published incident, of its public texts too, that are in review."""
    incident = of(EDITED)
    incident.public_title, incident.public_summary, incident.account = "Secret title", "Secret text", "Secret"
    incident.began_on, incident.place_kind = f"{secret.year}", secret.place
    incident.state = incident.country = a_state(secret.state)
    incident.save()
    Act(incident=incident, kind=secret.act).save()
    Engagement(incident=incident, kind=secret.engagement).save()
    IncidentLink(incident=incident, address=FOLLOW_UP).save()
    a_basis(incident, person=a_person(incident, name="Secretia Undertow", visibility="name"))
    evidence_of(incident, writer, named=f"{EDITED}.jpg", caption="Secret caption")
    publication.record_edit(incident, writer)
    publication.recheck(incident, writer)
    publication.submit(incident, writer)


def republished(secret: Secret, writer: User, reviewer: User) -> None:
    """What the page does not show was changed, and the page was published anew: it is the same."""
    incident = of(REPUBLISHED)
    incident.title, incident.account, incident.confidence_reason = "Secret", "Secret", "Secret"
    incident.began_on, incident.locality = "2021-05-27", "Secret Square"
    incident.save()
    _change_parts(incident, secret)
    evidence_of(incident, writer, named=f"{REPUBLISHED}.jpg", caption="Secret caption", shown=False)
    publication.record_edit(incident, writer)
    published(incident, writer, reviewer)


def _change_parts(incident: Incident, secret: Secret) -> None:
    source = a_source("Secret source")
    person = Person.objects.get(incident=incident)
    person.name, person.pseudonym, person.details = "Secretia Undertow", "Secret Sparrow", "Secret"
    person.save()
    Act.objects.filter(incident=incident).update(happened_on="2021-05-27")
    Engagement.objects.filter(incident=incident).update(review=Review.objects.get(slug=HIDDEN_REVIEW))
    of_it = {"incident": incident, "source": source}
    answer = {**of_it, "kind": "wgad", "happened_on": "2021-06-07", "text": "Secret answer."}
    for row in (
        Person(incident=incident, role="relative", name="Secretia's Aunt", description="secret aunt"),
        Person(incident=incident, role="source", name="Secret Helper", description="secret helper"),
        Development(**of_it, status=secret.status, happened_on="2023-01-01", text="Secret end."),
        Response(**answer),
        Response(**answer | {"happened_on": "2021-06-08"}, public_from=NOW.date() + DAY),
        IncidentCitation(**of_it, note="Secret"),
        IncidentLink(incident=incident, address=HIDDEN_CASE),
        Testimony(incident=incident, text="Secret testimony.", given_on=NOW.date()),
        ConfidentialSource(incident=incident, name="Secret Helper"),
        InternalNote(incident=incident, text="Secret note."),
    ):
        row.save()
    a_basis(incident, BasisKind.UN_RECORD, valid_until=NOW.date() + 9 * DAY)


def desk(secret: Secret, writer: User, reviewer: User) -> None:
    contact = Contact(state=a_state(secret.state), spoken_on=NOW.date(), name="Secretary Secret", promised="A secret")
    contact.save()
    Meeting(contact=contact, held_on=NOW.date(), asked="Secret ask", promised="A secret", address=FOLLOW_UP).save()
    SignOnList(statement=Statement.objects.published().get(), deadline=NOW.date(), note="Secret").save()
    Digest.objects.create(user=writer, day=NOW.date(), made_at=NOW, problem="secret")
    for address in (FOLLOW_UP, secret.address):
        Assignment(step="Secret step", address=address, assigned_to=writer, due_on=NOW.date() - DAY).save()
    for answer, organisation in zip(("yes", "no"), Organisation.objects.order_by("pk"), strict=False):
        SignOn(
            statement=Statement.objects.published().get(), organisation=organisation, answer=answer, note="Secret"
        ).save()


def unpublished(secret: Secret, writer: User, reviewer: User) -> None:
    """What staff have not published of the public record, linked to what they have."""
    review, action = Review.objects.get(slug=HIDDEN_REVIEW), FollowUpAction.objects.get(slug="count-the-teapots")
    hidden = FollowUpAction.objects.create(
        kind="special_session", title="Secret teapots", due_on="2024-08", state=review.state, continues=action
    )
    StatusEvent.objects.create(follow_up=hidden, status="progress", happened_on="2024-05", text="Secret step.")
    StateStance.objects.create(
        follow_up=hidden, state=a_state("FRA"), kind="supports", stance="for", taken_on="2024-05", note="Secret stance."
    )
    steps = {step.slug: step for step in ClockStep.objects.all()}
    ClockDate.objects.create(follow_up=hidden, step=steps["request"], due_on="2024-08-01", note="Secret date.")
    ClockDate.objects.create(review=review, step=steps["review"], due_on="2024-08-02", note="Secret date.")
    hidden.reviews.set([Review.objects.get(slug="china-2024")])
    action.reviews.add(review)
    Statement.objects.get(slug="on-teapots").reviews.add(review)
    for place in ("home", "method", "notice"):
        text = SiteText.objects.create(place=place)
        SiteTextVersion.objects.create(site_text=text, text="Secret words of the site.")
    case = Case.objects.get(slug="hidden-teapots")
    case.follow_up.set([hidden, action])
    case.reviews.set([review])


KINDS: dict[str, Callable[[Secret, User, User], None]] = {
    "draft": draft,
    "in review": in_review,
    "approved": approved_only,
    "embargoed": embargoed,
    "withdrawn": withdrawn,
    "expired": expired,
    "purged": purged,
    "consent withdrawn": consent_withdrawn,
    "ground lost": ground_lost,
    "edited": edited,
    "republished": republished,
    "desk": desk,
    "unpublished": unpublished,
}
