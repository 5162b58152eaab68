"""The consents of an incident, for their custodian: who is in it and on what ground, and nothing else of it."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, OuterRef, Q, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy

from reprisals.access import consents_visible_to, join
from reprisals.models import Basis, CaseRole, ConsentFile, Person, StaffRole
from reprisals.page import page_of
from reprisals.public import in_words

from .editing import EditsIncident
from .evidence import EvidencePages
from .incidents import standing_of
from .parts import BasisInline, PersonInline
from .purging import Purges


class PeopleToAsk(PersonInline):
    """People as they are recorded; case officers change them."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(ConsentFile)
class ConsentFileAdmin(Purges, EditsIncident):
    opens_to = frozenset({StaffRole.CUSTODIAN})
    change_form_template = "admin/reprisals/consentfile/change_form.html"
    fields = ["reference", "standing"]
    readonly_fields = ["reference", "standing"]
    list_display = ["reference", "standing", "people", "ends_next"]
    inlines = [PeopleToAsk, BasisInline]

    def get_queryset(self, request: HttpRequest) -> Any:
        own = Q(incident=OuterRef("pk"))
        in_force = Basis.objects.filter(own, withdrawn_on=None, valid_until__isnull=False).order_by("valid_until")
        people = Person.objects.filter(own).order_by().values("incident").annotate(n=Count("pk")).values("n")
        found = ConsentFile.objects.filter(pk__in=consents_visible_to(request.user).values("pk"))
        return found.annotate(n_people=Subquery(people), next_end=Subquery(in_force.values("valid_until")[:1]))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def get_urls(self) -> list[URLPattern]:
        view, copies = self.admin_site.admin_view, EvidencePages(self)
        return [
            path("<int:pk>/page/", view(self.page_view), name="reprisals_consentfile_page"),
            path("<int:pk>/copies/<str:name>", view(copies.copy_view), name="reprisals_consentfile_copy"),
            *super().get_urls(),
        ]

    @admin.display(description=gettext_lazy("people and groups"))
    def people(self, incident: Any) -> int:
        return incident.n_people or 0

    @admin.display(description=gettext_lazy("a ground ends on"), ordering="next_end")
    def ends_next(self, incident: Any) -> Any:
        return incident.next_end

    @admin.display(description=gettext_lazy("publication"))
    def standing(self, incident: ConsentFile) -> str:
        return standing_of(incident)

    def page_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The public page as it would be now: to this, people are asked to consent."""
        page = page_of(self.incident(request, pk), timezone.localdate())
        words = in_words(page, lambda name: reverse("admin:reprisals_consentfile_copy", args=[pk, name]))
        return render(request, "reprisals/incident_page.html", words)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        join(form.instance, request.user, CaseRole.CUSTODIAN)  # type: ignore[arg-type]
        super().save_related(request, form, formsets, change)
