"""Imports go only downwards, and the tool that keeps it sees an import hidden inside a function."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FLOORS = ["upr_tracker", "reports", "reprisals", "recommendations", "exports"]


def lint_imports(folder: Path) -> subprocess.CompletedProcess:
    """Checks the contracts of pyproject.toml on the code in a folder."""
    return subprocess.run(
        [str(Path(sys.executable).parent / "lint-imports"), "--no-cache", "--no-logo"],
        cwd=folder,
        env={"PATH": os.environ["PATH"], "PYTHONDONTWRITEBYTECODE": "1", "COLUMNS": "200"},
        capture_output=True,
        text=True,
        timeout=120,
    )


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the code and of the contracts, to spoil."""
    for floor in FLOORS:
        shutil.copytree(ROOT / floor, tmp_path / floor, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_imports_go_only_downwards():
    done = lint_imports(ROOT)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 broken" in done.stdout


@pytest.mark.parametrize(
    ("module", "upwards"),
    [
        ("exports/table.py", "recommendations.models"),
        ("exports/table.py", "upr_tracker.pages"),
        ("recommendations/apps.py", "upr_tracker.pages"),
        ("recommendations/words.py", "recommendations.models"),
        ("recommendations/models/state.py", "recommendations.search"),
        ("recommendations/tracking/publishing.py", "recommendations.importers.writer"),
        ("recommendations/columns.py", "recommendations.views"),
    ],
)
def test_an_import_upwards_inside_a_function_is_found(copy, module, upwards):
    with open(copy / module, "a", encoding="utf-8") as file:
        file.write(f"\n\ndef _hidden() -> None:\n    import {upwards}  # noqa: F401\n")
    done = lint_imports(copy)
    assert done.returncode == 1, done.stdout + done.stderr
    importer = module.removesuffix(".py").replace("/", ".")
    assert f"{importer} -> {upwards}" in done.stdout


def test_the_copy_as_it_is_keeps_the_contracts(copy):
    assert lint_imports(copy).returncode == 0
