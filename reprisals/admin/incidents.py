"""Incidents in the admin: the record, and its way to the public."""

from collections.abc import Callable
from datetime import datetime, time
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from recommendations.admin.keys import is_key
from reprisals import audit, publication
from reprisals.access import Doing, join, may, visible_to
from reprisals.exact_page import exact_page
from reprisals.exposure import newly_disclosed, to_weigh
from reprisals.models import Basis, CaseRole, Incident, PublicIncident, Step, Version, VersionState
from reprisals.models.publication import OPEN
from reprisals.page import page_of
from reprisals.public import in_words
from reprisals.publication import Refused

from .editing import EditsIncident
from .evidence import EvidencePages
from .parts import PARTS
from .purging import Purges
from .sealed_form import sealed_form
from .team import TeamInline

ENTRIES_ON_A_PAGE = 100
WITHDRAWN = gettext_lazy("Withdrawn. Nothing of it is public now, and its address answers as if it had never been.")


@admin.register(Incident)
class IncidentAdmin(Purges, EditsIncident):
    form = sealed_form(Incident)
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
    inlines = [*PARTS, TeamInline]

    def get_queryset(self, request: HttpRequest) -> Any:
        return visible_to(request.user)

    def get_inlines(self, request: HttpRequest, obj: Any) -> Any:
        return self.inlines if obj else PARTS  # the team begins with whoever records the incident

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/publication/", view(self.publication_view), name="reprisals_incident_publication"),
            path("<int:pk>/page/", view(self.page_view), name="reprisals_incident_page"),
            path("<int:pk>/log/", view(self.log_view), name="reprisals_incident_log"),
            *EvidencePages(self).urls(),
            *super().get_urls(),
        ]

    @admin.display(description=gettext_lazy("working title"))
    def working_title(self, incident: Incident) -> str:
        return incident.title

    @admin.display(description=gettext_lazy("publication"))
    def standing(self, incident: Incident) -> str:
        return standing_of(incident)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if change:
            super().save_model(request, obj, form, change)
        else:
            obj.created_by = request.user
            super().save_model(request, obj, form, change)
            join(obj, request.user, CaseRole.CASE_OFFICER)  # type: ignore[arg-type]

    def publication_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Where an incident stands on its way to the public, what is missing, and the next step."""
        incident = self.incident(request, pk)
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
            "may_take_down": may(request.user, Doing.TAKE_DOWN) and (before or under_way),
            "may_purge": may(request.user, Doing.PURGE, incident),
            "steps": Step.objects.filter(incident=incident).select_related("taken_by"),
        }
        return render(request, "admin/reprisals/incident/publication.html", context)

    def log_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Who looked at an incident and who changed it, for those who work on it."""
        incident = self.incident(request, pk)
        entries = Paginator(audit.entries_of(incident), ENTRIES_ON_A_PAGE).get_page(request.GET.get("page"))
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Who looked at it, and who changed it: %(incident)s") % {"incident": incident},
            "incident": incident,
            "entries": entries,
        }
        return render(request, "admin/reprisals/incident/log.html", context)

    def page_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The public page as it would be now."""
        incident = self.incident(request, pk)
        page = page_of(incident, timezone.localdate())
        words = in_words(page, lambda name: reverse("admin:reprisals_incident_copy", args=[pk, name]))
        back = reverse("admin:reprisals_incident_publication", args=[pk])
        return exact_page(request, incident.reference, words | {"back": back})

    def _take_step(self, request: HttpRequest, incident: Incident) -> HttpResponse:
        user: Any = request.user
        back = HttpResponseRedirect(reverse("admin:reprisals_incident_publication", args=[incident.pk]))
        if "consent" in request.POST:
            key = request.POST["consent"]
            basis = get_object_or_404(Basis, incident=incident, pk=key if is_key(key) else 0)
            said = _("Noted. A page that was public is taken down.")
            return taken(self, request, back, lambda: publication.withdraw_consent(basis, user), said)
        if "withdraw" in request.POST:
            return taken(self, request, back, lambda: publication.withdraw(incident, user), WITHDRAWN)
        try:
            embargo = forms.DateField(required=False).clean(request.POST.get("embargo", ""))
        except ValidationError as error:
            self.message_user(request, _("Embargo: %(error)s") % {"error": error.messages[0]}, messages.ERROR)
            return back
        until = timezone.make_aware(datetime.combine(embargo, time())) if embargo else None
        said = _("Handed in. A reviewer-publisher who is not on the team can read it now.")
        return taken(self, request, back, lambda: publication.submit(incident, user, embargo_until=until), said)

    def _why_returned(self, incident: Incident) -> str:
        """What the reader said of the newest version, where it was returned."""
        newest = Version.objects.filter(incident=incident).order_by("-submitted_at", "-pk").first()
        return newest.comment if newest and newest.state == VersionState.RETURNED else ""


def taken(
    model_admin: Any, request: HttpRequest, answer: HttpResponse, step: Callable[[], object], said: Any
) -> HttpResponse:
    """Takes a step and says what came of it, or why it may not be taken."""
    try:
        step()
    except Refused as refused:
        for problem in refused.problems:
            model_admin.message_user(request, problem, messages.ERROR)
    else:
        model_admin.message_user(request, said)
    return answer


def standing_of(incident: Incident) -> str:
    """Where an incident stands, in words: what is public, and what is under way beside it."""
    states = list(Version.objects.filter(incident=incident).values_list("state", flat=True))
    said = [str(VersionState(s).label) for s in (*OPEN, VersionState.PUBLISHED) if s in states]
    if said:
        return ", ".join(said)
    newest = states[0] if states else None
    return str(VersionState.WITHDRAWN.label) if newest == VersionState.WITHDRAWN else _("Draft")
