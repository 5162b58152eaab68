"""Translations hold the places of the texts, in all forms of the language; what is compiled is what is written."""

import gettext
import re
from collections import defaultdict
from pathlib import Path

import pytest
from django.conf import settings

from .catalogs import CATALOGS, Message, messages_of

PLACE = re.compile(r"%\((\w+)\)")
IDS = [str(path.relative_to(settings.BASE_DIR).parent.parent) for path in CATALOGS]


def of(path: Path) -> tuple[Message, list[Message]]:
    head, *messages = messages_of(path)
    return head, [message for message in messages if message.is_translated]


def wrong(message: Message, forms: int) -> list[str]:
    """What is wrong with the places and forms of a translation."""
    asked = {*PLACE.findall(message.text), *PLACE.findall(message.plural)}
    found = [
        f"{place} is no place of it"
        for text in message.translations
        for place in PLACE.findall(text)
        if place not in asked
    ]
    found += [
        f"{place} is missing"
        for place in PLACE.findall(message.plural or message.text)
        if place not in PLACE.findall(message.translations[-1])
    ]
    if message.plural and len(message.translations) != forms:
        found.append(f"{len(message.translations)} forms, not {forms}")
    if "python-format" in message.flags:
        for text in message.translations:
            try:
                text % defaultdict(int)
            except (TypeError, ValueError) as error:
                found.append(str(error))
    return found


def test_there_are_catalogs_of_every_language():
    there = {path.parts[-3] for path in CATALOGS}
    assert there >= {"ar", "fr", "zh_Hans"}


@pytest.mark.parametrize("path", CATALOGS, ids=IDS)
def test_translations_have_the_places_and_forms_of_the_texts(path):
    head, messages = of(path)
    forms = re.search(r"nplurals=(\d)", head.translations[0])
    assert forms
    assert {m.text: found for m in messages if (found := wrong(m, int(forms[1])))} == {}


@pytest.mark.parametrize("path", CATALOGS, ids=IDS)
def test_what_is_compiled_is_what_is_written(path):
    """A catalog in which nothing is translated yet needs none."""
    _head, messages = of(path)
    compiled, read = path.with_suffix(".mo"), {}
    if compiled.exists():
        with compiled.open("rb") as file:
            read = {key: text for key, text in gettext.GNUTranslations(file)._catalog.items() if key}
    written = {}
    for message in messages:
        keys = [(message.key, n) for n in range(len(message.translations))] if message.plural else [message.key]
        written |= dict(zip(keys, message.translations, strict=True))
    assert read == written


def test_what_is_wrong_with_a_translation_is_seen():
    message = Message(text="%(n)s of %(all)s", translations=["%(n)s von %(alle)s"])
    assert wrong(message, 2) == ["alle is no place of it", "all is missing"]
    assert wrong(Message(text="50 %%", flags={"python-format"}, translations=["50 %!"]), 2)
    plural = Message(text="%(n)s cup", plural="%(n)s cups", translations=["one", "%(n)s", "%(n)s"])
    assert wrong(plural, 3) == []
    assert wrong(plural, 2) == ["3 forms, not 2"]
