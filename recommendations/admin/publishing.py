"""What the admins of publishable records share: who sees what, and actions that say what they did."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.text import slugify
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


class PublishedForm(forms.ModelForm):
    """Says in words where no address can be made for a record, or another record has it."""

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        slug = self.default_slug(values) if values.get("slug") == "" else None
        if slug == "":
            self.add_error("slug", _("No address can be made of this title: write one in Latin letters."))
        elif slug and self._meta.model._default_manager.filter(slug=slug).exclude(pk=self.instance.pk).exists():
            self.add_error("slug", _("“%(slug)s” is another record's address: write a different one.") % {"slug": slug})
        return values

    def default_slug(self, values: dict[str, Any]) -> str | None:
        """The address that the record would get; None where the form is not filled in enough to tell."""
        return slugify(values["title"])[:200] if "title" in values else None


class PageAdmin(admin.ModelAdmin):
    """An admin of records with a page, to which it links where the public sees it and this process shows it."""

    def is_public(self, record: Any) -> bool:
        return True

    def get_view_on_site_url(self, obj: Any = None) -> str | None:
        shown = obj is not None and self.is_public(obj) and "public" in settings.SITE_FACES
        return super().get_view_on_site_url(obj) if shown else None


class PublishedAdmin(PageAdmin):
    """An admin of records that are private until they are published."""

    form = PublishedForm
    actions = ["publish_selected", "withdraw_selected"]
    readonly_fields = ["published_at"]

    @admin.display(boolean=True, description=_("public"), ordering="published_at")
    def is_public(self, record: Any) -> bool:
        return record.is_published

    @admin.action(description=_("Publish: show the selected records to everybody"), permissions=["change"])
    def publish_selected(self, request: HttpRequest, queryset: Any) -> None:
        outcome = publish(queryset)
        done = ngettext("%(n)d record is public now.", "%(n)d records are public now.", outcome.changed)
        already = ngettext("%(n)d was public already.", "%(n)d were public already.", outcome.already)
        self._say(request, outcome, done, already)

    @admin.action(description=_("Withdraw: show the selected records to staff only"), permissions=["change"])
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
