"""What the admins of publishable records share: who sees what, and actions that show first what visitors would see."""

from typing import Any, ClassVar

from django.conf import settings
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from recommendations.models import Review
from recommendations.tracking.bulk import Done, Outlook
from recommendations.tracking.publishing import comes_with, publish_together, withdraw_together

from .bulk_page import ActsOnMany, BulkAction, ListAction
from .tracked import TrackedAdmin


class PublishedFilter(admin.SimpleListFilter):
    title = gettext_lazy("visibility")
    parameter_name = "visibility"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("public", gettext_lazy("Public")), ("staff", gettext_lazy("Staff only"))]

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


class PublishSelected(BulkAction):
    name, title = "publish_selected", gettext_lazy("Publish: show the selected records to everybody")
    button, already = gettext_lazy("Publish them"), gettext_lazy("Are public already")
    needs = ("change_%(model)s",)
    makes_public = True

    def foresee(self, pks: list[int], values: dict[str, Any]) -> Outlook:
        public = set(self._records(pks).filter(published_at__isnull=False).values_list("pk", flat=True))
        new = [pk for pk in pks if (pk in public) != self.makes_public]
        return Outlook(new, already=len(pks) - len(new))

    def consequences(self, outlook: Outlook, values: dict[str, Any]) -> list[str]:
        if self.admin.model is not Review or not outlook.to_change:
            return []
        comes = comes_with(self._records(outlook.to_change))
        texts = [
            ngettext("%(n)d recommendation", "%(n)d recommendations", comes.recommendations)
            % {"n": comes.recommendations},
            ngettext("%(n)d assessment", "%(n)d assessments", comes.assessments) % {"n": comes.assessments},
        ]
        return [self._with_them(*texts)]

    def _with_them(self, recommendations: str, assessments: str) -> str:
        text = _("With them %(recommendations)s with their positions and %(assessments)s become public.")
        return text % {"recommendations": recommendations, "assessments": assessments}

    def act(self, pks: list[int], values: dict[str, Any], user: Any) -> Done:
        outcome = publish_together(self._records(pks), user)
        return Done(outcome.changed, outcome.already, 0, outcome.change)

    def said(self, done: Done) -> str:
        text = ngettext("%(n)d record is public now.", "%(n)d records are public now.", done.changed)
        already = ngettext("%(n)d was public already.", "%(n)d were public already.", done.already)
        return _counted(done, text, already)

    def _records(self, pks: list[int]) -> Any:
        return self.admin.model.objects.filter(pk__in=pks)


class WithdrawSelected(PublishSelected):
    name, title = "withdraw_selected", gettext_lazy("Withdraw: take the selected records from the public")
    button, already = gettext_lazy("Withdraw them"), gettext_lazy("Are not public")
    makes_public = False

    def _with_them(self, recommendations: str, assessments: str) -> str:
        text = _("With them %(recommendations)s with their positions and %(assessments)s go from the public.")
        return text % {"recommendations": recommendations, "assessments": assessments}

    def act(self, pks: list[int], values: dict[str, Any], user: Any) -> Done:
        outcome = withdraw_together(self._records(pks), user)
        return Done(outcome.changed, outcome.already, 0, outcome.change)

    def said(self, done: Done) -> str:
        text = ngettext(
            "%(n)d record is withdrawn: its address answers as if it had never been.",
            "%(n)d records are withdrawn: their addresses answer as if they had never been.",
            done.changed,
        )
        already = ngettext("%(n)d was not public.", "%(n)d were not public.", done.already)
        return _counted(done, text, already)


def _counted(done: Done, text: str, already: str) -> str:
    said = text % {"n": done.changed}
    return f"{said} {already % {'n': done.already}}" if done.already else said


class PublishedAdmin(ActsOnMany, PageAdmin):
    """An admin of records that are private until they are published. A public record keeps its address."""

    list_actions: ClassVar[list[type[ListAction]]] = [PublishSelected, WithdrawSelected]
    readonly_fields = ["published_at"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        fixed = ["slug"] if obj is not None and obj.is_published else []
        return [*super().get_readonly_fields(request, obj), *fixed]

    @admin.display(boolean=True, description=gettext_lazy("public"), ordering="published_at")
    def is_public(self, record: Any) -> bool:
        return record.is_published
