"""The child process that reads an uploaded file: file in on standard input, what it says out as JSON."""

import gc
import json
import sys
from dataclasses import fields
from functools import cache
from typing import Any

from recommendations.confined import Limits, asked, limit

# All that a reader needs; to load the pages and the admin of the others takes longer than to read most files.
APPS = ["django.contrib.contenttypes", "django.contrib.auth", "recommendations"]
LARGEST_ANSWER = 64 * 1024 * 1024  # bytes

LIMITS = Limits(500 * 1024 * 1024, 9)  # so that the answer is there within ten seconds
LIMITS_OF_PDF = Limits(700 * 1024 * 1024, 55)
LIMITS_OF_COMMAND = LIMITS_OF_PDF  # whoever types a command can wait for a table of all reviews


def limits_of(raw: bytes) -> Limits:
    """A PDF may take more than any other file; told by its first bytes, before anything is opened."""
    return LIMITS_OF_PDF if raw[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"%PDF") else LIMITS


def answer(
    name: str,
    raw: bytes,
    state_names: dict[str, str],
    answer_words: list[list[str]],
    file_format: str = "auto",
) -> str:
    """What the file says, or why it cannot be read, as JSON of limited size."""
    from recommendations.importers.opening import opened
    from recommendations.importers.problems import TooMuch, Unreadable
    from recommendations.importers.reading_files import parse
    from recommendations.models import Category, StateNames

    words = tuple((phrase, Category(category) if category else None) for phrase, category in answer_words)
    try:
        file = parse(opened(name, raw), file_format, StateNames(state_names), words)
        said = json.dumps({"file": file}, default=_said)
        if len(said) > LARGEST_ANSWER:
            raise TooMuch
    except MemoryError:
        return json.dumps({"unreadable": str(TooMuch())})
    except Unreadable as error:
        return json.dumps({"unreadable": str(error)})
    return said


def _said(read: Any) -> dict[str, Any]:
    """The fields of a dataclass that say something, for JSON: of very many rows, most say little."""
    return {name: value for name, default in _fields(read.__class__) if (value := getattr(read, name)) != default}


@cache
def _fields(kind: type) -> list[tuple[str, Any]]:
    return [(field.name, field.default) for field in fields(kind)]


def main() -> None:
    """Takes in the request and the file; limits itself, then reads."""
    import django
    from django.conf import settings

    request, raw = asked()
    limit(Limits(*request["limits"]) if request["limits"] else limits_of(raw), LARGEST_ANSWER)
    settings.INSTALLED_APPS = APPS
    django.setup()
    gc.freeze()  # what is loaded stays, and so do rows of a table: there is little garbage to look for
    gc.set_threshold(100_000, 50)
    sys.stdout.write(answer(request["name"], raw, request["states"], request["words"], request["format"]))


if __name__ == "__main__":
    main()
