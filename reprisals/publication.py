"""The way of an incident to the public and back: one function for each step, whoever calls it.

draft → in review → approved → published → withdrawn → purged. Whoever wrote a page never approves it; a ground for
publication and the end of an embargo are conditions of publishing; withdrawing takes one person and acts at once.
"""

import json
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from . import audit
from .access import Doing, acts_as, authors, can_approve, join, may, require
from .evidence.copies import CopyChanged, content_of
from .evidence.custody import remove_after_commit
from .exposure import names_given_away
from .grounds import Grounds
from .models import (
    Basis,
    CaseRole,
    ConsentFile,
    DataKey,
    Evidence,
    Incident,
    Person,
    PublicAct,
    PublicEngagement,
    PublicFile,
    PublicIncident,
    PublicLink,
    Step,
    Version,
    VersionState,
)
from .models.publication import OPEN
from .page import Page, page_of
from .scrub import scrub_after_commit
from .tombstones import buried, bury


class Refused(Exception):
    """A step that may not be taken; `problems` says why, in words."""

    def __init__(self, *problems: str) -> None:
        super().__init__(" ".join(problems))
        self.problems = list(problems)


def problems_of(incident: Incident, at: datetime) -> list[str]:
    """Why the page, as it would be now, cannot be handed in. Raises RoomShut where the room is shut."""
    page = page_of(incident, _day(at))
    found = []
    if not page["title"] or not page["summary"]:
        found.append(_("A public title and a public summary are missing."))
    found += [
        _("“%(who)s” is to be shown by a name or pseudonym that is not recorded.") % {"who": person["role"]}
        for person in page["people"]
        if person["how"] in ("name", "pseudonym") and not person["called"]
    ]
    if any(not file["caption"] or not file["alternative"] for file in page["files"]):
        found.append(_("A file is to be shown without a caption, or without a text in place of it."))
    if len(page["files"]) > settings.PUBLIC_FILES_MOST:
        found.append(_("A page shows at most %(n)s files.") % {"n": settings.PUBLIC_FILES_MOST})
    return found + names_given_away(incident, page) + Grounds(incident, _day(at)).problems()


def shown_people(incident: Incident) -> dict[str, str]:
    """How each person of the record stands on the page, by their key."""
    people = Person.objects.filter(incident=incident).values_list("pk", "visibility")
    return {str(pk): visibility for pk, visibility in people}


@transaction.atomic
def record_edit(incident: Incident, by: User, at: datetime | None = None, *, fields: Iterable[str] = ()) -> None:
    """Notes that somebody changed the record, so that they do not approve it; `fields` are names for the log."""
    _step(_held(incident), Step.Kind.EDITED, by, at or timezone.now(), fields)


@transaction.atomic
def submit(
    incident: Incident, by: User, *, embargo_until: datetime | None = None, at: datetime | None = None
) -> Version:
    """Hands the page in for review, as it is now. A published page stays until the new version is published."""
    at, incident = at or timezone.now(), _held(incident)
    require(by, Doing.WRITE, incident)
    if Version.objects.filter(incident=incident, state__in=OPEN).exists():
        raise Refused(_("A version of this page is under way already."))
    if problems := problems_of(incident, at):
        raise Refused(*problems)
    version = Version(incident=incident, submitted_at=at, submitted_by=by, embargo_until=embargo_until)
    version.page = json.dumps(page_of(incident, _day(at)))
    version.shown = json.dumps(shown_people(incident))
    version.save()
    _step(incident, Step.Kind.SUBMITTED, by, at)
    return version


@transaction.atomic
def return_to_draft(version: Version, by: User, why: str = "", at: datetime | None = None) -> None:
    """Gives a page back to those who wrote it, and says why; they may also take it back themselves."""
    at, version = at or timezone.now(), _reread(version)
    if not may(by, Doing.WRITE, version.incident):
        require(by, Doing.REVIEW, version.incident)
        if not why.strip():
            raise Refused(_("Say why it goes back, for those who wrote it."))
        join(version.incident, by, CaseRole.REVIEWER)
    if version.state not in OPEN:
        raise Refused(_("Only a page that is in review or approved can be returned."))
    if why:
        version.comment = why
        version.save(update_fields=["sealed"])
    _to(version, VersionState.RETURNED)
    _step(version.incident, Step.Kind.RETURNED, by, at)


@transaction.atomic
def approve(version: Version, by: User, at: datetime | None = None) -> None:
    """The second pair of eyes: nobody who wrote any of it. Exactly what was handed in is approved."""
    at, version = at or timezone.now(), _reread(version)
    require(by, Doing.REVIEW, version.incident)
    if version.state != VersionState.IN_REVIEW:
        raise Refused(_("Only a page that is in review can be approved."))
    if not can_approve(by, version):
        raise PermissionDenied(_("Whoever wrote a page does not approve it."))
    _require_publishable(version, at)
    join(version.incident, by, CaseRole.REVIEWER)
    _to(version, VersionState.APPROVED, approved_by=by, approved_at=at)
    _step(version.incident, Step.Kind.APPROVED, by, at)


