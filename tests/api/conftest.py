"""A record that the API tells of, with what it must not tell of beside it."""

from typing import Any

import pytest
from django.test import Client

from tests.records import a_recommendation, a_review, a_theme
from tests.reprisals.conftest import evidence_folder, looked_at_here, people, tombstones

__all__ = ["evidence_folder", "looked_at_here", "people", "tombstones"]


@pytest.fixture
def ask(client: Client):
    """What an address of the API answers, as data; any status but the expected one fails."""

    def asked(address: str, status: int = 200, **headers: str) -> Any:
        response = client.get(f"/api/v1/{address}", headers=headers)
        assert response.status_code == status, response.content
        kind = "application/json" if status == 200 else "application/problem+json"
        assert response.headers["Content-Type"] == kind
        return response.json()

    return asked


@pytest.fixture
def teapots(db):
    """Twelve recommendations of three published reviews, some without a paragraph, and one of a hidden review."""
    reviews = [a_review("CHN", 45), a_review("SVN", 48), a_review("CHN", 31)]
    for number in range(12):
        a_recommendation(
            reviews[number % 3],
            f"{'Polish' if number % 2 else 'Sell'} teapot no. {number}",
            f"28.{number}" if number % 4 else "",
            position=["accepted", "noted", "rejected"][number % 3],
            senders=("PRT", "KEN")[: number % 3],
            themes=(a_theme("Detention"),) if number % 5 else (),
            action=[None, 5, 1][number % 3],
        )
    a_recommendation(a_review("FRA", 43, published=False), "Hide the teapot", "1.1")
    return reviews
