"""The schema of the API, and the page that explains it to people."""

import json
import threading
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from drf_spectacular.generators import SchemaGenerator

from recommendations.api.answering import readable_everywhere
from recommendations.api.asking import AT_ONCE, MOST_AT_ONCE

Schema = dict[str, Any]

MOST_VALUES = 12  # of a parameter, that the page lists; the schema has all
# What the page calls each kind of record, with examples that lead somewhere on any site.
NOUNS = {
    "recommendations": (
        _("Recommendations"),
        ["?q=torture&position=noted&fields=id,text,position", "?sort=oldest&limit=10"],
    ),
    "reviews": (_("Reviews"), ["?fields=id,state,cycle,announced"]),
    "states": (_("States"), ["?limit=200&fields=id,name,regional_group", "CHN/"]),
    "follow-up": (_("Follow-up"), ["?as_of=2022-12&fields=id,status,status_on"]),
    "statements": (_("Statements"), ["?fields=id,title,signatures"]),
    "cases": (_("Advocacy cases"), [""]),
    "reprisals": (_("Published incidents"), ["?engagement=upr"]),
}


# drf-spectacular describes a view with what stands on its class: two at once describe one another's, or fail.
_one_at_a_time = threading.Lock()


def schema() -> Schema:
    """The API in OpenAPI 3.1, with the values that this site knows today."""
    generator: Any = SchemaGenerator
    with _one_at_a_time:
        made = generator(urlconf=settings.ROOT_URLCONF).get_schema(request=None, public=True)
    return dict(made) | {"servers": [{"url": settings.SITE_URL}]}


def _openapi(request: HttpRequest) -> HttpResponse:
    return HttpResponse(json.dumps(schema(), ensure_ascii=False), content_type="application/json")


# It knows in which years and States published incidents are: what is withdrawn is kept nowhere on the way.
openapi = readable_everywhere(cache_control(no_store=True)(_openapi))


@require_safe
@cache_control(no_store=True)
def api_page(request: HttpRequest) -> HttpResponse:
    """What can be asked, and how it is answered: made of the schema."""
    made = schema()
    nouns = [Noun.of(made, f"/api/v1/{name}/", title, examples) for name, (title, examples) in NOUNS.items()]
    context = {"nouns": nouns, "at_once": AT_ONCE, "most": MOST_AT_ONCE}
    return render(request, "upr_tracker/api.html", context)


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter, and the values that it takes, as far as the page lists them."""

    name: str
    text: str
    values: list[str]
    more: int

    @classmethod
    def of(cls, described: Schema) -> "Parameter":
        of = described["schema"]
        values = of.get("enum") or of.get("items", {}).get("enum", [])
        values = [] if described["name"] == "fields" else values
        return cls(described["name"], described["description"], values[:MOST_VALUES], len(values[MOST_VALUES:]))


@dataclass(frozen=True, slots=True)
class Noun:
    """One kind of record: its addresses, what can be asked of a list, and its fields: more of one alone."""

    title: Any
    list_address: str
    one_address: str
    parameters: list[Parameter]
    fields: list[tuple[str, str]]
    further: list[tuple[str, str]]
    examples: list[str]

    @classmethod
    def of(cls, made: Schema, address: str, title: Any, examples: list[str]) -> "Noun":
        one = next(path for path in made["paths"] if path.startswith(f"{address}{{"))
        listed, single = (made["paths"][path]["get"] for path in (address, one))
        fields = _fields(made, _answer(made, listed)["properties"]["results"]["items"])
        parameters = [Parameter.of(described) for described in listed["parameters"]]
        whole = _fields(made, single["responses"]["200"]["content"]["application/json"]["schema"])
        further = [pair for pair in whole if pair not in fields]
        return cls(title, address, one, parameters, fields, further, [f"{address}{example}" for example in examples])


def _answer(made: Schema, operation: Schema) -> Schema:
    return _named(made, operation["responses"]["200"]["content"]["application/json"]["schema"])


def _named(made: Schema, of: Schema) -> Schema:
    """A part of the schema that is told by its name."""
    found: Schema = made["components"]["schemas"][of["$ref"].rsplit("/", 1)[1]]
    return found


def _fields(made: Schema, of: Schema) -> list[tuple[str, str]]:
    return [(name, one.get("description", "")) for name, one in _named(made, of)["properties"].items()]
