"""Imports: upload files, see what they would do, accept or leave it; and the list of what was read."""

from collections.abc import Generator
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from recommendations.importers.opening import LARGEST_FILE
from recommendations.importers.preview import unread
from recommendations.importers.problems import ImportRefused, Problem
from recommendations.importers.uploading import Progress, import_in_steps, preview_in_steps
from recommendations.models import ImportRun, Upload, UploadedFile

from .changes import undo_link
from .corrections import SideBySide
from .working import working_page

MOST_FILES = 10
PAGES = "admin/recommendations/importrun"
Work = Generator[Progress, None, str]  # its steps, and the HTML of what came of it


class SeveralFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class SeveralFiles(forms.FileField):
    """One or several files, none larger than an import may be."""

    widget = SeveralFilesInput

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        files = [super(SeveralFiles, self).clean(one, initial) for one in data or [None]]
        if len(files) > MOST_FILES:
            raise forms.ValidationError(_("At most %(n)s files at once."), params={"n": MOST_FILES})
        for file in files:
            if file.size > LARGEST_FILE:
                raise forms.ValidationError(
                    _("“%(name)s” is larger than %(most)s MB."),
                    params={"name": file.name, "most": LARGEST_FILE // 1024 // 1024},
                )
        return files


class UploadForm(forms.ModelForm):
    chosen = SeveralFiles(
        label=gettext_lazy("files"),
        help_text=gettext_lazy(
            "Reports of the Working Group and addenda (PDF, .docx), OHCHR's matrices (.docx), exports of UPR Info's "
            "database (CSV, .xls, .xlsx). Give a report and its addendum together."
        ),
    )

    class Meta:
        model = Upload
        fields = ["review"]


@admin.register(ImportRun)
class ImportRunAdmin(admin.ModelAdmin):
    list_display = [
        "file_name",
        "format",
        "checksum",
        "imported_at",
        "imported_by",
        "rows",
        "created",
        "updated",
        "unchanged",
        "undo_link",
    ]
    list_filter = ["format", "imported_at"]
    list_select_related = ["imported_by", "change__undone_by__made_by"]
    search_fields = ["file_name", "sha256"]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.upload_view)
        return [
            path("upload/<int:pk>/", view, name="recommendations_importrun_upload"),
            *super().get_urls(),
        ]

    @admin.display(description="SHA-256", ordering="sha256")
    def checksum(self, run: ImportRun) -> SafeString:
        return format_html('<abbr title="{}">{}…</abbr>', run.sha256, run.sha256[:12])

    @admin.display(description=gettext_lazy("undo"))
    def undo_link(self, run: ImportRun) -> SafeString | str:
        return undo_link(run.change)

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """Takes files in and goes on to what they would do."""
        self._require_permission(request)
        posted = request.method == "POST"
        form = UploadForm(request.POST, request.FILES) if posted else UploadForm()
        if posted and form.is_valid():
            Upload.objects.forgotten().delete()
            upload = form.save(commit=False)
            upload.uploaded_by = request.user
            upload.save()
            for file in form.cleaned_data["chosen"]:
                UploadedFile.objects.create(upload=upload, name=file.name[:255], content=file.read())
            return HttpResponseRedirect(reverse("admin:recommendations_importrun_upload", args=[upload.pk]))
        context = self._context(request, title=_("Import files"), form=form)
        return render(request, "admin/recommendations/importrun/upload.html", context)

    def upload_view(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """What an upload would do; keeps what is corrected of it, accepts it or gives it up."""
        self._require_permission(request)
        upload = get_object_or_404(Upload, pk=pk)
        if "give_up" in request.POST:
            upload.delete()
            self.message_user(request, _("Given up: nothing was imported."), messages.WARNING)
            return HttpResponseRedirect(reverse("admin:recommendations_importrun_changelist"))
        sides = self._sides(request, upload)
        if request.method == "POST" and sides.keep():
            if "accept" in request.POST:
                context = self._context(request, title=_("Importing"), upload=upload)
                return working_page(request, context, self._import(request, upload))
            self.message_user(request, _("Kept. Nothing is imported yet."), messages.SUCCESS)
            return HttpResponseRedirect(request.get_full_path())
        context = self._context(request, title=_("What this import would do"), **self._preview(upload, sides))
        if upload.report:
            return render(request, f"{PAGES}/preview.html", context, status=400 if sides.errors else 200)
        return working_page(request, context, self._look(request, upload))

    def _sides(self, request: HttpRequest, upload: Upload) -> SideBySide:
        """Who may import sees what was read; to correct it takes the right to edit recommendations."""
        return SideBySide(request, upload, request.user.has_perm("recommendations.change_recommendation"))

    def _preview(self, upload: Upload, sides: SideBySide) -> dict[str, Any]:
        report = upload.report
        problems = [Problem(**problem) for problem in report.get("problems", [])]
        return {
            "upload": upload,
            "report": report,
            "sides": sides,
            "problems": unread(problems, sides.paragraphs),
        }

    def _look(self, request: HttpRequest, upload: Upload) -> Work:
        """Works out what an upload would do."""
        yield from preview_in_steps(upload, request.user)  # type: ignore[arg-type]
        return render_to_string(f"{PAGES}/_preview.html", self._preview(upload, self._sides(request, upload)), request)

    def _import(self, request: HttpRequest, upload: Upload) -> Work:
        """Imports an upload; where the record has changed so that it cannot be, says why."""
        publish = "publish" in request.POST
        try:
            steps = import_in_steps(upload, request.user, publish=publish)  # type: ignore[arg-type]
            report = yield from steps
        except ImportRefused:
            looked = yield from self._look(request, upload)
            return (
                format_html("<p><strong>{}</strong></p>", _("Nothing was imported: see the problems below.")) + looked
            )
        upload.delete()
        done = ngettext(
            "%(n)d recommendation was created, %(updated)d updated, %(unchanged)d left alone.",
            "%(n)d recommendations were created, %(updated)d updated, %(unchanged)d left alone.",
            report.total("created"),
        )
        numbers = {"n": report.total("created")} | {name: report.total(name) for name in ("updated", "unchanged")}
        context = {"done": done % numbers, "report": report, "change": report.change}
        return render_to_string(f"{PAGES}/_done.html", context, request)

    def _require_permission(self, request: HttpRequest) -> None:
        if not self.has_add_permission(request):
            raise PermissionDenied

    def _context(self, request: HttpRequest, **context: Any) -> dict[str, Any]:
        return {**self.admin_site.each_context(request), "opts": self.opts, **context}
