"""Numbers that come from a browser."""

from typing import Any

MOST_DIGITS = 18  # of what a database takes for a key


def is_key(value: Any) -> bool:
    """Whether a value that was sent may be the key of a record, or another number that a database takes."""
    text = str(value)
    return text.isascii() and text.isdecimal() and len(text) <= MOST_DIGITS
