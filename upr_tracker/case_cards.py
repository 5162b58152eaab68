"""Advocacy cases as cards, each with the squares of the latest review that it rests on."""

from django.db.models import F

from recommendations.analysis import Counts
from recommendations.models import AnnouncedTally, Case, CountUnit


def case_cards() -> list[tuple[Case, Counts]]:
    """Published cases with what was announced of the latest of their reviews; empty without one. Two queries."""
    cases = list(Case.objects.published())
    public = {"unit": CountUnit.PARAGRAPHS, "review__published_at__isnull": False, "review__cases__in": cases}
    tallies = AnnouncedTally.objects.filter(**public).order_by("review__cycle", "-pk")
    latest = {tally.case: tally.counts for tally in tallies.annotate(case=F("review__cases"))}
    return [(case, latest.get(case.pk, {})) for case in cases]
