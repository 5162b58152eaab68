"""Pieces of lists: of thousands, only the texts and numbers in them differ.

Their template writes each shape of a piece once, with a sign in place of every text; the texts of each row are put
there, escaped as a template does it.
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from html import escape
from typing import Any

from django import template
from django.contrib.humanize.templatetags.humanize import intcomma
from django.template import Context, Engine
from django.utils.safestring import mark_safe
from django.utils.translation import get_language

from recommendations.rows import Row
from recommendations.search import Facet

from .record import highlighted

register = template.Library()

# What stands for each text of a row, from the part of Unicode that is nobody's. An empty text has no sign, so that a
# template can ask whether there is one.
SIGNS = {
    name: chr(0xE000 + n) for n, name in enumerate(("address", "title", "text", "note", "made_by", "themes", "count"))
}
NAMES = {sign: name for name, sign in SIGNS.items()}


@register.simple_tag
def results_of(rows: Iterable[Row], marked: Iterable[tuple[str, ...]] = ()) -> str:
    """The rows of a list, each as recommendations/_result.html writes it, with these phrases marked in its text."""
    language = get_language() or ""
    return mark_safe("".join([_result(row, marked, language) for row in rows]))  # noqa: S308


@register.simple_tag
def choices_of(facet: Facet) -> str:
    """The choices of a facet, each as recommendations/_choice.html writes it."""
    language = get_language() or ""
    name = facet.name
    return mark_safe(  # noqa: S308
        "".join(
            [
                _choice(name, value.value, value.label, value.chosen, language)
                % {"count": _in_words(value.count, language)}
                for value in facet.values
            ]
        )
    )


def _result(row: Row, marked: Iterable[tuple[str, ...]], language: str) -> str:
    shape = _shape(
        bool(row.note), bool(row.themes), row.language, row.position, row.position_label, row.action, language
    )
    return shape % {
        "address": escape(row.address),
        "title": escape(row.title),
        "text": highlighted(row.text, marked) if marked else escape(row.text),
        "note": escape(row.note),
        "made_by": escape(row.made_by),
        "themes": escape(row.themes),
    }


@lru_cache(maxsize=5_000)
def _shape(
    note: bool, themes: bool, text_language: str, position: str, position_label: str, action: str, language: str
) -> str:
    """A row with this position and action, and with or without a note and themes."""
    row = {
        "address": SIGNS["address"],
        "title": SIGNS["title"],
        "note": SIGNS["note"] if note else "",
        "made_by": SIGNS["made_by"],
        "themes": SIGNS["themes"] if themes else "",
        "language": text_language,
        "position": position,
        "position_label": position_label,
        "action": action,
    }
    return _written("recommendations/_result.html", {"row": row, "text": SIGNS["text"]})


@lru_cache(maxsize=10_000)
def _choice(facet: str, value: str, label: str, chosen: bool, language: str) -> str:
    choice = {"value": _without_signs(value), "label": _without_signs(label), "chosen": chosen}
    return _written(
        "recommendations/_choice.html", {"facet": {"name": facet}, "value": choice, "count": SIGNS["count"]}
    )


@lru_cache(maxsize=50_000)
def _in_words(count: int, language: str) -> str:
    return intcomma(count)


def _without_signs(text: str) -> str:
    return re.sub(f"[{''.join(NAMES)}]", "", text)


def _written(template_name: str, context: dict[str, Any]) -> str:
    """What a template writes, with %(name)s in place of each sign."""
    html = Engine.get_default().get_template(template_name).render(Context(context)).replace("%", "%%")
    return re.sub(f"[{''.join(NAMES)}]", lambda sign: f"%({NAMES[sign[0]]})s", html)
