"""Incidents in the admin: the record, and its way to the public."""

from collections.abc import Callable
from datetime import datetime, time
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from recommendations.admin.keys import is_key
from reprisals import publication
from reprisals.access import visible_to
from reprisals.exposure import newly_disclosed, to_weigh
from reprisals.models import Basis, Incident, InternalNote, PublicIncident, Step, Version, VersionState
from reprisals.models.publication import OPEN
from reprisals.page import page_of
from reprisals.public import in_words
from reprisals.publication import Refused

from .evidence import EvidencePages
from .guarded import GuardedAdmin
from .parts import PARTS
from .sealed_form import sealed_form
from .unseen import version_of


@admin.register(Incident)
class IncidentAdmin(GuardedAdmin):
    form = sealed_form(Incident)
    change_form_template = "admin/reprisals/incident/change_form.html"
    list_display = ["reference", "working_title", "kind", "began_on", "country", "confidence", "standing"]
    list_filter = ["kind", "confidence", "place_kind"]
    list_select_related = ["data_key", "country"]
    autocomplete_fields = ["country", "state"]
    fieldsets = [
        (gettext_lazy("What happened"), {"fields": ["title", "kind", "account"]}),
        (gettext_lazy("When"), {"fields": ["began_on", "ended_on"]}),
        (gettext_lazy("Where"), {"fields": ["place_kind", "country", "state", "territory", "locality"]}),
        (gettext_lazy("How sure"), {"fields": ["confidence", "confidence_reason"]}),
        (
            gettext_lazy("The public page"),
            {
                "description": gettext_lazy("Nothing of it is public before a second person has approved it."),
                "fields": ["public_title", "public_summary", "public_confidence", "shown_date", "shown_place"],
            },
        ),
    ]
    inlines = PARTS

    def get_queryset(self, request: HttpRequest) -> Any:
        return visible_to(request.user)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False  # only purging takes an incident away

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj)

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/publication/", view(self.publication_view), name="reprisals_incident_publication"),
            path("<int:pk>/page/", view(self.page_view), name="reprisals_incident_page"),
            path("<int:pk>/purge/", view(self.purge_view), name="reprisals_incident_purge"),
            *EvidencePages(self).urls(),
            *super().get_urls(),
        ]

    @admin.display(description=gettext_lazy("working title"))
    def working_title(self, incident: Incident) -> str:
        return incident.title

    @admin.display(description=gettext_lazy("publication"))
    def standing(self, incident: Incident) -> str:
        return standing_of(incident)

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> Any:
        request.incident = object_id if is_key(object_id) else None  # type: ignore[attr-defined]
        with transaction.atomic():
            now = self._version_now(request, object_id)
            request.is_stale = request.method == "POST" and now != request.POST.get("_version", "")  # type: ignore[attr-defined]
            return super().changeform_view(request, object_id, form_url, {**(extra_context or {}), "version": now})

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """A form that is not saved over what somebody else has saved since it was opened."""
        form: Any = super().get_form(request, obj, change, **kwargs)
        if not getattr(request, "is_stale", False):
            return form

        class Stale(form):
            def clean(self) -> Any:
                text = _("Not saved yet: somebody else has saved this incident meanwhile. Open it in another window,")
                self.add_error(None, f"{text} {_('compare, then save again.')}")
                return super().clean()

        return Stale

    def _version_now(self, request: HttpRequest, object_id: str | None) -> str:
        incident = self.get_object(request, object_id) if object_id else None
        if incident is None:
            return ""
        Incident.objects.select_for_update().get(pk=incident.pk)
        return version_of(incident, [inline.model for inline in PARTS])

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if not change:
            obj.created_by = request.user
        super().save_model(request, obj, form, change)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        for row in formset.save(commit=False):
            row.incident = form.instance
            if isinstance(row, InternalNote) and row.written_by_id is None:
                row.written_by = request.user
            row.save()
        for row in formset.deleted_objects:
            row.delete()
        formset.save_m2m()

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        publication.record_edit(form.instance, request.user)  # type: ignore[arg-type]
        publication.recheck(form.instance, request.user)  # type: ignore[arg-type]

    def publication_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Where an incident stands on its way to the public, what is missing, and the next step."""
        incident = self._incident(request, pk)
        if request.method == "POST":
            return self._take_step(request, incident)
        now = timezone.now()
        page = page_of(incident, timezone.localdate(now))
        before = PublicIncident.objects.filter(reference=incident.reference).first()
        under_way = Version.objects.filter(incident=incident, state__in=OPEN).first()
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Publication: %(incident)s") % {"incident": incident},
            "incident": incident,
            "standing": standing_of(incident),
            "problems": publication.problems_of(incident, now),
            "disclosed": newly_disclosed(page, before.page if before else None),
            "combinations": to_weigh(incident, page),
            "returned": self._why_returned(incident),
            "open_version": under_way,
            "stale": under_way is not None and publication.has_changed(under_way, now),
            "shown": before,
            "grounds": Basis.objects.filter(incident=incident).select_related("person"),
            "steps": Step.objects.filter(incident=incident).select_related("taken_by"),
        }
        return render(request, "admin/reprisals/incident/publication.html", context)

    def page_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The public page as it would be now."""
        page = page_of(self._incident(request, pk), timezone.localdate())
        words = in_words(page, lambda name: reverse("admin:reprisals_incident_copy", args=[pk, name]))
        return render(request, "reprisals/incident_page.html", words)

    def purge_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Asks once more, by the reference typed in, then deletes for ever."""
        incident = self._incident(request, pk)
        if not request.user.has_perm("reprisals.purge_incident"):
            raise PermissionDenied
        wrong = request.method == "POST" and request.POST.get("reference", "").strip() != incident.reference
        if request.method == "POST" and not wrong:
            publication.purge(incident, request.user)  # type: ignore[arg-type]
            said = _("The incident is purged. Delete backups that hold it, too: with the keys they can still be read.")
            self.message_user(request, said)
            return HttpResponseRedirect(reverse("admin:reprisals_incident_changelist"))
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Purge: %(incident)s") % {"incident": incident},
            "incident": incident,
            "wrong": wrong,
        }
        return render(request, "admin/reprisals/incident/purge.html", context)

    def _incident(self, request: HttpRequest, pk: int) -> Incident:
        if not self.has_change_permission(request):
            raise PermissionDenied
        found: Incident = get_object_or_404(self.get_queryset(request), pk=pk)
        return found

    def _take_step(self, request: HttpRequest, incident: Incident) -> HttpResponse:
        user: Any = request.user
        back = HttpResponseRedirect(reverse("admin:reprisals_incident_publication", args=[incident.pk]))
        if "consent" in request.POST:
            key = request.POST["consent"]
            basis = get_object_or_404(Basis, incident=incident, pk=key if is_key(key) else 0)
            return taken(self, request, back, lambda: publication.withdraw_consent(basis, user))
        if "withdraw" in request.POST:
            return taken(self, request, back, lambda: publication.withdraw(incident, user))
        try:
            embargo = forms.DateField(required=False).clean(request.POST.get("embargo", ""))
        except ValidationError as error:
            self.message_user(request, _("Embargo: %(error)s") % {"error": error.messages[0]}, messages.ERROR)
            return back
        until = timezone.make_aware(datetime.combine(embargo, time())) if embargo else None
        return taken(self, request, back, lambda: publication.submit(incident, user, embargo_until=until))

    def _why_returned(self, incident: Incident) -> str:
        """What the reader said of the newest version, where it was returned."""
        newest = Version.objects.filter(incident=incident).order_by("-submitted_at", "-pk").first()
        return newest.comment if newest and newest.state == VersionState.RETURNED else ""


def taken(model_admin: Any, request: HttpRequest, answer: HttpResponse, step: Callable[[], object]) -> HttpResponse:
    """Takes a step and says what came of it, or why it may not be taken."""
    try:
        step()
    except Refused as refused:
        for problem in refused.problems:
            model_admin.message_user(request, problem, messages.ERROR)
    else:
        model_admin.message_user(request, _("Done."))
    return answer


def standing_of(incident: Incident) -> str:
    """Where an incident stands, in words: what is public, and what is under way beside it."""
    states = list(Version.objects.filter(incident=incident).values_list("state", flat=True))
    said = [str(VersionState(s).label) for s in (*OPEN, VersionState.PUBLISHED) if s in states]
    if said:
        return ", ".join(said)
    newest = states[0] if states else None
    return str(VersionState.WITHDRAWN.label) if newest == VersionState.WITHDRAWN else _("Draft")
