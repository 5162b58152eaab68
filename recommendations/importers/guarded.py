"""Reading an uploaded file in a process of its own, so that a hostile one cannot take the server down.

The process has no database connection, and no more memory and time than a file of its kind needs. What it says
comes back as JSON and is checked on the way in.
"""

import json
import subprocess
import sys
from typing import Any

from django.conf import settings

from recommendations.models import StateNames

from .answer_words import DEFAULT_WORDS, Words
from .child import limits_of
from .problems import Problem, Unreadable
from .readings import ReadFile, ReadPledge, ReadReview, ReadRow, Sender

STARTING_SECONDS = 5  # until the process begins to read

_TOO_MUCH = "Reading this file took more time or memory than a document of this kind needs; it was given up."


def read_guarded(name: str, raw: bytes, states: StateNames, words: Words = DEFAULT_WORDS) -> ReadFile:
    """Reads an uploaded file in a child process; raises Unreadable, also where the child fails."""
    request = json.dumps({"name": name, "states": states.by_name, "words": words}).encode()
    try:
        child = subprocess.run(
            [sys.executable, "-m", "recommendations.importers.child"],
            cwd=settings.BASE_DIR,
            input=len(request).to_bytes(8, "big") + request + raw,
            capture_output=True,
            timeout=limits_of(raw).seconds + STARTING_SECONDS,
            check=False,  # a child that fails is told as a file that cannot be read
        )
    except subprocess.TimeoutExpired as error:
        raise Unreadable(_TOO_MUCH) from error
    if child.returncode != 0:
        raise Unreadable(_TOO_MUCH)
    answer = json.loads(child.stdout)
    if "unreadable" in answer:
        raise Unreadable(str(answer["unreadable"]))
    return _file(answer["file"])


def _file(said: dict[str, Any]) -> ReadFile:
    """What the child said, as the types that it must be."""
    reviews = [_review(review) for review in said["reviews"]]
    problems = [Problem(**problem) for problem in said["problems"]]
    return ReadFile(said["name"], said["sha256"], said["format"], reviews, problems)


def _review(said: dict[str, Any]) -> ReadReview:
    rows = [_row(row) for row in said["rows"]]
    return ReadReview(**said | {"rows": rows, "pledges": [ReadPledge(**pledge) for pledge in said["pledges"]]})


def _row(said: dict[str, Any]) -> ReadRow:
    senders = tuple(Sender(**sender) for sender in said["senders"])
    themes = tuple((vocabulary, name) for vocabulary, name in said["themes"])
    return ReadRow(**said | {"senders": senders, "themes": themes})
