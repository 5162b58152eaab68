"""PNG pictures without what they say beside the picture: comments, places, dates, the name of who made them."""

import struct
from collections.abc import Iterator

SIGNATURE = b"\x89PNG\r\n\x1a\n"
# Of the picture itself, of its colours and of its size in print; the rest may tell of people.
_KEPT = {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"sBIT", b"pHYs"}


def without_asides(png: bytes) -> bytes:
    """The same picture, and nothing else of the file. Raises ValueError for what is no PNG, or is cut off."""
    if not png.startswith(SIGNATURE):
        raise ValueError("This picture is no PNG.")
    chunks = list(_chunks(png))
    if not chunks or chunks[0][0] != b"IHDR" or chunks[-1][0] != b"IEND":
        raise ValueError("This PNG is cut off.")
    return SIGNATURE + b"".join(whole for kind, whole in chunks if kind in _KEPT)


def _chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The kind of each chunk and the chunk as a whole, to the last that is all there."""
    at = len(SIGNATURE)
    while at + 12 <= len(png):
        (length,) = struct.unpack_from(">I", png, at)
        kind, end = png[at + 4 : at + 8], at + 12 + length
        if end > len(png):
            return
        yield kind, png[at:end]
        if kind == b"IEND":
            return
        at = end
