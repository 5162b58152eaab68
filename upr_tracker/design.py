"""The living page of the look: the real components, with invented teapots in them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from recommendations.analysis import Field, Group, Line, Square
from recommendations.conditional import page_of_the_record
from recommendations.models import Category, CountUnit
from recommendations.pictures import Picture

TEXT_COLOURS = ("paper", "raised", "ink", "quiet", "line", "link", "accent", "focus", "warn", "found", "shade")
TYPE = ("title", "larger", "large", "text", "small", "figure")
SPACE = ("s1", "s2", "s3", "s4", "s5", "s6", "s7")
TEAPOTS = {
    Category.ACCEPTED: 34,
    Category.ACCEPTED_BEING_IMPLEMENTED: 9,
    Category.ACCEPTED_ALREADY_IMPLEMENTED: 7,
    Category.PARTIALLY_ACCEPTED: 6,
    Category.NOTED: 15,
    Category.REJECTED: 21,
    Category.PENDING: 4,
}


@require_safe
@page_of_the_record
def design(request: HttpRequest) -> HttpResponse:
    """Tokens, type, positions, squares, pictures and the other parts that pages are made of."""
    context = {
        "colours": TEXT_COLOURS,
        "type": TYPE,
        "space": SPACE,
        "counts": {str(category): n for category, n in TEAPOTS.items()},
        "squares": [Field(CountUnit.PARAGRAPHS, [_group(category, n) for category, n in TEAPOTS.items()], None)],
        "picture": _picture(),
    }
    return render(request, "upr_tracker/design.html", context)


def _group(category: Category, n: int) -> Group:
    """So many squares, of which the last two were announced only."""
    text = _("invented: count the teapots")
    made = [Square("#squares-paragraphs", f"1.{i} · {category.label} · {text}", i % 4 != 0) for i in range(1, n - 1)]
    return Group(category, made, n, 2)


def _picture() -> Picture:
    counts = {str(category): n for category, n in TEAPOTS.items()}
    lines = [
        Line("green", _("Green teapots"), counts, ""),
        Line("blue", _("Blue teapots"), {"accepted": 4, "noted": 1, "rejected": 9}, ""),
        Line("none", _("Teapots of no colour"), {}, ""),
    ]
    return Picture(
        "teapots",
        _("Teapots asked for, and teapots given"),
        _("An invented picture, in which every position occurs."),
        _("teapots"),
        _("nobody: these figures are invented"),
        "/about/design/",
        lines,
    )
