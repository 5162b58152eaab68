"""What the tests of papers share: a kind of paper that is invented, and somebody who makes one."""

import datetime

import pytest

from recommendations.models import Session
from reports.asked import Asked
from reports.kinds import KINDS
from tests.reprisals.conftest import evidence_folder, incident, looked_at_here, people, tombstones  # noqa: F401
from tests.reprisals.records import EDITOR, OFFICER, a_person_of_staff

from .papers import TEAPOTS


@pytest.fixture(autouse=True)
def teapots(monkeypatch):
    """The invented kind, known like the others."""
    monkeypatch.setitem(KINDS, TEAPOTS.name, TEAPOTS)
    return TEAPOTS


@pytest.fixture
def editor(db):
    return a_person_of_staff("paper-editor", EDITOR, first_name="Quimby", last_name="Paperwright")


@pytest.fixture
def officer(db):
    return a_person_of_staff("paper-officer", OFFICER)


@pytest.fixture
def asked(db):
    """A paper on teapots, for a session of the Council."""
    return Asked(kind=TEAPOTS.name, session=Session.objects.get(kind="hrc", number=56), on=datetime.date(2024, 6, 15))
