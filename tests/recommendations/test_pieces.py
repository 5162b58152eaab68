"""Pieces of lists that are written once for each shape are what their templates write of each row."""

from itertools import product

import pytest
from django.template import Context, Engine

from recommendations.rows import Row
from recommendations.search import Facet, FacetValue
from recommendations.templatetags.pieces import choices_of, results_of

ODD = "100% of <teapots> & “kettles” %(title)s 'and' \"spoons\""
SIGNS = " \ue000\ue003"  # what stands for texts within the pieces


def written(template: str, **context: object) -> str:
    return Engine.get_default().get_template(template).render(Context(context))


@pytest.mark.parametrize(
    ("note", "themes", "action", "position"),
    [*product(("", ODD), ("", ODD), ("", "3 considering action"), ("noted", "accepted"))],
)
def test_a_row_is_what_its_template_writes(note, themes, action, position):
    odd = ODD + SIGNS
    row = Row(7, f"/{ODD}/", odd, "fr", odd, note, position, position.title(), f"by {ODD}", action, themes)
    assert results_of([row, row]) == 2 * written("recommendations/_result.html", row=row, text=row.text)
    marked = results_of([row], [("teapot",)])
    assert "&lt;<mark>teapots</mark>&gt;" in marked
    assert marked.replace("<mark>", "").replace("</mark>", "") == results_of([row])


@pytest.mark.parametrize("chosen", [True, False])
def test_a_choice_is_what_its_template_writes(chosen):
    values = [FacetValue("a&b", ODD + SIGNS, 1234, chosen), FacetValue("c", ODD[::-1], 0, chosen)]
    facet = Facet("theme", "Theme", values, [])
    one, other = (
        written("recommendations/_choice.html", facet=facet, value=value, count=count)
        for value, count in zip(values, ("1,234", "0"), strict=True)
    )
    assert choices_of(facet) == one.replace(SIGNS, " ") + other
