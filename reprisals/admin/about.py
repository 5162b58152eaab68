"""What forms share whose rows are about a record of this site, by its address."""

from typing import Any

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from reprisals.links import Linked, clean_address, linked_by_address

from .sealed_form import SealedForm


class AboutForm(SealedForm):
    def clean_address(self) -> str:
        """The address of a record of this site, however it was pasted; empty where it is about none."""
        text = self.cleaned_data["address"].strip()
        if not text:
            return ""
        try:
            address = clean_address(text)
        except ValueError:
            refused = _("“%(text)s” is not the address of a recommendation, follow-up action or case of this site.")
            raise ValidationError(refused, params={"text": text}) from None
        found = linked_by_address([address])
        if not found:
            raise ValidationError(_("No record has the address “%(text)s”."), params={"text": address})
        return found[address].address


def link_to_record(row: Any) -> SafeString | str:
    """The record that a row is about by its title, linked to its page in the admin.

    A list sets `linked` for all of its rows at once; elsewhere it is asked for here.
    """
    if not hasattr(row, "linked"):
        row.linked = linked_by_address([row.address]).get(row.address)
    found: Linked | None = row.linked
    if found is None:
        return row.address or "–"
    address = reverse(f"admin:recommendations_{found.kind}_change", args=[found.pk])
    return format_html('<a href="{}">{}</a>', address, found.title)
