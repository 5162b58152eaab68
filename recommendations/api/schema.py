"""How views of the API are described: OpenAPI is made of what they know of themselves and of their filters."""

import calendar
import datetime
from typing import Any

from django import forms
from django.utils import timezone
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse
from rest_framework import serializers
from rest_framework.pagination import BasePagination

from recommendations.addresses import MOST_VALUES, AddressFilter, SeveralValues
from recommendations.api.answering import PROBLEM
from recommendations.api.asking import AT_ONCE, FIELDS, LIMIT, MOST_AT_ONCE
from recommendations.search import SORTS
from recommendations.search.full_text import LONGEST_QUERY

Schema = dict[str, Any]

AS_OF = (
    "A day, month or year that has begun, as 2020-03-01, 2020-03 or 2020: everything as it stood at its end, by the "
    "dates that are recorded. Empty for today."
)
WORDS = (
    "Words that must all occur, in the text, the paragraph number or the names of the place; a phrase in quotation "
    "marks stands together, a minus sign rules out."
)
LEADS_ON = (
    "Where there is more, `next` is the address of the next records: take it as it is, with the `cursor` in it. "
    "Pages that were begun stay right while data change: nothing is shown twice or left out, but for what itself "
    "moved."
)


# What stands in the address of one record.
NAMES = {
    "name": "Its `id`.",
    "review": "The first part of its `id`: the `id` of its review.",
    "key": "The second part of its `id`: its paragraph, where one is recorded.",
}


class Problem(serializers.Serializer):
    """Everything that is no answer (RFC 9457): what is wrong, and each thing in words."""

    type = serializers.CharField(help_text="Always about:blank: the status says what kind it is.")
    title = serializers.CharField(help_text="The name of the status.")
    status = serializers.IntegerField(help_text="The status.")
    detail = serializers.CharField(help_text="What is wrong, in one sentence.")
    problems = serializers.ListField(child=serializers.CharField(), help_text="Each thing that is wrong, in words.")


class Paging(BasePagination):
    """What stands around the records of a list."""

    extra: Schema = {}

    def get_paginated_response_schema(self, schema: Schema) -> Schema:
        return {
            "type": "object",
            "required": ["count", *self.extra, "next", "results"],
            "properties": {
                "count": {"type": "integer", "description": "How many records the filters find, on all pages."},
                **self.extra,
                "next": {
                    "type": ["string", "null"],
                    "format": "uri",
                    "description": "The address of the records that follow; null where there are no more.",
                },
                "results": schema,
            },
        }


class NumberedPaging(Paging):
    """Of recommendations: how many count as what."""

    extra = {
        "numbered": {
            "type": "integer",
            "description": "How many of them are known by their paragraph of a UN report. The others are texts without "
            "one, most of them of UPR Info's rows: never add the two kinds up.",
        }
    }


class Described(AutoSchema):
    """The description of one view."""

    view: Any

    def get_operation_id(self) -> str:
        name: str = self.view.__class__.__name__
        return f"{name[0].lower()}{name[1:]}"

    def get_tags(self) -> list[str]:
        return [self.path.split("/")[3]]

    def get_description(self) -> str:  # type: ignore[override]
        text = super().get_description()
        return f"{text}\n\n{LEADS_ON}" if self.view.pagination_class else text

    def get_response_serializers(self) -> Any:
        is_list = bool(self.view.pagination_class)
        found: dict[Any, Any] = {200: self.view.record(many=True) if is_list else self.view.record()}
        wrong = {400: "The address asks for something unknown: each thing is named."}
        wrong |= {} if is_list else {404: "There is nothing public at this address."}
        wrong |= {414: "The address is too long: ask for fewer values."}
        wrong |= {503: "The question takes too long just now; Retry-After says when to come again."}
        # What is too long, the server itself refuses before it gets here, in a form of its own.
        return found | {
            (status, PROBLEM) if status != 414 else status: OpenApiResponse(Problem if status != 414 else None, said)
            for status, said in wrong.items()
        }

    def get_override_parameters(self) -> list[Any]:
        found = filter_parameters(self.view.filters) if getattr(self.view, "filters", None) else []
        if self.view.takes_as_of:
            found.append(as_of_parameter())
        if self.view.pagination_class:
            schema: Schema = {"type": "integer", "minimum": 1, "maximum": MOST_AT_ONCE, "default": AT_ONCE}
            found.append(OpenApiParameter(LIMIT, schema, description="How many records at once."))
        names: Schema = {
            "type": "array",
            "items": {"type": "string", "enum": self.view.record.field_names()},
            "minItems": 1,
        }
        said = "Only these fields of each record, joined by commas."
        found.append(OpenApiParameter(FIELDS, names, description=said, style="form", explode=False))
        return found + [
            OpenApiParameter(name, str, OpenApiParameter.PATH, description=text, required=True)
            for name, text in NAMES.items()
            if f"{{{name}}}" in self.path
        ]


