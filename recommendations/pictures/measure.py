"""How much text fits into a line of a drawing, by rule of thumb: wide signs count double."""

import unicodedata


def length(text: str) -> int:
    """In signs of common width; Chinese, Japanese and Korean ones count as two, combining ones as none."""
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def shortened(text: str, most: int) -> str:
    """The text, or its beginning and an ellipsis."""
    if length(text) <= most:
        return text
    while length(text) > most - 1:
        text = text[:-1]
    return f"{text.rstrip()}…"


def wrapped(text: str, most: int, lines: int = 0) -> list[str]:
    """The text in lines of so many signs; with `lines`, only so many, the last of which says that there is more."""
    found: list[str] = []
    for word in _words(text, most):
        if found and length(f"{found[-1]} {word}") <= most:
            found[-1] = f"{found[-1]} {word}"
        else:
            found.append(word)
    if lines and len(found) > lines:
        found = [*found[: lines - 1], shortened(" ".join(found[lines - 1 :]), most)]
    return found


def _words(text: str, most: int) -> list[str]:
    """The words; one that is longer than a line, as in scripts without spaces, in pieces."""
    words = []
    for word in text.split():
        while length(word) > most:
            piece = word
            while length(piece) > most:
                piece = piece[:-1]
            words.append(piece)
            word = word[len(piece) :]
        words.append(word)
    return words
