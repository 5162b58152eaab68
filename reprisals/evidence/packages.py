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
# The first are found anywhere; the others are words that stand in texts too, and count at the beginning of a field.
_FIELDS_THAT_FETCH = re.compile(
    r"\b(DDE|DDEAUTO|INCLUDEPICTURE|INCLUDETEXT)\b|^\s*(LINK|IMPORT|INCLUDE|DATABASE|RD)\b",
    re.IGNORECASE | re.MULTILINE,
)
_SCRIPTS_OF_ODT = re.compile(r"vnd\.sun\.star\.script:|^\s*(java)?script:|^\s*macro:", re.IGNORECASE)
_ACTIVE_ELEMENTS = {
    *("script", "event", "event-listener", "applet", "plugin", "floating-frame", "object-ole"),
    *("dde-source", "dde-connection-decl"),
}
_FOLLOWED = {"a", "area"}  # links that a reader follows
_ELSEWHERE = re.compile(r"\s*([a-z][a-z0-9+.-]*:|/|\.\.)", re.IGNORECASE)
# A document names the template that it was made from. On another machine it is asked for when the document is opened.
_OTHER_MACHINE = re.compile(r"\s*(?!file:///[^/])([a-z][a-z0-9+.-]+:|//|\\\\)", re.IGNORECASE)
_BY_ITSELF = {"auto-reload"}  # opens another document in place of this one


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
    if len({name.lower() for name in names}) != len(names):  # office programs take no notice of capitals
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
    """Each part is looked at as its name and its declared kind have it read, wherever in the archive it stands."""
    kinds: dict[str, str] = {}  # by the name of a part, or by the ending of names

    def declared(_name: str, given: dict[str, str]) -> None:
        of = given.get("PartName", "").lstrip("/") or f".{given.get('Extension', '')}"
        kinds[of.lower()] = given.get("ContentType", "")

    walk(_read(package, "[Content_Types].xml"), declared)
    if any(_MACROS.search(kind) for kind in kinds.values()):
        raise RefusedFile("macros")
    if _WORD not in kinds.values() or "word/document.xml" not in names:
        raise RefusedFile("archive")
    for name in names - {"[Content_Types].xml"}:
        lower = name.lower()
        ending = f".{lower.rpartition('.')[2]}"
        kind = kinds.get(lower, kinds.get(ending, "")).partition(";")[0].strip().lower()
        if ending == ".rels" or kind.endswith("relationships+xml"):
            walk(_read(package, name), _check_relation)
        elif ending == ".xml" or kind.endswith("xml"):
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

    def element(name: str, given: dict[str, str]) -> None:
        simple.append(given.get("instr", ""))
        if name == "fldChar":
            spread.append("\n")

    walk(part, element, lambda name, words: spread.append(words) if name == "instrText" else None)
    if any(_FIELDS_THAT_FETCH.search(words) for words in (*simple, "".join(spread))):
        raise RefusedFile("macros")


def _check_odt(package: zipfile.ZipFile, names: set[str]) -> None:
    if "content.xml" not in names:
        raise RefusedFile("damaged")
    for name in names:
        is_read = name.lower().endswith(".xml") and not name.startswith("META-INF/")
        if is_read and (part := _read(package, name)):  # lists of keys are often empty
            walk(part, _check_element)
    if "META-INF/manifest.xml" in names and b"encryption-data" in _read(package, "META-INF/manifest.xml"):
        raise RefusedFile("locked")


def _check_element(name: str, given: dict[str, str]) -> None:
    elsewhere = _OTHER_MACHINE if name == "template" else _ELSEWHERE
    is_fetched = name not in _FOLLOWED and elsewhere.match(given.get("href", ""))
    starts = name in _ACTIVE_ELEMENTS or (name in _BY_ITSELF and given.get("href", "").strip())
    if starts or is_fetched or any(_SCRIPTS_OF_ODT.search(value) for value in given.values()):
        raise RefusedFile("macros")


def _read(package: zipfile.ZipFile, name: str) -> bytes:
    """A part, unpacked no further than it may be, whatever the archive says of its size."""
    with package.open(name) as part:
        content = part.read(LARGEST_PART_READ + 1)
    if len(content) > LARGEST_PART_READ:
        raise RefusedFile("too much")
    return content
