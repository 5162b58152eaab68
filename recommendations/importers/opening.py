"""Opening a file within limits, and telling by its content what it is."""

import hashlib
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path

from .archives import MAIN_DOCUMENT, member_names
from .problems import Unreadable, printable

LARGEST_FILE = 100 * 1024 * 1024  # bytes


class Container(Enum):
    """What kind of file the bytes are, whatever the file is called."""

    TEXT = auto()
    XLS = auto()
    XLSX = auto()
    DOCX = auto()
    PDF = auto()


@dataclass(frozen=True, slots=True)
class OpenedFile:
    name: str
    raw: bytes
    container: Container

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.raw).hexdigest()


def open_file(path: Path) -> OpenedFile:
    """Reads a file of at most 100 MB; raises Unreadable with the reason."""
    return opened(path.name, content_of(path))


def content_of(path: Path) -> bytes:
    """The bytes of a file, of one that is too large a little more than it may hold; raises Unreadable."""
    try:
        with path.open("rb") as file:
            return file.read(LARGEST_FILE + 1)
    except FileNotFoundError as error:
        raise Unreadable("There is no such file.") from error
    except OSError as error:
        raise Unreadable(f"The file cannot be opened: {error.strerror}.") from error


def opened(name: str, raw: bytes) -> OpenedFile:
    """A file whose bytes are at hand; raises Unreadable for one that is empty, too large or of another kind."""
    if not raw.strip(b"\0 \t\r\n"):
        raise Unreadable("The file is empty.")
    if len(raw) > LARGEST_FILE:
        raise too_large()
    return OpenedFile(printable(name), raw, container_of(raw))


def too_large() -> Unreadable:
    return Unreadable(f"The file is larger than {LARGEST_FILE // 1024 // 1024} MB.")


def container_of(raw: bytes) -> Container:
    """Tells by the first bytes what a file is; raises Unreadable for what cannot be a table of recommendations."""
    start = raw[:1024].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if raw.startswith(b"PK\x03\x04"):
        return _zip_container(raw)
    if raw.startswith(b"\xd0\xcf\x11\xe0"):
        if _holds_stream(raw, "EncryptedPackage"):
            raise Unreadable("The file is protected by a password. Save it without one.")
        if _holds_stream(raw, "_VBA_PROJECT"):
            raise Unreadable("The file holds macros. Save it without them.")
        if _holds_stream(raw, "WordDocument") and not _holds_stream(raw, "Workbook"):
            raise Unreadable("This is an old Word document (.doc). Save it as .docx.")
        return Container.XLS
    if start.startswith(b"%pdf"):
        return Container.PDF
    if start.startswith((b"<!doctype html", b"<html")):
        raise Unreadable("This is a web page, not a table. Save the export itself.")
    if b"\0" in raw and not raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Unreadable("This is neither a table nor a Word document nor a PDF.")
    return Container.TEXT


def _holds_stream(raw: bytes, name: str) -> bool:
    """Whether an old Office file has a part of that name."""
    return name.encode("utf-16-le") in raw


def _zip_container(raw: bytes) -> Container:
    names = member_names(raw)
    if MAIN_DOCUMENT in names:
        return Container.DOCX
    if "xl/workbook.xml" in names:
        return Container.XLSX
    raise Unreadable("This is an archive, neither a Word document nor an Excel table.")
