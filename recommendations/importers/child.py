"""The child process that reads an uploaded file: file in on standard input, what it says out as JSON."""

import json
import resource
import sys
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """What reading one file may take: address space in bytes, and seconds."""

    memory: int
    seconds: int


OF_TABLES = Limits(500 * 1024 * 1024, 10)
OF_DOCUMENTS = Limits(700 * 1024 * 1024, 60)


def limits_of(raw: bytes) -> Limits:
    """A PDF or a Word document may take more than a table; told by its bytes alone, before anything is opened."""
    is_document = raw[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"%PDF") or b"word/document.xml" in raw
    return OF_DOCUMENTS if is_document else OF_TABLES


def answer(name: str, raw: bytes, state_names: dict[str, str], answer_words: list[list[str]]) -> dict[str, object]:
    """What the file says, or why it cannot be read."""
    from recommendations.importers.opening import opened
    from recommendations.importers.problems import Unreadable
    from recommendations.importers.reading_files import parse
    from recommendations.models import Category, StateNames

    try:
        words = tuple((phrase, Category(category) if category else None) for phrase, category in answer_words)
        return {"file": asdict(parse(opened(name, raw), "auto", StateNames(state_names), words))}
    except Unreadable as error:
        return {"unreadable": str(error)}


def main() -> None:
    """Limits itself, then reads: eight bytes for the size of the request, the request as JSON, the file."""
    import django

    django.setup()
    size = int.from_bytes(sys.stdin.buffer.read(8), "big")
    request, raw = json.loads(sys.stdin.buffer.read(size)), sys.stdin.buffer.read()
    limits = limits_of(raw)
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory, limits.memory))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.seconds, limits.seconds))
    json.dump(answer(request["name"], raw, request["states"], request["words"]), sys.stdout)


if __name__ == "__main__":
    main()
