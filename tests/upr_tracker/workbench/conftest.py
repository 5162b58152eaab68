"""What the tests of the workbench share."""

import pytest


@pytest.fixture(autouse=True)
def tombstones(settings, tmp_path):
    """A file of their own for what a test purges."""
    settings.TOMBSTONES = str(tmp_path / "tombstones")
    settings.EVIDENCE_DIR = str(tmp_path / "evidence")
