"""The rows of lists of recommendations: what a list shows of each, in three plain queries however many there are.

What few records share (names of reviews, States, themes) is remembered as long as the data stay as they are.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from recommendations.columns import ANY_KEY, recommendation_address
from recommendations.languages import comma
from recommendations.models import (
    ActionCategory,
    Category,
    PartialDate,
    Recommendation,
    RecommendingState,
    Review,
    State,
    Tag,
    Theme,
    reference_name,
    state_name,
)
from recommendations.models.remembering import remembered
from recommendations.plain_rows import plain_rows

MOST_THEMES = 4  # that a row names
MOST_KEPT = 5_000  # rows, of about a kilobyte each

LABELS = dict(Category.choices)
COLUMNS = ("pk", "review_id", "key", "paragraph", "text", "language", "note", "position", "action_category")


@dataclass(slots=True)
class Row:
    """What a list shows of one recommendation, in words."""

    key: int
    address: str
    title: str
    language: str
    text: str
    note: str
    position: str
    position_label: str
    made_by: str
    action: str
    themes: str


def rows_of(keys: Sequence[int], as_of: str = "") -> list[Row]:
    """The rows of these recommendations in this order; what is not published is left out.

    At most three queries, for those that are not at hand yet.
    """
    rows = {} if as_of else kept_rows()
    if len(rows) > MOST_KEPT:
        rows.clear()
    here = {key: rows[key] for key in keys if key in rows}
    if missing := [key for key in keys if key not in here]:
        new = _load(missing, as_of)
        rows.update(new)
        here |= new
    return [here[key] for key in keys if key in here]


def _load(keys: list[int], as_of: str) -> dict[int, Row]:
    records = _as_of(keys, as_of) if as_of else plain_rows(Recommendation, ("id", *COLUMNS[1:]), "id", keys)
    senders, themes = _values_of(RecommendingState, "state_id", keys), _values_of(Tag, "theme_id", keys)
    shared = Shared.load()
    published = (record for record in records if record[1] in shared.reviews)
    return {record[0]: shared.row(record, senders[record[0]], themes[record[0]]) for record in published}


def _as_of(keys: list[int], as_of: str) -> list[tuple[Any, ...]]:
    columns = ["position_then" if column == "position" else column for column in COLUMNS]
    found = Recommendation.objects.published().filter(pk__in=keys).as_of(PartialDate(as_of))
    return list(found.order_by().values_list(*columns))


def _values_of(model: type[models.Model], column: str, keys: list[int]) -> dict[int, list[int]]:
    """A column of the rows that belong to these recommendations, in the order in which they were recorded."""
    found: dict[int, list[int]] = defaultdict(list)
    for key, value in plain_rows(model, ("recommendation_id", column), "recommendation_id", keys):
        found[key].append(value)
    return found


@dataclass(slots=True)
class Shared:
    """What many rows share."""

    reviews: dict[int, tuple[str, str]]
    states: dict[int, str]
    themes: dict[int, tuple[int, str]]
    actions: dict[int, str]
    with_paragraph: str
    by: str
    not_recorded: str

    @classmethod
    @remembered
    def load(cls) -> "Shared":
        reviews = Review.objects.published().select_related("state", "wg_session")
        themes = Theme.objects.order_by("vocabulary__axis", "vocabulary__slug", "rank", "name")
        return cls(
            {review.pk: (str(review), recommendation_address(review.slug)) for review in reviews},
            {pk: state_name(name) for pk, name in State.objects.values_list("pk", "name")},
            {pk: (n, reference_name(name)) for n, (pk, name) in enumerate(themes.values_list("pk", "name"))},
            {value: f"{value} {label}" for value, label in ActionCategory.choices},
            _("%(review)s, paragraph %(paragraph)s"),
            _("by"),
            _("not recorded"),
        )

    def row(self, record: Sequence[Any], senders: list[int], themes: list[int]) -> Row:
        """A row from its columns, the States that made it and its themes."""
        key, review, name, paragraph, text, language, note, position, action = record
        title, address = self.reviews[review]
        names = [name for _number, name in sorted(self.themes[theme] for theme in themes)]
        return Row(
            key=key,
            address=address.replace(ANY_KEY, name),
            title=self.with_paragraph % {"review": title, "paragraph": paragraph} if paragraph else title,
            language=language,
            text=text,
            note=note,
            position=position,
            position_label=str(LABELS.get(position, position)),
            made_by=f"{self.by} {comma().join(self.states[state] for state in senders) or self.not_recorded}",
            action=self.actions.get(action, ""),
            themes=" · ".join(names[:MOST_THEMES]) + (" …" if len(names) > MOST_THEMES else ""),
        )


@remembered
def kept_rows() -> dict[int, Row]:
    """The rows that are at hand, by key; those of a version that has passed are forgotten with it."""
    return {}
