"""What all admins of the room share: they open by role and only while the room does, and filter by what is offered."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from recommendations.admin.typed import TakesTyped
from reprisals.models import StaffRole
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
        return super().changelist_view(request, extra_context)

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest | None = None) -> bool:
        offered = {one for one in self.list_filter if isinstance(one, str)}
        return lookup.split("__")[0] in offered and lookup.count("__") <= 1
