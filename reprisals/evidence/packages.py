"""Documents of Word and of LibreOffice, which are archives: told from any other archive, and refused with programs."""

import io
import re
import zipfile
import zlib

from .markup import walk
from .refused import RefusedFile

MOST_PARTS = 2_000
LARGEST_UNPACKED = 300 * 1024 * 1024  # bytes, of all parts together
LARGEST_PART_READ = 20 * 1024 * 1024  # bytes
_END = b"PK\x05\x06"  # with which the last 22 bytes begin
_NOT_READ = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, KeyError, EOFError, OSError, ValueError)
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_MACROS = re.compile(r"macroEnabled|vbaProject|activeX|oleObject", re.IGNORECASE)
_PROGRAMS = re.compile(r"vbaProject|vbaData|activeX|/embeddings/|oleObject|^Basic/|^Scripts/|^Object ", re.IGNORECASE)
# What a part of a Word document may not lead to; and from elsewhere nothing may come but what a reader follows.
_ACTIVE_RELATIONS = {"vbaProject", "wordVbaData", "oleObject", "control", "package", "aFChunk"}
_FIELDS_THAT_FETCH = re.compile(r"\b(DDE|DDEAUTO|INCLUDEPICTURE|INCLUDETEXT)\b", re.IGNORECASE)
_SCRIPTS_OF_ODT = re.compile(r"vnd\.sun\.star\.script:|^\s*(java)?script:|^\s*macro:", re.IGNORECASE)
_ACTIVE_ELEMENTS = {
    *("script", "event", "event-listener", "applet", "plugin", "floating-frame", "object-ole"),
    *("dde-source", "dde-connection-decl"),
}
_FOLLOWED = {"a", "area"}  # links that a reader follows
_ELSEWHERE = re.compile(r"\s*([a-z][a-z0-9+.-]*:|/|\.\.)", re.IGNORECASE)


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
    if any(_PROGRAMS.search(name) for name in names):
        raise RefusedFile("macros")
    kind = _named_kind(package, set(names))
    if not raw.startswith(b"PK\x03\x04") or min(p.header_offset for p in parts) or raw[-22:-18] != _END:
        raise RefusedFile("two things")
    if len(set(names)) != len(names):
        raise RefusedFile("two things")
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
    kinds: list[str] = []
    walk(_read(package, "[Content_Types].xml"), lambda _name, given: kinds.append(given.get("ContentType", "")))
    if any(_MACROS.search(kind) for kind in kinds):
        raise RefusedFile("macros")
    if _WORD not in kinds or "word/document.xml" not in names:
        raise RefusedFile("archive")
    for name in names:
        if name.endswith(".rels"):
            walk(_read(package, name), _check_relation)
        elif name.startswith("word/") and name.endswith(".xml"):
            _check_fields(_read(package, name))


def _check_relation(_name: str, given: dict[str, str]) -> None:
    kind = given.get("Type", "").rpartition("/")[2]
    is_elsewhere = given.get("TargetMode", "").strip().lower() == "external"
    if kind in _ACTIVE_RELATIONS or (is_elsewhere and kind != "hyperlink"):
        raise RefusedFile("macros")


def _check_fields(part: bytes) -> None:
    """Fields that fetch something when the document is opened. Their words can be spread over several elements."""
    simple: list[str] = []
    spread: list[str] = []
    walk(
        part,
        lambda _name, given: simple.append(given.get("instr", "")),
        lambda name, words: spread.append(words) if name == "instrText" else None,
    )
    if any(_FIELDS_THAT_FETCH.search(words) for words in (*simple, "".join(spread))):
        raise RefusedFile("macros")


def _check_odt(package: zipfile.ZipFile, names: set[str]) -> None:
    if "content.xml" not in names:
        raise RefusedFile("damaged")
    for name in names & {"content.xml", "styles.xml"}:
        walk(_read(package, name), _check_element)
    if "META-INF/manifest.xml" in names and b"encryption-data" in _read(package, "META-INF/manifest.xml"):
        raise RefusedFile("locked")


def _check_element(name: str, given: dict[str, str]) -> None:
    is_fetched = name not in _FOLLOWED and _ELSEWHERE.match(given.get("href", ""))
    if name in _ACTIVE_ELEMENTS or is_fetched or any(_SCRIPTS_OF_ODT.search(value) for value in given.values()):
        raise RefusedFile("macros")


def _read(package: zipfile.ZipFile, name: str) -> bytes:
    """A part, unpacked no further than it may be, whatever the archive says of its size."""
    with package.open(name) as part:
        content = part.read(LARGEST_PART_READ + 1)
    if len(content) > LARGEST_PART_READ:
        raise RefusedFile("too much")
    return content
