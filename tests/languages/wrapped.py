"""An invented language: each text of ours in brackets, so that what is not translated is seen on a page."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser

import pytest
from django.apps import apps
from django.db import models
from django.utils.translation import trans_real

LANGUAGE = "fr"  # in place of which it stands
READ_ALOUD = ("alt", "title", "placeholder", "aria-label", "content")
NOT_SHOWN = ("script", "style", "code")
INNERMOST = re.compile(r"⟦[^⟦⟧]*[⟧…]")  # a description for others may be cut off
BETWEEN = "\x1f"
ADDRESS = re.compile(r"https?://[^⟦⟧ )]+")
TEXTS = (models.CharField, models.TextField, models.JSONField)
WORD = re.compile(r"[^\W\d_]{2,}")


class Wrapped(trans_real.DjangoTranslation):
    """Answers with each message itself, in brackets."""

    def gettext(self, message: str) -> str:
        return f"⟦{message.rpartition(trans_real.CONTEXT_SEPARATOR)[2]}⟧" if message else super().gettext(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1 if n == 1 else msgid2)


@pytest.fixture
def wrapped(monkeypatch: pytest.MonkeyPatch) -> str:
    """The prefix of pages in the invented language."""
    monkeypatch.setitem(trans_real._translations, LANGUAGE, Wrapped(LANGUAGE))
    return f"/{LANGUAGE}"


class _Texts(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = [""]
        self.hidden: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in NOT_SHOWN:
            self.hidden.append(tag)
        given = dict(attrs)
        if tag == "meta" and (given.get("name") or given.get("property", "")) not in SPOKEN:
            return
        self.texts += [value for name, value in attrs if name in READ_ALOUD and value]
        self.texts.append("")

    def handle_endtag(self, tag: str) -> None:
        if self.hidden and self.hidden[-1] == tag:
            self.hidden.pop()
        self.texts.append("")

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.texts[-1] += data


SPOKEN = ("description", "og:title", "og:description", "og:image:alt")


def texts_of(page: str) -> list[str]:
    """What a page shows and what is read aloud of it, piece by piece."""
    parser = _Texts()
    parser.feed(page)
    return [" ".join(text.split()) for text in parser.texts if text.strip()]


def not_wrapped(page: str, data: re.Pattern[str]) -> Iterator[str]:
    """Pieces in which words stand that are neither in brackets nor of the record."""
    rest = ADDRESS.sub(" ", BETWEEN.join(texts_of(page)))
    while (fewer := INNERMOST.sub(" ", rest)) != rest:  # a message may hold elements
        rest = fewer
    for piece in rest.split(BETWEEN):
        left = data.sub(" ", piece)
        if WORD.search(left) and not _is_beginning(left, data):
            yield f"{left.strip()!r} in {piece!r}"


def _is_beginning(text: str, data: re.Pattern[str]) -> bool:
    """Whether it is the beginning of something of the record, cut off."""
    return text.strip().endswith("…") and any(text.strip(" …“”") in value for value in data.pattern.split("|"))


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield " ".join(value.split())
    elif isinstance(value, dict | list | tuple):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _strings(one)


def words_of_the_record(*more: str) -> re.Pattern[str]:
    """All that stands in the record, longest first; and what is called so in every language."""
    found = set(more)
    for model in apps.get_models():
        if model._meta.app_label not in ("recommendations", "reprisals"):
            continue
        names = [f.name for f in model._meta.fields if isinstance(f, TEXTS)]
        for row in model._base_manager.values_list(*names) if names else ():
            found |= set(_strings(row))
    values = sorted((re.escape(value) for value in found if len(value) > 1), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(values)})(?!\w)")
