"""What can be taken away: the same filters as the pages, complete, however many rows."""

from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import StreamingHttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from exports.formats import FORMATS
from exports.table import Column, Table
from recommendations.addresses import in_words
from recommendations.analysis import known_from_rows_alone
from recommendations.columns import (
    FOLLOW_UP_COLUMNS,
    RECOMMENDATION_COLUMNS,
    PositionWords,
    RecommendationRow,
    ReviewWords,
    review_words,
)
from recommendations.filters import RecommendationFilter
from recommendations.models import (
    Assessment,
    CountUnit,
    FollowUpAction,
    PartialDate,
    Recommendation,
    RecommendationPosition,
    RecommendingState,
    Review,
    Source,
    State,
    Tag,
    Theme,
)
from recommendations.plain_rows import among, plain_rows

CHUNK = 1000  # records in memory at a time
# In the order in which a row takes them.
COLUMNS = ("key", "paragraph", "text", "language", "position", "action_category", "action_origin", "note")


class RecommendationRows:
    """The rows of a file: what few records share is loaded once, the rest a chunk at a time, as plain values."""

    def __init__(self, found: QuerySet[Recommendation], as_of: PartialDate | None = None) -> None:
        self.found, self.as_of = found, as_of

    def __iter__(self) -> Iterator[RecommendationRow]:
        shared = _Shared.load()
        keys = array("q", self.found.values_list("pk", flat=True).iterator(chunk_size=10 * CHUNK))
        for start in range(0, len(keys), CHUNK):
            chunk = keys[start : start + CHUNK]
            found = {pk: (review, values) for pk, review, *values in self._records(chunk)}
            # A review that was published after the first look is in the next file, whole.
            rows = {
                pk: RecommendationRow(pk, shared.reviews[found[pk][0]], *found[pk][1])
                for pk in chunk
                if pk in found and found[pk][0] in shared.reviews
            }
            if rows:
                shared.tell(rows)
                self._positions(rows, shared)
                self._assessments(rows)
                self._units(rows)
            yield from rows.values()

    def _records(self, keys: "array[int]") -> list[Any]:
        """Key, review and columns of each, in no order."""
        if not self.as_of:
            return plain_rows(Recommendation, ("id", "review_id", *COLUMNS), "id", keys)
        columns = ["position_then" if name == "position" else name for name in COLUMNS]
        found = Recommendation.objects.filter(pk__in=among(keys)).as_of(self.as_of).order_by()
        return list(found.values_list("pk", "review_id", *columns))

    def _positions(self, rows: dict[int, RecommendationRow], shared: "_Shared") -> None:
        there = RecommendationPosition.objects.filter(recommendation__in=among(rows)).that_count()
        counting = there.by(self.as_of) if self.as_of else there
        columns = ("recommendation", "own_words", "reason", "taken_on", "source")
        for pk, own_words, reason, taken_on, source in counting.values_list(*columns):
            if rows[pk].position is None:
                rows[pk].position = PositionWords(own_words, reason, taken_on, shared.source(source))

    def _assessments(self, rows: dict[int, RecommendationRow]) -> None:
        judged = Assessment.objects.filter(recommendation__in=among(rows)).values_list(
            "recommendation", "judgement", "organisation__name"
        )
        for pk, judgement, organisation in judged:
            rows[pk].assessments.append(f"{judgement} ({organisation})")

    def _units(self, rows: dict[int, RecommendationRow]) -> None:
        if unnumbered := [pk for pk, row in rows.items() if not row.paragraph]:
            found = Recommendation.objects.filter(known_from_rows_alone(), pk__in=among(unnumbered))
            for pk in found.order_by().values_list("pk", flat=True):
                rows[pk].counted_in = CountUnit.ROWS


@dataclass(slots=True)
class _Shared:
    """What many rows share."""

    reviews: dict[int, ReviewWords]
    states: dict[int, tuple[str, str]]
    themes: dict[int, tuple[int, str, str]]  # the number in the order of the vocabularies, axis, name
    sources: dict[int, str] = field(default_factory=dict)

    @classmethod
    def load(cls) -> "_Shared":
        reviews = Review.objects.published().select_related("state", "wg_session")
        themes = Theme.objects.values_list("pk", "vocabulary__axis", "name")
        return cls(
            {review.pk: review_words(review) for review in reviews},
            {pk: (iso3, name) for pk, iso3, name in State.objects.order_by().values_list("pk", "iso3", "name")},
            {pk: (number, axis, name) for number, (pk, axis, name) in enumerate(themes)},
        )

    def tell(self, rows: dict[int, RecommendationRow]) -> None:
        """Who recommended them, and their themes. Two queries."""
        made = ("recommendation_id", "state_id", "verbatim_name")
        for pk, state, printed in plain_rows(RecommendingState, made, "recommendation_id", rows):
            iso3, name = self.states[state]
            rows[pk].recommenders.append((iso3, printed or name))
        tags = plain_rows(Tag, ("recommendation_id", "theme_id"), "recommendation_id", rows)
        for pk, (_number, axis, name) in sorted((pk, self.themes[theme]) for pk, theme in tags if theme in self.themes):
            rows[pk].themes.setdefault(axis, []).append(name)

    def source(self, pk: int | None) -> str:
        """What a source is called; looked up once."""
        if pk is None:
            return ""
        if pk not in self.sources:
            self.sources[pk] = str(Source.objects.get(pk=pk))
        return self.sources[pk]


def as_of_column(date: PartialDate) -> Column:
    """Says in each row that its position is that of a date: such a file is no copy of the record of today."""
    return Column("as_of", "The date whose positions are given, not today's.", lambda r: date)


def recommendation_table(asked: RecommendationFilter, at: datetime) -> Table:
    """The recommendations that a valid filter finds."""
    found = asked.qs
    as_of = PartialDate(asked.criteria.as_of) if asked.criteria.as_of else None
    query = asked.data.urlencode() if hasattr(asked.data, "urlencode") else ""
    address = settings.SITE_URL + reverse("recommendations:recommendation_list")
    return Table(
        name="recommendations",
        columns=[*RECOMMENDATION_COLUMNS, *([as_of_column(as_of)] if as_of else [])],
        records=RecommendationRows(found, as_of),
        count=found.count(),
        filtered=in_words(asked.spoken()) or _("nothing: all published recommendations"),
        address=f"{address}?{query}" if query else address,
        exported_at=at,
        notes={
            "counting_rule": _(
                "A record is a numbered paragraph of a UN report or, where paragraph is empty, a text of UPR Info's "
                "rows. Do not add the two kinds up."
            )
        },
    )


def follow_up_table(at: datetime) -> Table:
    """All published follow-up actions."""
    found = FollowUpAction.objects.published().select_related("state").prefetch_related("events", "reviews")
    return Table(
        name="follow-up",
        columns=FOLLOW_UP_COLUMNS,
        records=found,
        count=found.count(),
        filtered=_("nothing: all published follow-up actions"),
        address=settings.SITE_URL + reverse("recommendations:follow_up_list"),
        exported_at=at,
    )


def download(table: Table, file_format: str) -> StreamingHttpResponse:
    """A file, streamed."""
    form = FORMATS[file_format]
    response = StreamingHttpResponse(form.stream(table), content_type=form.content_type)
    name = f"{table.name}-{table.exported_at:%Y-%m-%d}.{file_format}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
