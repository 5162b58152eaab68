"""The parameters of the address of the list of incidents. An unknown one is an error that names it."""

from django.db.models import QuerySet
from django.db.models.functions import Left
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from recommendations.addresses import AddressFilter, AnyOf
from recommendations.models import State

from .models.projection import PublicAct, PublicEngagement, PublicIncident
from .models.vocabulary import ActKind, EngagementKind, IncidentKind, PlaceKind, Status
from .public import incidents, years

NOT_RECORDED = "none"


def _year_choices() -> list[tuple[str, str]]:
    return [(year, year) for year in years(timezone.localdate())]


def _state_choices() -> list[tuple[str, str]]:
    """The States whose conduct published incidents are about."""
    concerned = incidents(timezone.localdate()).order_by().values("state_iso3")
    return list(State.objects.filter(iso3__in=concerned).order_by("name").values_list("iso3", "name"))


class IncidentFilter(AddressFilter):
    """Reads and checks the parameters; `qs` is what is found."""

    state = AnyOf(label=_("State concerned"), choices=_state_choices)
    kind = AnyOf(label=_("Kind"), choices=IncidentKind.choices)
    act = AnyOf(label=_("Act"), choices=ActKind.choices)
    place = AnyOf(label=_("Where"), choices=PlaceKind.choices)
    engagement = AnyOf(label=_("Engagement with"), choices=EngagementKind.choices)
    year = AnyOf(label=_("Year"), choices=_year_choices)
    status = AnyOf(label=_("Status"), choices=[*Status.choices, (NOT_RECORDED, _("Not recorded"))])

    class Meta:
        model = PublicIncident
        fields: list[str] = []

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        asked = self.form.cleaned_data
        if asked["act"]:
            queryset = queryset.filter(pk__in=PublicAct.objects.filter(kind__in=asked["act"]).values("incident"))
        if asked["engagement"]:
            engaged = PublicEngagement.objects.filter(kind__in=asked["engagement"])
            queryset = queryset.filter(pk__in=engaged.values("incident"))
        if asked["state"]:
            queryset = queryset.filter(state_iso3__in=asked["state"])
        if asked["kind"]:
            queryset = queryset.filter(kind__in=asked["kind"])
        if asked["place"]:
            queryset = queryset.filter(place_kind__in=asked["place"])
        if asked["status"]:
            queryset = queryset.filter(status__in=["" if one == NOT_RECORDED else one for one in asked["status"]])
        if asked["year"]:
            queryset = queryset.annotate(year=Left("began_on", 4)).filter(year__in=asked["year"])
        return queryset
