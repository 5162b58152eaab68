"""Reading a file in a process of its own, so that a hostile one cannot take the server or the command down.

The process has no database connection, and no more memory and time than a file of its kind needs (child.py). What
it says comes back as JSON of limited size, and is checked on the way in.
"""

import json
from typing import Any

from recommendations.confined import Exhausted, Limits, ask
from recommendations.models import StateNames

from .child import LARGEST_ANSWER, limits_of
from .opening import LARGEST_FILE, too_large
from .papers.answer_words import DEFAULT_WORDS, Words
from .problems import LONGEST_MESSAGE, Problem, TooMuch, Unreadable
from .readings import ReadAdoption, ReadFile, ReadPage, ReadPledge, ReadReview, ReadRow, Sender

_NO_ANSWER = "This file could not be read: its contents are not those of a document of this kind."


def read_guarded(
    name: str,
    raw: bytes,
    states: StateNames,
    words: Words = DEFAULT_WORDS,
    file_format: str = "auto",
    limits: Limits | None = None,
) -> ReadFile:
    """Reads a file in a child process; raises Unreadable, also where the child fails.

    limits: what reading it may take, where that is not left to its kind.
    """
    if len(raw) > LARGEST_FILE:
        raise too_large()
    request = {
        "name": name,
        "states": states.by_name,
        "words": words,
        "format": file_format,
        "limits": limits and [limits.memory, limits.seconds],
    }
    seconds = (limits or limits_of(raw)).seconds
    try:
        answer = ask("recommendations.importers.child", request, raw, seconds, LARGEST_ANSWER)
    except Exhausted as error:
        raise TooMuch from error
    try:
        said = json.loads(answer)
        if "unreadable" in said:
            raise Unreadable(str(said["unreadable"])[:LONGEST_MESSAGE])
        return _file(said["file"])
    except (ValueError, TypeError, LookupError, RecursionError) as error:
        raise Unreadable(_NO_ANSWER) from error


def _file(said: dict[str, Any]) -> ReadFile:
    """What the child said, as the types that it must be."""
    reviews = [_review(review) for review in said["reviews"]]
    problems = [Problem(**problem) for problem in said["problems"]]
    pages = [ReadPage(**page) for page in said["pages"]]
    return ReadFile(said["name"], said["sha256"], said["format"], reviews, problems, pages)


def _review(said: dict[str, Any]) -> ReadReview:
    rows = [_row(row) for row in said["rows"]]
    pledges = [ReadPledge(**pledge) for pledge in said["pledges"]]
    adoption = ReadAdoption(**said["adoption"]) if said.get("adoption") else None
    return ReadReview(**said | {"rows": rows, "pledges": pledges, "adoption": adoption})


def _row(said: dict[str, Any]) -> ReadRow:
    senders = tuple(Sender(**sender) for sender in said.get("senders", ()))
    themes = tuple((vocabulary, name) for vocabulary, name in said.get("themes", ()))
    repairs = tuple(said.get("repairs", ()))
    return ReadRow(**said | {"senders": senders, "themes": themes, "repairs": repairs})
