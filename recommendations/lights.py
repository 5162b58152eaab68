"""Links that light some squares of a review and dim the others: by action category, theme, group of the asker."""

from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext as _

from recommendations.analysis import Asked, Line

LIT_BY = ("action", "theme", "group", "recommender", "affected", "territory", "assessed")
MOST = 10  # of one kind


@dataclass(frozen=True, slots=True)
class Light:
    """One link: its query, and whether the page shows it now."""

    label: str
    count: int
    query: str
    is_on: bool


def lights(asked: Asked, query: QueryDict) -> list[tuple[str, list[Light]]]:
    """The links, by what they choose. The date of the figures is kept, one choice takes the place of another."""
    kinds = (
        ("action", _("Action category"), asked.by_action()),
        ("theme", _("Theme"), asked.by_theme()),
        ("group", _("Asked by"), asked.by_group()),
    )
    found = [(title, _links(name, lines, query)) for name, title, lines in kinds]
    return [(title, links) for title, links in found if len(links) > 1]


def _links(name: str, lines: list[Line], query: QueryDict) -> list[Light]:
    as_of = f"as_of={query['as_of']}&" if "as_of" in query else ""
    chosen = query.getlist(name)
    shown = [line for n, line in enumerate(lines) if line.asked and (n < MOST or line.value in chosen)]
    return [Light(line.label, line.asked, f"{as_of}{name}={line.value}", line.value in chosen) for line in shown]
