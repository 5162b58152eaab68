"""Reading a file in a process of its own, so that a hostile one cannot take the server or the command down.

The process has no database connection, and no more memory and time than a file of its kind needs (child.py). What
it says comes back as JSON, in a file of limited size, and is checked on the way in.
"""

import json
import subprocess
import sys
from io import SEEK_END
from tempfile import TemporaryFile
from typing import Any

from django.conf import settings

from recommendations.models import StateNames

from .child import LARGEST_ANSWER, Limits, limits_of
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
    answer = _ask(json.dumps(request).encode(), raw, (limits or limits_of(raw)).seconds)
    try:
        said = json.loads(answer)
        if "unreadable" in said:
            raise Unreadable(str(said["unreadable"])[:LONGEST_MESSAGE])
        return _file(said["file"])
    except (ValueError, TypeError, LookupError, RecursionError) as error:
        raise Unreadable(_NO_ANSWER) from error


def _ask(request: bytes, raw: bytes, seconds: int) -> bytes:
    """What the child answers, if anything; raises TooMuch where it was ended, or says more than a file can hold."""
    with TemporaryFile() as answer:
        try:
            child = subprocess.run(
                [sys.executable, "-m", "recommendations.importers.child"],
                cwd=settings.BASE_DIR,
                input=len(request).to_bytes(8, "big") + request + raw,
                stdout=answer,
                stderr=subprocess.DEVNULL,
                timeout=seconds,
                check=False,  # a child that fails is told as a file that cannot be read
            )
        except subprocess.TimeoutExpired as error:
            raise TooMuch from error
        if child.returncode < 0 or answer.seek(0, SEEK_END) > LARGEST_ANSWER:
            raise TooMuch
        answer.seek(0)
        return answer.read()


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
