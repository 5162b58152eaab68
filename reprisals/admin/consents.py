"""The consents of an incident, for their custodian: who is in it and on what ground, and nothing else of it."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy

from reprisals.access import consents_visible_to, join
from reprisals.exact_page import exact_page
from reprisals.models import Basis, CaseRole, ConsentFile, Incident, Person, StaffRole
from reprisals.models.vocabulary import Role
from reprisals.page import page_of
from reprisals.public import in_words

from .editing import EditsIncident
from .evidence import EvidencePages
from .incidents import standing_of
from .parts import BasisInline, PersonInline
from .purging import Purges


def _without_a_ground(of_incident: Q) -> QuerySet:
    """How many people targeted or relatives nobody has recorded a ground for, of themselves or of all."""
    recorded = Basis.objects.filter(incident=OuterRef("incident"), withdrawn_on=None)
    covered = recorded.filter(Q(person=OuterRef("pk")) | Q(person=None))
    people = Person.objects.filter(of_incident, ~Exists(covered), role__in=[Role.TARGETED, Role.RELATIVE])
    return people.order_by().values("incident").annotate(n=Count("pk")).values("n")


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
    change_list_template = "admin/reprisals/consentfile/change_list.html"
    list_display = ["reference", "standing", "people", "uncovered", "ends_next"]
    inlines = [PeopleToAsk, BasisInline]

    def get_queryset(self, request: HttpRequest) -> Any:
        own = Q(incident=OuterRef("pk"))
        in_force = Basis.objects.filter(own, withdrawn_on=None, valid_until__isnull=False).order_by("valid_until")
        people = Person.objects.filter(own).order_by().values("incident").annotate(n=Count("pk")).values("n")
        found = ConsentFile.objects.filter(pk__in=consents_visible_to(request.user).values("pk"))
        return found.annotate(
            n_people=Subquery(people),
            n_uncovered=Subquery(_without_a_ground(own)),
            next_end=Subquery(in_force.values("valid_until")[:1]),
        )

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

    @admin.display(description=gettext_lazy("of them without any ground"))
    def uncovered(self, incident: Any) -> int:
        return incident.n_uncovered or 0

    @admin.display(description=gettext_lazy("a ground ends on"), ordering="next_end")
    def ends_next(self, incident: Any) -> Any:
        return incident.next_end

    @admin.display(description=gettext_lazy("publication"))
    def standing(self, incident: ConsentFile) -> str:
        return standing_of(incident)

    def page_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The public page as it would be now: to this, people are asked to consent."""
        incident = self.incident(request, pk)
        page = page_of(incident, timezone.localdate())
        words = in_words(page, lambda name: reverse("admin:reprisals_consentfile_copy", args=[pk, name]))
        back = reverse("admin:reprisals_consentfile_change", args=[pk])
        return exact_page(request, incident.reference, words | {"back": back})

    def looked_at(self, request: HttpRequest, incident: Incident | None = None, about: str = "") -> None:
        """Whoever has seen the names keeps the consents from then on, and does not review the page without them."""
        if incident:
            join(incident, request.user, CaseRole.CUSTODIAN)  # type: ignore[arg-type]
        super().looked_at(request, incident, about)
