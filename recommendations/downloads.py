"""What can be taken away: the same filters as the pages, complete, however many rows."""

from collections.abc import Iterator
from datetime import datetime
from itertools import islice

from django.conf import settings
from django.db.models import QuerySet
from django.http import StreamingHttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from exports.formats import FORMATS
from exports.table import Column, Table
from recommendations.addresses import in_words
from recommendations.analysis import known_from_rows_alone
from recommendations.columns import FOLLOW_UP_COLUMNS, RECOMMENDATION_COLUMNS, RecommendationRow
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

CHUNK = 1000  # records in memory at a time


class RecommendationRows:
    """The rows of a file: what few records share is loaded once, the rest a chunk at a time, as plain values."""

    def __init__(self, found: QuerySet[Recommendation], as_of: PartialDate | None = None) -> None:
        self.found, self.as_of = found, as_of

    def __iter__(self) -> Iterator[RecommendationRow]:
        reviews = Review.objects.published().select_related("state", "wg_session").in_bulk()
        states = dict(State.objects.values_list("pk", "iso3")), dict(State.objects.values_list("pk", "name"))
        themes = {pk: (axis, name) for pk, axis, name in Theme.objects.values_list("pk", "vocabulary__axis", "name")}
        records = self.found.iterator(chunk_size=CHUNK)
        while chunk := list(islice(records, CHUNK)):
            # A review that was published after the first look is in the next file, whole.
            rows = {r.pk: RecommendationRow(r) for r in chunk if r.review_id in reviews}
            for row in rows.values():
                row.recommendation.review = reviews[row.recommendation.review_id]
                if self.as_of:
                    row.recommendation.position = row.recommendation.position_then
            self._recommenders(rows, *states)
            self._themes(rows, themes)
            self._positions(rows)
            self._assessments(rows)
            self._units(rows)
            yield from rows.values()

    def _recommenders(self, rows: dict[int, RecommendationRow], codes: dict[int, str], names: dict[int, str]) -> None:
        made = RecommendingState.objects.filter(recommendation__in=rows).order_by("pk")
        for pk, state, printed in made.values_list("recommendation", "state", "verbatim_name"):
            rows[pk].recommenders.append((codes[state], printed or names[state]))

    def _themes(self, rows: dict[int, RecommendationRow], themes: dict[int, tuple[str, str]]) -> None:
        tags = Tag.objects.filter(recommendation__in=rows)  # in the order of the vocabularies
        for pk, theme in tags.values_list("recommendation", "theme"):
            if theme in themes:
                axis, name = themes[theme]
                rows[pk].themes.setdefault(axis, []).append(name)

    def _positions(self, rows: dict[int, RecommendationRow]) -> None:
        there = RecommendationPosition.objects.filter(recommendation__in=rows).that_count()
        positions = list(there.by(self.as_of) if self.as_of else there)
        sources = Source.objects.in_bulk({p.source_id for p in positions if p.source_id})
        for position in positions:
            row = rows[position.recommendation_id]
            if row.position is None:
                row.position = position
                row.position_source = str(sources[position.source_id]) if position.source_id else ""

    def _assessments(self, rows: dict[int, RecommendationRow]) -> None:
        judged = Assessment.objects.filter(recommendation__in=rows).values_list(
            "recommendation", "judgement", "organisation__name"
        )
        for pk, judgement, organisation in judged:
            rows[pk].assessments.append(f"{judgement} ({organisation})")

    def _units(self, rows: dict[int, RecommendationRow]) -> None:
        unnumbered = Recommendation.objects.filter(
            pk__in=[pk for pk, r in rows.items() if not r.recommendation.paragraph]
        )
        for pk in unnumbered.filter(known_from_rows_alone()).values_list("pk", flat=True):
            rows[pk].counted_in = CountUnit.ROWS


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
