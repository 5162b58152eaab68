"""The languages of the public pages, and how an address says them: /reviews/ in English, /ar/reviews/ in Arabic.

An address without a language is the permanent one: papers, files, feeds, citations and the database know no other.
`reverse()` and `get_absolute_url()` give addresses in the language of the page that is being answered, and permanent
ones everywhere else, whatever language a paper is written in.
"""

import re
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import get_urlconf
from django.utils.translation import pgettext

ENGLISH = "en"
OTHERS = tuple(code for code, _name in settings.LANGUAGES if code != ENGLISH)
_PREFIX = re.compile(rf"/({'|'.join(OTHERS)})(?=/|$)")


@dataclass(frozen=True, slots=True)
class Addresses:
    """The addresses of one language, as Django takes them from a module: each page begins with the prefix."""

    language: str
    urlpatterns: tuple[Any, ...]
    handler400: Any


def language_of(address: str) -> str:
    """The language that an address says."""
    said = _PREFIX.match(address)
    return said[1] if said else ENGLISH


def permanent(address: str) -> str:
    """The address without a language."""
    return _PREFIX.sub("", address, count=1) or "/"


def in_language(address: str, language: str) -> str:
    """The address of the same page in a language; the page is not asked whether it is there."""
    address = permanent(address)
    return address if language == ENGLISH else f"/{language}{address}"


def here(address: str) -> str:
    """A permanent address, in the language of the page that is being answered."""
    answered = get_urlconf()
    return in_language(address, answered.language) if isinstance(answered, Addresses) else address


def comma() -> str:
    """The comma of the page's language, with the space that follows it: Arabic and Chinese have one of their own."""
    return pgettext("between words", ", ")


def semicolon() -> str:
    """The semicolon of the page's language, with the space that follows it."""
    return pgettext("between words", "; ")
