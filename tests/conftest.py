"""What every test can use."""

import os
from pathlib import Path

import pytest

SHARED_DATA = Path(__file__).resolve().parents[2] / "shared" / "data"


@pytest.fixture
def shared_data() -> Path:
    """The folder of real UN and UPR Info files, where there is one."""
    if not SHARED_DATA.is_dir():
        pytest.skip("the real files are not on this machine (../shared/data)")
    return SHARED_DATA


@pytest.fixture(autouse=True, scope="session")
def quick_passphrase() -> None:
    """The passphrase of the tests is stretched in no time."""
    from reprisals.models import vault

    vault.STRETCH = 2**4


def pytest_report_header() -> str:
    return f"database: {os.environ.get('DATABASE_URL', 'SQLite').split(':')[0]}"
