"""What the admins of publishable records share: who sees what, and actions that say what they did."""

from typing import Any

from django.conf import settings
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from recommendations.tracking.publishing import Outcome, publish, withdraw

from .tracked import TrackedAdmin


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


class PageAdmin(TrackedAdmin):
    """An admin of records with a page, to which it links where the public sees it and this process shows it."""

    def is_public(self, record: Any) -> bool:
        return True

    def get_view_on_site_url(self, obj: Any = None) -> str | None:
        shown = obj is not None and self.is_public(obj) and "public" in settings.SITE_FACES
        return super().get_view_on_site_url(obj) if shown else None


class PublishedAdmin(PageAdmin):
    """An admin of records that are private until they are published. A public record keeps its address."""

    actions = ["publish_selected", "withdraw_selected"]
    readonly_fields = ["published_at"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        fixed = ["slug"] if obj is not None and obj.is_published else []
        return [*super().get_readonly_fields(request, obj), *fixed]

    @admin.display(boolean=True, description=_("public"), ordering="published_at")
    def is_public(self, record: Any) -> bool:
        return record.is_published

    @admin.action(description=_("Publish: show the selected records to everybody"), permissions=["change"])
    def publish_selected(self, request: HttpRequest, queryset: Any) -> None:
        outcome = publish(queryset)
        done = ngettext("%(n)d record is public now.", "%(n)d records are public now.", outcome.changed)
        already = ngettext("%(n)d was public already.", "%(n)d were public already.", outcome.already)
        self._say(request, outcome, done, already)

    @admin.action(description=_("Withdraw: take the selected records from the public"), permissions=["change"])
    def withdraw_selected(self, request: HttpRequest, queryset: Any) -> None:
        outcome = withdraw(queryset)
        done = ngettext(
            "%(n)d record is withdrawn: its address answers as if it had never been.",
            "%(n)d records are withdrawn: their addresses answer as if they had never been.",
            outcome.changed,
        )
        already = ngettext("%(n)d was not public.", "%(n)d were not public.", outcome.already)
        self._say(request, outcome, done, already)

    def _say(self, request: HttpRequest, outcome: Outcome, done: str, already: str) -> None:
        level = messages.SUCCESS if outcome.changed else messages.WARNING
        text = done % {"n": outcome.changed}
        if outcome.already:
            text = f"{text} {already % {'n': outcome.already}}"
        self.message_user(request, text, level)
