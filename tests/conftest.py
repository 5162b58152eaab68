"""What every test can use."""

import json
import os
import sys
import threading
from collections.abc import Iterator
from itertools import count
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


@pytest.fixture(autouse=True)
def read_here(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command reads a file in a process of its own, in half a second: here only where a test is of that."""
    from recommendations.importers import reading_files
    from recommendations.importers.opening import opened

    if "own_process" not in request.keywords:

        def read(name, raw, states, words, file_format, limits):
            return reading_files.parse(opened(name, raw), file_format, states, words)

        monkeypatch.setattr(reading_files, "read_guarded", read)


_ANSWERS: dict[tuple, bytes] = {}  # of the child that reads uploads


@pytest.fixture(autouse=True)
def the_same_file_is_read_once(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """A child takes most of a second to begin: what one said of a file, asked the same, is not asked again."""
    from recommendations.importers import guarded

    ask = guarded.ask

    def remembered(module, question, raw, seconds, longest):
        key = (sys.executable, module, json.dumps(question, sort_keys=True), raw, seconds, longest)
        if key not in _ANSWERS:
            _ANSWERS[key] = ask(module, question, raw, seconds, longest)
        return _ANSWERS[key]

    if "own_process" not in request.keywords:
        monkeypatch.setattr(guarded, "ask", remembered)


@pytest.fixture(autouse=True)
def files_are_written_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test that lets go of a file before its end, as no server does, takes no place from the next test."""
    from django.conf import settings

    from recommendations import few_at_once

    monkeypatch.setattr(few_at_once, "_places", threading.BoundedSemaphore(settings.FILES_AT_ONCE))


@pytest.fixture(autouse=True)
def notices_are_looked_up_where_one_was_written(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Budgets say what pages ask beside notices, which cost one query, or none where the version of the data is known.

    tests/recommendations/test_site_texts.py says so.
    """
    from django.db.models.signals import post_save

    from recommendations.models import SiteTextVersion
    from upr_tracker import context

    written, look_up = [], context.notices

    def note(**kwargs: object) -> None:
        written.append(kwargs["sender"])

    post_save.connect(note, sender=SiteTextVersion)
    monkeypatch.setattr(context, "notices", lambda *args: look_up(*args) if written else ())
    yield
    post_save.disconnect(note, sender=SiteTextVersion)


_numbers = count(1)


@pytest.fixture(autouse=True)
def no_files_are_made(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Each test has a place of its own for the files of the public record, with none in it yet."""
    from django.conf import settings

    monkeypatch.setattr(settings, "DATA_DIR", str(tmp_path_factory.getbasetemp() / f"data-{next(_numbers)}"))


@pytest.fixture(autouse=True, scope="session")
def the_log_is_emptied_between_tests() -> Iterator[None]:
    """After a test with real transactions every table is emptied; what guards log and papers stands aside for that."""
    from django.db import connection
    from django.test import TransactionTestCase

    from reports import guard as papers
    from tests.reprisals.tampering import unguard

    empty = TransactionTestCase._fixture_teardown

    def unguard_and_empty(test: TransactionTestCase) -> None:
        unguard()
        papers.remove(connection)
        empty(test)  # and then, as after any migration, the guard is made anew

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", unguard_and_empty)
        yield


def pytest_report_header() -> str:
    return f"database: {os.environ.get('DATABASE_URL', 'SQLite').split(':')[0]}"
