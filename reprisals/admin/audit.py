"""The log in the admin: to be read, by those who may, and filtered by what was done, by whom and when."""

import datetime
import uuid
from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import conditional_escape, format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from recommendations.admin.keys import is_key
from reprisals.access import can_read_audit, visible_to
from reprisals.models import Entry
from reprisals.models.audit import Action


class Log(ChangeList):
    """A page of the log, with the incidents of which whoever reads it may know."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        self.result_list = list(self.result_list)
        marks = {uuid.UUID(entry.subject) for entry in self.result_list if is_mark(entry.subject)}
        known = {i.audit_mark.hex: i for i in visible_to(request.user).filter(audit_mark__in=marks)} if marks else {}
        for entry in self.result_list:
            entry.known_incident = known.get(entry.subject)


def is_mark(subject: str) -> bool:
    """Whether a subject can be the mark of an incident, whoever wrote it."""
    return len(subject) == 32 and all(sign in "0123456789abcdef" for sign in subject)


class ByPerson(admin.RelatedOnlyFieldListFilter):
    """Those who stand in the log, and nobody: what happens by itself, or before somebody is signed in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.empty_value_display = conditional_escape(_("nobody"))


@admin.register(Entry)
class EntryAdmin(admin.ModelAdmin):
    list_display = ["number", "when", "who", "action", "incident", "about", "shown_fields"]
    list_display_links = None
    list_filter = ["action", ("by", ByPerson)]
    list_select_related = ["by"]
    date_hierarchy = "taken_at"
    sortable_by = ()
    actions = None
    show_facets = admin.ShowFacets.NEVER
    show_full_result_count = False

    def get_urls(self) -> list[URLPattern]:
        """The list alone: an entry has no page of its own, and no form."""
        return [one for one in super().get_urls() if one.name == "reprisals_entry_changelist"]

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        title = _("Log: who looked at what, and who changed it")
        return super().changelist_view(request, {**(extra_context or {}), "title": title})

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return Log

    def has_module_permission(self, request: HttpRequest) -> bool:
        return can_read_audit(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return can_read_audit(request.user)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest | None = None) -> bool:
        """The filters that the page itself offers, with values that can be meant."""
        if lookup == "action__exact":
            return value in Action.values
        if lookup == "by__isnull":
            return value in ("True", "False")
        if lookup in ("taken_at__year", "taken_at__month", "taken_at__day"):
            return is_key(value) and len(str(value)) <= 4
        return lookup == "by__id__exact" and is_key(value)

    @admin.display(description=gettext_lazy("when"))
    def when(self, entry: Entry) -> str:
        """To the second, in UTC: 23 January 2024, 14:05:09 UTC."""
        return date_format(timezone.localtime(entry.taken_at, datetime.UTC), "j F Y, H:i:s e")

    @admin.display(description=gettext_lazy("who"))
    def who(self, entry: Entry) -> str:
        """With the number of the account, since one can be made whose name looks like another, or like nobody's."""
        return _("%(name)s (user %(n)s)") % {"name": entry.by, "n": entry.by_id} if entry.by else _("nobody")

    @admin.display(description=gettext_lazy("fields"))
    def shown_fields(self, entry: Entry) -> str:
        return entry.fields.replace(",", ", ")

    @admin.display(description=gettext_lazy("incident"))
    def incident(self, entry: Any) -> str:
        found = entry.known_incident
        if found is None:
            return _("not shown to you, or purged") if entry.subject else ""
        return format_html('<a href="{}">{}</a>', reverse("admin:reprisals_incident_change", args=[found.pk]), found)
