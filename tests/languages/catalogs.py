"""Reads catalogs of translations as they are written."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings

CATALOGS = sorted(settings.BASE_DIR.glob("[!.]*/**/LC_MESSAGES/django.po"))
LINE = re.compile(r'(?:(msgctxt|msgid_plural|msgid|msgstr(?:\[\d\])?) )?("(?:[^"\\]|\\.)*")')


@dataclass
class Message:
    """One message with its translations, one for each plural form; empty where there is none."""

    context: str = ""
    text: str = ""
    plural: str = ""
    flags: set[str] = field(default_factory=set)
    translations: list[str] = field(default_factory=list)

    @property
    def is_translated(self) -> bool:
        return all(self.translations) and "fuzzy" not in self.flags

    @property
    def key(self) -> str:
        """As the compiled catalog has it."""
        return f"{self.context}\x04{self.text}" if self.context else self.text


def messages_of(path: Path) -> Iterator[Message]:
    """The messages of a catalog, the first of which is its head; what is not asked for any more is left out."""
    message, at = Message(), ""
    for line in [*path.read_text(encoding="utf-8").splitlines(), ""]:
        if not line.strip() and at:
            yield message
            message, at = Message(), ""
        elif line.startswith("#,"):
            message.flags |= {flag.strip() for flag in line[2:].split(",")}
        elif found := LINE.fullmatch(line.strip()):
            at = found[1] or at
            said = ast.literal_eval(found[2])
            if at.startswith("msgstr"):
                message.translations += [""] if found[1] else []
                message.translations[-1] += said
            else:
                name = {"msgctxt": "context", "msgid": "text", "msgid_plural": "plural"}[at]
                setattr(message, name, getattr(message, name) + said)
