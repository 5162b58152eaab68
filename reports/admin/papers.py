"""Papers in the admin: one is made, read, looked through, issued and handed out; and the list of those that were."""

import uuid
from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from recommendations.importers.uploading import Progress
from reports.changes import changed_since, read_by
from reports.draft import Draft
from reports.filters import NoLonger
from reports.handing_out import Blocked, blocked_at_sight, content_of, opened, papers_for, why_blocked
from reports.issuing import keep, problems_of, ready_in_steps
from reports.kinds import KINDS
from reports.letterheads import under_letterhead
from reports.making import CannotBeMade
from reports.making import draft as draft_of
from reports.models import Report
from reports.packs import file_name
from reports.preview import preview
from reports.running import stop
from reprisals import audit, disclosure
from reprisals.disclosure import RoomShut
from reprisals.file_answer import as_file
from reprisals.step_up import must_prove, proved_lately, where_to_prove

from .forms import PaperForm
from .pages import Steps, context_of, shown_while_made

PAGES = "admin/reports/report"


@admin.register(Report)
class ReportAdmin(admin.ModelAdmin):
    list_display = [
        "__str__",
        "kind_label",
        "session",
        "state",
        "organisation",
        "language",
        "issued_at",
        "by",
        "standing",
    ]
    list_filter = ["kind", "session", "language", "is_confidential", "issued_at"]
    list_select_related = ["issued_by"]
    search_fields = ["title", "case", "state", "organisation"]
    show_facets = admin.ShowFacets.NEVER
    actions = None

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> Any:
        return papers_for(request.user).defer("sealed")

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("add/check/", view(self.check_view), name="reports_report_check"),
            path("add/issue/", view(self.issue_view), name="reports_report_issue"),
            path("stop/<uuid:number>/", view(self.stop_view), name="reports_report_stop"),
            path("<int:pk>/changes/", view(self.changes_view), name="reports_report_changes"),
            path("<int:pk>/files/<slug:name>/", view(self.file_view), name="reports_report_file"),
            *super().get_urls(),
        ]

    @admin.display(description=gettext_lazy("kind"), ordering="kind")
    def kind_label(self, report: Report) -> str:
        return str(KINDS[report.kind].label) if report.kind in KINDS else report.kind

    @admin.display(description=gettext_lazy("by"), ordering="issued_by__username")
    def by(self, report: Report) -> str:
        return str(report.issued_by)

    @admin.display(description=gettext_lazy("handed out"))
    def standing(self, report: Report) -> str:
        return _("no longer") if getattr(report, "is_blocked", False) else _("yes")

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        answer: Any = super().changelist_view(request, extra_context)
        if hasattr(answer, "context_data"):
            rows = list(answer.context_data["cl"].result_list)
            blocked = blocked_at_sight(rows)
            for report in rows:
                report.is_blocked = report.paper in blocked
            answer.context_data["cl"].result_list = rows
        return answer

    # Making one

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """Asks what is wanted, and shows the paper as it would be. Nothing is kept."""
        self._require_maker(request)
        if request.method != "POST":
            return self._page(request, PaperForm(None, request.user))
        form = PaperForm(request.POST, request.user)
        if not form.is_valid():
            return self._page(request, form)
        if (first := self._prove(request, form)) is not None:
            return first
        try:
            drafted = self._drafted(request, form)
        except (CannotBeMade, RoomShut) as wrong:
            return self._page(request, form, problems=[str(wrong)])
        return self._page(request, form, draft=drafted, preview=preview(drafted.document), **_said(form, drafted))

    @method_decorator(require_POST)
    def check_view(self, request: HttpRequest) -> HttpResponseBase:
        """Writes the files and looks them through, and says what was found. Nothing is kept."""
        return self._run(request, _("Looking the paper through"), self._check)

    @method_decorator(require_POST)
    def issue_view(self, request: HttpRequest) -> HttpResponseBase:
        """Makes the paper once more, looks it through, and freezes it."""
        return self._run(request, _("Issuing the paper"), self._issue)

    @method_decorator(require_POST)
    def stop_view(self, request: HttpRequest, number: uuid.UUID) -> HttpResponse:
        """Stops a run of one's own."""
        self._require_maker(request)
        if stop(number, request.user):
            self.message_user(request, _("It was stopped. Nothing was kept."), messages.WARNING)
        else:
            self.message_user(request, _("It was done already: look into the list."), messages.WARNING)
        return HttpResponseRedirect(reverse("admin:reports_report_changelist"))

    def _run(self, request: HttpRequest, title: str, steps_of: Any) -> HttpResponseBase:
        self._require_maker(request)
        form = PaperForm(request.POST, request.user)
        if not form.is_valid():
            return self._page(request, form)
        if (first := self._prove(request, form)) is not None:
            return first
        context = context_of(self.admin_site, request, self.opts, title=title)
        return shown_while_made(request, context, partial(steps_of, request, form))

    def _check(self, request: HttpRequest, form: PaperForm, cancelled: Callable[[], bool]) -> Steps:
        yield Progress(_("Drafting"))
        drafted, formats = self._drafted(request, form), form.cleaned_data["formats"]
        ready = yield from ready_in_steps(drafted, self._by(request, form), formats, cancelled)
        findings = ready.findings
        context = {
            "form": form,
            "findings": findings,
            "is_final": any(one.is_final for one in findings),
            "draft": drafted,
            "compared": disclosure.can_compare(),
        }
        return render_to_string(f"{PAGES}/_checked.html", context, request)

    def _issue(self, request: HttpRequest, form: PaperForm, cancelled: Callable[[], bool]) -> Steps:
        yield Progress(_("Drafting"))
        by, formats = self._by(request, form), form.cleaned_data["formats"]
        ready = yield from ready_in_steps(self._drafted(request, form), by, formats, cancelled)
        yield Progress(_("Keeping it"))
        report = keep(ready, by, why=form.cleaned_data["why"])
        return render_to_string(f"{PAGES}/_issued.html", {"report": report, "files": report.files.all()}, request)

    def _drafted(self, request: HttpRequest, form: PaperForm) -> Draft:
        drafted = draft_of(form.asked, self._by(request, form))
        document = under_letterhead(drafted.document, form.asked.organisation)
        object.__setattr__(drafted, "document", document)
        return drafted

    def _prove(self, request: HttpRequest, form: PaperForm) -> HttpResponse | None:
        """Before a confidential paper is even drafted: the form, as it was filled in, and where to prove who one is."""
        if not form.chosen.confidential or proved_lately(request):
            return None
        prove = where_to_prove(request, reverse("admin:reports_report_changelist"))
        return self._page(request, form, where_to_prove=prove)

    def _by(self, request: HttpRequest, form: PaperForm) -> Any:
        """Who makes the paper: for a confidential one, who is at the door."""
        return disclosure.at_the_door(request) if form.chosen.confidential else request.user

    def _page(self, request: HttpRequest, form: PaperForm, **more: Any) -> HttpResponse:
        context = context_of(self.admin_site, request, self.opts, title=_("Make a paper"), form=form, **more)
        return render(request, f"{PAGES}/make.html", context, status=400 if form.errors else 200)

    def _require_maker(self, request: HttpRequest) -> None:
        if not self.has_add_permission(request):
            raise PermissionDenied

    # One that was issued

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """What is known of an issued paper, its files, and why it is not handed out where it is not."""
        report = self._report(request, object_id)
        if (first := self._prove_to_see(request, report)) is not None:
            return first
        sealed: dict[str, Any] = {}
        read: list[Any] = []
        reasons: list[str] = []
        try:
            reasons = why_blocked(report)
            sealed = opened(report)
            read = [] if reasons else read_by(report, sealed)
        except Blocked as why:
            reasons = why.reasons
        except RoomShut as shut:
            reasons = [str(shut)]
        return render(request, f"{PAGES}/paper.html", self._told(request, report, sealed, read, reasons))

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """There is no history: nothing of it ever changes."""
        raise Http404

    def changes_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What changed since a paper was issued."""
        report = self._report(request, pk)
        if (first := self._prove_to_see(request, report)) is not None:
            return first
        by = disclosure.at_the_door(request) if report.is_confidential else request.user
        since, problem = None, ""
        try:
            since = changed_since(report, by, timezone.localdate())
        except NoLonger as gone:
            problem = _("What it was made of is no longer there: %(what)s.") % {"what": gone}
        except (Blocked, CannotBeMade, RoomShut) as wrong:
            problem = str(wrong)
        title = _("What changed since: %(paper)s") % {"paper": report}
        context = context_of(self.admin_site, request, self.opts, title=title, report=report)
        return render(request, f"{PAGES}/changes.html", context | {"since": since, "problem": problem})

    @method_decorator(require_POST)
    def file_view(self, request: HttpRequest, pk: int, name: str) -> HttpResponse:
        """A file of a paper, to be saved; a confidential one by who proves who they are, and written down."""
        report = self._report(request, pk)
        if (first := self._prove_to_see(request, report)) is not None:
            return first
        file = get_object_or_404(report.files, format=name)
        by = disclosure.at_the_door(request) if report.is_confidential else request.user
        try:
            content = content_of(file, by)
        except (Blocked, RoomShut) as why:
            self.message_user(request, str(why), messages.ERROR)
            return HttpResponseRedirect(report.get_absolute_url())
        return as_file(content, file.media_type, file_name(report, file.format))

    def _report(self, request: HttpRequest, pk: Any) -> Report:
        if not self.has_view_permission(request):
            raise PermissionDenied
        if not str(pk).isdecimal() or len(str(pk)) > 18:
            raise Http404
        found: Report = get_object_or_404(papers_for(request.user).select_related("issued_by"), pk=pk)
        return found

    def _prove_to_see(self, request: HttpRequest, report: Report) -> HttpResponse | None:
        if not report.is_confidential:
            return None
        if (first := must_prove(request, _("Show the paper"), report.get_absolute_url())) is not None:
            return first
        audit.note_view(request.user, None, f"paper {report.paper.hex[:8]}")
        return None

    def _told(
        self, request: HttpRequest, report: Report, sealed: dict[str, Any], read: list[Any], reasons: list[str]
    ) -> dict[str, Any]:
        """What the page of an issued paper shows. Of what is blocked, what it tells of the room is not shown either."""
        filters = report.filters or sealed.get("filters", {})
        return context_of(
            self.admin_site,
            request,
            self.opts,
            title=str(report),
            report=report,
            kind=KINDS[report.kind].label if report.kind in KINDS else report.kind,
            files=report.files.defer("content"),
            filters=_asked(filters) if not (reasons and report.is_confidential) else [],
            sections=[] if reasons else report.sections or sealed.get("sections", []),
            digests={} if reasons else sealed.get("sha256", {}),
            note=report.note or ("" if reasons else sealed.get("note", "")),
            read=read,
            reasons=reasons,
        )


def _said(form: PaperForm, drafted: Draft) -> dict[str, Any]:
    """What is said of a draft beside it."""
    length = drafted.length
    return {
        "length": length,
        "is_near": length.limit is not None and length.words >= 0.9 * length.limit,
        "left": (length.limit or 0) - length.words,
        "problems": problems_of(drafted, form.cleaned_data["formats"]),
    }


def _asked(filters: dict[str, Any]) -> list[tuple[str, Any]]:
    """What was asked for, but for what the page of a paper tells anyway."""
    return sorted((name, value) for name, value in filters.items() if name not in ("kind", "session"))
