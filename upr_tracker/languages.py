"""Each page in the language that its address says, and in no other: no cookie and no header is asked.

So a page is the same for everybody, and caches may keep it. What staff see stays English: what they write of a change
is kept in the record, and would be kept in the language of whoever made it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import set_urlconf
from django.utils import translation

from recommendations.languages import ENGLISH, Addresses, in_language, language_of

from . import urls
from .headers import STAFF
from .pages import bad_request

AWAITING_REVIEW = {"fr", "zh-hans", "ar"}  # translations that no speaker who works with the UPR has read through yet


class LanguageOfAddress:
    """Answers an address that begins with a language in it; every other one in English."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = language_of(request.path_info)
        if language == ENGLISH:
            with translation.override(ENGLISH):
                return self.get_response(request)
        request.urlconf = addresses_in(language)  # type: ignore[assignment]  # takes what a module would have
        try:
            with translation.override(language):
                return self.get_response(request)
        finally:
            set_urlconf(None)


@cache
def addresses_in(language: str) -> Addresses:
    """The addresses of a language other than English."""
    return Addresses(language, tuple(urls.in_language(f"{language}/")), bad_request)


@dataclass(frozen=True, slots=True)
class Version:
    """A page in one language. path: without its query; address: with it."""

    code: str
    name: str  # as its speakers call it
    path: str
    address: str
    is_current: bool

    @property
    def awaits_review(self) -> bool:
        return self.code in AWAITING_REVIEW


def versions(request: HttpRequest) -> list[Version]:
    """The public page that is being answered, in each language, English first; of anything else, none.

    Pages end with a stroke, and files do not: these are the same for everybody, like the API with its description.
    """
    match = request.resolver_match
    is_page = request.path.endswith("/") and not request.path.startswith(STAFF)
    if not (is_page and match) or match.namespace == "api":
        return []
    whole, current = request.get_full_path(), language_of(request.path)
    return [
        Version(code, name, in_language(request.path, code), in_language(whole, code), code == current)
        for code, name in settings.LANGUAGES
    ]
