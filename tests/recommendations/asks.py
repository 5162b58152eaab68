"""A review of invented asks, of which each way of counting has something to tell."""

from itertools import cycle, islice

from recommendations.models import Review
from tests.records import a_recommendation, a_review, a_theme

POSITIONS = ["accepted", "noted", "accepted_being_implemented", "rejected", "partially_accepted", "accepted", "pending"]
SENDERS = [("PRT",), ("BLR", "KEN"), (), ("PRT", "FRA"), ("KEN", "ZAF")]
THEMES = [("Detention",), ("Death penalty", "Justice"), (), ("Detention", "Minorities")]
ACTIONS = [5, 2, None, 4, 1, 5, 5, 2]


def many_asks(n: int = 40, review: Review | None = None) -> Review:
    """A review of so many numbered paragraphs, whose properties go round at different paces."""
    review = review or a_review()
    themes = {name: a_theme(name) for names in THEMES for name in names}
    rows = zip(cycle(POSITIONS), cycle(SENDERS), cycle(THEMES), cycle(ACTIONS), strict=False)
    for number, (position, senders, named, action) in enumerate(islice(rows, n), 1):
        given = tuple(themes[name] for name in named)
        a_recommendation(review, f"Count teapot {number}", f"28.{number}", position, senders, given, action)
    return review
