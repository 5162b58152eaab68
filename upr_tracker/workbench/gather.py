"""All parts of the workbench in their order."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from . import differences, due, mine, news, unfinished
from .lines import Gathering, Part, Reader

SHOWN = 5  # lines of a part on the first page, and in the digest
LISTED = 500  # lines on the page of one part

SECTIONS: dict[str, Any] = {
    "due": _("Overdue and due soon"),
    "waiting": _("Waiting for you"),
    "differences": _("Differences"),
    "new": _("New"),
    "unfinished": _("Not finished"),
}
# By the word in the address of its page: the section, and who gathers it.
PARTS: dict[str, tuple[str, Gathering]] = {
    "overdue": ("due", due.overdue),
    "due-soon": ("due", due.due_soon),
    "dates": ("due", due.dates),
    "my-next-steps": ("due", due.my_steps),
    "sign-ons": ("due", due.sign_ons),
    "pages-to-read": ("waiting", mine.pages_to_read),
    "pages-to-publish": ("waiting", mine.pages_to_publish),
    "pages-returned": ("waiting", mine.pages_returned),
    "grounds-ending": ("waiting", mine.grounds_ending),
    "given-to-me": ("waiting", mine.given_to_me),
    "tallies": ("differences", differences.tallies),
    "documents": ("differences", differences.documents),
    "changed": ("new", news.changed),
    "published": ("new", news.came_out),
    "imports": ("unfinished", unfinished.imports),
    "without-position": ("unfinished", unfinished.without_position),
    "not-public": ("unfinished", unfinished.drafts),
}


@dataclass(frozen=True, slots=True)
class Bench:
    """What waits for one person: sections with what they hold, by the words in the addresses of the parts."""

    reader: Reader
    sections: list[tuple[str, Any, list[tuple[str, Part]]]] = field(default_factory=list)

    @property
    def parts(self) -> list[tuple[str, Part]]:
        return [part for _slug, _title, parts in self.sections for part in parts]

    @property
    def calls(self) -> bool:
        """Whether something waits, beside what is always there to do."""
        return any(part.is_call for _slug, part in self.parts)


def gather(reader: Reader) -> Bench:
    """Everything that waits for somebody, in a constant number of queries."""
    found = {slug: part for slug, (_section, ask) in PARTS.items() if (part := ask(reader, SHOWN))}
    sections = [
        (name, title, [(slug, part) for slug, part in found.items() if PARTS[slug][0] == name])
        for name, title in SECTIONS.items()
    ]
    return Bench(reader, [section for section in sections if section[2]])


def gather_one(reader: Reader, slug: str) -> Part | None:
    """One part with all its lines, as far as a page holds them."""
    return PARTS[slug][1](reader, LISTED)
