"""What the tests of the workbench share."""

import pytest

from recommendations.models import Session


@pytest.fixture(autouse=True)
def tombstones(settings, tmp_path):
    """A file of their own for what a test purges."""
    settings.TOMBSTONES = str(tmp_path / "tombstones")
    settings.EVIDENCE_DIR = str(tmp_path / "evidence")


@pytest.fixture(autouse=True)
def no_session_soon(request):
    """The sessions of these years have no dates, so that what waits is the same on every day on which this runs."""
    if "db" in request.fixturenames or request.node.get_closest_marker("django_db"):
        request.getfixturevalue("db")
        Session.objects.filter(starts_on__gte="2026").update(starts_on="", ends_on="")
