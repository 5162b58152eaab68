"""The child process that reads an uploaded file: file in on standard input, what it says out as JSON."""

import json
import resource
import sys
from dataclasses import asdict

MOST_MEMORY = 500 * 1024 * 1024  # bytes
MOST_SECONDS = 10


def answer(name: str, raw: bytes, state_names: dict[str, str]) -> dict[str, object]:
    """What the file says, or why it cannot be read."""
    from recommendations.importers.opening import opened
    from recommendations.importers.problems import Unreadable
    from recommendations.importers.reading_files import parse
    from recommendations.models import StateNames

    try:
        return {"file": asdict(parse(opened(name, raw), "auto", StateNames(state_names)))}
    except Unreadable as error:
        return {"unreadable": str(error)}


def main() -> None:
    """Limits itself, then reads: eight bytes for the size of the request, the request as JSON, the file."""
    import django

    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    django.setup()
    size = int.from_bytes(sys.stdin.buffer.read(8), "big")
    request = json.loads(sys.stdin.buffer.read(size))
    json.dump(answer(request["name"], sys.stdin.buffer.read(), request["states"]), sys.stdout)


if __name__ == "__main__":
    main()
