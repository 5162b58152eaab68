"""Archives (.docx, .xlsx) are looked through before anything in them is read: what they name, hold and unpack to."""

import io
import re
import zlib
from copy import copy
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from .problems import Unreadable, printable

LARGEST_UNPACKED = 300 * 1024 * 1024  # bytes, of all members of an .xlsx together
LARGEST_DOCUMENT = 50 * 1024 * 1024  # the same of a .docx, whose tree takes some 25 times that in memory
MOST_MEMBERS = 2_000
MOST_TIMES = 100  # what a large archive may unpack to, in times of its own size; an export comes to some ten times
LARGE = 20 * 1024 * 1024
MAIN_DOCUMENT, CONTENTS = "word/document.xml", "[Content_Types].xml"
PIECE = 1024 * 1024

_SHORTEST_HEADER = 30  # bytes before each member, without its name
_ENCRYPTED = 0x1
_OUTSIDE = re.compile(r"^/|^[a-zA-Z]:|(?:^|/)\.\.(?:/|$)|[\\\x00-\x1f\x7f]")
_MACROS = re.compile(r"vbaproject|macroenabled|macrosheet", re.IGNORECASE)
_PARSED = (".xml", ".rels")


def _wide(word: bytes) -> bytes:
    """A pattern for a word in UTF-8, and in the encodings that put zero bytes between its letters."""
    return rb"\0{0,3}".join(bytes([sign]) for sign in word)


_DEFINITION = re.compile(_wide(b"<!DOCTYPE") + b"|" + _wide(b"<!ENTITY"))
_DAMAGED = "The file is damaged or cut off: its contents cannot be unpacked."
_TOO_MUCH = "The file unpacks to more than a document of this kind can hold."


def member_names(raw: bytes) -> set[str]:
    """The names of the members of an archive that is sound throughout; raises Unreadable for any other.

    What the directory says of their sizes is not believed: each is unpacked once, piece by piece.
    """
    try:
        with ZipFile(io.BytesIO(raw)) as archive:
            members = archive.infolist()
            _check_directory(members)
            _check_contents(archive, members)
            types = archive.read(CONTENTS) if CONTENTS in archive.NameToInfo else b""
    except (BadZipFile, zlib.error, ValueError, OverflowError, EOFError, OSError, NotImplementedError) as error:
        raise Unreadable(_DAMAGED) from error
    names = {member.filename for member in members}
    if _MACROS.search(" ".join([*names, types.replace(b"\0", b"").decode("latin-1")])):
        raise Unreadable("The file holds macros. Save it without them.")
    return names


def _check_directory(members: list[ZipInfo]) -> None:
    """Raises Unreadable for a directory that no office program writes."""
    unpacked, packed = (sum(getattr(member, size) for member in members) for size in ("file_size", "compress_size"))
    is_bomb = unpacked > _largest(members) or (unpacked > LARGE and unpacked > MOST_TIMES * packed)
    if len(members) > MOST_MEMBERS or is_bomb:
        raise Unreadable(_TOO_MUCH)
    seen: set[str] = set()
    end = 0
    for member in sorted(members, key=lambda member: member.header_offset):
        shown = printable(member.orig_filename, 60)
        if _OUTSIDE.search(member.orig_filename):
            raise Unreadable(f"The file names a part outside itself, “{shown}”: it was not opened.")
        if member.filename.casefold() in seen:
            raise Unreadable(f"The file holds the part “{shown}” twice: it was not opened.")
        if member.flag_bits & _ENCRYPTED:
            raise Unreadable("The file is protected by a password. Save it without one.")
        if member.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
            raise Unreadable("The file is packed in a way that no office program uses. Save it anew.")
        if member.header_offset < end:
            raise Unreadable("Parts of the file overlap, as in no document: it was not opened.")
        seen.add(member.filename.casefold())
        end = member.header_offset + _SHORTEST_HEADER + member.compress_size


def _check_contents(archive: ZipFile, members: list[ZipInfo]) -> None:
    """Unpacks all members; raises Unreadable for too much, a false size, or definitions (of entities, say)."""
    left = _largest(members)
    for member in members:
        size, end = 0, b""
        limited = copy(member)
        limited.file_size = left + 2 * PIECE  # zipfile stops there, and not at the size that the directory gives
        with archive.open(limited) as file:
            while piece := file.read(PIECE):
                size += len(piece)
                if size > left:
                    raise Unreadable(_TOO_MUCH)
                if member.filename.endswith(_PARSED) and _DEFINITION.search(end + piece):
                    shown = printable(member.filename, 60)
                    raise Unreadable(f"The part “{shown}” holds definitions (DTD), as in no document of this kind.")
                end = piece[-40:]
        if size != member.file_size:
            raise Unreadable(_DAMAGED)
        left -= size


def _largest(members: list[ZipInfo]) -> int:
    is_document = any(member.filename == MAIN_DOCUMENT for member in members)
    return LARGEST_DOCUMENT if is_document else LARGEST_UNPACKED
