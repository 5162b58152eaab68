"""How late something is, in words that are no more precise than its date."""

import pytest

from recommendations.models import PartialDate
from recommendations.models.lateness import overdue_by


@pytest.mark.parametrize(
    ("due", "on", "said"),
    [
        ("2019-12", "2024-06-25", "4 years, 6 months"),
        ("2019-12", "2019-12-31", ""),
        ("2019-12", "2020-01-01", "1 month"),
        ("2019-12-25", "2024-06-25", "4 years, 6 months"),
        ("2019-12-26", "2024-06-25", "4 years, 5 months"),
        ("2024-06-24", "2024-06-25", "1 day"),
        ("2024-06-25", "2024-06-25", ""),
        ("2024-01-31", "2024-02-29", "29 days"),
        ("2023-06-25", "2024-06-25", "1 year"),
        ("2019", "2019-12-31", ""),
        ("2019", "2024-06-25", "about 5 years"),
        ("2019-12", "2024", "5 years"),
        ("2030", "2024-06-25", ""),
    ],
)
def test_how_late(due, on, said):
    assert overdue_by(PartialDate(due), PartialDate(on)) == said
