"""Sign-on lists in the admin: who is asked to sign a draft, what they answered, and how that becomes signatures."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from exports import csv_file
from exports.table import Column, Table
from recommendations.admin.bulk_page import tell
from reprisals import audit
from reprisals.models import SignOn, SignOnList, StaffRole
from reprisals.sign_ons import Answers, NobodySigned, answers_of, ask, outlook, said_yes, take_over
from reprisals.step_up import must_prove

from .desk import DeskAdmin
from .sealed_form import sealed_form
from .sign_on_forms import AskForm, rows_of

COLUMNS = [
    Column("organisation", "Its full name.", lambda one: one.organisation.name),
    Column("acronym", "Its acronym, where it has one.", lambda one: one.organisation.acronym),
    Column("role", "As what it signs.", lambda one: one.get_role_display()),
    Column("answered_on", "When it said yes.", lambda one: one.answered_on.isoformat() if one.answered_on else None),
]


class SignOnDeskAdmin(DeskAdmin):
    """What editors of the record work on too: a statement is theirs, and so is who will sign it."""

    opens_to = frozenset({StaffRole.CASE_OFFICER, StaffRole.EDITOR})


@admin.register(SignOn)
class SignOnAdmin(SignOnDeskAdmin):
    form = sealed_form(SignOn)
    list_display = ["organisation", "statement", "answer", "role"]
    list_filter = ["answer"]
    list_select_related = ["organisation", "statement"]
    autocomplete_fields = ["organisation", "statement"]


@admin.register(SignOnList)
class SignOnListAdmin(SignOnDeskAdmin):
    form = sealed_form(SignOnList)
    change_form_template = "admin/reprisals/signonlist/change_form.html"
    fields = ["statement", "deadline", "note", "closed_on"]
    readonly_fields = ["closed_on"]
    list_display = ["statement", "deadline", "standing", "answers"]
    list_select_related = ["statement"]
    autocomplete_fields = ["statement"]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).order_by("-deadline", "pk")

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """The list, with what was answered counted once for all its rows."""
        made = super().get_changelist_instance(request)
        counted = answers_of([one.statement_id for one in made.result_list])
        for one in made.result_list:
            one.counted = counted.get(one.statement_id, Answers())
        return made

    @admin.display(description=gettext_lazy("standing"))
    def standing(self, listed: SignOnList) -> str:
        return standing_of(listed)

    @admin.display(description=gettext_lazy("answers"))
    def answers(self, listed: Any) -> str:
        return in_words(listed.counted)

    def get_urls(self) -> list[URLPattern]:
        view, name = self.admin_site.admin_view, "reprisals_signonlist"
        return [
            path("<int:pk>/answers/", view(self.answers_view), name=f"{name}_answers"),
            path("<int:pk>/take-over/", view(self.take_over_view), name=f"{name}_take_over"),
            path("<int:pk>/print/", view(self.print_view), name=f"{name}_print"),
            path("<int:pk>/file/", view(self.file_view), name=f"{name}_file"),
            *super().get_urls(),
        ]

    def answers_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The organisations on the list as rows to fill in, and a field to ask more of them."""
        listed = self._listed(request, pk)
        here = reverse("admin:reprisals_signonlist_answers", args=[pk])
        rows = rows_of(listed, request.POST if "save" in request.POST else None)
        more = AskForm(listed, request.POST) if "ask" in request.POST else AskForm(listed)
        if "ask" in request.POST and more.is_valid():
            n = ask(listed, list(more.cleaned_data["organisations"]), request.user)  # type: ignore[arg-type]
            text = ngettext("%(n)d organisation is on the list now.", "%(n)d organisations are on the list now.", n)
            messages.success(request, text % {"n": n})
            return HttpResponseRedirect(here)
        if "save" in request.POST and rows.is_valid():
            self._save(request, rows)
            messages.success(request, _("The answers are saved."))
            return HttpResponseRedirect(here)
        self.note_record(request, pk, "answers")
        return self._render(request, listed, "answers", rows=rows, more=more)

    def take_over_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Shows who would sign; lets them sign."""
        listed = self._listed(request, pk)
        if not request.user.has_perm("recommendations.change_statement"):
            raise PermissionDenied
        if request.method == "POST":
            back = reverse("admin:reprisals_signonlist_answers", args=[pk])
            try:
                change = take_over(listed, request.user, timezone.localdate())  # type: ignore[arg-type]
            except NobodySigned as why:
                messages.error(request, str(why))
            else:
                tell(request, f"{change}.", change)
            return HttpResponseRedirect(back)
        self.note_record(request, pk, "take-over")
        return self._render(request, listed, "take_over", outlook=outlook(listed))

    def print_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Who said yes, for printing."""
        listed = self._listed(request, pk)
        if (first := self._must_prove(request, pk, _("Print who said yes"))) is not None:
            return first
        answer = self._render(request, listed, "print", signed=said_yes(listed), now=timezone.now())
        audit.note(audit.Action.EXPORTED, request.user, about=f"signonlist {pk} print")
        return answer

    def file_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Who said yes, as CSV."""
        listed = self._listed(request, pk)
        if (first := self._must_prove(request, pk, _("Who said yes, as CSV"))) is not None:
            return first
        signed = said_yes(listed)
        now = timezone.now()
        filtered = _("who said yes to “%(statement)s”") % {"statement": listed.statement}
        table = Table("sign-ons", COLUMNS, signed, len(signed), filtered, request.path, now)
        response = HttpResponse(b"".join(csv_file.stream(table)), content_type="text/csv; charset=utf-8")
        name = f"sign-ons-{listed.statement.slug}-{now:%Y-%m-%d}.csv"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        audit.note(audit.Action.EXPORTED, request.user, about=f"signonlist {pk} csv")
        return response

    def _must_prove(self, request: HttpRequest, pk: int, button: str) -> HttpResponse | None:
        """Whoever takes away what only staff may know says first who they are, and comes back to the answers."""
        return must_prove(request, button, reverse("admin:reprisals_signonlist_answers", args=[pk]))

    def _listed(self, request: HttpRequest, pk: int) -> SignOnList:
        if not self.has_view_permission(request):
            raise PermissionDenied
        return get_object_or_404(SignOnList.objects.select_related("statement"), pk=pk)

    @transaction.atomic
    def _save(self, request: HttpRequest, rows: Any) -> None:
        rows.save()
        for row, fields in rows.changed_objects:
            audit.note(audit.Action.CHANGED, request.user, fields=fields, about=f"signon {row.pk}")

    def _render(self, request: HttpRequest, listed: SignOnList, page: str, **more: Any) -> HttpResponse:
        titles = {
            "answers": _("Sign-ons: %(statement)s"),
            "take_over": _("Take the signatures over: %(statement)s"),
            "print": _("Who signs: %(statement)s"),
        }
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": titles[page] % {"statement": listed.statement},
            "listed": listed,
            "standing": standing_of(listed),
            "counted": in_words(answers_of([listed.statement_id]).get(listed.statement_id, Answers())),
            "passed": listed.deadline < timezone.localdate(),
            "may_take_over": request.user.has_perm("recommendations.change_statement"),
            **more,
        }
        return render(request, f"admin/reprisals/signonlist/{page}.html", context)


def standing_of(listed: SignOnList) -> str:
    """Where a list stands today: open until a day, its deadline passed, or taken over."""
    if listed.closed_on:
        return _("taken over")
    return _("deadline passed") if listed.deadline < timezone.localdate() else _("open")


def in_words(counted: Answers) -> str:
    """The answers in one line: 7 asked: 4 yes, 1 no, 2 not answered."""
    values = {"asked": counted.asked, "yes": counted.yes, "no": counted.no}
    values["open"] = counted.asked - counted.yes - counted.no
    return _("%(asked)d asked: %(yes)d yes, %(no)d no, %(open)d not answered") % values
