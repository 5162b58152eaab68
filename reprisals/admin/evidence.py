"""The evidence of an incident in the admin: what is kept, what becomes of it, and what the public would get."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.template.defaultfilters import filesizeformat
from django.urls import URLPattern, path, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST

from reprisals import publication
from reprisals.evidence import custody
from reprisals.evidence.copies import CopyChanged, content_of
from reprisals.evidence.inspection import NotTaken
from reprisals.file_answer import as_file, as_original
from reprisals.models import CustodyEvent, Evidence, EvidenceCopy, Incident
from reprisals.step_up import must_prove

from .evidence_forms import DETAILS, DetailsForm, ShownForm, UploadForm
from .memory_only import FORM, MemoryOnly

ENDINGS = {"jpeg": "jpg", "text": "txt"}
COPIED = ("jpeg", "png", "webp", "pdf")


class EvidencePages:
    """The pages of evidence, for whoever sees the incident and while the room is open."""

    def __init__(self, model_admin: Any) -> None:
        self.admin = model_admin

    def urls(self) -> list[URLPattern]:
        view = self.admin.admin_site.admin_view
        piece = "<int:pk>/evidence/<int:key>/"
        return [
            path("<int:pk>/evidence/", view(self.list_view), name="reprisals_incident_evidence"),
            path(piece, view(self.piece_view), name="reprisals_incident_piece"),
            path(f"{piece}original/", view(self.original_view), name="reprisals_incident_original"),
            path("<int:pk>/copies/<str:name>", view(self.copy_view), name="reprisals_incident_copy"),
        ]

    @method_decorator(csrf_exempt)  # so that nothing is read before it is known where to; _list_view checks it
    def list_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What is kept of an incident, and the form that takes in one file more."""
        length = request.META.get("CONTENT_LENGTH") or "0"
        if request.method == "POST" and (not length.isdigit() or int(length) > settings.EVIDENCE_LARGEST + FORM):
            return self._list(request, self.admin.incident(request, pk), UploadForm(), 413)
        request.upload_handlers = [MemoryOnly(request)]
        return self._list_view(request, pk)

    @method_decorator(csrf_protect)
    def _list_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        incident = self.admin.incident(request, pk)
        if request.method != "POST":
            return self._list(request, incident, UploadForm())
        form = UploadForm(request.POST, request.FILES)
        if form.is_valid() and (made := self._receive(request, incident, form)):
            publication.record_edit(incident, request.user)  # type: ignore[arg-type]
            self.admin.message_user(request, _("It is kept. Say below what the public may see of it, if anything."))
            return self._to(incident, made.pk)
        return self._list(request, incident, form)

    def piece_view(self, request: HttpRequest, pk: int, key: int) -> HttpResponse:
        """One piece: what is known of it, the copy for the public, who had the original, and what can be done."""
        incident = self.admin.incident(request, pk)
        evidence = self._piece(incident, key)
        details = DetailsForm(initial={name: getattr(evidence, name) for name in DETAILS})
        shown = self._shown_form(evidence)
        if request.method == "POST" and evidence.removed_at is None:
            if "verify" in request.POST:
                return self._verify(request, evidence)
            if "remove" in request.POST:
                return self._remove(request, evidence)
            if "describe" in request.POST:
                details = DetailsForm(request.POST)
                if details.is_valid() and self._describe(request, evidence, details.cleaned_data):
                    return self._to(incident, key)
            if "show" in request.POST:
                shown = self._shown_form(evidence, request.POST)
                if shown.is_valid() and self._show(request, evidence, shown):
                    return self._to(incident, key)
        return render(request, "admin/reprisals/evidence/piece.html", self._told(request, evidence, details, shown))

    @method_decorator(require_POST)
    def original_view(self, request: HttpRequest, pk: int, key: int) -> HttpResponse:
        """The original, to be saved. Who took it, when and what for is written down."""
        evidence = self._piece(self.admin.incident(request, pk), key)
        if evidence.removed_at:
            raise Http404
        why = request.POST.get("why", "").strip()[:300]
        if not why:
            self._say(request, _("Say what you need the original for."))
            return self._to(evidence.incident, key)
        piece = reverse("admin:reprisals_incident_piece", args=[pk, key])
        if (first := must_prove(request, _("Save the original"), piece)) is not None:
            return first
        try:
            raw = custody.read(evidence, request.user, why)  # type: ignore[arg-type]
        except custody.Changed:
            self._say(request, _("The original is not what was taken in: it is not given out."))
            return self._to(evidence.incident, key)
        ending = ENDINGS.get(evidence.kind, evidence.kind)
        return as_original(raw, f"{evidence.incident.reference}-{evidence.pk}.{ending}")

    def copy_view(self, request: HttpRequest, pk: int, name: str) -> HttpResponse:
        """The copy that the public would get."""
        incident = self.admin.incident(request, pk)
        copy = get_object_or_404(EvidenceCopy.objects.defer("content"), incident=incident, name=name)
        copy.incident = incident
        try:
            return as_file(content_of(incident, {"name": name} | copy.said), copy.said["media_type"], name)
        except CopyChanged:
            raise Http404 from None

    def _receive(self, request: HttpRequest, incident: Incident, form: UploadForm) -> Evidence | None:
        file = form.cleaned_data["file"]
        details = {name: form.cleaned_data[name].replace("\r\n", "\n") for name in DETAILS}
        try:
            return custody.receive(incident, request.user, file.name, file.read(), **details)  # type: ignore[arg-type]
        except NotTaken as refused:
            form.add_error("file", str(refused))
        except custody.Twice:
            form.add_error("file", _("This very file is kept here already."))
        except OSError:
            form.add_error("file", _("The file could not be stored: is the disk full, or EVIDENCE_DIR not writable?"))
        return None

    def _describe(self, request: HttpRequest, evidence: Evidence, data: dict[str, str]) -> bool:
        with transaction.atomic():
            evidence = self._piece(evidence.incident, evidence.pk, lock=True)
            new = {name: data[name].replace("\r\n", "\n") for name in DETAILS}
            changed = [name for name in DETAILS if getattr(evidence, name) != new[name]]
            before = "\n".join(f"{name}: {getattr(evidence, name)}" for name in changed if getattr(evidence, name))
            for name in changed:
                evidence.write(name, new[name])
            if changed:
                evidence.save()
                custody.note(evidence, CustodyEvent.What.DESCRIBED, request.user, before)  # type: ignore[arg-type]
                self._edited(request, evidence, changed)
        self.admin.message_user(request, _("Saved."))
        return True

    def _show(self, request: HttpRequest, evidence: Evidence, form: ShownForm) -> bool:
        """Makes the copy, which takes a while, then writes what is said of it."""
        data = form.cleaned_data
        boxes = "\n".join(line.strip() for line in data["boxes"].splitlines() if line.strip())
        try:
            if evidence.kind in COPIED or data["shown"]:
                custody.make_copy(evidence, request.user, boxes)  # type: ignore[arg-type]
        except NotTaken as refused:
            form.add_error("shown", str(refused))
        except custody.Changed:
            form.add_error("shown", _("The original is not what was taken in: no copy is made of it."))
        except ValueError as error:
            wrong = _("“%(line)s” is no box: write left, top, width, height in per cent, within the page.")
            form.add_error("boxes", wrong % {"line": str(error)[:100]})
        if form.errors:
            return False
        with transaction.atomic():
            evidence = self._piece(evidence.incident, evidence.pk, lock=True)
            words = {name: data[name].replace("\r\n", "\n").strip() for name in ("caption", "alternative")}
            for name, text in words.items():
                evidence.write(name, text)
            evidence.shown = data["shown"]
            evidence.save()
            said = words | {"shown": data["shown"], "boxes": boxes}
            self._edited(request, evidence, [name for name, value in said.items() if form.initial[name] != value])
        self.admin.message_user(request, _("Saved. Look at the copy below: exactly this would be public."))
        return True

    def _verify(self, request: HttpRequest, evidence: Evidence) -> HttpResponse:
        if custody.verify(evidence, request.user):  # type: ignore[arg-type]
            self.admin.message_user(request, _("The original is what was taken in."))
        else:
            self._say(request, _("The original is NOT what was taken in: it has changed, or it is missing."))
        return self._to(evidence.incident, evidence.pk)

    def _remove(self, request: HttpRequest, evidence: Evidence) -> HttpResponse:
        why = request.POST.get("why", "").strip()
        if not why:
            self._say(request, _("Say why it is removed."))
            return self._to(evidence.incident, evidence.pk)
        try:
            with transaction.atomic():
                custody.remove(evidence, request.user, why)  # type: ignore[arg-type]
                publication.record_edit(evidence.incident, request.user)  # type: ignore[arg-type]
        except custody.StillPublic:
            self._say(request, _("A copy of it is public: take it from the page first, or withdraw the page."))
            return self._to(evidence.incident, evidence.pk)
        self.admin.message_user(request, _("It is removed. That it was here, and why it went, stays on record."))
        return HttpResponseRedirect(reverse("admin:reprisals_incident_evidence", args=[evidence.incident.pk]))

    def _edited(self, request: HttpRequest, evidence: Evidence, fields: list[str]) -> None:
        user: Any = request.user
        publication.record_edit(evidence.incident, user, fields=[f"evidence.{name}" for name in fields])
        publication.recheck(evidence.incident, user)

    def _piece(self, incident: Incident, key: int, lock: bool = False) -> Evidence:
        if lock:  # nobody publishes the incident meanwhile
            Incident.objects.select_for_update(of=("self",)).get(pk=incident.pk)
        found: Evidence = get_object_or_404(Evidence, incident=incident, pk=key)
        found.incident = incident
        return found

    def _shown_form(self, evidence: Evidence, data: Any = None) -> ShownForm:
        copy = self._copy(evidence)
        initial = {"shown": evidence.shown, "caption": evidence.caption, "alternative": evidence.alternative}
        initial["boxes"] = copy.boxes if copy else ""
        return ShownForm(data, initial=initial, is_document=evidence.kind == "pdf")

    def _copy(self, evidence: Evidence) -> EvidenceCopy | None:
        copy = EvidenceCopy.objects.filter(evidence=evidence).defer("content").first()
        if copy:
            copy.incident = evidence.incident
        return copy

    def _list(self, request: HttpRequest, incident: Incident, form: UploadForm, status: int = 200) -> HttpResponse:
        rows = list(Evidence.objects.filter(incident=incident))
        for row in rows:
            row.incident = incident
        context = {
            **self.admin.admin_site.each_context(request),
            "opts": self.admin.opts,
            "title": _("Evidence: %(incident)s") % {"incident": incident},
            "incident": incident,
            "rows": rows,
            "form": form,
            "too_large": status == 413,
            "largest": filesizeformat(settings.EVIDENCE_LARGEST),
        }
        return render(request, "admin/reprisals/evidence/list.html", context, status=status)

    def _told(self, request: HttpRequest, evidence: Evidence, details: DetailsForm, shown: ShownForm) -> dict[str, Any]:
        events = list(CustodyEvent.objects.filter(evidence=evidence).select_related("by"))
        for event in events:
            event.incident = evidence.incident
        return {
            **self.admin.admin_site.each_context(request),
            "opts": self.admin.opts,
            "title": _("Evidence %(number)s: %(incident)s") % {"number": evidence.pk, "incident": evidence.incident},
            "incident": evidence.incident,
            "evidence": evidence,
            "details": details,
            "shown": shown,
            "has_copy": evidence.kind in COPIED,
            "copy": self._copy(evidence),
            "events": events,
        }

    def _say(self, request: HttpRequest, problem: str) -> None:
        self.admin.message_user(request, problem, messages.ERROR)

    def _to(self, incident: Incident, key: int) -> HttpResponse:
        return HttpResponseRedirect(reverse("admin:reprisals_incident_piece", args=[incident.pk, key]))
