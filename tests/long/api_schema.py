"""schemathesis with hundreds of questions an address: `python -m pytest -n 0 tests/long/api_schema.py`."""

import pytest

from tests.api.asked_by_schema import ask_everything
from tests.reprisals.addresses import the_record
from tests.reprisals.conftest import evidence_folder, looked_at_here, people, tombstones

__all__ = ["evidence_folder", "looked_at_here", "people", "tombstones"]
pytestmark = pytest.mark.django_db


def test_schemathesis_finds_nothing_however_long_it_asks(people, settings):
    settings.SITE_URL = "http://localhost"
    the_record(*people)
    assert ask_everything(examples=300) > 5000
