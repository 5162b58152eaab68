"""What the address of a case may ask of its timeline. An unknown value is an error that names it."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import django_filters
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from recommendations.addresses import PAGING, AddressFilter, AnyOf, unknown_filter
from recommendations.filters import AsOf
from recommendations.models import Case

from .timeline import NOT_RECORDED, Kind, Moment, in_order

ORDERS = [("oldest", gettext_lazy("Oldest first")), ("newest", gettext_lazy("Newest first"))]


@dataclass(frozen=True, slots=True)
class Choice:
    """One value that a list of links offers: the query that takes it, or takes it away again where it is on."""

    label: str
    query: str
    is_on: bool
    n: int = 0


class TimelineFilter(AddressFilter):
    """Reads and checks the parameters of the page of a case, whose timeline is given."""

    single = ("as_of", "order")

    kind = AnyOf(label=gettext_lazy("Kind"), choices=Kind.choices)
    year = AnyOf(label=gettext_lazy("Year"), choices=[])
    order = django_filters.ChoiceFilter(
        label=gettext_lazy("Order"),
        choices=ORDERS,
        error_messages={"invalid_choice": gettext_lazy("“%(value)s” is not an order that this site knows.")},
    )
    as_of = AsOf(label=gettext_lazy("As of"))

    class Meta:
        model = Case
        fields: list[str] = []

    def __init__(self, query: QueryDict, moments: Sequence[Moment]) -> None:
        super().__init__(query, Case.objects.none())
        self.moments = moments
        years = sorted({moment.year for moment in moments} - {NOT_RECORDED})
        self.years = [(year, year) for year in years] + [(NOT_RECORDED, _("Date not recorded"))]
        self.form.fields["year"].choices = self.years

    def problems(self) -> list[str]:
        """A timeline has no pages."""
        data = self.data if isinstance(self.data, QueryDict) else QueryDict()
        return [*super().problems(), *(unknown_filter(name) for name in PAGING & data.keys())]

    @property
    def is_filtered(self) -> bool:
        return bool(self.form.cleaned_data["kind"] or self.form.cleaned_data["year"])

    @property
    def newest_first(self) -> bool:
        return bool(self.form.cleaned_data["order"] == "newest")

    def found(self) -> list[Moment]:
        """The entries that are asked for, in order."""
        kept = _kept(_kept(self.moments, "kind", self._asked("kind")), "year", self._asked("year"))
        return in_order(kept, self.newest_first)

    def kinds(self) -> list[Choice]:
        """The kinds that occur, each with how many entries of the chosen years there are."""
        return self._choices("kind", Kind.choices, _kept(self.moments, "year", self._asked("year")))

    def year_choices(self) -> list[Choice]:
        """The years that occur, each with how many entries of the chosen kinds there are."""
        return self._choices("year", self.years, _kept(self.moments, "kind", self._asked("kind")))

    def orders(self) -> list[Choice]:
        """Both orders; exactly one is on."""
        newest = self.newest_first
        return [
            Choice(str(label), self._with("order", [value] if value == "newest" else []), (value == "newest") == newest)
            for value, label in ORDERS
        ]

    def _asked(self, name: str) -> list[str]:
        return list(self.form.cleaned_data[name])

    def _choices(self, name: str, known: Iterable[tuple[str, Any]], moments: Iterable[Moment]) -> list[Choice]:
        asked = self._asked(name)
        occur = {getattr(moment, name) for moment in self.moments}
        n = Counter(getattr(moment, name) for moment in moments)
        found = []
        for value, label in known:
            if value in occur:
                others = [one for one in asked if one != value]
                query = self._with(name, others if value in asked else [*asked, value])
                found.append(Choice(str(label), query, value in asked, n[value]))
        return found

    def _with(self, name: str, values: list[str]) -> str:
        """The query of this address with other values of a parameter, and without what came from other programs."""
        query = QueryDict(mutable=True)
        for known in ("as_of", "kind", "year", "order"):
            query.setlist(known, values if known == name else self.data.getlist(known))
        return query.urlencode()


def _kept(moments: Iterable[Moment], name: str, asked: Sequence[str]) -> list[Moment]:
    return [moment for moment in moments if not asked or getattr(moment, name) in asked]
