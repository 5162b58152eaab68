"""What can be taken away: the same filters as the pages, complete, however many rows."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Prefetch, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from exports.table import Table
from recommendations.columns import FOLLOW_UP_COLUMNS, RECOMMENDATION_COLUMNS
from recommendations.filters import RecommendationFilter, in_words
from recommendations.models import Assessment, FollowUpAction, RecommendationPosition

CHUNK = 1000  # records in memory at a time


class Chunked:
    """The records of a queryset, a chunk at a time; memory does not grow with their number."""

    def __init__(self, found: QuerySet) -> None:
        self.found = found

    def __iter__(self) -> Any:
        return self.found.iterator(chunk_size=CHUNK)


def recommendation_table(asked: RecommendationFilter, at: datetime) -> Table:
    """The recommendations that a valid filter finds."""
    found = asked.qs.for_list().prefetch_related(
        Prefetch("positions", RecommendationPosition.objects.select_related("source")),
        Prefetch("assessments", Assessment.objects.select_related("organisation")),
    )
    query = asked.data.urlencode() if hasattr(asked.data, "urlencode") else ""
    address = settings.SITE_URL + reverse("recommendations:recommendation_list")
    return Table(
        name="recommendations",
        columns=RECOMMENDATION_COLUMNS,
        records=Chunked(found),
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
        records=Chunked(found),
        count=found.count(),
        filtered=_("nothing: all published follow-up actions"),
        address=settings.SITE_URL + reverse("recommendations:follow_up_list"),
        exported_at=at,
    )
