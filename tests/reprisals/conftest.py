"""What the tests of the guarded room share."""

import pytest

from reprisals.evidence import child, inspection

from .records import an_incident, nobody_in, two_people


@pytest.fixture(autouse=True)
def tombstones(settings, tmp_path):
    """A file of their own for what a test purges."""
    settings.TOMBSTONES = str(tmp_path / "tombstones")
    return tmp_path / "tombstones"


@pytest.fixture(autouse=True)
def evidence_folder(settings, tmp_path):
    """A folder of their own for the originals of a test."""
    settings.EVIDENCE_DIR = str(tmp_path / "evidence")
    return tmp_path / "evidence"


@pytest.fixture(autouse=True)
def looked_at_here(request, monkeypatch):
    """A file is looked at in a process of its own, which takes a while: here only where a test is of that."""
    if "own_process" not in request.keywords:
        monkeypatch.setattr(inspection, "ask", lambda _child, question, raw, *limits: child.answer(question, raw))


@pytest.fixture
def people(db):
    """One who writes and one who reviews."""
    return two_people()


@pytest.fixture
def incident(people):
    """An incident that could be handed in."""
    made = an_incident(people[0])
    nobody_in(made)
    return made


@pytest.fixture
def seen(settings, tmp_path):
    """The witness of a test: what `a_log` wrote, as the file would be after the commit."""
    settings.AUDIT_WITNESS = str(tmp_path / "witness")
    return tmp_path / "witness"
