"""Pages of incidents on their way to the public: for a second pair of eyes, without what lies behind them."""

import json
from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reprisals import publication
from reprisals.access import Doing, authors, can_approve, may, versions_visible_to
from reprisals.evidence.copies import CopyChanged, content_of
from reprisals.exact_page import exact_page
from reprisals.exposure import newly_disclosed, to_weigh
from reprisals.file_answer import as_file
from reprisals.models import Basis, PublicIncident, StaffRole, Step, Version, VersionState
from reprisals.models.publication import OPEN
from reprisals.public import in_words
from reprisals.step_up import must_prove
from reprisals.tombstones import buried

from .guarded import GuardedAdmin
from .incidents import WITHDRAWN, taken
from .sealed_form import LONGEST


@admin.register(Version)
class VersionAdmin(GuardedAdmin):
    opens_to = frozenset({StaffRole.CASE_OFFICER, StaffRole.REVIEWER})
    list_display = ["reference", "state", "submitted_at", "submitted_by", "approved_by", "embargo_until"]
    list_filter = ["state"]
    list_select_related = ["incident", "submitted_by", "approved_by"]

    def get_queryset(self, request: HttpRequest) -> Any:
        return versions_visible_to(request.user).select_related("incident__data_key", "submitted_by", "approved_by")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/page/", view(self.page_view), name="reprisals_version_page"),
            path("<int:pk>/change/", view(self.review_view), name="reprisals_version_review"),
            path("<int:pk>/files/<str:name>", view(self.file_view), name="reprisals_version_file"),
            path("published/", view(self.published_view), name="reprisals_version_published"),
            *super().get_urls(),
        ]

    @admin.display(description=gettext_lazy("incident"), ordering="incident__reference")
    def reference(self, version: Version) -> str:
        return version.incident.reference

    def review_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Everything that a page newly discloses, and the next step."""
        version = self._version(request, pk)
        if request.method == "POST":
            return self._take_step(request, version)
        page = json.loads(version.page)
        before = PublicIncident.objects.filter(reference=version.incident.reference).first()
        user: Any = request.user
        now = timezone.now()
        stale = version.state in OPEN and publication.has_changed(version, now)
        waits = version.embargo_until is not None and now < version.embargo_until
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Page of %(incident)s") % {"incident": version.incident},
            "version": version,
            "disclosed": newly_disclosed(page, before.page if before else None),
            "combinations": to_weigh(version.incident, page),
            "stale": stale,
            "waits": waits,
            "replaces": before is not None,
            "is_open": version.state in OPEN,
            "may_approve": can_approve(user, version) and not stale,
            "may_return": version.state in OPEN,
            "may_publish": version.state == VersionState.APPROVED
            and may(user, Doing.REVIEW, version.incident)
            and not (stale or waits),
            "wrote_it": user.pk in authors(version.incident) | {version.submitted_by_id},
            "grounds": Basis.objects.filter(incident=version.incident).select_related("person"),
            "steps": Step.objects.filter(incident=version.incident).select_related("taken_by"),
        }
        return render(request, "admin/reprisals/version/review.html", context)

    def page_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The exact public page."""
        version = self._version(request, pk)
        words = in_words(
            json.loads(version.page), lambda name: reverse("admin:reprisals_version_file", args=[pk, name])
        )
        return exact_page(request, version.incident.reference, words)

    def file_view(self, request: HttpRequest, pk: int, name: str) -> HttpResponse:
        """A picture or document of the exact page, byte for byte; none where it has changed since."""
        version = self._version(request, pk)
        rows = [row for row in json.loads(version.page).get("files", []) if row["name"] == name]
        try:
            content = content_of(version.incident, rows[0])
        except (IndexError, CopyChanged):
            raise Http404 from None
        return as_file(content, rows[0]["media_type"], name)

    def published_view(self, request: HttpRequest) -> HttpResponse:
        """What is public now, each with a button that takes it down at once: also while the room is shut."""
        user: Any = request.user
        if not may(user, Doing.TAKE_DOWN):
            raise PermissionDenied
        if request.method == "POST":
            shown = get_object_or_404(PublicIncident, reference=request.POST.get("withdraw", "")[:10])
            back = HttpResponseRedirect(reverse("admin:reprisals_version_published"))
            return taken(self, request, back, lambda: publication.withdraw_page(shown.reference, user), WITHDRAWN)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Published pages"),
            "published": PublicIncident.objects.exclude(reference__in=buried()),
        }
        return render(request, "admin/reprisals/version/published.html", context)

    def _version(self, request: HttpRequest, pk: int) -> Version:
        if not self.has_view_permission(request):
            raise PermissionDenied
        found: Version = get_object_or_404(self.get_queryset(request), pk=pk)
        self.looked_at(request, found.incident, "version")
        return found

    def note_record(self, request: HttpRequest, pk: int, page: str) -> None:
        self.looked_at(request, Version.objects.get(pk=pk).incident, f"version {page}")

    def _take_step(self, request: HttpRequest, version: Version) -> HttpResponse:
        user: Any = request.user
        back = HttpResponseRedirect(reverse("admin:reprisals_version_review", args=[version.pk]))
        why = request.POST.get("why", "").strip()[:LONGEST]
        steps: dict[str, tuple[Callable[[], object], str]] = {
            "approve": (lambda: publication.approve(version, user), _("Approved. It can be published.")),
            "return": (lambda: publication.return_to_draft(version, user, why), _("Returned to those who wrote it.")),
            "publish": (lambda: publication.publish(version, user), _("Published.")),
        }
        if "publish" in request.POST and (first := must_prove(request, _("Publish it"))) is not None:
            return first
        step = next((steps[name] for name in steps if name in request.POST), None)
        return taken(self, request, back, *step) if step else back
