"""What the tests of papers share: the case file, an invented kind of paper, and somebody who makes one."""

import datetime

import pytest

from recommendations.models import Case, Session
from reports.asked import Asked
from reports.kinds import KINDS
from tests.reprisals.conftest import evidence_folder, incident, looked_at_here, people, tombstones  # noqa: F401
from tests.reprisals.records import EDITOR, OFFICER, a_person_of_staff
from upr_tracker.casefile.load import load_case_file, load_case_incidents

from .papers import TEAPOTS

ON = datetime.date(2024, 7, 10)  # after the outcome was adopted


@pytest.fixture
def case(db) -> Case:
    return load_case_file()


@pytest.fixture
def case_with_incidents(case) -> Case:
    assert load_case_incidents() == ""
    return case


@pytest.fixture
def paper(case):
    """Drafts a kind of paper of the case file for HRC 56, with what else is asked."""

    def made(kind: str, **asked):
        session = Session.objects.get(kind=Session.Kind.HRC, number=56)
        return KINDS[kind].draft(Asked(**({"kind": kind, "session": session, "on": ON, "case": case} | asked)), None)

    return made


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
