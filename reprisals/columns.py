"""The public columns of incidents, named one by one, for CSV, XLSX and JSON: all of them read from approved pages."""

from django.conf import settings

from exports.table import Column

from .models.projection import PublicIncident


def _texts(incident: PublicIncident, rows: str, name: str) -> list[str]:
    return list(dict.fromkeys(row[name] for row in incident.page[rows] if row[name]))


def _sources(incident: PublicIncident) -> list[str]:
    return [c["source"]["symbol"] or c["source"]["title"] for c in incident.page["citations"]]


INCIDENT_COLUMNS = [
    Column("address", "Permanent address of the incident.", lambda i: settings.SITE_URL + i.get_absolute_url()),
    Column("title", "Title of the page.", lambda i: i.title),
    Column("kind", "Intimidation, reprisal, both, or obstruction.", lambda i: i.kind),
    Column("began_on", "When it began, as exact as may be told: day, month or year.", lambda i: i.began_on),
    Column("ended_on", "When it ended, as exact as may be told.", lambda i: i.page["ended_on"]),
    Column("place_kind", "Sort of place.", lambda i: i.place_kind),
    Column("place", "Place, as exact as may be told.", lambda i: i.place),
    Column("state", "State concerned, ISO alpha-3; empty if not recorded.", lambda i: i.state_iso3),
    Column("acts", "What was done, joined by semicolons.", lambda i: _texts(i, "acts", "kind")),
    Column(
        "engagements",
        "The bodies of the UN with which people engaged, joined by semicolons.",
        lambda i: _texts(i, "engagements", "kind"),
    ),
    Column("confidence", "How sure it is.", lambda i: i.confidence),
    Column("status", "What became of it; empty if not recorded.", lambda i: i.status),
    Column("status_on", "The date of that status.", lambda i: i.status_on),
    Column("summary", "What happened.", lambda i: i.page["summary"]),
    Column("sources", "Sources by UN symbol or title, joined by semicolons.", _sources),
]
