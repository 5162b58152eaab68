"""Posts a form of the admin as a browser would: with everything that stands in it."""

from typing import Any

from django.test import Client


def filled(response: Any) -> dict[str, Any]:
    """What the form of a page would send, untouched."""
    context = response.context
    forms = [context["adminform"].form]
    for inline in context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.forms]
    found: dict[str, Any] = {}
    for form in forms:
        for bound in form:
            value = bound.value()
            found[bound.html_name] = "" if value is None else str(value) if isinstance(value, str) else value
    if context.get("version"):
        found["_version"] = context["version"]
    return {name: value for name, value in found.items() if value is not False}


def edit(client: Client, address: str, **changes: Any) -> Any:
    """Opens a form, changes some of it, and sends it."""
    return client.post(address, filled(client.get(address)) | changes)


def prefix(response: Any, model: Any) -> str:
    """What the names of the rows of a model begin with in a form."""
    formsets = (inline.formset for inline in response.context["inline_admin_formsets"])
    return str(next(formset.prefix for formset in formsets if formset.model is model))
