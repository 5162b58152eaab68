"""What can be taken away: the same filters as the pages, complete, however many rows."""

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import StreamingHttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from exports.formats import FORMATS
from exports.remembered import Remembered
from exports.table import Column, Table
from recommendations.addresses import in_words
from recommendations.analysis import known_from_rows_alone
from recommendations.columns import (
    FOLLOW_UP_COLUMNS,
    RECOMMENDATION_COLUMNS,
    PositionWords,
    RecommendationRow,
    Recommenders,
    Themes,
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
from recommendations.plain_rows import RowsOf, among
from recommendations.search import answer

CHUNK = 1000  # records in memory at a time
# In the order in which a row takes them.
COLUMNS = ("key", "paragraph", "text", "language", "position", "action_category", "action_origin", "note")


class RecommendationRows:
    """The rows of a file: what few records share is loaded once, the rest a chunk at a time, as plain values."""

    def __init__(self, keys: Iterable[int], as_of: PartialDate | None = None) -> None:
        """keys: in the order of the file; what is not published is left out. as_of: when positions held."""
        self.keys, self.as_of = keys, as_of

    def __iter__(self) -> Iterator[RecommendationRow]:
        keys = array("q", self.keys)
        if not keys:
            return
        asked, shared = _Asked(self.as_of), _Shared.load(keys if len(keys) <= CHUNK else None)
        for start in range(0, len(keys), CHUNK):
            yield from _rows(keys[start : start + CHUNK], asked, shared)


class _Asked:
    """What the database is asked for the keys of each chunk."""

    def __init__(self, as_of: PartialDate | None) -> None:
        found, positions = Recommendation.objects.order_by(), RecommendationPosition.objects.that_count()
        columns = list(COLUMNS)
        if as_of:
            found, positions = found.as_of(as_of), positions.by(as_of)
            columns[columns.index("position")] = "position_then"
        self.records = RowsOf(found.values_list("pk", "review", *columns), "pk")
        self.units = RowsOf(found.filter(known_from_rows_alone()).values_list("pk"), "pk")
        self.positions = RowsOf(positions.values_list("recommendation", "own_words", "reason", "taken_on", "source"))
        self.assessments = RowsOf(Assessment.objects.values_list("recommendation", "judgement", "organisation__name"))
        made = RecommendingState.objects.order_by("pk")
        self.recommenders = RowsOf(made.values_list("recommendation", "state", "verbatim_name"))
        self.tags = RowsOf(Tag.objects.order_by().values_list("recommendation", "theme"))


def _rows(keys: Sequence[int], asked: _Asked, shared: "_Shared") -> Iterator[RecommendationRow]:
    """The rows of some keys, in their order. Six queries."""
    # A review that was published after the first look is in the next file, whole.
    rows = {
        pk: RecommendationRow(pk, shared.reviews[review], *values)
        for pk, review, *values in asked.records.of(keys)
        if review in shared.reviews
    }
    if not rows:
        return
    for pk, made in _together((pk, (state, name)) for pk, state, name in asked.recommenders.of(rows)):
        rows[pk].recommenders = shared.recommenders[made]
    for pk, themes in _together(asked.tags.of(rows)):
        rows[pk].themes = shared.themes[tuple(sorted(themes))]
    for pk, *words in reversed(asked.positions.of(rows)):  # the one that counts comes last
        rows[pk].position = shared.positions[tuple(words)]
    for pk, judged in _together((pk, f"{says} ({who})") for pk, says, who in asked.assessments.of(rows)):
        rows[pk].assessments = judged
    if unnumbered := [pk for pk, row in rows.items() if not row.paragraph]:
        for (pk,) in asked.units.of(unnumbered):
            rows[pk].counted_in = CountUnit.ROWS
    for pk in keys:
        if pk in rows:
            yield rows[pk]


def _together(pairs: Iterable[tuple[int, Any]]) -> Iterable[tuple[int, tuple[Any, ...]]]:
    """All that belongs to one key, in its order."""
    found: dict[int, list[Any]] = defaultdict(list)
    for pk, one in pairs:
        found[pk].append(one)
    return ((pk, tuple(all_of_it)) for pk, all_of_it in found.items())


class _Shared:
    """What many rows share: one object each, made when the first row needs it."""

    def __init__(self, reviews: Iterable[Review]) -> None:
        self.reviews = {review.pk: review_words(review) for review in reviews}
        self._states = {
            pk: (iso3, name) for pk, iso3, name in State.objects.order_by().values_list("pk", "iso3", "name")
        }
        themes = enumerate(Theme.objects.values_list("pk", "vocabulary__axis", "name"))
        self._themes = {pk: (number, axis, name) for number, (pk, axis, name) in themes}
        self.recommenders = Remembered(self._recommenders)
        self.themes = Remembered(self._of_themes)
        self.positions = Remembered(self._position)
        self.sources = Remembered(self._source)

    @classmethod
    def load(cls, keys: Iterable[int] | None) -> "_Shared":
        """keys: of the recommendations, where they are few; else what all published ones share."""
        reviews = Review.objects.published().select_related("state", "wg_session")
        if keys is not None:
            reviews = reviews.filter(pk__in=Recommendation.objects.filter(pk__in=among(keys)).values("review"))
        return cls(reviews)

    def _recommenders(self, made: tuple[tuple[int, str], ...]) -> Recommenders:
        """By State and the name that is printed, if one is."""
        states = [(*self._states[state], printed) for state, printed in made]
        return Recommenders(
            tuple(iso3 for iso3, _name, _printed in states), tuple(printed or name for _iso3, name, printed in states)
        )

    def _of_themes(self, keys: tuple[int, ...]) -> Themes:
        found: dict[str, list[str]] = {}
        for _number, axis, name in sorted(self._themes[key] for key in keys if key in self._themes):
            found.setdefault(axis, []).append(name)
        return Themes({axis: tuple(names) for axis, names in found.items()})

    def _position(self, words: tuple[Any, ...]) -> PositionWords:
        own_words, reason, taken_on, source = words
        return PositionWords(own_words, reason, taken_on, self.sources[source] if source else "")

    def _source(self, pk: int) -> str:
        return str(Source.objects.get(pk=pk))


def as_of_column(date: PartialDate) -> Column:
    """Says in each row that its position is that of a date: such a file is no copy of the record of today."""
    return Column("as_of", "The date whose positions are given, not today's.", lambda r: date)


def recommendation_table(asked: RecommendationFilter, at: datetime) -> Table:
    """The recommendations that a valid filter finds."""
    found = answer(asked.criteria)
    as_of = PartialDate(asked.criteria.as_of) if asked.criteria.as_of else None
    query = asked.data.urlencode() if hasattr(asked.data, "urlencode") else ""
    address = settings.SITE_URL + reverse("recommendations:recommendation_list")
    return Table(
        name="recommendations",
        columns=[*RECOMMENDATION_COLUMNS, *([as_of_column(as_of)] if as_of else [])],
        records=RecommendationRows(found.all_keys(), as_of),
        count=found.count,
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
