"""What all admins of the room share: they open by role and only while the room does, and filter by what is offered."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from recommendations.admin.keys import is_key
from recommendations.admin.typed import TakesTyped
from reprisals import audit
from reprisals.models import Incident, StaffRole
from reprisals.models.vault import Room, room
from reprisals.roles import roles_of


def room_of(request: HttpRequest) -> Room:
    """Whether the room is open, asked once for each request."""
    if not hasattr(request, "room"):
        request.room = room()  # type: ignore[attr-defined]
    found: Room = request.room  # type: ignore[attr-defined]
    return found


class GuardedAdmin(TakesTyped, admin.ModelAdmin):
    """An admin of confidential records. No permission of Django's opens it, nor being a superuser."""

    opens_to: frozenset[StaffRole] = frozenset({StaffRole.CASE_OFFICER})

    change_list_template = "admin/reprisals/change_list.html"
    change_form_template = "admin/reprisals/change_form.html"
    show_facets = admin.ShowFacets.NEVER
    actions = None

    def has_role(self, request: HttpRequest) -> bool:
        """Whether this admin is there for somebody at all, also while the room is shut."""
        return bool(roles_of(request.user) & self.opens_to)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_role(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_role(request) and room_of(request).is_open

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_view_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_view_permission(request, obj)

    def get_model_perms(self, request: HttpRequest) -> dict[str, bool]:
        """A shut room stays in the list of the front page, where it says why."""
        if room_of(request).is_open:
            return super().get_model_perms(request)
        return {"add": False, "change": False, "delete": False, "view": self.has_role(request)}

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        shut = not room_of(request).is_open
        if shut and self.has_role(request):
            context = {**self.admin_site.each_context(request), "opts": self.opts, "room": room_of(request)}
            return render(request, "admin/reprisals/shut.html", context)
        answer = super().changelist_view(request, extra_context)
        if answer.status_code == 200:
            self.looked_at(request, about=f"list {self.opts.model_name}")
        return answer

    def looked_at(self, request: HttpRequest, incident: Incident | None = None, about: str = "") -> None:
        """Notes in the log that somebody sees this."""
        audit.note_view(request.user, incident, about)

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> Any:
        answer = super().changeform_view(request, object_id, form_url, extra_context)
        self._note_if_shown(request, object_id, "form", answer)
        return answer

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        answer = super().history_view(request, object_id, extra_context)
        self._note_if_shown(request, object_id, "history", answer)
        return answer

    def _note_if_shown(self, request: HttpRequest, object_id: str | None, page: str, answer: HttpResponse) -> None:
        if answer.status_code == 200 and object_id and is_key(unquote(object_id)):
            self.note_record(request, int(unquote(object_id)), page)

    def note_record(self, request: HttpRequest, pk: int, page: str) -> None:
        """Notes that a page of one record was seen: what is not of an incident, by its key."""
        self.looked_at(request, about=f"{self.opts.model_name} {pk} {page}")

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest | None = None) -> bool:
        offered = {one for one in self.list_filter if isinstance(one, str)}
        return lookup.split("__")[0] in offered and lookup.count("__") <= 1
