"""What the package says of itself, as a Frictionless Data Package: tables, columns, keys, licence, sources, version."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.urls import reverse

from recommendations.models import Source

from .kept import File
from .record import TABLES
from .tables import Schema, public

DESCRIPTOR, CHANGES, SUMS = "datapackage.json", "changes.csv", "SHA256SUMS"
WHOLE = "upr-tracker-data.zip"
NAME = "upr-tracker"
DESCRIPTION = (
    "What States were asked in the Universal Periodic Review of the United Nations, what they answered, and what was "
    "done afterwards, each with its source: all that is published here, but for incidents of reprisals. Counts of "
    "numbered paragraphs and of UPR Info's rows are never added up. What is not recorded is empty. Text that a "
    "spreadsheet would take for a formula has an apostrophe in front."
)
CHANGES_SCHEMA: Schema = {
    "fields": [
        {"name": "table", "type": "string", "description": "The table, by the name of its file."},
        {
            "name": "change",
            "type": "string",
            "description": "What happened to the row since the last package.",
            "constraints": {"enum": ["added", "changed"]},
        },
        {"name": "key", "type": "string", "description": "The key of the row, its parts joined by spaces."},
    ]
}


def descriptor(tables: list[File], version: str) -> Callable[[list[File]], Schema]:
    """Reads what the package says of itself; gives what makes its descriptor of the files that it has in the end."""
    publishers = (
        public(Source).exclude(publisher="").order_by("publisher").values_list("publisher", flat=True).distinct()
    )
    about: Schema = {
        "profile": "tabular-data-package",
        "name": NAME,
        "title": "UPR Tracker: the public record",
        "description": DESCRIPTION,
        "homepage": settings.SITE_URL + reverse("recommendations:data_page"),
        "version": version,
        "created": version,
        **licence(),
        "sources": [{"title": publisher} for publisher in publishers],
    }
    schemas = {f"{table.name}.csv": table.schema() for table in TABLES} | {CHANGES: CHANGES_SCHEMA}

    def finished(files: list[File]) -> Schema:
        return about | {"resources": [_resource(one, schemas[one.name]) for one in files if one.name in schemas]}

    return finished


def licence() -> dict[str, Any]:
    """The licence that whoever runs the site states; nothing where none is stated."""
    if not settings.DATA_LICENCE:
        return {}
    name, path = settings.DATA_LICENCE
    return {"licenses": [{"name": name, "path": path}]}


def _resource(one: File, schema: Schema) -> Schema:
    return {
        "profile": "tabular-data-resource",
        "name": one.name.removesuffix(".csv").replace("_", "-"),
        "title": one.title,
        "path": one.name,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": one.bytes,
        "hash": f"sha256:{one.sha256}",
        "rows": one.rows,
        "schema": _named(schema),
    }


def _named(schema: Schema) -> Schema:
    """Resources are named with hyphens, as the Data Package asks; what leads to one names it so."""
    leads = [
        {
            "fields": one["fields"],
            "reference": {**one["reference"], "resource": one["reference"]["resource"].replace("_", "-")},
        }
        for one in schema.get("foreignKeys", ())
    ]
    return schema | ({"foreignKeys": leads} if leads else {})
