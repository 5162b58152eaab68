"""What was asked in a review, and what was taken: by action category, theme, regional group, recommending State.

The records of a review are read once, in three queries, and counted here: every line says by which filters of the
search exactly its records are found.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Self

from django.db.models import BooleanField, Case, Count, Model, QuerySet, Value, When
from django.db.models.functions import Left
from django.utils.translation import gettext as _

from recommendations.models import (
    CATEGORIES,
    UN_CLASS,
    ActionCategory,
    Axis,
    PartialDate,
    Recommendation,
    RecommendingState,
    RegionalGroup,
    Review,
    State,
    Tag,
    Theme,
    UNClass,
    reference_name,
    state_name,
)
from recommendations.models.remembering import remembered
from recommendations.search import NOT_RECORDED

from .tallies import Counts, known_from_rows_alone

START = 240  # characters of a text that are read for a label


@dataclass(frozen=True, slots=True)
class Record:
    """One recommendation as pictures need it; its position is that of today, or of the date that was asked for."""

    pk: int
    review: str  # slug
    cycle: int
    key: str
    paragraph: str
    start: str  # the first signs of its text
    position: str
    action: int | None
    is_part: bool  # of a paragraph whose parts have answers of their own
    from_rows_alone: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a picture: what it is about, how many records have which position, and where they are found."""

    value: str
    label: str
    counts: Counts
    query: str  # of the search that finds exactly these; empty where no search does
    cycles: tuple[int, ...] = ()

    @property
    def asked(self) -> int:
        return sum(self.counts.values())

    @property
    def supported(self) -> int:
        """In the UN's sense: all that the State accepted, whatever it says of implementation."""
        return sum(n for category, n in self.counts.items() if UN_CLASS[category] == UNClass.SUPPORTED)

    @property
    def share(self) -> float | None:
        """Supported, in per cent of asked; None where nothing was asked."""
        return 100 * self.supported / self.asked if self.asked else None


def counted(records: Iterable[Record]) -> Counts:
    """How many have which position, in the order of the categories."""
    counts: Counts = {}
    for record in records:
        counts[record.position] = counts.get(record.position, 0) + 1
    return {category: counts[category] for category in CATEGORIES if category in counts}


@dataclass(frozen=True)
class Asked:
    """All records of one or several reviews, with their themes and recommending States."""

    records: list[Record]
    query: str  # of the search that finds them
    themes: dict[int, list[tuple[str, str]]] = field(default_factory=dict)  # by record: slug and name
    senders: dict[int, list[tuple[str, str, str]]] = field(default_factory=dict)  # ISO code, name, group

    @classmethod
    def of_review(cls, review: Review, as_of: PartialDate | None = None) -> Self:
        """What was asked in a review, with the positions of today or of a date. Three queries."""
        query = f"review={review.slug}"
        return cls._load({"review": review}, f"{query}&as_of={as_of}" if as_of else query, as_of)

    @classmethod
    def of_state(cls, state: State) -> Self:
        """What was asked of a State in all its published reviews. Three queries."""
        return cls._load({"review__state": state, "review__published_at__isnull": False}, f"state={state.iso3}", None)

    def in_review(self, review: Review) -> "Asked":
        """Of these, what was asked in one of the reviews, as of_review() has it."""
        records = [record for record in self.records if record.review == review.slug]
        themes = {record.pk: self.themes[record.pk] for record in records if record.pk in self.themes}
        senders = {record.pk: self.senders[record.pk] for record in records if record.pk in self.senders}
        return Asked(records, f"review={review.slug}", themes, senders)

    @classmethod
    def _load(cls, of: dict[str, Any], query: str, as_of: PartialDate | None) -> Self:
        found = Recommendation.objects.filter(**of)
        held = "position"
        if as_of:
            found, held = found.as_of(as_of), "position_then"
        rows_alone = Case(When(known_from_rows_alone(), then=Value(True)), default=False, output_field=BooleanField())
        is_part = Case(When(parent__isnull=False, then=Value(True)), default=False, output_field=BooleanField())
        rows = found.annotate(start=Left("text", START), is_part=is_part, rows_alone=rows_alone)
        rows = rows.order_by("review__cycle", "sort_key")
        names = ("pk", "review__slug", "review__cycle", "key", "paragraph", "start", held, "action_category")
        records = [Record(*values) for values in rows.values_list(*names, "is_part", "rows_alone")]
        related = {f"recommendation__{name}": value for name, value in of.items()}
        asked = cls(records, query)
        themes, states = _themes(), _states()
        for pk, theme, _n in _related(Tag, "theme_id", related, themes):
            asked.themes.setdefault(pk, []).append(themes[theme][1])
        for pk, state, _n in _related(RecommendingState, "state_id", related, states):
            asked.senders.setdefault(pk, []).append(states[state][1])
        return asked

    def by_action(self) -> list[Line]:
        """All five categories, whether asked for or not, and then what has none."""
        labels = {str(value): f"{value} {label}" for value, label in ActionCategory.choices}
        none: dict[str, list[Record]] = {value: [] for value in labels}
        kept = none | self._gather(lambda r: [str(r.action)] if r.action else [])
        return self._lines("action", kept, labels, by_number=False)

    def by_theme(self) -> list[Line]:
        """The most asked first. A recommendation with several themes counts in each."""
        names = {slug: name for themes in self.themes.values() for slug, name in reversed(themes)}
        kept = self._gather(lambda r: [slug for slug, _name in self.themes.get(r.pk, ())])
        return self._lines("theme", kept, names)

    def by_group(self) -> list[Line]:
        """By regional group of the recommending State. What States of several groups ask together counts in each."""
        labels = {value: str(label) for value, label in RegionalGroup.choices}
        kept = self._gather(lambda r: [group for _iso3, _name, group in self.senders.get(r.pk, ()) if group])
        return self._lines("group", kept, labels)

    def by_recommender(self) -> list[Line]:
        """The States that asked most first. What several States ask together counts in each."""
        names = {iso3: name for senders in self.senders.values() for iso3, name, _group in senders}
        kept = self._gather(lambda r: [iso3 for iso3, _name, _group in self.senders.get(r.pk, ())])
        return self._lines("recommender", kept, names)

    def _gather(self, values: Callable[[Record], Iterable[str]]) -> dict[str, list[Record]]:
        """The records of each value, each record once a value; those without any under NOT_RECORDED."""
        kept: dict[str, list[Record]] = {}
        for record in self.records:
            for value in dict.fromkeys(values(record)) or [NOT_RECORDED]:
                kept.setdefault(value, []).append(record)
        return kept

    def _lines(
        self, name: str, kept: dict[str, list[Record]], labels: dict[str, str], by_number: bool = True
    ) -> list[Line]:
        lines = [
            Line(value, labels.get(value, _("Not recorded")), counted(records), f"{self.query}&{name}={value}")
            for value, records in kept.items()
        ]
        if by_number:
            lines.sort(key=lambda line: (line.value == NOT_RECORDED, -line.asked, line.label))
        return lines


