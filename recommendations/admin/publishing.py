"""What the admins of publishable records share: who sees what, and actions that say what they did."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from recommendations.tracking.publishing import Outcome, publish, withdraw


class PublishedFilter(admin.SimpleListFilter):
    title = _("visibility")
    parameter_name = "visibility"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("public", _("Public")), ("staff", _("Staff only"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() == "public":
            return queryset.filter(published_at__isnull=False)
        if self.value() == "staff":
            return queryset.filter(published_at__isnull=True)
        return queryset


class PublishedAdmin(admin.ModelAdmin):
    """An admin of records that are private until they are published."""

    actions = ["publish_selected", "withdraw_selected"]
    readonly_fields = ["published_at"]

    @admin.display(boolean=True, description=_("public"), ordering="published_at")
    def is_public(self, record: Any) -> bool:
        return record.is_published

    def get_view_on_site_url(self, obj: Any = None) -> str | None:
        """Only a public record has a page to look at."""
        return super().get_view_on_site_url(obj) if obj is not None and obj.is_published else None

    @admin.action(description=_("Publish: show the selected records to everybody"), permissions=["change"])
    def publish_selected(self, request: HttpRequest, queryset: Any) -> None:
        outcome = publish(queryset)
        done = ngettext("%(n)d record is public now.", "%(n)d records are public now.", outcome.changed)
        self._say(request, outcome, done, _("were public already"))

    @admin.action(description=_("Withdraw: show the selected records to staff only"), permissions=["change"])
    def withdraw_selected(self, request: HttpRequest, queryset: Any) -> None:
        outcome = withdraw(queryset)
        done = ngettext(
            "%(n)d record is withdrawn: its address answers as if it had never been.",
            "%(n)d records are withdrawn: their addresses answer as if they had never been.",
            outcome.changed,
        )
        self._say(request, outcome, done, _("were not public"))

    def _say(self, request: HttpRequest, outcome: Outcome, done: str, already: Any) -> None:
        level = messages.SUCCESS if outcome.changed else messages.WARNING
        text = done % {"n": outcome.changed}
        if outcome.already:
            text = f"{text} {outcome.already} {already}."
        self.message_user(request, text, level)
