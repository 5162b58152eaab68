"""Pictures: whether a file is one and nothing else, and a copy that is made of its pixels alone."""

import io
import re
from collections.abc import Iterable
from typing import Any

from PIL import Image, ImageDraw, ImageOps, UnidentifiedImageError

from .boxes import Box
from .recordings import is_mp4
from .refused import RefusedFile

LONGEST = 2400  # pixels of the longer side of a copy
QUALITIES = (88, 80, 70, 55, 40)
STRIP = 512  # lines, so that one whole picture at most is held in memory
Image.MAX_IMAGE_PIXELS = None  # we look at the size ourselves, before anything is unpacked

_FORMATS = {"jpeg": ("JPEG",), "png": ("PNG",), "webp": ("WEBP",)}
_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
_HIDDEN = (b"PK\x03\x04", b"PK\x05\x06", b"%PDF", b"Rar!\x1a", b"7z\xbc\xaf\x27\x1c", b"\x7fELF")
_HIDDEN_WORDS = re.compile(rb"<(script|html|svg|\?php|iframe)", re.IGNORECASE)


def check_picture(raw: bytes, kind: str, most_pixels: int) -> tuple[int, int]:
    """Width and height of a picture that is whole and nothing besides; RefusedFile for any other."""
    try:
        end = {"jpeg": _end_of_jpeg, "png": _end_of_png, "webp": _end_of_webp}[kind](raw)
        image = _open(raw, kind, most_pixels)
        image.load()
    except (
        OSError,
        ValueError,
        SyntaxError,
        IndexError,
        EOFError,
        UnidentifiedImageError,
        Image.DecompressionBombError,
    ):
        raise RefusedFile("damaged") from None
    if not _may_follow(raw[end:], kind):
        raise RefusedFile("two things")
    return image.size


def picture_copy(raw: bytes, kind: str, boxes: Iterable[Box], most_pixels: int, largest: int) -> tuple[bytes, Any]:
    """A JPEG of the pixels alone, turned as it is looked at, with black boxes; and its size in pixels."""
    image = _open(raw, kind, most_pixels)
    turned = image.getexif().get(0x0112, 1)
    small = _smaller(image)
    small.getexif()[0x0112] = turned
    small = ImageOps.exif_transpose(small)
    clean = Image.frombytes("RGB", small.size, small.tobytes())  # nothing else of it comes along
    paint(clean, boxes)
    return encoded(clean, largest), clean.size


def paint(image: Image.Image, boxes: Iterable[Box]) -> None:
    """Burns black boxes into the pixels."""
    draw = ImageDraw.Draw(image)
    for box in boxes:
        left, top, right, bottom = box.in_pixels(*image.size)
        draw.rectangle((left, top, right - 1, bottom - 1), fill=(0, 0, 0))


def encoded(image: Image.Image, largest: int, first: int = 0) -> bytes:
    """A JPEG without anything but the picture, of at most so many bytes, as good as that allows."""
    for quality in QUALITIES[first:]:
        file = io.BytesIO()
        image.save(file, "JPEG", quality=quality, optimize=True)
        if file.tell() <= largest:
            return file.getvalue()
    raise RefusedFile("copy too large")


def _open(raw: bytes, kind: str, most_pixels: int) -> Image.Image:
    image = Image.open(io.BytesIO(raw), formats=_FORMATS[kind])
    if image.width * image.height > most_pixels:
        raise RefusedFile("pixels")
    return image


def _smaller(image: Image.Image) -> Image.Image:
    """At most LONGEST wide and high, in three colours, on white where one could see through it."""
    factor = max(1, max(image.size) // LONGEST)
    size = -(-image.width // factor), -(-image.height // factor)
    small, height = Image.new("RGB", size), STRIP * factor
    for top in range(0, image.height, height):
        strip = _on_white(image.crop((0, top, image.width, min(top + height, image.height))))
        small.paste(strip.reduce(factor) if factor > 1 else strip, (0, top // factor))
    small.thumbnail((LONGEST, LONGEST), Image.Resampling.LANCZOS)
    return small


def _on_white(strip: Image.Image) -> Image.Image:
    if strip.mode.startswith(("I", "F")):  # 16 bits a pixel
        strip = strip.convert("I").point(lambda value: value / 256).convert("L")
    if strip.mode in ("RGBA", "LA", "PA") or "transparency" in strip.info:
        seen = strip.convert("RGBA")
        white = Image.new("RGBA", strip.size, (255, 255, 255, 255))
        strip = Image.alpha_composite(white, seen)
    return strip.convert("RGB")


def _end_of_jpeg(raw: bytes) -> int:
    """Where the first picture ends; ValueError where it does not."""
    at = 2
    while found := _MARKER.search(raw, at):
        marker, at = raw[found.start() + 1], found.end()
        if marker == 0xD9:
            return at
        if marker not in (0x01, 0xD8):
            at += int.from_bytes(raw[at : at + 2], "big")
    raise ValueError("no end")


def _end_of_png(raw: bytes) -> int:
    at = 8
    while at + 12 <= len(raw):
        size, kind = int.from_bytes(raw[at : at + 4], "big"), raw[at + 4 : at + 8]
        at += 12 + size
        if kind == b"IEND":
            return at
    raise ValueError("no end")


def _end_of_webp(raw: bytes) -> int:
    size = int.from_bytes(raw[4:8], "little") + 8
    if size > len(raw):
        raise ValueError("no end")
    return size


def _may_follow(rest: bytes, kind: str) -> bool:
    """Telephones write more pictures, a film or notes of their own after a photograph; nothing else may follow."""
    if not rest.strip(b"\0"):
        return True
    if kind != "jpeg" or any(sign in rest for sign in _HIDDEN) or _HIDDEN_WORDS.search(rest):
        return False
    return rest.lstrip(b"\0").startswith(b"\xff\xd8\xff") or is_mp4(rest) or rest.endswith(b"SEFT")