def _related(
    model: type[Model], column: str, of: dict[str, Any], known: dict[int, tuple[int, Any]]
) -> list[tuple[int, int, int]]:
    """Rows of these recommendations: recommendation, what it has, key; in the order of what is known.

    Names are not joined to each of thousands of rows: they are at hand.
    """
    rows = model._default_manager.filter(**of).order_by().values_list("recommendation_id", column, "pk")
    return sorted((row for row in rows if row[1] in known), key=lambda row: (known[row[1]][0], row[2]))


@remembered
def _themes() -> dict[int, tuple[int, tuple[str, str]]]:
    """Of each theme its place in the order of names, its slug and its name."""
    rows = Theme.objects.filter(vocabulary__axis=Axis.THEME).order_by("name").values_list("pk", "slug", "name")
    places = _places(name for _pk, _slug, name in rows)
    return {pk: (places[name], (slug, reference_name(name))) for pk, slug, name in rows}


@remembered
def _states() -> dict[int, tuple[int, tuple[str, str, str]]]:
    """Of each State its place in the order of names, its code, its name as shown, and its group."""
    rows = State.objects.order_by("name").values_list("pk", "iso3", "name", "regional_group")
    places = _places(name for _pk, _iso3, name, _group in rows)
    return {pk: (places[name], (iso3, state_name(name), group)) for pk, iso3, name, group in rows}


def _places(names: Iterable[str]) -> dict[str, int]:
    """The place of each name, of those in the order of the database."""
    return {name: place for place, name in enumerate(dict.fromkeys(names))}


def lines_by_action(recommendations: QuerySet[Recommendation], query: str) -> list[Line]:
    """All five categories, and then what has none, of any recommendations, in one query.

    query: of the search that finds these recommendations.
    """
    counts: dict[int | None, Counts] = {}
    rows = recommendations.order_by().values_list("action_category", "position").annotate(n=Count("pk", distinct=True))
    for action, position, n in rows:
        counts.setdefault(action, {})[position] = n
    labels: dict[int | None, str] = {value: f"{value} {label}" for value, label in ActionCategory.choices}
    if None in counts:
        labels[None] = _("Not recorded")
    return [
        Line(value, label, {c: found[c] for c in CATEGORIES if c in found}, f"{query}&action={value}")
        for action, label in labels.items()
        for value, found in [(str(action or NOT_RECORDED), counts.get(action, {}))]
    ]


def never_accepted(asked: Asked, least: int = 2) -> list[Line]:
    """What was asked at least so often of a State, and never accepted: pairs of a theme and an action category.

    Only records that have both are compared. A theme is the same where its slug is: a vocabulary of another body or
    year that words it differently is another theme. A pair of which any answer is open is left out. First what was
    asked in most cycles, then what was asked most.
    """
    names = {slug: name for themes in asked.themes.values() for slug, name in themes}
    pairs: dict[tuple[str, int], list[Record]] = {}
    for record in asked.records:
        for slug in dict.fromkeys(slug for slug, _name in asked.themes.get(record.pk, ())):
            if record.action:
                pairs.setdefault((slug, record.action), []).append(record)
    lines = []
    for (slug, action), records in pairs.items():
        if len(records) < least or {UN_CLASS[r.position] for r in records} != {UNClass.NOTED}:
            continue
        label = _("%(theme)s (action category %(action)s)") % {"theme": names[slug], "action": action}
        query = f"{asked.query}&theme={slug}&action={action}"
        cycles = tuple(sorted({record.cycle for record in records}))
        lines.append(Line(f"{slug} {action}", label, counted(records), query, cycles))
    return sorted(lines, key=lambda line: (-len(line.cycles), -line.asked, line.label))
