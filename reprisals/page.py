"""The public page of an incident as it would be now, made from an allowlist: what does not stand here is private."""

import datetime
from typing import Any

from recommendations.models import PartialDate, Source

from .models import (
    Act,
    Development,
    Engagement,
    Evidence,
    EvidenceCopy,
    Incident,
    IncidentCitation,
    IncidentLink,
    Person,
    Response,
    ShownDate,
    ShownPlace,
)
from .models.vocabulary import Role, Visibility

Page = dict[str, Any]  # values that JSON knows: texts and lists of rows

_LENGTH = {ShownDate.DAY: 10, ShownDate.MONTH: 7, ShownDate.YEAR: 4, ShownDate.NONE: 0}


def page_of(incident: Incident, on: datetime.date) -> Page:
    """What the public page would say on a day. Raises RoomShut where the room is shut."""
    developments = [row for row in _parts(Development, incident) if row.shown]
    last = max(developments, key=lambda row: (row.happened_on, row.pk), default=None)
    return {
        "reference": incident.reference,
        "title": incident.public_title.strip(),
        "summary": incident.public_summary.strip(),
        "kind": incident.kind,
        "began_on": coarse(incident.began_on, incident.shown_date),
        "ended_on": coarse(incident.ended_on, incident.shown_date),
        "place_kind": incident.place_kind,
        "place": place_of(incident),
        "state": incident.state.iso3 if incident.state else "",
        "confidence": incident.confidence,
        "confidence_reason": incident.public_confidence.strip(),
        "status": last.status if last else "",
        "status_on": coarse(last.happened_on, incident.shown_date) if last else "",
        "acts": _acts(incident),
        "engagements": _engagements(incident),
        "people": _people(incident),
        "timeline": sorted(
            [_development(row, incident) for row in developments] + _responses(incident, on),
            key=lambda row: row["on"],
        ),
        "citations": _citations(incident),
        "links": sorted({row.address for row in _parts(IncidentLink, incident)}),
        "files": _files(incident),
    }


def coarse(date: str, shown: str) -> str:
    """A date as exact as the page may show it, or less."""
    return str(PartialDate(cut)) if (cut := date[: _LENGTH[ShownDate(shown)]]) else ""


def place_of(incident: Incident) -> str:
    """The place as exact as the page may show it."""
    country = incident.country.name if incident.country else ""
    territory = incident.territory.name if incident.territory else ""
    parts = {
        ShownPlace.LOCALITY: [incident.locality.strip(), territory, country],
        ShownPlace.TERRITORY: [territory, country],
        ShownPlace.COUNTRY: [country],
        ShownPlace.NONE: [],
    }
    return ", ".join(part for part in parts[ShownPlace(incident.shown_place)] if part)


def _parts(model: Any, incident: Incident) -> list[Any]:
    rows = list(model.objects.filter(incident=incident))
    for row in rows:
        row.incident = incident
    return rows


def _acts(incident: Incident) -> list[Page]:
    rows = {(coarse(act.happened_on, incident.shown_date), act.kind) for act in _parts(Act, incident)}
    return [{"kind": kind, "happened_on": on} for on, kind in sorted(rows, key=lambda row: (not row[0], row))]


def _engagements(incident: Incident) -> list[Page]:
    rows = Engagement.objects.filter(incident=incident).select_related("review", "session").order_by("pk")
    return [
        {
            "kind": row.kind,
            "mechanism": row.mechanism,
            "review": row.review.slug if row.review else "",
            "session": str(row.session or ""),
        }
        for row in rows
    ]


def _people(incident: Incident) -> list[Page]:
    """Those who are not withheld. A source never is anything else."""
    shown = []
    for person in _parts(Person, incident):
        how = Visibility(person.visibility)
        if how == Visibility.WITHHELD or person.role == Role.SOURCE:
            continue
        called = {Visibility.NAME: person.name, Visibility.PSEUDONYM: person.pseudonym}.get(how, "")
        shown.append(
            {
                "role": person.role,
                "how": str(how),
                "called": called.strip(),
                "description": person.description.strip(),
                "size": person.size if person.is_group else None,
            }
        )
    return shown


def _development(row: Development, incident: Incident) -> Page:
    on = coarse(row.happened_on, incident.shown_date)
    return {"on": on, "what": row.status, "text": row.text.strip(), "source": source_in_print(row.source), "place": ""}


def _responses(incident: Incident, on: datetime.date) -> list[Page]:
    """Those that are public on this day; their dates are the documents' own."""
    return [
        {
            "on": row.happened_on,
            "what": row.kind,
            "text": row.text.strip(),
            "source": source_in_print(row.source),
            "place": row.locator,
            "novelty": row.novelty,
        }
        for row in _parts(Response, incident)
        if row.public_from and row.public_from <= on
    ]


def _citations(incident: Incident) -> list[Page]:
    rows = _parts(IncidentCitation, incident)
    return [{"source": source_in_print(row.source), "place": row.locator} for row in rows if row.shown]


def _files(incident: Incident) -> list[Page]:
    """The public copies of the evidence that is shown, with what is said of them; their SHA-256 says exactly which."""
    copies = {copy.evidence_id: copy for copy in EvidenceCopy.objects.filter(incident=incident).defer("content")}
    shown = []
    for row in _parts(Evidence, incident):
        if not row.shown or row.pk not in copies:
            continue
        copy = copies[row.pk]
        copy.incident = incident
        words = {"caption": row.caption.strip(), "alternative": row.alternative.strip()}
        shown.append({"name": copy.name} | words | copy.said)
    return shown


def source_in_print(source: Source | None) -> Page | None:
    """A source in print, so that what was approved is what is read even if the source is edited later."""
    if source is None:
        return None
    return {
        "symbol": source.symbol,
        "title": source.title,
        "publisher": source.publisher,
        "issued_on": source.issued_on,
        "link": source.link,
        "archived_url": source.archived_url,
    }
