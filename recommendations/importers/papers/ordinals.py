"""Ordinal numbers in English words, as the UN writes the numbers of its sessions: "forty-third"."""

import re

_UNITS = (
    *("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"),
    *("eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth"),
    *("sixteenth", "seventeenth", "eighteenth", "nineteenth"),
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
NUMBERS: dict[str, int] = {
    **{word: number for number, word in enumerate(_UNITS, 1)},
    **{f"{tens[:-1]}ieth": ten for ten, tens in zip(range(20, 100, 10), _TENS, strict=True)},
    **{
        f"{tens}-{unit}": ten + number
        for ten, tens in zip(range(20, 100, 10), _TENS, strict=True)
        for number, unit in enumerate(_UNITS[:9], 1)
    },
}
ORDINAL = r"(?:[a-z]+(?:-\s?[a-z]+)?|\d{1,3}\s?(?:st|nd|rd|th))"


def number_of(ordinal: str) -> int | None:
    """48 for "forty-eighth", "Forty- eighth" and "48th"; None for any other word."""
    plain = re.sub(r"\s", "", ordinal.casefold())
    if digits := re.fullmatch(r"([0-9]{1,3})(?:st|nd|rd|th)", plain):
        return int(digits[1])
    return NUMBERS.get(plain)
