"""Published incidents of the API, read from the projection alone. A withdrawn one answers like one that never was."""

from django.urls import path
from django.utils import timezone

from recommendations.api.answering import of_incidents
from recommendations.api.lists import ListOf, OneOf
from recommendations.api.records import ADDRESS, DATE, TEXT, TEXTS, Record, Told, address_of, one_of, written_in

from .columns import INCIDENT_COLUMNS
from .filters import IncidentFilter
from .models.projection import PublicIncidentQuerySet
from .models.vocabulary import Confidence, IncidentKind, PlaceKind, Status
from .public import incidents


class IncidentRecord(Record):
    """A published incident with the columns of the files."""

    id = Told("Its permanent name, which is random.", TEXT, lambda i: i.reference)
    url = Told("Its address in this API.", ADDRESS, lambda i: address_of("incident", i.reference))
    language = written_in()

    columns = INCIDENT_COLUMNS
    schemas = {
        "address": ADDRESS,
        "kind": one_of(IncidentKind.choices),
        "began_on": DATE,
        "ended_on": DATE,
        "place_kind": one_of(PlaceKind.choices, ""),
        "acts": TEXTS,
        "engagements": TEXTS,
        "confidence": one_of(Confidence.choices),
        "status": one_of(Status.choices, ""),
        "status_on": DATE,
        "sources": TEXTS,
    }


class _Incidents:
    record: type[Record] = IncidentRecord
    name = "reference"

    def records(self) -> PublicIncidentQuerySet:
        return incidents(timezone.localdate())


class IncidentList(_Incidents, ListOf):
    """The published incidents that the filters find, by their names."""

    filters = IncidentFilter


class IncidentOne(_Incidents, OneOf):
    """One published incident, as it was approved."""


urlpatterns = [
    path("reprisals/", of_incidents(IncidentList), name="incident_list"),
    path("reprisals/<slug:name>/", of_incidents(IncidentOne), name="incident"),
]
