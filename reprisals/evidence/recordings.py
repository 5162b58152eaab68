"""Films and sound recordings: told by walking through the whole file. They are never decoded, and never public."""

_BOXES = {
    *(b"ftyp", b"moov", b"mdat", b"free", b"skip", b"wide", b"uuid", b"moof", b"mfra", b"sidx", b"styp", b"udta"),
    *(b"meta", b"pdin", b"ssix", b"prft", b"emsg"),
}
_STILL = (b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"avif", b"avis")  # pictures in the same wrapping


def recording_kind(raw: bytes) -> str:
    """`mp4` (also .mov, .m4a, .3gp) or `ogg`, where the file is that from its first to its last byte; else empty."""
    if raw[4:8] == b"ftyp" and raw[8:12] not in _STILL and is_mp4(raw):
        return "mp4"
    if raw.startswith(b"OggS") and _is_ogg(raw):
        return "ogg"
    return ""


def is_mp4(raw: bytes) -> bool:
    """Whether a file is boxes of ISO/IEC 14496-12 from its first to its last byte, with a film among them."""
    at, seen = 0, set()
    while at + 8 <= len(raw):
        size, kind = int.from_bytes(raw[at : at + 4], "big"), raw[at + 4 : at + 8]
        if size == 1:
            size = int.from_bytes(raw[at + 8 : at + 16], "big")
        if kind not in _BOXES or size < 8:
            return False
        seen.add(kind)
        at += size
    return at == len(raw) and {b"ftyp", b"mdat"} <= seen


def _is_ogg(raw: bytes) -> bool:
    """Pages (RFC 3533), one after the other, to the end of the file."""
    at = 0
    while at + 27 <= len(raw):
        if raw[at : at + 4] != b"OggS" or raw[at + 4]:
            return False
        segments = raw[at + 27 : at + 27 + raw[at + 26]]
        at += 27 + len(segments) + sum(segments)
    return at == len(raw)
