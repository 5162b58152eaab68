"""What the tests of papers share: the case file with its incidents, and short ways to a paper."""

import datetime

import pytest

from recommendations.models import Case, Session
from reports.asked import Asked
from reports.kinds import KINDS
from upr_tracker.casefile.load import load_case_file, load_case_incidents

ON = datetime.date(2024, 7, 10)  # after the outcome was adopted


@pytest.fixture(autouse=True)
def tombstones(settings, tmp_path):
    settings.TOMBSTONES = str(tmp_path / "tombstones")


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
