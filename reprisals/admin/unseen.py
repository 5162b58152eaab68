"""So that nobody overwrites, without having seen it, what somebody else has saved of an incident."""

import hashlib
from typing import Any

from reprisals.models import Incident


def version_of(incident: Incident, parts: list[Any]) -> str:
    """A mark of an incident with all its parts, which changes with every save of any of them."""
    mark = hashlib.sha256()
    of_incident = Incident._base_manager.filter(pk=incident.pk)
    for rows in (of_incident, *(part._base_manager.filter(incident=incident).order_by("pk") for part in parts)):
        for row in rows.values_list():
            mark.update(repr([bytes(v) if isinstance(v, memoryview) else v for v in row]).encode())
        mark.update(b"\0")
    return mark.hexdigest()
