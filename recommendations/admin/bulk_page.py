"""The page between choosing an action in a list and doing it: a small form, what would come of it, and one button."""

from abc import ABC, abstractmethod
from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.options import IS_POPUP_VAR
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from recommendations.models import Change
from recommendations.tracking.bulk import Done, Outlook

from .selection import Selection

MOST_NAMED = 20


class NoForm(forms.Form):
    """Nothing to fill in."""


class ListAction(ABC):
    """What a list of the admin offers for several records, on a page of its own."""

    name: ClassVar[str]
    title: ClassVar[Any]
    needs: ClassVar[tuple[str, ...]] = ()  # permissions; %(model)s stands for what the list is of

    @classmethod
    @abstractmethod
    def answer(cls, model_admin: Any, request: HttpRequest, queryset: Any) -> HttpResponse:
        """The page for the selected records."""


class BulkAction(ListAction):
    """The same for many records at once. Each kind says what it would do, and does it."""

    button: ClassVar[Any] = gettext_lazy("Do it")
    already: ClassVar[Any] = gettext_lazy("Have it already")
    form_class: ClassVar[type[forms.Form]] = NoForm

    @classmethod
    def answer(cls, model_admin: Any, request: HttpRequest, queryset: Any) -> HttpResponse:
        selection = Selection.of(model_admin, request, queryset)
        return BulkPage(cls(model_admin), request, selection, request.get_full_path()).answer()

    def __init__(self, model_admin: Any) -> None:
        self.admin = model_admin

    @abstractmethod
    def foresee(self, pks: list[int], values: dict[str, Any]) -> Outlook:
        """What it would do to these records, with what was filled in."""

    @abstractmethod
    def act(self, pks: list[int], values: dict[str, Any], user: Any) -> Done:
        """Does it, as one change."""

    def consequences(self, outlook: Outlook, values: dict[str, Any]) -> list[str]:
        """What else would come of it, a sentence each."""
        return []

    def said(self, done: Done) -> str:
        """What was done, in a sentence or two."""
        said = [f"{done.change}." if done.change else _("Nothing was changed.")]
        if done.already:
            text = ngettext("%(n)d was so already.", "%(n)d were so already.", done.already)
            said.append(text % {"n": done.already})
        if done.left_out:
            text = ngettext("%(n)d was left out.", "%(n)d were left out.", done.left_out)
            said.append(text % {"n": done.left_out})
        return " ".join(said)

    def named(self, pks: list[int]) -> list[SafeString]:
        """The first few by name, linked to their pages in the admin."""
        related = self.admin.list_select_related
        records = self.admin.model._default_manager.select_related(*(related if isinstance(related, list) else []))
        found = records.in_bulk(pks[:MOST_NAMED])
        return [self._link(found[pk]) for pk in pks[:MOST_NAMED] if pk in found]

    def _link(self, record: Any) -> SafeString:
        address = reverse(f"admin:{record._meta.app_label}_{record._meta.model_name}_change", args=[record.pk])
        return format_html('<a href="{}">{}</a>', address, self.called(record))

    def called(self, record: Any) -> str:
        return str(record)


class BulkPage:
    """Shows what an action would do with a selection; does it where that is what was shown."""

    def __init__(self, action: BulkAction, request: HttpRequest, selection: Selection, back: str) -> None:
        self.action, self.request, self.selection, self.back = action, request, selection, back
        self.warning = ""
        posted = bool({"preview", "do"} & set(request.POST)) or action.form_class is NoForm
        self.form = action.form_class(request.POST) if posted else action.form_class()

    def answer(self) -> HttpResponse:
        if not self.form.is_valid():
            return self._show(None, "")
        values, pks = self.form.cleaned_data, self.selection.pks
        outlook = self.action.foresee(pks, values)
        seal = self.selection.seal(sorted(self._sent().items()), outlook.to_change)
        if "do" in self.request.POST:
            if self.request.POST.get("seal") == seal:
                return self._do(pks, values)
            self.warning = _("The list or your choice has changed since what you were shown: look again.")
        return self._show(outlook, seal)

    def _sent(self) -> dict[str, str]:
        return {name: self.request.POST.get(name, "") for name in self.form.fields}

    def _do(self, pks: list[int], values: dict[str, Any]) -> HttpResponse:
        try:
            done = self.action.act(pks, values, self.request.user)
        except IntegrityError:  # somebody else did the same at the same moment
            self.warning = _("Nothing was changed: somebody else changed the same records at this moment. Look again.")
            outlook = self.action.foresee(pks, values)
            return self._show(outlook, self.selection.seal(sorted(self._sent().items()), outlook.to_change))
        tell(self.request, self.action.said(done), done.change)
        return HttpResponseRedirect(self.back)

    def _show(self, outlook: Outlook | None, seal: str) -> HttpResponse:
        action = self.action
        context = {
            **action.admin.admin_site.each_context(self.request),
            "opts": action.admin.opts,
            "title": action.title,
            "action": action,
            "form": self.form,
            "has_fields": bool(self.form.fields),
            "selection": self.selection,
            "warning": self.warning,
            "back": self.back,
            "outlook": outlook,
            "seal": seal,
        }
        if outlook:
            context |= {
                "named": action.named(outlook.to_change),
                "unnamed": max(0, len(outlook.to_change) - MOST_NAMED),
                "left_out": [(why, len(pks), action.named(pks)) for why, pks in outlook.left_out.items()],
                "consequences": action.consequences(outlook, self.form.cleaned_data),
            }
        return TemplateResponse(self.request, "admin/recommendations/bulk.html", context)


def tell(request: HttpRequest, said: str, change: Change | None) -> None:
    """Says what was done, with the way to take it back."""
    if change is None:
        messages.warning(request, said)
        return
    undo = reverse("admin:recommendations_change_undo", args=[change.pk])
    messages.success(request, format_html('{} <a href="{}">{}</a>', said, undo, _("Undo…")))


class ActsOnMany(admin.ModelAdmin):
    """An admin with actions that show first what they would do, each for those who may do it."""

    list_actions: ClassVar[list[type[ListAction]]] = []

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        actions: dict[str, Any] = super().get_actions(request)
        if IS_POPUP_VAR not in request.GET:
            for kind in self.list_actions:
                if self.may(request, kind):
                    actions[kind.name] = (kind.answer, kind.name, f"{kind.title}…")
        return actions

    def may(self, request: HttpRequest, kind: type[ListAction]) -> bool:
        """Whether this person may do it."""
        model = {"model": self.opts.model_name}
        return request.user.has_perms([f"recommendations.{need % model}" for need in kind.needs])
