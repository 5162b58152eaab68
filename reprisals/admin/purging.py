"""Purging an incident: asked for once more, by its reference typed in."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _

from reprisals import publication
from reprisals.access import Doing, may
from reprisals.audit.noting import LONGEST_ABOUT
from reprisals.models import Incident
from reprisals.step_up import must_prove

from .guarded import GuardedAdmin


class Purges(GuardedAdmin):
    """An admin of incidents from which they can be purged."""

    def get_urls(self) -> list[URLPattern]:
        name = f"reprisals_{self.opts.model_name}_purge"
        return [path("<int:pk>/purge/", self.admin_site.admin_view(self.purge_view), name=name), *super().get_urls()]

    def incident(self, request: HttpRequest, pk: int) -> Incident:
        """An incident that this admin shows to whoever asks; 403 or 404 else."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        found: Incident = get_object_or_404(self.get_queryset(request), pk=pk)
        self.looked_at(request, found, _page(request))
        return found

    def purge_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Asks once more, by the reference typed in, then deletes for ever."""
        incident = self.incident(request, pk)
        user: Any = request.user
        if not may(user, Doing.PURGE, incident):
            raise PermissionDenied
        if request.method == "POST" and (first := must_prove(request, _("Purge for ever"))) is not None:
            return first
        names = f"admin:reprisals_{self.opts.model_name}"
        wrong = request.method == "POST" and request.POST.get("reference", "").strip() != incident.reference
        if request.method == "POST" and not wrong:
            publication.purge(incident, user)
            said = _("The incident is purged. Delete backups that hold it, too: with the keys they can still be read.")
            self.message_user(request, said)
            return HttpResponseRedirect(reverse(f"{names}_changelist"))
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Purge: %(incident)s") % {"incident": incident},
            "incident": incident,
            "back": reverse(f"{names}_change", args=[incident.pk]),
            "wrong": wrong,
        }
        return render(request, "admin/reprisals/incident/purge.html", context)


def _page(request: HttpRequest) -> str:
    """What the log calls the page that is looked at, such as “incident_piece 12”: each piece of evidence by itself."""
    match = request.resolver_match
    name = match.url_name.removeprefix("reprisals_") if match and match.url_name else ""
    return f"{name} {match.kwargs['key']}"[:LONGEST_ABOUT] if match and "key" in match.kwargs else name
