"""The child process that looks into a hostile file: what it is, or a copy of it. Knows neither keys nor Django.

Its answer is a line of JSON, and after it the copy, if one was made.
"""

import json
import sys
from dataclasses import asdict
from typing import Any

from recommendations.confined import Limits, asked, limit

from .boxes import Box
from .refused import RefusedFile


def answer(question: dict[str, Any], raw: bytes) -> bytes:
    """What is asked of a file; where it is refused, why."""
    try:
        said, copy = _copy(question, raw) if question["do"] == "copy" else (_known(question, raw), b"")
    except RefusedFile as refused:
        said, copy = {"refused": refused.why}, b""
    except MemoryError:
        said, copy = {"refused": "too much"}, b""
    return json.dumps(said).encode() + b"\n" + copy


def _known(question: dict[str, Any], raw: bytes) -> dict[str, Any]:
    from .kinds import known

    return asdict(known(raw, question["most_pixels"]))


def _copy(question: dict[str, Any], raw: bytes) -> tuple[dict[str, Any], bytes]:
    from .papers import paper_copy
    from .pictures import picture_copy

    boxes, largest = [Box(*box) for box in question["boxes"]], question["largest"]
    if question["kind"] == "pdf":
        copy, pages = paper_copy(raw, boxes, question["most_pages"], largest)
        return {"media_type": "application/pdf", "width": 0, "height": 0, "pages": pages}, copy
    if question["kind"] not in ("jpeg", "png", "webp"):
        raise RefusedFile("no copy")
    copy, (width, height) = picture_copy(raw, question["kind"], boxes, question["most_pixels"], largest)
    return {"media_type": "image/jpeg", "width": width, "height": height, "pages": 0}, copy


def main() -> None:
    """Takes in the question and the file; limits itself, then looks."""
    question, raw = asked()
    limit(Limits(*question["limits"]))
    sys.stdout.buffer.write(answer(question, raw))


if __name__ == "__main__":
    main()
