"""The forms of the room, filled in as a person does."""

import html
from typing import Any

from django.urls import reverse

from tests.recommendations.admin_forms import sent_back, with_row


def at(page: str, *args: object) -> str:
    """An address of the room in the admin: `incident_change`, `version_published`."""
    return reverse(f"admin:reprisals_{page}", args=args)


def prefix(page: Any, model: type) -> str:
    """By what the rows of a kind begin in a form."""
    found: str = next(i.formset.prefix for i in page.context["inline_admin_formsets"] if i.formset.model is model)
    return found


def save(client: Any, incident: Any, **changes: object) -> Any:
    """Saves the form of an incident with some changes."""
    where = at("incident_change", incident.pk)
    return client.post(where, sent_back(client.get(where)) | changes)


def add_row(client: Any, incident: Any, model: type, **values: object) -> Any:
    """Adds a row of a kind to the form of an incident, and saves it."""
    where = at("incident_change", incident.pk)
    page = client.get(where)
    return client.post(where, with_row(sent_back(page), prefix(page, model), **values))


def change_row(client: Any, incident: Any, row: Any, **values: object) -> Any:
    """Changes a row in the form of an incident; DELETE="on" takes it away."""
    where = at("incident_change", incident.pk)
    page = client.get(where)
    data, begin = sent_back(page), prefix(page, type(row))
    n = next(n for n in range(99) if data.get(f"{begin}-{n}-id") == str(row.pk))
    return client.post(where, data | {f"{begin}-{n}-{name}": value for name, value in values.items()})


def complaints(page: Any) -> str:
    assert page.status_code == 200, f"expected the form again, got {page.status_code}"
    return html.unescape(" ".join(str(error) for error in page.context["errors"]))
