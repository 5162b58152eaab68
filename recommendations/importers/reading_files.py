"""From paths to what the files say: the format is told by content, never by name."""

from pathlib import Path

from recommendations.models import FileFormat, StateNames

from . import ohchr_matrix, upr_info
from .opening import Container, OpenedFile, open_file
from .problems import ImportRefused, Problem, Unreadable
from .readings import ReadFile

FORMATS = ("auto", *FileFormat.values)


def read_files(paths: list[Path], file_format: str = "auto") -> list[ReadFile]:
    """Reads all files; raises ImportRefused with every problem if one cannot be read."""
    states = StateNames.load()
    read, problems = [], []
    for path in paths:
        try:
            file = open_file(path)
            read.append(_parse(file, file_format, states))
        except Unreadable as error:
            problems.append(Problem("error", str(error), path.name))
    if problems:
        raise ImportRefused([*(p for file in read for p in file.problems), *problems], _name(file_format))
    return read


def _name(file_format: str) -> str:
    return "" if file_format == "auto" else file_format


def _parse(file: OpenedFile, file_format: str, states: StateNames) -> ReadFile:
    wanted = file_format if file_format != "auto" else _format_of(file)
    is_document = file.container is Container.DOCX
    if is_document != (wanted == FileFormat.OHCHR_MATRIX):
        raise Unreadable(f"This is {'a Word document' if is_document else 'a table'}, not {FileFormat(wanted).label}.")
    return (ohchr_matrix if is_document else upr_info).parse(file, states)


def _format_of(file: OpenedFile) -> str:
    return FileFormat.OHCHR_MATRIX if file.container is Container.DOCX else FileFormat.UPR_INFO