@transaction.atomic
def publish(version: Version, by: User, at: datetime | None = None) -> PublicIncident:
    """Shows an approved page to everybody, in place of the version before it."""
    at, version = at or timezone.now(), _reread(version)
    require(by, Doing.REVIEW, version.incident)
    if version.state != VersionState.APPROVED:
        raise Refused(_("Only an approved page can be published."))
    if version.approved_by_id in {None, version.submitted_by_id}:
        raise Refused(_("A page is published only after a second person has approved it."))
    if version.approved_by_id in authors(version.incident):
        raise Refused(_("Whoever approved the page has changed the record since: return it, and hand it in again."))
    if version.embargo_until and at < version.embargo_until:
        raise Refused(_("The embargo has not ended yet."))
    _require_publishable(version, at)
    join(version.incident, by, CaseRole.REVIEWER)
    until = Grounds(version.incident, _day(at)).shown_until()
    Version.objects.filter(incident=version.incident, state=VersionState.PUBLISHED).update(state=VersionState.REPLACED)
    _to(version, VersionState.PUBLISHED)
    _step(version.incident, Step.Kind.PUBLISHED, by, at)
    return _show(version.incident, json.loads(version.page), _day(at), until)


@transaction.atomic
def withdraw(incident: Incident, by: User, at: datetime | None = None) -> None:
    """Takes the page from the public at once. One person is enough, also while the room is shut."""
    require(by, Doing.TAKE_DOWN)
    _take_down(_held(incident), Step.Kind.WITHDRAWN, by, at or timezone.now())


@transaction.atomic
def withdraw_page(reference: str, by: User, at: datetime | None = None) -> None:
    """Takes a page from the public by its reference, also one whose record is gone."""
    require(by, Doing.TAKE_DOWN)
    incident = Incident.objects.filter(reference=reference).first()
    if incident:
        withdraw(incident, by, at)
    elif PublicIncident.objects.filter(reference=reference).delete()[0]:
        audit.note(audit.Action.STEP_TAKEN, by, about=Step.Kind.WITHDRAWN)


@transaction.atomic
def withdraw_consent(basis: Basis, by: User, at: datetime | None = None) -> None:
    """Notes that a consent was taken back; the page goes with it."""
    at, incident = at or timezone.now(), _held(basis.incident)
    require(by, Doing.KEEP_CONSENT, incident)
    if not acts_as(by, CaseRole.CASE_OFFICER, incident):
        join(incident, by, CaseRole.CUSTODIAN)
    Basis.objects.filter(pk=basis.pk, withdrawn_on__isnull=True).update(withdrawn_on=_day(at))
    _step(incident, Step.Kind.CONSENT_WITHDRAWN, by, at)
    _take_down(incident, Step.Kind.WITHDRAWN, by, at)


@transaction.atomic
def recheck(incident: Incident, by: User, at: datetime | None = None) -> None:
    """After grounds or people were edited: a published page that they no longer bear goes; else its end is set anew.

    A page that names somebody who is recorded as not to be named goes, too. One that had ended does not come back.
    """
    at, incident = at or timezone.now(), _held(incident)
    version = Version.objects.filter(incident=incident, state=VersionState.PUBLISHED).first()
    if version is None:
        return
    version.incident = incident
    page, shown = json.loads(version.page), json.loads(version.shown)
    grounds = Grounds(incident, _day(at), shown)
    if not PublicIncident.objects.live(_day(at)).filter(reference=incident.reference).exists():
        _take_down(incident, Step.Kind.EXPIRED, None, at)
    elif grounds.problems() or names_given_away(incident, page, shown):
        _take_down(incident, Step.Kind.WITHDRAWN, by, at)
    else:
        PublicIncident.objects.filter(reference=incident.reference).update(shown_until=grounds.shown_until())


def take_down_expired(at: datetime | None = None) -> int:
    """Takes down what stands on a ground that has ended. Readers do not see it from that day on; this removes it.

    Each page by itself: who held the log for one while waiting for the next could wait for ever.
    """
    at = at or timezone.now()
    return sum(_take_down_if_expired(row, at) for row in list(_expired(at)))


def _expired(at: datetime) -> QuerySet:
    return PublicIncident.objects.filter(shown_until__lt=_day(at))


@transaction.atomic
def _take_down_if_expired(row: PublicIncident, at: datetime) -> bool:
    incident = Incident.objects.select_for_update().filter(reference=row.reference).first()
    if not _expired(at).filter(pk=row.pk).exists():
        return False  # shown on a new ground meanwhile
    if incident:
        _take_down(incident, Step.Kind.EXPIRED, None, at)
    else:
        row.delete()
        audit.note(audit.Action.STEP_TAKEN, None, about=Step.Kind.EXPIRED)
    return True


