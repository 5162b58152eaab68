"""What a file is, told by its content alone: neither by its name, nor by what the sender says of it."""

import io
import zipfile
from dataclasses import dataclass

from .packages import package_kind
from .papers import check_pdf
from .pictures import check_picture
from .recordings import recording_kind
from .refused import RefusedFile

LONGEST_TEXT = 5 * 1024 * 1024  # bytes
_PICTURES = {b"\xff\xd8\xff": "jpeg", b"\x89PNG\r\n\x1a\n": "png"}
_ARCHIVES = (b"Rar!", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"MSCF", b"\x28\xb5\x2f\xfd")
_ACTIVE = (b"MZ", b"\x7fELF", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"#!", b"L\0\0\0\x01\x14\x02\0")
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MARKUP = (b"<script", b"<svg", b"<html", b"<iframe", b"<object", b"<!doctype", b"<?php")


@dataclass(frozen=True, slots=True)
class Known:
    """What was told of a file: its kind, how many pixels a picture has, how many pages a PDF has."""

    kind: str
    width: int = 0
    height: int = 0
    pages: int = 0


def known(raw: bytes, most_pixels: int) -> Known:
    """What a file is; RefusedFile where it is nothing that we keep, or two things at once."""
    if not raw:
        raise RefusedFile("empty")
    if raw.startswith(b"PK"):
        return Known(package_kind(raw))
    found = _not_a_package(raw, most_pixels)
    if found.kind not in ("mp4", "ogg") and zipfile.is_zipfile(io.BytesIO(raw)):
        raise RefusedFile("two things")
    return found


def _not_a_package(raw: bytes, most_pixels: int) -> Known:
    for begin, kind in _PICTURES.items():
        if raw.startswith(begin):
            return Known(kind, *check_picture(raw, kind, most_pixels))
    if raw.startswith(b"RIFF") and raw[8:12] == b"WEBP":
        return Known("webp", *check_picture(raw, "webp", most_pixels))
    if raw.startswith(b"%PDF-"):
        return Known("pdf", pages=check_pdf(raw))
    if kind := recording_kind(raw):
        return Known(kind)
    if raw.startswith(_ARCHIVES) or raw[257:262] == b"ustar":
        raise RefusedFile("archive")
    if raw.startswith(_ACTIVE):
        raise RefusedFile("active")
    if raw.startswith(_OLD_OFFICE):
        raise RefusedFile("old office")
    if raw[4:12] in (b"ftypheic", b"ftypheix", b"ftypmif1", b"ftypavif"):
        raise RefusedFile("heic")
    _check_text(raw)
    return Known("text")


def _check_text(raw: bytes) -> None:
    """Plain text in UTF-8 that is nothing else: no page, drawing, script or document in words."""
    if len(raw) > LONGEST_TEXT:
        raise RefusedFile("unknown")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise RefusedFile("unknown") from None
    if any(sign < " " and sign not in "\t\n\r\f" for sign in set(text)):
        raise RefusedFile("unknown")
    lower = raw.lower()
    if any(sign in lower for sign in _MARKUP) or text.lstrip().startswith(("<", "{\\rtf", "%!PS")):
        raise RefusedFile("active")
    if b"%PDF-" in raw[:1024]:
        raise RefusedFile("two things")
