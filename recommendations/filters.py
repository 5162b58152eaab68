"""The parameters of the address of a recommendation search: the same for pages, files and, later, the API."""

from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from recommendations.addresses import AddressFilter, AnyOfTheRecord, Choices, OneOf, Text, TextFilter, twice
from recommendations.models import (
    ActionCategory,
    Axis,
    Case,
    Category,
    Judgement,
    Merged,
    PartialDate,
    Recommendation,
    RegionalGroup,
    Review,
    State,
    Theme,
    name_order,
    reference_name,
    state_name,
)
from recommendations.models.remembering import remembered
from recommendations.search import GROUPINGS, NOT_RECORDED, SORTS, Criteria, search
from recommendations.search.full_text import LONGEST_QUERY

SINGLE = ("q", "as_of", "sort", "by")


def _none(choices: Choices) -> Choices:
    """The choices, and that nothing is recorded."""

    def with_none() -> Iterator[tuple[str, Any]]:
        yield from choices()
        yield NOT_RECORDED, _("Not recorded")

    return with_none


@remembered
def states() -> Iterable[tuple[str, str]]:
    found = sorted(State.objects.values_list("iso3", "name"), key=lambda state: name_order(state[1]))
    return [(iso3, state_name(name)) for iso3, name in found]


def _themes(axis: Axis) -> Choices:
    """Slugs of every vocabulary of an axis: a slug that two of them share is one choice.

    A theme that only unpublished records use is not known to the public.
    """
    return lambda: _themes_of(axis)


@remembered
def _themes_of(axis: Axis) -> list[tuple[str, str]]:
    themes = Theme.objects.public().filter(vocabulary__axis=axis).order_by("slug", "-is_reference")
    named = dict(reversed(list(themes.values_list("slug", "name"))))
    return [(slug, reference_name(name)) for slug, name in named.items()]


@remembered
def _cycles() -> Iterable[tuple[str, str]]:
    cycles = Review.objects.published().order_by("cycle").values_list("cycle", flat=True).distinct()
    return [(str(cycle), str(cycle)) for cycle in cycles]


def published(model: type[Review] | type[Case]) -> Choices:
    return lambda: _published(model)


@remembered
def _published(model: type[Review] | type[Case]) -> list[tuple[str, str]]:
    found = model.objects.published()
    records = found.select_related("state", "wg_session") if model is Review else found
    return [(record.slug, str(record)) for record in records]


class AsOfField(Text):
    """A day, month or year in ISO form that has begun; empty for today."""

    default_error_messages = {
        "no_date": _("“%(value)s” is not a date: write 2020-03-01, 2020-03 or 2020."),
        "future": _("“%(value)s” lies in the future: nobody knows yet how things will stand."),
    }

    def clean(self, value: str) -> str:
        text = super().clean(value)
        if not text:
            return ""
        try:
            date = PartialDate(text)
        except ValueError as error:
            raise forms.ValidationError(self.error_messages["no_date"], params={"value": text[:100]}) from error
        if date.is_future:
            raise forms.ValidationError(self.error_messages["future"], params={"value": text})
        return date


class AsOf(TextFilter):
    field_class = AsOfField


class RecommendationFilter(AddressFilter):
    """Reads and checks the parameters; `criteria` is what they ask, `qs` what it finds."""

    single = SINGLE

    q = TextFilter(label=_("Words"), max_length=LONGEST_QUERY)
    state = AnyOfTheRecord(label=_("State under review"), choices=states)
    recommender = AnyOfTheRecord(label=_("Recommending State"), choices=_none(states))
    group = AnyOfTheRecord(label=_("Group of the recommending State"), choices=_none(lambda: RegionalGroup.choices))
    position = AnyOfTheRecord(label=_("Position"), choices=lambda: Category.choices)
    action = AnyOfTheRecord(
        label=_("Action category"),
        choices=_none(lambda: [(str(v), text) for v, text in ActionCategory.choices]),
    )
    theme = AnyOfTheRecord(label=_("Theme"), choices=_none(_themes(Axis.THEME)))
    affected = AnyOfTheRecord(label=_("Affected persons"), choices=_none(_themes(Axis.AFFECTED)))
    territory = AnyOfTheRecord(label=_("Territory"), choices=_none(_themes(Axis.TERRITORY)))
    sdg = AnyOfTheRecord(label=_("Sustainable Development Goal"), choices=_none(_themes(Axis.SDG)))
    cycle = AnyOfTheRecord(label=_("Cycle"), choices=_cycles)
    review = AnyOfTheRecord(label=_("Review"), choices=published(Review))
    case = AnyOfTheRecord(label=_("Advocacy case"), choices=published(Case))
    assessed = AnyOfTheRecord(label=_("Assessed as"), choices=_none(lambda: Judgement.choices))
    as_of = AsOf(label=_("As of"))
    sort = OneOf(
        label=_("Order"),
        choices=list(SORTS.items()),
        empty_label=None,
        error_messages={"invalid_choice": _("“%(value)s” is not an order that this site knows.")},
    )
    by = OneOf(
        label=_("Groups"),
        choices=list(GROUPINGS.items()),
        empty_label=None,
        error_messages={"invalid_choice": _("“%(value)s” is not what this site groups by.")},
    )

    class Meta:
        model = Recommendation
        fields: list[str] = []

    @cached_property
    def criteria(self) -> Criteria:
        """What is asked; only for a valid form."""
        self.is_valid()
        asked: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value
            for name, value in self.form.cleaned_data.items()
            if value
        }
        return Criteria(**asked)

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        return search(self.criteria)

    def in_quotes(self, name: str, value: Any) -> str:
        return str(value.spoken) if name == "as_of" else super().in_quotes(name, value)


def read_as_of(query: QueryDict) -> tuple[PartialDate | None, list[str]]:
    """The date of `?as_of=` in an address, or None; and what is wrong with it."""
    asked = query.getlist("as_of")
    if len(asked) > 1:
        return None, [twice("as_of")]
    try:
        date = AsOfField(required=False).clean(asked[0] if asked else "")
    except forms.ValidationError as error:
        return None, [f"{RecommendationFilter.base_filters['as_of'].label}: {message}" for message in error.messages]
    return (PartialDate(date) if date else None), []


def moved(query: QueryDict) -> QueryDict | None:
    """The query with what was merged replaced by what it leads to; None where nothing of it was merged.

    Only what visitors could know of leads on, and only to what they may know of. A constant number of queries.
    """
    other = query.copy()
    for name in query.keys() & MERGED.keys():
        leads = MERGED[name]()
        if leads.keys() & set(query.getlist(name)):
            other.setlist(name, list(dict.fromkeys(leads.get(value, value) for value in query.getlist(name))))
    return other if other != query else None


def _merged_states() -> dict[str, str]:
    there = set(State.objects.values_list("iso3", flat=True))
    return {old: new for old, new in Merged.objects.codes().items() if old not in there}


def _merged_themes(axis: Axis) -> Callable[[], dict[str, str]]:
    def leads() -> dict[str, str]:
        there = set(Theme.objects.public().filter(vocabulary__axis=axis).values_list("slug", flat=True))
        known = Merged.objects.public().all_known(Theme)
        return {old["slug"]: new.slug for old, new in known if new.slug in there and old["slug"] not in there}

    return leads


MERGED: dict[str, Callable[[], dict[str, str]]] = {
    "state": _merged_states,
    "recommender": _merged_states,
    "theme": _merged_themes(Axis.THEME),
    "affected": _merged_themes(Axis.AFFECTED),
    "territory": _merged_themes(Axis.TERRITORY),
    "sdg": _merged_themes(Axis.SDG),
}
