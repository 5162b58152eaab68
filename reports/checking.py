"""The disclosure check: what a paper and its files give away that must not leave, looked at before anything does."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.utils.translation import gettext as _

from exports.document import Document
from reprisals import disclosure

from .draft import Draft
from .metadata import authors_in, metadata_of, text_of_file

Files = Mapping[str, bytes]  # by format


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was found. is_final: nobody lets it pass; else somebody may, and says why."""

    text: str
    is_final: bool = False


def text_of(document: Document) -> str:
    """All that a paper says, addresses of links and words in place of pictures included."""
    return " ".join(_texts(document))


def check(draft: Draft, files: Files, by: Any) -> list[Finding]:
    """What must not leave, the gravest first. by: who makes it; for a confidential paper, who is at the door."""
    about = {name: metadata_of(name, content) for name, content in files.items()}
    written = (text_of_file(name, content) for name, content in files.items())
    said = " ".join([text_of(draft.document), *written, *(value for of in about.values() for value in of.values())])
    found = [*_authors(draft, about), *(Finding(text) for text in _unsourced(draft))]
    if draft.confidential:
        told = {one.reference: one.named for one in draft.tells}
        found += [Finding(text, is_final=True) for text in disclosure.names_left_in(by, said, told)]
        if not draft.document.mark:
            found.append(Finding(_("It does not say on each page that it is confidential."), is_final=True))
    else:
        found += [Finding(text) for text in disclosure.given_away(said, by)]
    return sorted(found, key=lambda one: not one.is_final)


def _authors(draft: Draft, about: Mapping[str, Mapping[str, str]]) -> Iterator[Finding]:
    """Nobody of staff stands in a file as its author; an organisation may."""
    of_staff = _staff()
    for name, metadata in about.items():
        for author in sorted(authors_in(dict(metadata)) - {draft.document.author}):
            yield Finding(_("The %(format)s file names an author: %(who)s.") % {"format": name, "who": author}, True)
        for value in metadata.values():
            if any(one and one in value.casefold() for one in of_staff):
                yield Finding(_("The %(format)s file names somebody of staff.") % {"format": name}, True)


def _staff() -> set[str]:
    """The full names and addresses of those who sign in."""
    users = get_user_model()._default_manager.filter(is_active=True)
    rows = users.values_list("first_name", "last_name", "email")
    return {text.casefold() for first, last, mail in rows for text in (f"{first} {last}" if last else "", mail) if text}


def _unsourced(draft: Draft) -> Iterator[str]:
    for claim in draft.unsourced:
        yield _("Without a source: %(claim)s") % {"claim": claim}


def _texts(node: Any) -> Iterator[str]:
    if isinstance(node, str):
        yield node
    elif isinstance(node, tuple | list):
        for one in node:
            yield from _texts(one)
    elif is_dataclass(node):
        # What stands in one paragraph is one text: a name of which a part is in italics is still found.
        inlines = getattr(node, "inlines", None) or getattr(node, "runs", None) or ()
        yield "".join(getattr(one, "text", " ") for one in inlines)
        for field in fields(node):
            yield from _texts(getattr(node, field.name))
