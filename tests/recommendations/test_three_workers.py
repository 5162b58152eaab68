"""A change made in one process is in the next answer of every process."""

import json
import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection

from tests.importers.files import csv_bytes, upr_row
from tests.records import a_recommendation, a_review

ROOT = Path(__file__).resolve().parents[2]
ADDRESS = "/recommendations/?state=CHN"
PATIENCE = 120  # seconds
EDIT = "Recommendation.objects.filter(paragraph='28.5').update(text='Sell teapots')"
WITHDRAW = "Review.objects.withdraw()"


@pytest.fixture
def environment(transactional_db, tmp_path: Path) -> dict[str, str]:
    """What other processes are told, so that they read the database of this test."""
    a_recommendation(a_review(), "Polish teapots", "28.5")
    if connection.vendor == "postgresql":
        url = os.environ["DATABASE_URL"]
        name = connection.settings_dict["NAME"]
        address = f"{url.rpartition('/')[0]}/{name}"
    else:
        file = tmp_path / "teapots.sqlite3"
        with sqlite3.connect(file) as copy:
            connection.ensure_connection()
            connection.connection.backup(copy)
        address = f"sqlite:///{file}"
    return os.environ | {"DATABASE_URL": address, "DJANGO_SETTINGS_MODULE": "tests.settings"}


class Worker:
    """One process that answers."""

    def __init__(self, environment: dict[str, str]) -> None:
        command = [sys.executable, "-m", "tests.recommendations.a_worker"]
        self.process = subprocess.Popen(
            command, cwd=ROOT, env=environment, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )

    def ask(self) -> dict[str, object]:
        self.process.stdin.write(f"{ADDRESS}\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def ask_until_it_has_an_index(self) -> dict[str, object]:
        until = time.monotonic() + PATIENCE
        while not (said := self.ask())["has_index"] and time.monotonic() < until:
            time.sleep(0.05)
        assert said["has_index"]
        return self.ask()


@pytest.fixture
def workers(environment) -> Iterator[list[Worker]]:
    made = [Worker(environment) for _ in range(3)]
    yield made
    for worker in made:
        worker.process.stdin.close()
        worker.process.wait(30)
        worker.process.stdout.close()


def write(environment: dict[str, str], what: str) -> None:
    """Another process that changes the record."""
    code = f"from recommendations.models import *; {what}"
    subprocess.run([sys.executable, "manage.py", "shell", "-v0", "-c", code], cwd=ROOT, env=environment, check=True)


def test_three_workers_know_at_once_what_a_fourth_process_wrote(environment, workers):
    first = [worker.ask_until_it_has_an_index() for worker in workers]
    assert [said["titles"] for said in first] == [["Polish teapots"]] * 3
    assert len({said["etag"] for said in first}) == 1
    write(environment, EDIT)
    second = [worker.ask() for worker in workers]
    assert [said["titles"] for said in second] == [["Sell teapots"]] * 3
    assert {said["etag"] for said in second}.isdisjoint({said["etag"] for said in first})
    assert workers[0].ask_until_it_has_an_index()["titles"] == ["Sell teapots"]
    write(environment, WITHDRAW)
    assert [(said["status"], said["total"]) for said in (worker.ask() for worker in workers)] == [(200, 0)] * 3


def test_workers_answer_while_an_import_runs_with_all_of_it_or_nothing(environment, workers, tmp_path):
    file, rows = tmp_path / "teapots.csv", 500
    texts = [(f"Count {number} teapots", ("4", "17")[number % 2]) for number in range(rows)]
    file.write_bytes(csv_bytes(*[upr_row(text, session=session) for text, session in texts]))
    command = [sys.executable, "manage.py", "import_recommendations", str(file), "--publish"]
    workers[0].ask_until_it_has_an_index()
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE) as running:
        meanwhile = []
        while running.poll() is None:
            said = workers[len(meanwhile) % 3].ask()
            meanwhile.append((said["status"], said["total"]))
        running.stdout.read()
    assert running.returncode == 0
    assert len(meanwhile) > 3
    assert set(meanwhile) <= {(200, 1), (200, 1 + rows)}
    assert meanwhile[0] == (200, 1)
    assert [worker.ask()["total"] for worker in workers] == [1 + rows] * 3
