"""Pieces of lists that templates write once and that are kept: of thousands, only a number or the marks change."""

from collections.abc import Iterable
from dataclasses import fields
from functools import lru_cache
from html import escape
from typing import Any

from django import template
from django.contrib.humanize.templatetags.humanize import intcomma
from django.template import Context, Engine
from django.utils.safestring import mark_safe
from django.utils.translation import get_language

from recommendations.rows import Row
from recommendations.search import Facet, FacetValue

from .record import highlighted

register = template.Library()

# Stands in a piece that is kept for what changes. From the part of Unicode that is nobody's.
CHANGES = "\ue000"
SHOWN = [field.name for field in fields(Row)]


@register.simple_tag
def results_of(rows: Iterable[Row], marked: Iterable[tuple[str, ...]] = ()) -> str:
    """The rows of a list, each as recommendations/_result.html writes it, with these phrases marked in its text."""
    return mark_safe("".join(_result(row, marked) for row in rows))  # noqa: S308


@register.simple_tag
def choices_of(facet: Facet) -> str:
    """The choices of a facet, each as recommendations/_choice.html writes it."""
    language = get_language() or ""
    return mark_safe("".join(_choice(facet.name, value, language) for value in facet.values))  # noqa: S308


def _result(row: Row, marked: Iterable[tuple[str, ...]]) -> str:
    if row.written is None:
        shown = {name: getattr(row, name) for name in SHOWN}  # a template looks into a dict without a detour
        row.written = _written("recommendations/_result.html", {"row": shown, "text": CHANGES})
    before, after = row.written
    return before + (highlighted(row.text, marked) if marked else escape(row.text)) + after


def _choice(facet: str, value: FacetValue, language: str) -> str:
    before, after = _around_the_count(facet, value.value, value.label, value.chosen, language)
    return f"{before}{_in_words(value.count, language)}{after}"


@lru_cache(maxsize=10_000)
def _around_the_count(facet: str, value: str, label: str, chosen: bool, language: str) -> tuple[str, str]:
    choice = {"value": value, "label": label, "chosen": chosen}
    context = {"facet": {"name": facet}, "value": choice, "count": CHANGES}
    return _written("recommendations/_choice.html", context)


@lru_cache(maxsize=50_000)
def _in_words(count: int, language: str) -> str:
    return intcomma(count)


def _written(template_name: str, context: dict[str, Any]) -> tuple[str, str]:
    """What a template writes before and after what changes, which it has once."""
    template = Engine.get_default().get_template(template_name)
    before, _changes, after = template.render(Context(context)).partition(CHANGES)
    return before, after
