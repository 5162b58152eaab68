"""What the tests of imports share: writing files and reading them in."""

from collections.abc import Callable
from pathlib import Path

import pytest

from .files import Outcome, Paragraph, csv_bytes, matrix_2025, run_import

ReadIn = Callable[..., Outcome]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


@pytest.fixture
def read_in(folder: Path) -> ReadIn:
    """Writes files and reads them in, in one run: read_in(b"…", b"…", dry_run=True)."""

    def write_and_run(*files: bytes, **options: object) -> Outcome:
        paths = [folder / f"{number}.file" for number in range(1, len(files) + 1)]
        for path, raw in zip(paths, files, strict=True):
            path.write_bytes(raw)
        return run_import(*paths, **options)

    return write_and_run


@pytest.fixture
def read_rows(read_in: ReadIn) -> ReadIn:
    """Reads in an UPR Info export with these rows, and insists that it went well."""

    def write_and_run(*rows: tuple[str, ...], **options: object) -> Outcome:
        outcome = read_in(csv_bytes(*rows), **options)
        assert outcome.errors == []
        return outcome

    return write_and_run


@pytest.fixture
def read_matrix(read_in: ReadIn) -> ReadIn:
    """Reads in a matrix of 2025 with these rows, and insists that it went well."""

    def write_and_run(*rows: Paragraph, **options: object) -> Outcome:
        outcome = read_in(matrix_2025(*rows), **options)
        assert outcome.errors == []
        return outcome

    return write_and_run
