"""From criteria to recommendations."""

from collections.abc import Callable
from typing import Any

from django.db.models import Exists, F, OrderBy, OuterRef, Q, QuerySet

from recommendations.models import (
    Assessment,
    Axis,
    PartialDate,
    Recommendation,
    RecommendingState,
    Tag,
)

from .criteria import NOT_RECORDED, Criteria
from .full_text import holds

# The order of reviews in each order; recommendations follow theirs, within it by paragraph.
_SESSION = F("wg_session__number")
REVIEW_ORDERS: dict[str, list[Any]] = {
    "newest": ["-cycle", _SESSION.desc(nulls_last=True), "slug"],
    "oldest": ["cycle", _SESSION.asc(nulls_last=True), "slug"],
    "state": ["state__name", "-cycle"],
    "action": ["-cycle", "slug"],  # after the action category
}


def _order(name: str) -> list[Any]:
    within = ["sort_key", "pk"]
    first = [F("action_category").asc(nulls_last=True)] if name == "action" else []
    return [*first, *(_of_review(part) for part in REVIEW_ORDERS[name]), *within]


def _of_review(part: Any) -> Any:
    if isinstance(part, str):
        return f"-review__{part[1:]}" if part.startswith("-") else f"review__{part}"
    return OrderBy(F(f"review__{part.expression.name}"), descending=part.descending, nulls_last=part.nulls_last)


ORDERS: dict[str, list[Any]] = {name: _order(name) for name in REVIEW_ORDERS}


def _column(path: str) -> Callable[[tuple[str, ...]], Q]:
    def condition(values: tuple[str, ...]) -> Q:
        found = Q(**{f"{path}__in": [value for value in values if value != NOT_RECORDED]})
        return found | Q(**{f"{path}__isnull": True}) if NOT_RECORDED in values else found

    return condition


def _related(rows: QuerySet, path: str) -> Callable[[tuple[str, ...]], Q]:
    rows = rows.filter(recommendation=OuterRef("pk"))

    def condition(values: tuple[str, ...]) -> Q:
        found = Q(Exists(rows.filter(**{f"{path}__in": [v for v in values if v != NOT_RECORDED]})))
        return found | ~Q(Exists(rows)) if NOT_RECORDED in values else found

    return condition


def _group(values: tuple[str, ...]) -> Q:
    rows = RecommendingState.objects.filter(recommendation=OuterRef("pk"), state__regional_group__gt="")
    found = Q(Exists(rows.filter(state__regional_group__in=values)))
    return found | ~Q(Exists(rows)) if NOT_RECORDED in values else found


def _tagged(axis: Axis) -> Callable[[tuple[str, ...]], Q]:
    return _related(Tag.objects.filter(theme__vocabulary__axis=axis), "theme__slug")


def _case(values: tuple[str, ...]) -> Q:
    """Singled out by a published case, or part of a review that it rests on."""
    public = {"published_at__isnull": False, "slug__in": values}
    named = {f"cases__{name}": value for name, value in public.items()}
    through_review = {f"review__cases__{name}": value for name, value in public.items()}
    recommendations = Recommendation.objects
    return Q(pk__in=recommendations.filter(**named).values("pk")) | Q(
        pk__in=recommendations.filter(**through_review).values("pk")
    )


def _held(values: tuple[str, ...]) -> Q:
    return Q(position_then__in=values)


CONDITIONS: dict[str, Callable[[tuple[str, ...]], Q]] = {
    "state": _column("review__state__iso3"),
    "recommender": _related(RecommendingState.objects.all(), "state__iso3"),
    "group": _group,
    "position": lambda values: Q(position__in=values),
    "action": _column("action_category"),
    "theme": _tagged(Axis.THEME),
    "affected": _tagged(Axis.AFFECTED),
    "territory": _tagged(Axis.TERRITORY),
    "sdg": _tagged(Axis.SDG),
    "cycle": _column("review__cycle"),
    "review": _column("review__slug"),
    "case": _case,
    "assessed": _related(Assessment.objects.all(), "judgement"),
}


def search(criteria: Criteria, leave_out: str = "") -> QuerySet[Recommendation]:
    """The published recommendations that meet all criteria, in the order asked for.

    leave_out names a field to disregard: a facet counts as if its own filter were off. With a date, positions are
    those that held then: `position_then`.
    """
    found = Recommendation.objects.published()
    if criteria.as_of:
        found = found.as_of(PartialDate(criteria.as_of))
    conditions = [holds(criteria.query)] if criteria.q and leave_out != "q" else []
    conditions += [
        _held(values) if name == "position" and criteria.as_of else condition(values)
        for name, condition in CONDITIONS.items()
        if name != leave_out and (values := criteria.values(name))
    ]
    return found.filter(*conditions).order_by(*ORDERS[criteria.sort])
