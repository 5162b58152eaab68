"""Windows-1252 or Mac Roman? Both can read any byte; only one of the two texts looks like print.

Statistics over letters need long texts. An export may hold a single sign that is not ASCII, so each such
sign is judged by its two neighbours.
"""

import re
from itertools import islice

ENOUGH = 100_000  # signs

_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
_SMALL = frozenset("àáâãäåæçèéêëíîïñòóôõöøùúûüýÿœßıšž")
_CAPITALS = frozenset("ÀÁÂÃÄÅÆÇÈÉÊËÍÎÏÑÓÔÖØÙÚÛÜŠ")
_STAND_ALONE = frozenset("àÀóÓ")
_OPENING, _CLOSING, _DASHES = "“‘«", "”’»", "–—"
_APOSTROPHE = re.compile(r"(?:(?:^|\W)(?:[dlnsjcmtDLNSJCMT]|[Qq]u)’\w|\w’(?:s|t|re|ve|ll)\b)")


def windows_or_mac(raw: bytes) -> str | None:
    """The encoding that gives the more plausible text; None if neither is plausible.

    In doubt, line ends of CR alone say Mac.
    """
    mac_line_ends = b"\r" in raw and b"\n" not in raw
    mac = _plausibility(raw.decode("mac_roman"))
    try:
        windows = _plausibility(raw.decode("cp1252"))
    except UnicodeDecodeError:
        windows = mac - 1
    if max(mac, windows) < 0:
        return None
    return "mac_roman" if mac > windows or (mac == windows and mac_line_ends) else "cp1252"


def _plausibility(text: str) -> int:
    """How many signs beyond ASCII stand where print has them, less those that do not."""
    return sum(_fits(text, found.start()) for found in islice(_NOT_ASCII.finditer(text), ENOUGH))


def _fits(text: str, at: int) -> int:
    sign, before, after = text[at], text[at - 1 : at], text[at + 1 : at + 2]
    if sign.isalpha():
        return _letter_fits(sign, before, after)
    if sign == "’" and before.isalnum() and after.isalnum():
        return 2 if _APOSTROPHE.search(text[max(at - 3, 0) : at + 4]) else -1
    if sign in _OPENING:
        return 2 if not before.isalnum() and after.isalnum() else -1
    if sign in _CLOSING:
        return 2 if before.strip() and not after.isalnum() else -1
    if sign in _DASHES:
        return 1 if before.isalnum() == after.isalnum() else -1
    if sign == "…":
        return 1 if not after.isalnum() else -1
    return 1 if sign in "\u00a0€§°•®" and not (before.isalpha() and after.isalpha() and sign.strip()) else -1


def _letter_fits(sign: str, before: str, after: str) -> int:
    in_a_row_of_accents = before > "\x7f" and after > "\x7f"
    if before.isdigit() or after.isdigit() or in_a_row_of_accents:
        return -1
    if not before.isalpha() and not after.isalpha():
        return 1 if sign in _STAND_ALONE else -1
    if sign.islower():
        return 1 if sign in _SMALL and not after.isupper() else -1
    fits = not before.isalpha() or (before.isupper() and not after.islower())
    return 1 if sign in _CAPITALS and fits else -1
