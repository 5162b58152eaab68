"""Forms of an incident or of a part of it: nothing is saved unseen over what others saved, and each save is a step."""

from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _

from recommendations.admin.keys import is_key
from reprisals import publication
from reprisals.models import Incident, InternalNote

from .guarded import GuardedAdmin
from .unseen import version_of


class EditsIncident(GuardedAdmin):
    """An admin whose form is an incident with some of its parts."""

    change_form_template = "admin/reprisals/incident/change_form.html"

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False  # only purging takes an incident away

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> Any:
        request.incident = object_id if is_key(object_id) else None  # type: ignore[attr-defined]
        with transaction.atomic():
            now = self._version_now(request, object_id)
            request.is_stale = request.method == "POST" and now != request.POST.get("_version", "")  # type: ignore[attr-defined]
            return super().changeform_view(request, object_id, form_url, {**(extra_context or {}), "version": now})

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """A form that is not saved over what somebody else has saved since it was opened."""
        form: Any = super().get_form(request, obj, change, **kwargs)
        if not getattr(request, "is_stale", False):
            return form

        class Stale(form):
            def clean(self) -> Any:
                text = _("Not saved yet: somebody else has saved this incident meanwhile. Open it in another window,")
                self.add_error(None, " ".join([str(text), _("compare, then save again.")]))
                return super().clean()

        return Stale

    def _version_now(self, request: HttpRequest, object_id: str | None) -> str:
        incident = self.get_object(request, object_id) if object_id else None
        if incident is None:
            return ""
        Incident.objects.select_for_update().get(pk=incident.pk)
        parts: list[type[admin.options.InlineModelAdmin]] = list(self.inlines)
        return version_of(incident, [inline.model for inline in parts])

    def note_record(self, request: HttpRequest, pk: int, page: str) -> None:
        self.looked_at(request, Incident.objects.get(pk=pk), f"{self.opts.model_name} {page}")

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        for row in formset.save(commit=False):
            row.incident = form.instance
            if isinstance(row, InternalNote) and row.written_by_id is None:
                row.written_by = request.user
            row.save()
        for row in formset.deleted_objects:
            row.delete()
        formset.save_m2m()

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        changed = list(dict.fromkeys(names_changed(form, formsets)))
        publication.record_edit(form.instance, request.user, fields=changed)  # type: ignore[arg-type]
        publication.recheck(form.instance, request.user)  # type: ignore[arg-type]


def names_changed(form: Any, formsets: Any) -> Iterator[str]:
    """The names of the fields that a form and the rows in it changed, such as “person.name”: never their values."""
    yield from form.changed_data
    for formset in formsets:
        kind = formset.model._meta.model_name
        for row in filter(lambda row: row.has_changed(), formset.forms):  # rows that are only shown have not
            yield from (f"{kind}.{name}" for name in row.changed_data if name != "DELETE")
        yield from (f"{kind}.deleted" for _row in getattr(formset, "deleted_objects", ()))
