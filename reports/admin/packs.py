"""Session packs in the admin: the papers for one session, made together and saved as one ZIP."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.urls import URLPattern, path
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from reports.handing_out import blocked_at_sight
from reports.kinds import KINDS
from reports.models import Pack
from reports.packs import pack_in_steps, reports_of, zip_of
from reprisals.file_answer import as_file

from .forms import PackForm
from .pages import Steps, context_of, shown_while_made

PAGES = "admin/reports/pack"


@admin.register(Pack)
class PackAdmin(admin.ModelAdmin):
    list_display = ["__str__", "session", "how_many", "made_at", "made_by"]
    list_filter = ["session", "made_at"]
    list_select_related = ["made_by"]
    show_facets = admin.ShowFacets.NEVER
    actions = None

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.zip_view)
        return [path("<int:pk>/zip/", view, name="reports_pack_zip"), *super().get_urls()]

    @admin.display(description=gettext_lazy("papers"))
    def how_many(self, pack: Pack) -> int:
        return len(pack.papers)

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> Any:
        """Asks which papers, and makes them while the page shows how far it is."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = PackForm(request.POST if request.method == "POST" else None, request.user)
        if request.method == "POST" and form.is_valid():
            return self._run(request, form)
        context = context_of(self.admin_site, request, self.opts, title=_("Make a session pack"), form=form)
        return render(request, f"{PAGES}/make.html", context, status=400 if form.errors else 200)

    def _run(self, request: HttpRequest, form: PackForm) -> HttpResponseBase:
        context = context_of(self.admin_site, request, self.opts, title=_("Making the session pack"))
        return shown_while_made(request, context, self._made(request, form))

    def _made(self, request: HttpRequest, form: PackForm) -> Steps:
        asked = [form.asked_for(KINDS[name]) for name in form.cleaned_data["kinds"]]
        pack = yield from pack_in_steps(asked, request.user, form.cleaned_data["formats"])
        return render_to_string(f"{PAGES}/_made.html", {"pack": pack, "reports": reports_of(pack)}, request)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """The papers of a pack, its cover note, and the button that saves them."""
        pack = self._pack(request, object_id)
        reports = reports_of(pack)
        blocked = blocked_at_sight(reports)
        rows = [(report, report.paper in blocked) for report in reports]
        context = context_of(self.admin_site, request, self.opts, title=str(pack), pack=pack, rows=rows)
        return render(request, f"{PAGES}/pack.html", context)

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """There is no history: nothing of it ever changes."""
        raise Http404

    @method_decorator(require_POST)
    def zip_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The ZIP, to be saved."""
        pack = self._pack(request, pk)
        return as_file(zip_of(pack, request.user), "application/zip", f"papers-{pack.session}-{pack.pk}.zip")

    def _pack(self, request: HttpRequest, pk: Any) -> Pack:
        if not self.has_view_permission(request):
            raise PermissionDenied
        if not str(pk).isdecimal() or len(str(pk)) > 18:
            raise Http404
        found: Pack = get_object_or_404(Pack, pk=pk)
        return found
