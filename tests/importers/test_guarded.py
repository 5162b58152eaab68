"""Whatever becomes of the child that reads a file, the server has one message and little memory to give."""

import json
import sys
from collections.abc import Callable

import pytest

from recommendations.importers import child as child_process
from recommendations.importers import guarded
from recommendations.importers.guarded import read_guarded
from recommendations.importers.opening import LARGEST_FILE, opened
from recommendations.importers.problems import Unreadable
from recommendations.importers.reading_files import parse
from recommendations.models import StateNames

from .addenda import table_docx
from .files import KETTLE, Paragraph, csv_bytes, matrix_2025, run_import, state_names, upr_row, xlsx_bytes
from .hostile import MEGABYTE
from .papers import ONE_LIST, report, report_docx, report_pdf

STATES = StateNames({"china": "CHN", "france": "FRA", "slovenia": "SVN"})


@pytest.fixture
def child(monkeypatch, tmp_path) -> Callable[[str], None]:
    """Puts a program in the child's place."""

    def stand_in(program: str) -> None:
        python = tmp_path / "python"
        (tmp_path / "program.py").write_text(program)
        python.write_text(f"#!/bin/sh\nexec python3 {tmp_path}/program.py\n")
        python.chmod(0o755)
        monkeypatch.setattr(sys, "executable", str(python))
        monkeypatch.setattr(guarded, "limits_of", lambda raw: child_process.Limits(0, 2))

    return stand_in


@pytest.mark.parametrize(
    ("program", "words"),
    [
        ("print('tea')", "could not be read"),
        ("import sys; sys.stdout.buffer.write(bytes(range(256)))", "could not be read"),
        ("print('[' * 100_000)", "could not be read"),
        ("print('{}')", "could not be read"),
        ("print('[1]')", "could not be read"),
        ("""print('{"file": {"name": 1}}')""", "could not be read"),
        (
            """print('{"file": {"name": "", "sha256": "", "format": "", "reviews": [{"a": 1}], "problems": []}}')""",
            "could not be read",
        ),
        ("", "could not be read"),
        ("raise SystemExit(3)", "could not be read"),
        ("import sys; sys.stderr.write('x' * 10_000_000); raise SystemExit(3)", "could not be read"),
        ("import os; os.kill(os.getpid(), 9)", "more time or memory"),
        ("import os; os.abort()", "more time or memory"),
        ("import time; time.sleep(60)", "more time or memory"),
        ("while True: pass", "more time or memory"),
        ("import os, time; os.fork() or time.sleep(60)", "more time or memory"),  # its own child keeps the pipes
        (f"import sys; sys.stdout.write('x' * {70 * MEGABYTE})", "more time or memory"),
    ],
)
def test_a_child_that_dies_or_talks_nonsense_is_one_message(child, program, words):
    child(program)
    with pytest.raises(Unreadable, match=words):
        read_guarded("tea", csv_bytes(upr_row()), STATES)


def test_a_long_message_of_the_child_is_cut(child):
    child("""print('{"unreadable": "' + 'x' * 1_000_000 + '"}')""")
    with pytest.raises(Unreadable) as refused:
        read_guarded("tea", csv_bytes(upr_row()), STATES)
    assert len(str(refused.value)) == 500


def test_a_file_that_is_too_large_starts_no_child(child):
    child("""print('{"unreadable": "read"}')""")
    with pytest.raises(Unreadable, match="larger than 100 MB"):
        read_guarded("tea", bytes(LARGEST_FILE + 1), STATES)


def test_the_child_says_no_more_than_fits(monkeypatch):
    monkeypatch.setattr(child_process, "LARGEST_ANSWER", 1_000)
    said = json.loads(child_process.answer("tea", csv_bytes(*[upr_row()] * 10), STATES.by_name, []))
    assert "more time or memory" in said["unreadable"]


def test_the_child_says_when_memory_runs_out(monkeypatch):
    def no_memory(*args: object) -> None:
        raise MemoryError

    monkeypatch.setattr("recommendations.importers.reading_files.parse", no_memory)
    said = json.loads(child_process.answer("tea", csv_bytes(upr_row()), STATES.by_name, []))
    assert "more time or memory" in said["unreadable"]


@pytest.mark.parametrize(
    "raw",
    [
        csv_bytes(upr_row(), upr_row(KETTLE, "", "Noted")),
        xlsx_bytes(upr_row(), upr_row(KETTLE, "Peru", action="")),
        matrix_2025(Paragraph(), Paragraph(f"140.8 {KETTLE} (Peru) (Mexico);", "Noted")),
        report_pdf(report(*ONE_LIST, "III. Voluntary pledges and commitments", "5. Slovenia pledges to pour tea.")),
        report_docx(report(*ONE_LIST)),
        table_docx(),
    ],
    ids=["CSV", "Excel", "matrix", "report", "report in Word", "addendum"],
)
def test_nothing_is_lost_on_the_way_from_the_child(raw):
    patient = child_process.LIMITS_OF_COMMAND
    assert read_guarded("tea", raw, state_names(), limits=patient) == parse(opened("tea", raw), "auto", state_names())


@pytest.mark.django_db
@pytest.mark.own_process
def test_the_command_reads_in_a_process_of_its_own_too(child, tmp_path):
    child("import os; os.kill(os.getpid(), 9)")
    (tmp_path / "tea.csv").write_bytes(csv_bytes(upr_row()))
    (error,) = run_import(tmp_path / "tea.csv").errors
    assert "more time or memory" in error["message"]


@pytest.mark.django_db
@pytest.mark.own_process
def test_the_format_that_the_command_was_given_reaches_the_child(tmp_path):
    (tmp_path / "tea").write_bytes(csv_bytes(upr_row()))
    (error,) = run_import(tmp_path / "tea", format="ohchr_matrix").errors
    assert "This is a table, not" in error["message"]


@pytest.mark.parametrize(("limits", "read"), [(None, True), (child_process.Limits(60 * MEGABYTE, 5), False)])
def test_a_child_may_take_what_it_is_given(limits, read):
    if read:
        assert read_guarded("tea", csv_bytes(upr_row()), STATES, limits=limits).reviews
    else:
        with pytest.raises(Unreadable):
            read_guarded("tea", csv_bytes(upr_row()), STATES, limits=limits)