@transaction.atomic
def purge(incident: Incident, by: User, at: datetime | None = None) -> None:
    """Deletes an incident for ever, with its key. A backup from before holds both, the key wrapped."""
    require(by, Doing.PURGE, incident)
    bury(incident.reference, _day(at or timezone.now()))
    _purge(incident.reference, by)


def purge_what_came_back() -> int:
    """Purges again what a restored backup brought back; returns how many incidents that were."""
    back = sorted(Incident.objects.filter(reference__in=buried()).values_list("reference", flat=True))
    for reference in back:
        _purge(reference, None)
    return len(back)


@transaction.atomic
def _purge(reference: str, by: User | None) -> None:
    # Locked first: what is just being published is public before this goes on, and goes with the rest.
    incident = Incident.objects.select_for_update().filter(reference=reference).first()
    PublicIncident.objects.filter(reference=reference).delete()
    if incident is None:
        return
    Basis.objects.filter(incident=incident).delete()
    kinds = ContentType.objects.get_for_models(Incident, ConsentFile, Version, for_concrete_models=False).values()
    LogEntry.objects.filter(content_type__in=kinds, object_repr__startswith=reference).delete()
    key = incident.data_key_id
    remove_after_commit(list(Evidence.objects.filter(incident=incident).values_list("stored", flat=True)))
    incident.delete()
    DataKey.objects.filter(pk=key).delete()
    audit.note(audit.Action.PURGED, by)  # of nothing that could be told: what the log held of it leads nowhere now
    scrub_after_commit()


def _take_down(incident: Incident, kind: str, by: User | None, at: datetime) -> None:
    PublicIncident.objects.filter(reference=incident.reference).delete()
    going = Version.objects.filter(incident=incident, state__in=[*OPEN, VersionState.PUBLISHED])
    going.update(state=VersionState.WITHDRAWN)
    _step(incident, kind, by, at)
    scrub_after_commit()


def has_changed(version: Version, at: datetime) -> bool:
    """Whether the page would be another now than the one that was handed in."""
    now = json.loads(json.dumps(page_of(version.incident, _day(at))))
    return bool(json.loads(version.page) != now)


def _require_publishable(version: Version, at: datetime) -> None:
    incident = version.incident
    if has_changed(version, at):
        raise Refused(_("The record has changed since the page was handed in: return it, and hand it in again."))
    if problems := problems_of(incident, at):
        raise Refused(*problems)


def _show(incident: Incident, page: Page, on: date, until: date | None) -> PublicIncident:
    PublicIncident.objects.filter(reference=page["reference"]).delete()
    columns = ("reference", "title", "kind", "began_on", "place_kind", "place", "confidence", "status", "status_on")
    values: dict[str, Any] = {name: page[name] for name in columns} | {"place": page["place"][:300]}
    shown = PublicIncident.objects.create(
        **values, state_iso3=page["state"], page=page, published_on=on, shown_until=until
    )
    acts = dict.fromkeys(act["kind"] for act in page["acts"])
    PublicAct.objects.bulk_create(PublicAct(incident=shown, kind=kind) for kind in acts)
    bodies = dict.fromkeys(row["kind"] for row in page["engagements"])
    PublicEngagement.objects.bulk_create(PublicEngagement(incident=shown, kind=kind) for kind in bodies)
    PublicLink.objects.bulk_create(PublicLink(incident=shown, address=address) for address in page["links"])
    try:
        for file in page.get("files", []):
            words = {"name": file["name"], "media_type": file["media_type"]}
            PublicFile.objects.create(incident=shown, content=content_of(incident, file), **words)
    except CopyChanged:
        raise Refused(_("A file has changed since the page was handed in: return it, and hand it in again.")) from None
    return shown


def _held(incident: Incident) -> Incident:
    """The incident as it is now, which nobody else changes until we are done."""
    rows = Incident.objects.select_for_update(of=("self",)).select_related("state", "country", "territory")
    return rows.get(pk=incident.pk)


def _reread(version: Version) -> Version:
    incident = _held(version.incident)
    current: Version = Version.objects.select_for_update().get(pk=version.pk)
    current.incident = incident
    return current


def _to(version: Version, state: str, **values: Any) -> None:
    Version.objects.filter(pk=version.pk).update(state=state, **values)


def _step(incident: Incident, kind: str, by: User | None, at: datetime, fields: Iterable[str] = ()) -> None:
    """Every step is noted twice: for those who work on the incident, and in the log. The incident is held by now."""
    Step.objects.create(incident=incident, kind=kind, taken_at=at, taken_by=by)
    action = audit.Action.CHANGED if kind == Step.Kind.EDITED else audit.Action.STEP_TAKEN
    audit.note(action, by, incident, fields, about=kind)


def _day(at: datetime) -> date:
    return timezone.localdate(at)
