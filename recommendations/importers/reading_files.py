"""From files to what they say: the format is told by content, never by name."""

from collections.abc import Callable, Generator, Iterable
from dataclasses import replace
from functools import partial
from pathlib import Path

from recommendations.models import FileFormat, StateNames

from . import ohchr_matrix, own_export, upr_info
from .child import LIMITS_OF_COMMAND
from .guarded import read_guarded
from .opening import Container, OpenedFile, content_of
from .papers import addendum, session_report, wg_report
from .papers.answer_words import DEFAULT_WORDS, Words, known_words
from .papers.paper import Paper, paper_of, paper_of_document
from .problems import ImportRefused, Problem, Unreadable, printable
from .readings import ReadFile
from .steps import run
from .tables import read_table
from .word import document_of

FORMATS = ("auto", *FileFormat.values)
PAPER_FORMATS = {
    "report": FileFormat.WG_REPORT,
    "addendum": FileFormat.ADDENDUM,
    "session report": FileFormat.SESSION_REPORT,
}


def read_files(paths: Iterable[Path], file_format: str = "auto") -> list[ReadFile]:
    """Reads all files, each in a process of its own; raises ImportRefused with every problem if one cannot be read."""
    states, words = StateNames.load(), known_words()
    readers = ((path.name, partial(_read, path, file_format, states, words)) for path in paths)
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
            problems.append(Problem("error", str(error), printable(name)))
    if problems:
        raise ImportRefused([*(p for file in read for p in file.problems), *problems], file_format)
    return read


def _read(path: Path, file_format: str, states: StateNames, words: Words) -> ReadFile:
    return read_guarded(path.name, content_of(path), states, words, file_format, LIMITS_OF_COMMAND)


def parse(file: OpenedFile, file_format: str, states: StateNames, words: Words = DEFAULT_WORDS) -> ReadFile:
    """Reads one file as a format, or as the one that its content shows; raises Unreadable.

    words: the phrases in which States answer, for addenda.
    """
    wanted = "" if file_format == "auto" else file_format
    if file.container is Container.PDF:
        return _read_paper(paper_of(file), wanted, states, words)
    if file.container is Container.DOCX:
        return _read_document(file, wanted, states, words)
    table = read_table(file)
    own = own_export.is_own_export(table)
    if wanted not in ("", FileFormat.UPR_TRACKER if own else FileFormat.UPR_INFO):
        raise Unreadable(f"This is a table, not {FileFormat(wanted).label}.")
    return (own_export if own else upr_info).parse_table(file, table, states)


def _read_document(file: OpenedFile, wanted: str, states: StateNames, words: Words) -> ReadFile:
    """A Word document is a matrix, unless its masthead calls it a report or an addendum."""
    if wanted in (FileFormat.UPR_INFO, FileFormat.UPR_TRACKER):
        raise Unreadable(f"This is a Word document, not {FileFormat(wanted).label}.")
    document = document_of(file)
    if wanted != FileFormat.OHCHR_MATRIX:
        paper = paper_of_document(file, document)
        if wanted or paper.kind:
            return _read_paper(paper, wanted, states, words)
        try:
            return ohchr_matrix.read_document(file, document, states)
        except Unreadable:
            paper.require_english()  # says more than that a report in French has no columns of a matrix
            raise
    return ohchr_matrix.read_document(file, document, states)


def _read_paper(paper: Paper, wanted: str, states: StateNames, words: Words) -> ReadFile:
    """A report, an addendum or the report of a session, as wanted or else as its masthead calls it; with its pages."""
    kind = wanted or PAPER_FORMATS.get(paper.kind, "")
    if kind == FileFormat.WG_REPORT:
        return replace(wg_report.read_paper(paper, states), pages=paper.text_by_page())
    if kind == FileFormat.ADDENDUM:
        return replace(addendum.read_paper(paper, states, words), pages=paper.text_by_page())
    if kind == FileFormat.SESSION_REPORT:
        return session_report.read_paper(paper, states, words)
    if kind:
        raise Unreadable(f"This is a PDF, not {FileFormat(kind).label}.")
    paper.require_english()  # the titles by which papers are known are in English
    raise Unreadable("This is not a report of the Working Group, nor an addendum to one: it has no such title.")
