"""From files to what they say: the format is told by content, never by name."""

from collections.abc import Callable, Generator, Iterable
from functools import partial
from pathlib import Path

from recommendations.models import FileFormat, StateNames

from . import ohchr_matrix, upr_info
from .opening import Container, OpenedFile, open_file
from .problems import ImportRefused, Problem, Unreadable
from .readings import ReadFile
from .steps import run

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
    wanted = file_format if file_format != "auto" else _format_of(file)
    is_document = file.container is Container.DOCX
    if is_document != (wanted == FileFormat.OHCHR_MATRIX):
        raise Unreadable(f"This is {'a Word document' if is_document else 'a table'}, not {FileFormat(wanted).label}.")
    return (ohchr_matrix if is_document else upr_info).parse(file, states)


def _format_of(file: OpenedFile) -> str:
    return FileFormat.OHCHR_MATRIX if file.container is Container.DOCX else FileFormat.UPR_INFO
