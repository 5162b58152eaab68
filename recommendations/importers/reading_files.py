"""From files to what they say: the format is told by content, never by name."""

from collections.abc import Callable, Generator, Iterable
from functools import partial
from pathlib import Path

from recommendations.models import FileFormat, StateNames

from . import ohchr_matrix, own_export, upr_info
from .opening import Container, OpenedFile, open_file
from .problems import ImportRefused, Problem, Unreadable
from .readings import ReadFile
from .steps import run
from .tables import read_table

FORMATS = ("auto", *FileFormat.values)


def read_files(paths: Iterable[Path], file_format: str = "auto") -> list[ReadFile]:
    """Reads all files; raises ImportRefused with every problem if one cannot be read."""
    states = StateNames.load()
    readers = ((path.name, partial(_read, path, file_format, states)) for path in paths)
    return run(read_in_steps(readers, "" if file_format == "auto" else file_format))


def read_in_steps(
    readers: Iterable[tuple[str, Callable[[], ReadFile]]], file_format: str = ""
) -> Generator[str, None, list[ReadFile]]:
    """Runs a reader for each named file, whose name it tells first.

    Raises ImportRefused with every problem if one cannot be read.
    """
    read, problems = [], []
    for name, reader in readers:
        yield name
        try:
            read.append(reader())
        except Unreadable as error:
            problems.append(Problem("error", str(error), name))
    if problems:
        raise ImportRefused([*(p for file in read for p in file.problems), *problems], file_format)
    return read


def _read(path: Path, file_format: str, states: StateNames) -> ReadFile:
    return parse(open_file(path), file_format, states)


def parse(file: OpenedFile, file_format: str, states: StateNames) -> ReadFile:
    """Reads one file as a format, or as the one that its content shows; raises Unreadable."""
    is_document = file.container is Container.DOCX
    if file_format != "auto" and is_document != (file_format == FileFormat.OHCHR_MATRIX):
        what = "a Word document" if is_document else "a table"
        raise Unreadable(f"This is {what}, not {FileFormat(file_format).label}.")
    if is_document:
        return ohchr_matrix.parse(file, states)
    table = read_table(file)
    own = own_export.is_own_export(table)
    if file_format not in ("auto", FileFormat.UPR_TRACKER if own else FileFormat.UPR_INFO):
        raise Unreadable(f"This is not {FileFormat(file_format).label}.")
    return (own_export if own else upr_info).parse_table(file, table, states)
