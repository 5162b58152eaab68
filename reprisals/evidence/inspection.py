"""Asks a child process about a file, and says in words what it says."""

import json
import os
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from recommendations.confined import Exhausted, ask

from .boxes import Box

_SLACK = 10_000  # bytes of an answer, besides a copy
_PRINT_IT = _("Print it to PDF, and add that.")
_AS_WELL = _("Print it to PDF, look at what is left in it, and add that as well.")

WHY: dict[str, tuple[str | Promise, ...]] = {
    "empty": (_("The file is empty."),),
    "large": (_("The file is larger than may be kept here."),),
    "pixels": (_("The picture has more pixels than can be looked at here."), _("Make it smaller.")),
    "damaged": (_("The file is damaged or cut off, or it is not what it begins as."),),
    "two things": (
        _("The file is two things at once: something else is joined to it, or hidden in it."),
        _("Ask for it again, or save a picture of it."),
    ),
    "archive": (_("This is an archive."), _("Take the files out of it, and add them one by one.")),
    "active": (
        _("The file holds a program, a script or other files, which could act on whoever opens it."),
        _PRINT_IT,
    ),
    "macros": (_("The document holds macros, objects, or parts that it fetches from elsewhere."), _PRINT_IT),
    "locked": (_("The file is locked with a password."), _("Add it without one.")),
    "old office": (_("Files of old Office programs are not kept: they can hold macros."), _PRINT_IT),
    "heic": (_("Pictures in HEIC or AVIF are not kept."), _("Save it as JPEG, and add that.")),
    "unknown": (
        _("This kind of file is not kept."),
        _("Kept are JPEG, PNG, WebP, PDF, DOCX, ODT, plain text in UTF-8, MP4 and Ogg."),
    ),
    "too much": (_("The file takes more time or memory than it may: it is very large, or made to do harm."),),
    "no copy": (_("Of this kind of file no public copy is made."), _AS_WELL),
    "pages": (_("The document has more pages than a public copy may have."), _("Take out those that matter.")),
    "marks": (
        _("Something was drawn onto its pages: notes, marks or boxes. What they hide could be read without them."),
        _AS_WELL,
    ),
    "copy too large": (_("The public copy would be too large."), _("Take fewer pages.")),
}


class NotTaken(Exception):
    """A file that is not kept, or of which no public copy is made; the message says why, and what to do."""

    def __init__(self, why: str) -> None:
        super().__init__(" ".join(str(text) for text in WHY.get(why, WHY["damaged"])))
        self.why = why


@dataclass(frozen=True, slots=True)
class PublicCopy:
    """A copy for the public, and what it is."""

    content: bytes
    media_type: str
    width: int
    height: int
    pages: int


def told(raw: bytes) -> dict[str, Any]:
    """The kind of a file, its width and height, its pages; raises NotTaken."""
    if len(raw) > settings.EVIDENCE_LARGEST:
        raise NotTaken("large")
    said, _copy = _ask({"do": "tell"}, raw)
    return {
        "kind": str(said["kind"]),
        "width": int(said["width"]),
        "height": int(said["height"]),
        "pages": int(said["pages"]),
    }


def copied(raw: bytes, kind: str, boxes: list[Box]) -> PublicCopy:
    """A copy of what is to be seen in a file and of nothing else, with black boxes; raises NotTaken."""
    listed = [[box.page, box.left, box.top, box.width, box.height] for box in boxes]
    said, content = _ask({"do": "copy", "kind": kind, "boxes": listed}, raw)
    starts = {"image/jpeg": b"\xff\xd8\xff", "application/pdf": b"%PDF-"}[said["media_type"]]
    if not content.startswith(starts) or len(content) > settings.PUBLIC_FILE_LARGEST:
        raise NotTaken("damaged")
    return PublicCopy(content, said["media_type"], int(said["width"]), int(said["height"]), int(said["pages"]))


def _ask(question: dict[str, Any], raw: bytes) -> tuple[dict[str, Any], bytes]:
    seconds = settings.EVIDENCE_CHILD_SECONDS
    question |= {
        "limits": [settings.EVIDENCE_CHILD_MEMORY, seconds],
        "most_pixels": settings.EVIDENCE_MOST_PIXELS,
        "most_pages": settings.EVIDENCE_MOST_PAGES,
        "largest": settings.PUBLIC_FILE_LARGEST,
    }
    # Of what this process knows, keys and passwords above all, the child is told nothing.
    environment = {name: os.environ[name] for name in ("PATH", "PYTHONPATH", "VIRTUAL_ENV") if name in os.environ}
    longest = settings.PUBLIC_FILE_LARGEST + _SLACK
    try:
        answer = ask("reprisals.evidence.child", question, raw, seconds, longest, environment)
        head, _line, content = answer.partition(b"\n")
        said = dict(json.loads(head))
    except Exhausted:
        raise NotTaken("too much") from None
    except ValueError:
        raise NotTaken("damaged") from None
    if "refused" in said:
        raise NotTaken(str(said["refused"]))
    return said, content
