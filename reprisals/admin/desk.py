"""The desk in the admin: contacts."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from reprisals import audit
from reprisals.models import Contact

from .guarded import GuardedAdmin
from .sealed_form import sealed_form


class DeskAdmin(GuardedAdmin):
    """An admin of staff's own work: what is changed and deleted is noted in the log."""

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        self._note(request, obj.pk, form.changed_data)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        key = obj.pk
        super().delete_model(request, obj)
        self._note(request, key, ["deleted"])

    def _note(self, request: HttpRequest, key: int, fields: list[str]) -> None:
        audit.note(audit.Action.CHANGED, request.user, fields=fields, about=f"{self.opts.model_name} {key}")


@admin.register(Contact)
class ContactAdmin(DeskAdmin):
    form = sealed_form(Contact)
    list_display = ["called", "state", "spoken_on"]
    list_select_related = ["state"]
    autocomplete_fields = ["state"]

    @admin.display(description=gettext_lazy("name"))
    def called(self, contact: Contact) -> str:
        return contact.name
