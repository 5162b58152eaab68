"""Work on hostile files in a process of its own, which can take neither the server nor a command down.

The parent asks, the child answers: both through pipes, so that nothing of a file is written to a disk. The child is
given no more memory and time than it needs, and can write no file that is larger than its answer may be. Nothing here
knows Django, so that a child can do without it, its settings and their secrets.
"""

import json
import os
import resource
import selectors
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).resolve().parent.parent
_SIZE = 8  # bytes, in which the length of a question is written
_PIECE = 64 * 1024  # bytes, at a time


@dataclass(frozen=True, slots=True)
class Limits:
    """What work on one file may take: address space in bytes, and seconds."""

    memory: int
    seconds: int


class Exhausted(Exception):
    """The child took more memory or time than it may, or says more."""


def ask(
    module: str,
    question: dict[str, Any],
    raw: bytes,
    seconds: int,
    longest: int,
    environment: dict[str, str] | None = None,
) -> bytes:
    """What a module, run as a child, answers to a question about a file; nothing where it fails. Raises Exhausted.

    longest: bytes, of an answer. environment: all variables that the child knows; None for those of this process.
    """
    head = json.dumps(question).encode()
    parts = [memoryview(part) for part in (len(head).to_bytes(_SIZE, "big"), head, raw) if part]
    child = subprocess.Popen(  # noqa: S603 - a module of our own, by our own interpreter
        [sys.executable, "-m", module],
        cwd=_FOLDER,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        bufsize=0,
    )
    end = time.monotonic() + seconds
    with child:
        try:
            answer = _talk(child, parts, end, longest)
            child.wait(max(end - time.monotonic(), 0))
        except subprocess.TimeoutExpired:
            raise Exhausted from None
        finally:
            child.kill()
    if child.returncode < 0:
        raise Exhausted
    return answer


def _talk(child: subprocess.Popen, parts: list[memoryview], end: float, longest: int) -> bytes:
    """Gives the child its question and takes its answer, both as they come; one that hears no more has heard enough."""
    answer = bytearray()
    if not child.stdin or not child.stdout:
        raise TypeError("both are pipes")
    os.set_blocking(child.stdin.fileno(), False)
    with selectors.DefaultSelector() as ready:
        ready.register(child.stdin, selectors.EVENT_WRITE)
        ready.register(child.stdout, selectors.EVENT_READ)
        while len(answer) <= longest and (left := end - time.monotonic()) > 0:
            for key, _events in ready.select(left):
                if key.fileobj is child.stdin:
                    _feed(key.fd, parts)
                    if not parts:
                        ready.unregister(child.stdin)
                        child.stdin.close()
                elif got := os.read(key.fd, _PIECE):
                    answer += got
                else:
                    return bytes(answer)
    raise Exhausted


def _feed(pipe: int, parts: list[memoryview]) -> None:
    try:
        parts[0] = parts[0][os.write(pipe, parts[0][:_PIECE]) :]
    except BrokenPipeError:
        parts.clear()
    if parts and not parts[0]:
        parts.pop(0)


def asked() -> tuple[dict[str, Any], bytes]:
    """In the child: the question, and the file."""
    size = int.from_bytes(sys.stdin.buffer.read(_SIZE), "big")
    return json.loads(sys.stdin.buffer.read(size)), sys.stdin.buffer.read()


def limit(limits: Limits, largest_file: int = 0) -> None:
    """In the child: takes no more than this from now on, and writes no larger file. No dump of its memory is kept."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory, limits.memory))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.seconds, limits.seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (largest_file, largest_file))
