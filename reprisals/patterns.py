"""Patterns in what is published: how often what was done, in which years, to people who engaged with whom.

A count of one to four could point at somebody and is not told (None).
"""

import datetime
from collections import Counter
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from .models.projection import PublicAct, PublicEngagement
from .models.vocabulary import ActKind, EngagementKind
from .public import incidents

FEWEST = 5


@dataclass(frozen=True, slots=True)
class Row:
    """One line: a kind of act, and how many incidents there are with it in each column."""

    label: str
    counts: list[int | None]


@dataclass(slots=True)
class Pattern:
    """Kinds of acts against years, or against bodies of the UN. No totals: they would tell the rest."""

    columns: list[str]
    rows: list[Row] = field(default_factory=list)


def acts_by_year(on: datetime.date) -> Pattern:
    """Incidents with each kind of act, by the year in which they began."""
    found = PublicAct.objects.filter(incident__in=incidents(on)).values_list("kind", "incident__began_on")
    counts = Counter((kind, began[:4]) for kind, began in found)
    years = sorted({year for _kind, year in counts if year}) + ([""] if any(not y for _k, y in counts) else [])
    return _pattern(counts, {year: year or _("not recorded") for year in years})


def acts_by_engagement(on: datetime.date) -> Pattern:
    """Incidents with each kind of act, by the body of the UN with which people engaged."""
    bodies: dict[int, list[str]] = {}
    for incident, kind in PublicEngagement.objects.filter(incident__in=incidents(on)).values_list("incident", "kind"):
        bodies.setdefault(incident, []).append(kind)
    acts = PublicAct.objects.filter(incident__in=incidents(on)).values_list("kind", "incident")
    counts = Counter((kind, body) for kind, incident in acts for body in bodies.get(incident, []))
    return _pattern(counts, {b: str(label) for b, label in EngagementKind.choices if any(b == c for _k, c in counts)})


def _pattern(counts: Counter[tuple[str, str]], columns: dict[str, str]) -> Pattern:
    there = [(kind, str(label)) for kind, label in ActKind.choices if any(counts[kind, c] for c in columns)]
    rows = [Row(label, [told(counts[kind, column]) for column in columns]) for kind, label in there]
    return Pattern(list(columns.values()), rows)


def told(count: int) -> int | None:
    """A count that may be told; None for one to four."""
    return None if 0 < count < FEWEST else count
