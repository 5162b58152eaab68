"""The parameters of the address of the list of incidents. An unknown one is an error that names it."""

import re
from collections.abc import Callable
from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.db.models.functions import Left
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from recommendations.models import State

from .models.projection import PublicAct, PublicEngagement, PublicIncident
from .models.vocabulary import ActKind, EngagementKind, IncidentKind, PlaceKind, Status
from .public import incidents, years

PAGING = {"page"}
NOT_RECORDED = "none"


def _year_choices() -> list[tuple[str, str]]:
    return [(year, year) for year in years(timezone.localdate())]


def _state_choices() -> list[tuple[str, str]]:
    """The States whose conduct published incidents are about."""
    concerned = incidents(timezone.localdate()).order_by().values("state_iso3")
    return list(State.objects.filter(iso3__in=concerned).order_by("name").values_list("iso3", "name"))


class KnownValues(forms.MultipleChoiceField):
    """Repeated values mean any of them."""

    default_error_messages = {"invalid_choice": _("“%(value)s” is not a value that this site knows.")}


class AnyOf(django_filters.MultipleChoiceFilter):
    field_class = KnownValues

    def __init__(self, label: Any, choices: list[tuple[str, Any]] | Callable[[], list[tuple[str, str]]]) -> None:
        super().__init__(label=label, choices=choices, distinct=True)


class IncidentFilter(django_filters.FilterSet):
    """Reads and checks the parameters; `qs` is what is found."""

    state = AnyOf(_("State concerned"), _state_choices)
    kind = AnyOf(_("Kind"), IncidentKind.choices)
    act = AnyOf(_("Act"), ActKind.choices)
    place = AnyOf(_("Where"), PlaceKind.choices)
    engagement = AnyOf(_("Engagement with"), EngagementKind.choices)
    year = AnyOf(_("Year"), _year_choices)
    status = AnyOf(_("Status"), [*Status.choices, (NOT_RECORDED, _("Not recorded"))])

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

    def spoken(self) -> str:
        """What is filtered, in words: “Act: Threat or Raid; Year: 2021”."""
        said = []
        for name, field in self.form.fields.items():
            labels = {str(value): str(label) for value, label in field.choices}
            if chosen := self.form.cleaned_data.get(name):
                either = f" {_('or')} ".join(labels[value] for value in chosen)
                said.append(f"{field.label}: {either}")
        return "; ".join(said)

    def problems(self) -> list[str]:
        """What is wrong with the address, parameter by parameter."""
        data = self.data if isinstance(self.data, QueryDict) else QueryDict()
        known = set(self.base_filters) | PAGING
        unknown = _("“%(name)s” is not a filter that this site knows.")
        found = [str(unknown % {"name": name[:100]}) for name in data if name not in known]
        if not re.fullmatch(r"[1-9][0-9]{0,5}", data.get("page", "1"), re.ASCII):
            found.append(str(_("“%(page)s” is not the number of a page.") % {"page": data["page"][:100]}))
        if len(data.getlist("page")) > 1:
            found.append(str(_("“page” stands twice in this address.")))
        for name, errors in self.form.errors.items():
            found += [f"{self.form.fields[name].label}: {error}" for error in errors]
        return found
