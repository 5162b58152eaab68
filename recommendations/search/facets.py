"""How many recommendations each further choice would leave."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db.models import Count, F, Min, QuerySet
from django.utils.text import format_lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from recommendations.models import (
    ActionCategory,
    Assessment,
    Axis,
    Category,
    Judgement,
    Recommendation,
    RecommendingState,
    RegionalGroup,
    State,
    Tag,
    Theme,
    reference_name,
    state_name,
)
from recommendations.models.remembering import remembered

from .criteria import NOT_RECORDED, Criteria
from .find import search


@dataclass(slots=True)  # not frozen: there are hundreds on a page, which take three times as long to make
class FacetValue:
    """One choice: its value in the address, what it is called, and how many recommendations it would leave."""

    value: str
    label: str
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """One field, with the values that occur in what the other fields leave."""

    name: str
    title: str
    values: list[FacetValue]
    chosen: list[FacetValue]


@dataclass(slots=True)
class Counted:
    """How often one value occurs; label where the value does not name itself."""

    value: str
    label: str
    n: int


Counter = Callable[[QuerySet[Recommendation]], list[Counted]]


def _column(path: str, label: str = "") -> Counter:
    """Counts by a column of the recommendation or of its review."""

    def count(found: QuerySet[Recommendation]) -> list[Counted]:
        rows = found.order_by().values(value=F(path), label=F(label or path)).annotate(n=Count("pk"))
        return [Counted(NOT_RECORDED if r["value"] is None else str(r["value"]), str(r["label"]), r["n"]) for r in rows]

    return count


def _related(rows: QuerySet, path: str, label: str) -> Counter:
    """Counts by a column of rows that belong to recommendations: each recommendation once a value.

    What has no such row is counted as not recorded.
    """

    def count(found: QuerySet[Recommendation]) -> list[Counted]:
        ours = rows.filter(recommendation__in=found.order_by().values("pk")).order_by()
        each = Count("recommendation", distinct=True)
        counts = [
            Counted(r["value"], r["label"], r["n"])
            for r in ours.values(value=F(path)).annotate(label=Min(label), n=each)
        ]
        without = found.order_by().count() - ours.aggregate(n=each)["n"]
        return [*counts, Counted(NOT_RECORDED, "", without)] if without else counts

    return count


def _tags(axis: Axis) -> Counter:
    return _related(Tag.objects.filter(theme__vocabulary__axis=axis), "theme__slug", "theme__name")


@dataclass(frozen=True, slots=True)
class _Field:
    title: Any
    count: Counter
    labels: dict[str, Any] | None = None
    order: str = "count"  # by count, by the order of the labels, or by value
    called: Callable[[str], str] | None = None  # what a value is called in each language, by its label


FIELDS: dict[str, _Field] = {
    "position": _Field(_("Position"), _column("position"), dict(Category.choices), "labels"),
    "state": _Field(_("State under review"), _column("review__state__iso3", "review__state__name"), called=state_name),
    "recommender": _Field(
        _("Recommending State"),
        _related(RecommendingState.objects.all(), "state__iso3", "state__name"),
        called=state_name,
    ),
    "group": _Field(
        _("Group of the recommending State"),
        _related(
            RecommendingState.objects.filter(state__regional_group__gt=""),
            "state__regional_group",
            "state__regional_group",
        ),
        dict(RegionalGroup.choices),
    ),
    "action": _Field(
        _("Action category"),
        _column("action_category"),
        {str(value): format_lazy("{} {}", value, label) for value, label in ActionCategory.choices},
        "labels",
    ),
    "theme": _Field(_("Theme"), _tags(Axis.THEME), called=reference_name),
    "affected": _Field(_("Affected persons"), _tags(Axis.AFFECTED), called=reference_name),
    "territory": _Field(_("Territory, as tagged"), _tags(Axis.TERRITORY), called=reference_name),
    "sdg": _Field(_("Sustainable Development Goal"), _tags(Axis.SDG), called=reference_name),
    "cycle": _Field(_("Cycle"), _column("review__cycle"), order="value"),
    "assessed": _Field(
        _("Assessed as"),
        _related(Assessment.objects.all(), "judgement", "judgement"),
        dict(Judgement.choices),
    ),
}


def counted(criteria: Criteria) -> list[Facet]:
    """The counts of every field from SQL, each as if its own filter were off. A constant number of queries."""
    return [facet_of(name, criteria.values(name), _count(name, criteria)) for name in FIELDS]


def _count(name: str, criteria: Criteria) -> list[Counted]:
    count = _column("position_then") if name == "position" and criteria.as_of else FIELDS[name].count
    return count(search(criteria, leave_out=name))


def facet_of(name: str, chosen: tuple[str, ...], counts: list[Counted]) -> Facet:
    """A field with its counts in order. A value that was chosen is listed even where it leaves nothing."""
    field = FIELDS[name]
    there = {c.value: c for c in counts}
    for value in chosen:
        if value not in there:
            there[value] = Counted(value, _name(name, value), 0)
    title, labels = _in_words()[name]
    ordered = sorted(there.values(), key=_order(field))
    if chosen:
        ordered.sort(key=lambda c: c.value not in chosen)
    if call := field.called:
        language = get_language()
        labels = labels | {c.value: _called(call, c.label, language) for c in ordered if c.value != NOT_RECORDED}
    values = [FacetValue(c.value, labels.get(c.value, c.label), c.n, c.value in chosen) for c in ordered]
    return Facet(name, title, values, values[: len(set(chosen))])


@remembered
def _name(field: str, value: str) -> str:
    """What a chosen value is called that leaves nothing, and so is not among the counts."""
    if field in ("state", "recommender"):
        named = State.objects.filter(iso3=value).values_list("name", flat=True)
    else:
        named = Theme.objects.public().filter(slug=value).values_list("name", flat=True)
    return named.first() or value


def _order(field: _Field) -> Callable[[Counted], Any]:
    """Not recorded comes last, whatever the order."""
    labels = list(field.labels or ())
    orders: dict[str, Callable[[Counted], Any]] = {
        "count": lambda c: (c.value == NOT_RECORDED, -c.n, c.label, c.value),
        "labels": lambda c: (c.value == NOT_RECORDED, labels.index(c.value) if c.value in labels else len(labels)),
        "value": lambda c: (c.value == NOT_RECORDED, c.value.zfill(6)),
    }
    return orders[field.order]


@remembered
def _in_words() -> dict[str, tuple[str, dict[str, str]]]:
    """What each field is called, and those of its values that have words of their own."""
    none = {NOT_RECORDED: str(_("Not recorded"))}
    return {
        name: (str(field.title), {value: str(label) for value, label in (field.labels or {}).items()} | none)
        for name, field in FIELDS.items()
    }


@lru_cache(maxsize=4_000)
def _called(call: Callable[[str], str], label: str, language: str | None) -> str:
    """Kept for each language."""
    return call(label)
