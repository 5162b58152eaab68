"""The projection: the only thing of the guarded room that pages, search, feeds, API and public papers may read."""

import datetime
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from recommendations.languages import here
from recommendations.models import Review, State

from .links import find_linked
from .models.projection import PublicFile, PublicIncident, PublicIncidentQuerySet, PublicLink
from .models.vocabulary import (
    ActKind,
    Confidence,
    EngagementKind,
    IncidentKind,
    Novelty,
    PlaceKind,
    ResponseKind,
    Role,
    Status,
)
from .tombstones import buried

_NOVELTY: dict[str, Any] = dict(Novelty.choices)
_WHAT: dict[str, Any] = {**dict(Status.choices), **dict(ResponseKind.choices)}


def incidents(on: datetime.date) -> PublicIncidentQuerySet:
    """What the public may see on a day. What was purged stays gone, also where a restored backup brought it back."""
    return PublicIncident.objects.live(on).exclude(reference__in=buried())


def incidents_of(address: str, on: datetime.date) -> list[PublicIncident]:
    """The incidents that bear on a record of this site, by its address."""
    linked = PublicLink.objects.filter(address=address).values("incident")
    return list(incidents(on).filter(pk__in=linked).order_by("began_on", "reference"))


def years(on: datetime.date) -> list[str]:
    """The years in which published incidents began, newest first."""
    dates = incidents(on).exclude(began_on="").order_by().values_list("began_on", flat=True)
    return sorted({date[:4] for date in dates}, reverse=True)


def file(reference: str, name: str, on: datetime.date) -> PublicFile | None:
    """A picture or document on a page that the public may see on a day."""
    shown = incidents(on).filter(reference=reference).values("pk")
    return PublicFile.objects.filter(incident__in=shown, name=name).first()


def in_words(page: dict[str, Any], file_at: Callable[[str], str] | None = None) -> dict[str, Any]:
    """An approved page as it is read: codes as labels, reviews and records that are public with their addresses.

    Takes what stands in `PublicIncident.page`, or a page that is still in review: both are read in the same way.
    file_at: the address of a file of the page by its name, where that is not public yet.
    """
    file_at = file_at or (lambda name: reverse("reprisals:file", args=[page["reference"], name]))
    return {
        "page": page,
        "kind": IncidentKind(page["kind"]).label,
        "place_kind": PlaceKind(page["place_kind"]).label if page["place_kind"] else "",
        "confidence": Confidence(page["confidence"]).label,
        "status": Status(page["status"]).label if page["status"] else "",
        "state": State.objects.filter(iso3=page["state"]).first() if page["state"] else None,
        "acts": [{"label": ActKind(act["kind"]).label, "on": act["happened_on"]} for act in page["acts"]],
        "engagements": _engagements(page),
        "people": [_person(person) for person in page["people"]],
        "timeline": [
            {**row, "what": _WHAT.get(row["what"], row["what"]), "novelty": _NOVELTY.get(row.get("novelty", ""), "")}
            for row in _timeline(page)
        ],
        "files": [
            {**row, "address": file_at(row["name"]), "is_picture": row["media_type"].startswith("image/")}
            for row in page.get("files", [])
        ],
        "linked": [
            replace(linked, address=here(linked.address)) for linked in find_linked(page["links"]) if linked.is_public
        ],
    }


def steps_of(incident: PublicIncident) -> list[dict[str, Any]]:
    """What came of a published incident, as its page tells it, by date: on, text, source and place in the source.

    `text` says what it is and what happened: "Detained: Arrested at the airport."
    """
    return [
        {
            "on": row["on"],
            "text": ": ".join(str(part) for part in (_WHAT.get(row["what"], row["what"]), row["text"]) if part),
            "source": row["source"],
            "place": row["place"],
        }
        for row in _timeline(incident.page)
    ]


def _timeline(page: dict[str, Any]) -> list[dict[str, Any]]:
    return sorted(page["timeline"], key=lambda row: (not row["on"], row["on"]))


def _engagements(page: dict[str, Any]) -> list[dict[str, Any]]:
    slugs = {row["review"] for row in page["engagements"] if row["review"]}
    found = Review.objects.published().filter(slug__in=slugs).select_related("state", "wg_session") if slugs else []
    reviews = {review.slug: review for review in found}
    return [
        {
            "label": EngagementKind(row["kind"]).label,
            "mechanism": row["mechanism"],
            "session": row["session"],
            "review": reviews.get(row["review"]),
        }
        for row in page["engagements"]
    ]


def _person(person: dict[str, Any]) -> str:
    """A person whom the page shows, in a few words."""
    called = ", ".join(part for part in (person["called"], person["description"]) if part)
    role = str(Role(person["role"]).label)
    text = f"{role}: {called}" if called else role
    return text + (_(" (%(n)s people)") % {"n": person["size"]} if person["size"] else "")
