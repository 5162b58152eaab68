"""Two people who edit one record: the second sees what the first changed, side by side, and keeps what they typed.

The form carries the version of the record that it was made from. Where the record has changed since, nothing is
saved: the form comes back with what the other person changed in fields that were not touched here, with what was
typed where it was, and with a list of both.
"""

from typing import Any

from django.contrib import admin
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _

from .merged_form import VERSION, Merging, Version


class KeepsEdits(admin.ModelAdmin):
    """An admin in which nobody overwrites, without seeing it, what somebody else has saved."""

    change_form_template = "admin/recommendations/record_form.html"

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> Any:
        with transaction.atomic():
            record: Any = self.get_object(request, object_id) if object_id else None
            extra = dict(extra_context or {})
            if record is not None:
                type(record)._base_manager.select_for_update().get(pk=record.pk)
                extra["version"] = Version.of(self, request, record)
                if request.method == "POST" and request.POST.get(VERSION) != str(extra["version"]):
                    merging = Merging(self, request, record, Version.read(request.POST.get(VERSION, "")))
                    request.POST, extra["conflict"] = merging.run()  # type: ignore[assignment]
                    request.conflict = extra["conflict"]  # type: ignore[attr-defined]
            return super().changeform_view(request, object_id, form_url, extra)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """A form that is not saved while there is a conflict that nobody has seen yet."""
        form: Any = super().get_form(request, obj, change, **kwargs)
        if not hasattr(request, "conflict"):
            return form

        class Refused(form):
            def clean(self) -> Any:
                cleaned = super().clean()
                text = _("Not saved yet: somebody else has changed this record meanwhile. Look at the list, then save.")
                self.add_error(None, text)
                return cleaned

        return Refused
