"""What the admins of staff's own work share."""

from typing import Any

from django.http import HttpRequest

from reprisals import audit

from .guarded import GuardedAdmin


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
