"""Template tags for the record: dates as read aloud, and the bar of a tally."""

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape  # what Django's own calls, but for the look whether a text is one that comes later
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _

from recommendations.analysis import Line
from recommendations.languages import ENGLISH, comma, permanent, semicolon
from recommendations.models import (
    UN_CLASS,
    ActionCategory,
    Category,
    PartialDate,
    Recommendation,
    reference_name,
    state_name,
)
from recommendations.pictures import Picture, drawing_of, small_squares
from recommendations.pictures.card import HEIGHT, WIDTH
from recommendations.pictures.drawing import Drawing
from recommendations.sharing import Shared, for_machines, page, shared
from recommendations.words import highlight

register = template.Library()

LABELS = dict(Category.choices)


@dataclass(frozen=True, slots=True)
class Segment:
    """One part of a bar; start and width in per cent."""

    category: str
    label: str
    count: int
    start: float
    width: float


@register.filter
def spoken(date: str) -> str:
    """A partial date as read aloud; "not recorded" for an empty one."""
    return PartialDate(date).spoken if date else _("not recorded")


@register.filter
def written(text: Any, by: Any = ENGLISH) -> str:
    """A few words of the record, which are not translated, in the midst of ours: marked where they differ in language.

    by: the language, or the source in whose language they are. Titles and notes of the record are English.
    """
    said, language = escape(str(text)) if text else "", _language_of(by)
    if not said or _is_of_page(language) or not (language or get_language_bidi()):
        return mark_safe(said)  # noqa: S308
    return mark_safe(f"<bdi{_lang(language)}>{said}</bdi>")  # noqa: S308


@register.simple_tag
def written_in(by: Any = ENGLISH) -> str:
    """The attributes of an element that holds words of the record and nothing else, as `written` has it."""
    language = _language_of(by)
    return "" if _is_of_page(language) else mark_safe(f'{_lang(language)} dir="auto"')  # noqa: S308


def _language_of(by: Any) -> str:
    """Empty where it is not known, as of a source that stands on a page of an incident."""
    return by if isinstance(by, str) else str(getattr(by, "language", ""))


def _is_of_page(language: str) -> bool:
    return language.partition("-")[0] == (get_language() or ENGLISH).partition("-")[0]


def _lang(language: str) -> str:
    return f' lang="{escape(language)}"' if language else ""


@register.filter
def highlighted(text: str, phrases: Iterable[tuple[str, ...]]) -> str:
    """The text as HTML, with these phrases marked."""
    pieces = ((escape(piece), marked) for piece, marked in highlight(text, phrases))
    return mark_safe("".join(f"<mark>{piece}</mark>" if marked else piece for piece, marked in pieces))  # noqa: S308


register.filter(state_name)
register.filter(reference_name)
register.simple_tag(comma)
register.simple_tag(semicolon)


@register.filter
def category_label(category: str) -> str:
    """What a position is called."""
    return str(LABELS.get(category, category))


@register.filter
def action_label(action: int) -> str:
    """What an action category is called."""
    return str(ActionCategory(action).label)


@register.simple_tag
def position_categories() -> list[tuple[str, str, str]]:
    """All categories of positions: value, label, and the UN's class of each."""
    return [(value, str(label), str(UN_CLASS[value].label)) for value, label in Category.choices]


@register.filter
def in_order(counts: dict[str, int]) -> list[tuple[str, int]]:
    """A tally in the order of the categories; PostgreSQL keeps the keys of JSON in an order of its own."""
    return [(category, counts[category]) for category in Category.values if category in counts]


@register.filter
def get(mapping: dict[str, Any], key: str) -> Any:
    """The value of a key, or nothing."""
    return mapping.get(key, "")


@register.filter
def in_words(counts: dict[str, int]) -> str:
    """A tally in words: "290 accepted; 98 rejected"."""
    return "; ".join(f"{n} {lowered(category_label(category))}" for category, n in in_order(counts) if n)


@register.filter
def lowered(label: str) -> str:
    """A label as it stands within a sentence: its first letter small."""
    return label[:1].lower() + label[1:]


@register.filter
def drawing(picture: Picture) -> Drawing:
    """How a picture is drawn on a page."""
    return drawing_of(picture)


@register.filter
def file(address: str, form: str) -> str:
    """Where a picture is had as a file: the address of its page, with a form in place of the last stroke.

    Drawings have words and are there in each language; what else there is, is the same for all.
    """
    return f"{(address if form == 'svg' else permanent(address)).rstrip('/')}.{form}"


@register.filter
def address_of(picture: Picture, line: Line) -> str:
    """Where the records of a line are found, or nothing."""
    return picture.address_of(line)


@register.inclusion_tag("recommendations/pictures/_small.html")
def squares_of(counts: dict[str, int]) -> dict[str, object]:
    """A small picture of a tally, of as many squares as it counts, with the numbers as its description."""
    return {"small": small_squares(dict(in_order(counts))), "title": in_words(counts)}


@register.inclusion_tag("recommendations/_tally_bar.html")
def tally_bar(counts: dict[str, int], title: str) -> dict[str, object]:
    """A picture of a tally: one bar, a segment for each category, with the numbers as its description."""
    total = sum(counts.values())
    segments, start = [], 0.0
    for category, n in counts.items():
        width = 100 * n / total if total else 0
        segments.append(Segment(category, str(LABELS[category]), n, start, width))
        start += width
    return {"segments": segments, "total": total, "title": title}


@register.inclusion_tag("recommendations/_share.html", takes_context=True)
def share_record(context: dict[str, Any], record: Any, description: str = "") -> dict[str, Any]:
    """What other sites are told of a record's page."""
    return _shared(context, shared(record, description))


@register.inclusion_tag("recommendations/_share.html", takes_context=True)
def share_told(context: dict[str, Any], told: Shared) -> dict[str, Any]:
    """What other sites are told of a page, which the page knows already."""
    return _shared(context, told)


@register.inclusion_tag("recommendations/_share.html", takes_context=True)
def share_page(
    context: dict[str, Any], title: str, description: str, address: str, picture: str = ""
) -> dict[str, Any]:
    """What other sites are told of a page that is of no single record."""
    return _shared(context, page(title, description, address, picture))


def _shared(context: dict[str, Any], said: Shared) -> dict[str, Any]:
    return {"shared": said, "site_url": context["site_url"], "width": WIDTH, "height": HEIGHT}


@register.filter
def json_ld(data: dict[str, Any] | SafeString) -> SafeString:
    """A record for machines, as schema.org has it: a block of data, no script, which the policy does not touch."""
    return SafeString(f'<script type="application/ld+json">{for_machines(data)}</script>')


@register.inclusion_tag("recommendations/_cite.html", takes_context=True)
def cite_page(context: dict[str, Any], title: str, address: str, note: str = "") -> dict[str, Any]:
    """How to cite this page."""
    return {
        "title": title,
        "address": f"{context['site_url']}{permanent(address)}",
        "on": PartialDate.today().spoken,
        "note": note,
    }


@register.simple_tag
def record_is_empty() -> bool:
    """Whether no recommendation is recorded yet."""
    return not Recommendation.objects.exists()
