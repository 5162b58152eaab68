"""System checks of papers: whether the database would still refuse to change one."""

from collections.abc import Iterable
from typing import Any

from django.core.checks import CheckMessage, Tags, Warning, register
from django.db import connections

from .guard import missing
from .models import Report


@register(Tags.database)
def papers_are_guarded(app_configs: Any, databases: Iterable[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """For `check --database default`: nothing where the tables are not there yet."""
    found: list[CheckMessage] = []
    for alias in databases or []:
        connection = connections[alias]
        if Report._meta.db_table in connection.introspection.table_names() and missing(connection):
            text = "The database would no longer refuse a change of an issued paper. Find out why, then run migrate."
            found.append(Warning(text, id="reports.W001"))
    return found
