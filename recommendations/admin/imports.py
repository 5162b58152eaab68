"""Imports: upload files, see what they would do, accept or leave it; and the list of what was read."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from recommendations.importers.opening import LARGEST_FILE
from recommendations.importers.problems import ImportRefused
from recommendations.importers.uploading import import_upload, preview
from recommendations.models import ImportRun, Upload, UploadedFile

MOST_FILES = 10


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
            "Exports of UPR Info's database (CSV, .xls, .xlsx) or OHCHR's matrices of recommendations (.docx)."
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
        "imported_at",
        "imported_by",
        "rows",
        "created",
        "updated",
        "unchanged",
    ]
    list_filter = ["format", "imported_at"]
    list_select_related = ["imported_by"]
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
            preview(upload, request.user)  # type: ignore[arg-type]
            return HttpResponseRedirect(reverse("admin:recommendations_importrun_upload", args=[upload.pk]))
        context = self._context(request, title=_("Import files"), form=form)
        return render(request, "admin/recommendations/importrun/upload.html", context)

    def upload_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What an upload would do; accepts it or gives it up."""
        self._require_permission(request)
        upload = get_object_or_404(Upload, pk=pk)
        if request.method == "POST":
            if "accept" in request.POST:
                return self._accept(request, upload)
            upload.delete()
            self.message_user(request, _("Given up: nothing was imported."), messages.WARNING)
            return HttpResponseRedirect(reverse("admin:recommendations_importrun_changelist"))
        context = self._context(request, title=_("What this import would do"), upload=upload, report=upload.report)
        return render(request, "admin/recommendations/importrun/preview.html", context)

    def _accept(self, request: HttpRequest, upload: Upload) -> HttpResponse:
        try:
            report = import_upload(
                upload,
                request.user,  # type: ignore[arg-type]
                dry_run=False,
                publish="publish" in request.POST,
            )
        except ImportRefused:
            preview(upload, request.user)  # type: ignore[arg-type]
            self.message_user(request, _("Nothing was imported: see the problems below."), messages.ERROR)
            return HttpResponseRedirect(request.path)
        upload.delete()
        done = ngettext(
            "%(n)d recommendation was created, %(updated)d updated, %(unchanged)d left alone.",
            "%(n)d recommendations were created, %(updated)d updated, %(unchanged)d left alone.",
            report.total("created"),
        )
        numbers = {name: report.total(name) for name in ("updated", "unchanged")}
        self.message_user(request, done % ({"n": report.total("created")} | numbers), messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:recommendations_importrun_changelist"))

    def _require_permission(self, request: HttpRequest) -> None:
        if not self.has_add_permission(request):
            raise PermissionDenied

    def _context(self, request: HttpRequest, **context: Any) -> dict[str, Any]:
        return {**self.admin_site.each_context(request), "opts": self.opts, **context}
