"""Documents of Word and of LibreOffice, which are archives: told from any other archive, and refused with programs."""

import io
import re
import zipfile
import zlib

from .refused import RefusedFile

MOST_PARTS = 2_000
LARGEST_UNPACKED = 300 * 1024 * 1024  # bytes, of all parts together
LARGEST_PART_READ = 20 * 1024 * 1024  # bytes
_END = b"PK\x05\x06"  # with which the last 22 bytes begin
_NOT_READ = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, KeyError, EOFError, OSError, ValueError)
_WORD = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_MACROS = re.compile(rb"macroEnabled|vbaProject|activeX|oleObject", re.IGNORECASE)
_PROGRAMS = re.compile(r"vbaProject|vbaData|activeX|/embeddings/|oleObject|^Basic/|^Scripts/|^Object ", re.IGNORECASE)
# A template or object that is fetched from elsewhere when the document is opened.
_FETCHED = re.compile(rb'Type="[^"]*/(attachedTemplate|oleObject|frame|subDocument)"[^>]*TargetMode="External"')
_FETCHED_TOO = re.compile(rb'TargetMode="External"[^>]*Type="[^"]*/(attachedTemplate|oleObject|frame|subDocument)"')
_SCRIPTS_OF_ODT = re.compile(rb"<script:|vnd\.sun\.star\.script:|<office:script\b", re.IGNORECASE)


def package_kind(raw: bytes) -> str:
    """`docx` or `odt`; RefusedFile for any other archive, and for a document that holds programs."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as package:
            return _kind(package, raw)
    except _NOT_READ:
        raise RefusedFile("damaged") from None


def _kind(package: zipfile.ZipFile, raw: bytes) -> str:
    parts = package.infolist()
    names = [part.filename for part in parts]
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
        raise RefusedFile("too much")
    if any(part.flag_bits & 1 for part in parts):
        raise RefusedFile("locked")
    kind = _named_kind(package, set(names))
    if not raw.startswith(b"PK\x03\x04") or min(p.header_offset for p in parts) or raw[-22:-18] != _END:
        raise RefusedFile("two things")
    if len(set(names)) != len(names):
        raise RefusedFile("two things")
    if any(_PROGRAMS.search(name) for name in names):
        raise RefusedFile("macros")
    return kind


def _named_kind(package: zipfile.ZipFile, names: set[str]) -> str:
    if "[Content_Types].xml" in names:
        _check_word(package, names)
        return "docx"
    if "mimetype" in names and _read(package, "mimetype").strip() == b"application/vnd.oasis.opendocument.text":
        _check_odt(package, names)
        return "odt"
    raise RefusedFile("archive")


def _check_word(package: zipfile.ZipFile, names: set[str]) -> None:
    types = _read(package, "[Content_Types].xml")
    if _MACROS.search(types):
        raise RefusedFile("macros")
    if _WORD not in types or "word/document.xml" not in names:
        raise RefusedFile("archive")
    for name in names:
        if name.endswith(".rels"):
            relations = _read(package, name)
            if _FETCHED.search(relations) or _FETCHED_TOO.search(relations):
                raise RefusedFile("macros")


def _check_odt(package: zipfile.ZipFile, names: set[str]) -> None:
    if "content.xml" not in names:
        raise RefusedFile("damaged")
    for name in names & {"content.xml", "styles.xml"}:
        if _SCRIPTS_OF_ODT.search(_read(package, name)):
            raise RefusedFile("macros")
    if "META-INF/manifest.xml" in names and b"encryption-data" in _read(package, "META-INF/manifest.xml"):
        raise RefusedFile("locked")


def _read(package: zipfile.ZipFile, name: str) -> bytes:
    """A part, unpacked no further than it may be, whatever the archive says of its size."""
    with package.open(name) as part:
        content = part.read(LARGEST_PART_READ + 1)
    if len(content) > LARGEST_PART_READ:
        raise RefusedFile("too much")
    return content