def filter_parameters(filters: type[AddressFilter]) -> list[Any]:
    """The parameters of a page's filters, with the values that this site knows today."""
    fields = filters({}).form.fields
    return [as_of_parameter() if name == "as_of" else _parameter(name, field) for name, field in fields.items()]


def as_of_parameter() -> Any:
    schema = {"type": "string", "pattern": begun(timezone.localdate())}
    return OpenApiParameter("as_of", schema, description=AS_OF)


def _parameter(name: str, field: forms.Field) -> Any:
    if isinstance(field, SeveralValues):
        values = [str(value) for value, _label in field.choices]  # type: ignore[misc, union-attr]
        items: Schema = {"type": "string", "enum": values} if values else {"type": "string"}
        schema: Schema = {"type": "array", "items": items, "maxItems": MOST_VALUES if values else 0}
        said = f"{field.label}: any of these values" + (
            "; “none” is what is not recorded." if "none" in values else "."
        )
        return OpenApiParameter(name, schema, description=said, style="form", explode=True)
    if name == "sort":
        orders: Schema = {"type": "string", "enum": list(SORTS), "default": "newest"}
        said = ", ".join(f"{value}: {label}" for value, label in SORTS.items())
        return OpenApiParameter(name, orders, description=f"The order. {said}.")
    words: Schema = {"type": "string", "maxLength": LONGEST_QUERY, "pattern": "^[^\\u0000]*$"}
    return OpenApiParameter(name, words, description=WORDS)


LONG, SHORT = "0[13578]|1[02]", "0[469]|11"
DAYS_31, DAYS_30 = "(0[1-9]|[12][0-9]|3[01])", "(0[1-9]|[12][0-9]|30)"
FIRST_YEAR = 2000


def begun(today: datetime.date) -> str:
    """A pattern of the days, months and years that have begun since 2000: those among which records differ."""
    years = "|".join(str(year) for year in range(FIRST_YEAR, today.year))
    leap = "|".join(str(year) for year in range(FIRST_YEAR, today.year) if calendar.isleap(year))
    months = f"({LONG})(-{DAYS_31})?|({SHORT})(-{DAYS_30})?|02(-(0[1-9]|1[0-9]|2[0-8]))?"
    return f"^(({years})(-({months}))?|({leap})-02-29|{today:%Y}(-({'|'.join(_months_of_this_year(today))}))?)?$"


def _months_of_this_year(today: datetime.date) -> list[str]:
    found = []
    for month in range(1, today.month + 1):
        last = today.day if month == today.month else calendar.monthrange(today.year, month)[1]
        days = "|".join(f"{day:02}" for day in range(30, last + 1))
        tens = [
            f"0[1-{min(last, 9)}]",
            *(f"{ten}[0-{min(last - 10 * ten, 9)}]" for ten in range(1, min(last, 29) // 10 + 1)),
        ]
        found.append(f"{month:02}(-({'|'.join([*tens, *([days] if days else [])])}))?")
    return found
